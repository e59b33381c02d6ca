#include "core/model/WeightsAssign_impl.h"

#include "core/base/Text.h"
#include "core/model/Network_impl.h"
#include "core/model/TorchCompat.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

namespace negatoscope::model {

namespace {

using base::ErrorCode;
using Kind = BackboneLayer::Kind;

/// The variables of one layer of the file, in its order.
struct StoredLayer
{
    std::string name;
    std::vector<const StoredVariable*> variables;
};

std::vector<StoredLayer> groupByLayer(const StoredModel& stored)
{
    std::vector<StoredLayer> layers;
    std::map<std::string, std::size_t> places;
    for (const StoredVariable& variable : stored.variables) {
        const auto [place, added] = places.try_emplace(variable.layer, layers.size());
        if (added)
            layers.push_back({variable.layer, {}});
        layers[place->second].variables.push_back(&variable);
    }
    return layers;
}

/// The stored variable for `wanted`, the `number`-th of its layer: by Keras' name, by the older
/// name of depthwise kernels, or by number.
const StoredVariable* findVariable(
    const StoredLayer& layer, const std::string& wanted, std::size_t number)
{
    const auto named = [&layer](const std::string& name) -> const StoredVariable* {
        for (const StoredVariable* variable : layer.variables)
            if (variable->name == name)
                return variable;
        return nullptr;
    };
    const StoredVariable* found = named(wanted);
    if (!found && wanted == "kernel")
        found = named("depthwise_kernel");
    return found ? found : named(std::to_string(number));
}

std::string shapeText(const Shape& shape)
{
    return shape.empty() ? "a single number" : toText(shape);
}

/// The width of the backbone that these kernels come from, if it is a MobileNetV2.
std::optional<double> alphaOf(const std::vector<const StoredVariable*>& kernels)
{
    std::vector<double> candidates = {0.35, 0.5, 0.75, 1.0, 1.3, 1.4};
    for (int percent = 5; percent <= 300; ++percent)
        candidates.push_back(percent / 100.0);
    for (const double alpha : candidates) {
        std::size_t k = 0;
        bool same = true;
        for (const BackboneLayer& layer : mobileNetV2Layout(alpha, 224, 224))
            if (same && layer.kind == Kind::Conv) {
                same = k < kernels.size() && kernels[k]->shape.size() == 4 &&
                       kernels[k]->shape[3] == layer.output.back();
                ++k;
            }
        if (same && k == kernels.size())
            return alpha;
    }
    return std::nullopt;
}

using Pairs = std::vector<std::pair<Variable*, const StoredVariable*>>;

tl::unexpected<base::Error> shapeError(
    const Variable& variable, const StoredVariable& stored, const std::string& where)
{
    return base::failure(ErrorCode::ShapeMismatch,
        variable.layer + "/" + variable.name + " is " + shapeText(stored.shape) +
            " in the file and " + shapeText(variable.kerasShape) + " in the network",
        where, "use weights of the same architecture");
}

/// Pairs the variables of layer `index` with those of a stored layer; false if one is missing.
bool pairLayer(NetworkImpl& network, int index, const StoredLayer& layer, Pairs& pairs)
{
    std::size_t number = 0;
    for (Variable& variable : network.variablesOf(index)) {
        const StoredVariable* stored = findVariable(layer, variable.name, number++);
        if (!stored)
            return false;
        pairs.emplace_back(&variable, stored);
    }
    return true;
}

bool isWeighted(const BackboneLayer& layer)
{
    return layer.kind == Kind::Conv || layer.kind == Kind::DepthwiseConv ||
           layer.kind == Kind::BatchNorm;
}

std::optional<Pairs> pairByName(NetworkImpl& network, const std::vector<StoredLayer>& layers,
    std::span<const std::string> names)
{
    std::map<std::string, const StoredLayer*> byName;
    for (const StoredLayer& layer : layers)
        byName[layer.name] = &layer;
    Pairs pairs;
    for (int i = 0; i < network.backboneSize(); ++i) {
        const auto place = static_cast<std::size_t>(i);
        if (!isWeighted(network.layout[place]))
            continue;
        const auto found =
            byName.find(place < names.size() ? names[place] : network.layout[place].name);
        if (found == byName.end() || !pairLayer(network, i, *found->second, pairs))
            return std::nullopt;
    }
    return pairs;
}

std::optional<Pairs> pairByOrder(NetworkImpl& network, const std::vector<StoredLayer>& layers)
{
    Pairs pairs;
    std::size_t next = 0;
    for (int i = 0; i < network.backboneSize(); ++i) {
        if (!isWeighted(network.layout[static_cast<std::size_t>(i)]))
            continue;
        if (next == layers.size() || !pairLayer(network, i, layers[next++], pairs))
            return std::nullopt;
    }
    return pairs;
}

base::Result<void> checkBackbone(
    const NetworkImpl& network, const Pairs& pairs, const std::string& where)
{
    const auto wrong = std::find_if(pairs.begin(), pairs.end(),
        [](const auto& pair) { return pair.first->kerasShape != pair.second->shape; });
    if (wrong == pairs.end())
        return {};
    std::vector<const StoredVariable*> kernels;
    for (const auto& [variable, stored] : pairs)
        if (variable->layout == VariableLayout::Conv)
            kernels.push_back(stored);
    const auto alpha = alphaOf(kernels);
    if (!alpha || *alpha == network.config.alpha)
        return shapeError(*wrong->first, *wrong->second, where);
    const std::string inFile = base::formatNumber(*alpha);
    return base::failure(ErrorCode::ShapeMismatch,
        "these weights are of alpha " + inFile + "; the configuration says " +
            base::formatNumber(network.config.alpha),
        where, "set alpha to " + inFile + " or choose other weights");
}

base::Result<void> checkFinite(const Pairs& pairs, const std::string& where)
{
    for (const auto& [variable, stored] : pairs)
        for (const float value : stored->values)
            if (!std::isfinite(value))
                return base::failure(ErrorCode::CorruptFile,
                    variable->layer + "/" + variable->name + " holds values that are no numbers",
                    where, "copy or export the file again");
    return {};
}

void copy(const Pairs& pairs)
{
    const c10::NoGradGuard noGrad;
    for (const auto& [variable, stored] : pairs)
        variable->value.copy_(torchTensor(*variable, stored->values));
}

} // namespace

base::Result<WeightsReport> assignBackbone(Network& network, const StoredModel& stored,
    std::span<const std::string> backboneNames, const std::string& where)
{
    NetworkImpl& impl = network.impl();
    const auto layers = groupByLayer(stored);
    WeightsReport report;
    report.source = stored.source;
    auto pairs = pairByName(impl, layers, backboneNames);
    if (!pairs) {
        pairs = pairByOrder(impl, layers);
        report.byOrder = true;
    }
    if (!pairs)
        return base::failure(ErrorCode::ShapeMismatch,
            "the file does not hold the weights of a MobileNetV2 (it has " +
                std::to_string(layers.size()) + " layers with weights; 104 are needed)",
            where, "choose a MobileNetV2 file");
    if (auto fits = checkBackbone(impl, *pairs, where); !fits)
        return base::failure(fits);
    if (auto finite = checkFinite(*pairs, where); !finite)
        return base::failure(finite);
    copy(*pairs);
    report.variables = pairs->size();
    return report;
}

base::Result<std::size_t> assignHead(Network& network, const StoredModel& stored,
    std::span<const std::string> headNames, const std::string& where)
{
    NetworkImpl& impl = network.impl();
    const auto layers = groupByLayer(stored);
    std::map<std::string, const StoredLayer*> byName;
    for (const StoredLayer& layer : layers)
        byName[layer.name] = &layer;
    constexpr std::size_t kBackboneLayers = 104;
    std::size_t next = kBackboneLayers;
    Pairs pairs;
    for (std::size_t k = 0; k < impl.head.size(); ++k) {
        const int index = impl.backboneSize() + static_cast<int>(k);
        if (impl.variablesOf(index).empty())
            continue;
        const PlannedLayer& planned = impl.head[k];
        const StoredLayer* layer = nullptr;
        const auto source = static_cast<std::size_t>(planned.source);
        const bool named = planned.source >= 0 && source < headNames.size();
        if (const auto found = byName.find(named ? headNames[source] : planned.name);
            found != byName.end())
            layer = found->second;
        else if (!named && next < layers.size())
            layer = &layers[next];
        ++next;
        if (!layer || !pairLayer(impl, index, *layer, pairs))
            return base::failure(ErrorCode::ShapeMismatch,
                "the file has no weights for the layer " + planned.name, where,
                "use weights of the same architecture");
    }
    for (const auto& [variable, values] : pairs)
        if (variable->kerasShape != values->shape)
            return shapeError(*variable, *values, where);
    if (auto finite = checkFinite(pairs, where); !finite)
        return base::failure(finite);
    copy(pairs);
    return pairs.size();
}

} // namespace negatoscope::model
