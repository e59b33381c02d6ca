#include "core/explain/Scramble.h"

#include "core/base/Random.h"
#include "core/model/Network_impl.h"
#include "core/model/TorchCompat.h"

#include <new>
#include <vector>

namespace negatoscope::explain {

namespace {

using base::ErrorCode;

/// The lowest block (17: Conv_1 and above it, 18: the head) that is randomised.
int lowestBlock(ScrambleDepth depth)
{
    switch (depth) {
    case ScrambleDepth::Head:
        return 18;
    case ScrambleDepth::LastConvolution:
        return 17;
    case ScrambleDepth::Block16:
        return 16;
    case ScrambleDepth::Block13:
        return 13;
    case ScrambleDepth::Everything:
        break;
    }
    return -1;
}

bool isStatistic(const model::Variable& variable)
{
    return variable.name.starts_with("moving_") || variable.layer == model::kStandardizationLayer;
}

void shuffle(at::Tensor& value, std::uint64_t seed)
{
    at::Tensor plain = value.detach().contiguous();
    float* data = plain.data_ptr<float>();
    std::vector<float> values(data, data + plain.numel());
    base::Random random(seed);
    random.shuffle(values);
    std::copy(values.begin(), values.end(), data);
    value.detach().copy_(plain);
}

} // namespace

const char* scrambleName(ScrambleDepth depth)
{
    switch (depth) {
    case ScrambleDepth::Head:
        return "head";
    case ScrambleDepth::LastConvolution:
        return "Conv_1";
    case ScrambleDepth::Block16:
        return "block 16";
    case ScrambleDepth::Block13:
        return "block 13";
    case ScrambleDepth::Everything:
        break;
    }
    return "everything";
}

base::Result<model::Classifier> scrambled(
    const model::Classifier& classifier, ScrambleDepth depth, std::uint64_t seed)
{
    auto network = model::Network::build(classifier.config, classifier.network.classCount());
    if (!network)
        return base::failure(network);
    try {
        const c10::NoGradGuard noGrad;
        const std::vector<model::Variable>& learned = classifier.network.impl().variables;
        model::NetworkImpl& impl = network->impl();
        const int lowest = lowestBlock(depth);
        for (std::size_t i = 0; i < impl.variables.size(); ++i) {
            model::Variable& variable = impl.variables[i];
            at::Tensor value = learned[i].value.detach().clone();
            const int block =
                variable.inHead ? 18
                                : impl.layout[static_cast<std::size_t>(variable.layerIndex)].block;
            if (block >= lowest && !isStatistic(variable))
                shuffle(value, base::deriveSeed(seed, "scramble", {i}));
            variable.value.detach().copy_(value);
        }
        return model::Classifier{std::move(*network), classifier.config, classifier.classNames,
            classifier.positiveClass, classifier.threshold, classifier.origin};
    } catch (const std::bad_alloc&) {
        return base::failure(ErrorCode::OutOfMemory, "not enough memory for a second model");
    } catch (const c10::Error& error) {
        return base::failure(ErrorCode::Internal, model::messageOf(error), "scramble");
    }
}

} // namespace negatoscope::explain
