#include "core/training/StartNetwork_impl.h"

#include "core/model/Network_impl.h"

#include <string>
#include <utility>

namespace negatoscope::training {

namespace {

base::Result<StartNetwork> loaded(const TrainingRequest& request, int classes)
{
    auto network = model::Network::build(request.config, classes);
    if (!network)
        return base::failure(network);
    auto backbone = std::make_shared<WarmBackbone>();
    backbone->report.source = "random";
    if (request.config.weights != "random") {
        auto report = model::loadBackboneWeights(*network, request.config.weights);
        if (!report)
            return base::failure(report);
        backbone->report = std::move(*report);
    }
    backbone->hash = network->backboneHash();
    if (request.warm)
        backbone->values = backboneValues(network->impl(), 0);
    return StartNetwork{std::move(*network), std::move(backbone)};
}

} // namespace

base::Result<StartNetwork> startNetwork(const TrainingRequest& request)
{
    const auto classes = static_cast<int>(request.data->classNames.size());
    if (!request.warm)
        return loaded(request, classes);
    const std::string key = backboneKey(request.config);
    if (auto known = WarmAccess::backbone(*request.warm, key)) {
        auto network = model::buildOnBackbone(
            request.config, classes, known->values, model::frozenLayerCount(request.config));
        if (!network)
            return base::failure(network);
        return StartNetwork{std::move(*network), std::move(known)};
    }
    auto started = loaded(request, classes);
    if (started)
        WarmAccess::keep(*request.warm, key, started->backbone);
    return started;
}

std::vector<at::Tensor> backboneValues(const model::NetworkImpl& network, int firstOwned)
{
    std::vector<at::Tensor> values;
    for (const model::Variable& variable : network.variables) {
        if (!variable.inHead)
            values.push_back(variable.layerIndex < firstOwned ? variable.value.detach()
                                                              : variable.value.detach().clone());
    }
    return values;
}

} // namespace negatoscope::training
