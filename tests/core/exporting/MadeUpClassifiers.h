#pragma once

#include "core/exporting/ModelCheck.h"
#include "core/image/Film.h"
#include "core/image/Preprocessing.h"
#include "core/model/Classifier.h"
#include "core/model/ConfigSchema.h"
#include "core/model/WeightsImport.h"
#include "core/phantom/PhantomSet.h"

#include <nlohmann/json.hpp>

#include <string>
#include <utility>
#include <vector>

namespace negatoscope::test {

inline nlohmann::json finalDense(int units, const char* activation)
{
    return {{"type", "dense"}, {"units", units}, {"activation", activation}};
}

/// Films of 64 × 64 in front of the phantoms' backbone and a head with random weights.
inline model::Classifier madeUpClassifier(
    const nlohmann::json& params, const nlohmann::json& layers)
{
    nlohmann::json all = {{"img_size", 64}, {"alpha", 0.35}, {"weights", "random"}};
    all.update(params);
    const auto config = model::configFromJson({{"params", all}, {"added_layers", layers}}).value();
    auto network = model::Network::build(config, 2).value();
    // Random features are so small that every head would say one half.
    model::loadBackboneWeights(network, "phantom").value();
    return {std::move(network), config, {"NORMAL", "PNEUMONIA"}, 1, 0.5, "test"};
}

inline exporting::PreparedFilms drawnFilms(const model::Classifier& classifier, int count)
{
    phantom::PhantomPlan plan;
    plan.count = static_cast<decltype(plan.count)>(count);
    plan.seed = 5;
    const auto& input = classifier.config.preprocessing;
    exporting::PreparedFilms films;
    for (const auto& request : phantom::planPhantoms(plan)) {
        const image::Film film{phantom::makePhantom(request).film, {}};
        std::vector<float> values(input.valuesPerFilm());
        image::scaleToNetwork(image::resizeToInput(film, input), values);
        films.push_back(std::move(values));
    }
    return films;
}

/// A network's parameters and added layers.
struct MadeUpHead
{
    std::string name;
    nlohmann::json params;
    nlohmann::json layers;
};

/// Heads of every kind of layer that can be added.
inline std::vector<MadeUpHead> headsOfAllLayers()
{
    using nlohmann::json;
    const json notebook = {{{"type", "dropout"}, {"count", 0.3}},
        {{"type", "dense"}, {"count", 128}, {"activation", "relu"}},
        {{"type", "dropout"}, {"count", 0.2}}, finalDense(2, "softmax")};
    return {
        {"the notebook's head", {{"pooling", "max"}}, notebook},
        {"average pooling, rescaling inside", {{"pooling", "avg"}, {"include_preprocessing", true}},
            notebook},
        {"colour films", {{"pooling", "avg"}, {"rgb", true}}, notebook},
        {"one sigmoid unit", {{"pooling", "avg"}, {"loss", "binary_crossentropy"}},
            json::array({finalDense(1, "sigmoid")})},
        {"two sigmoid units", {{"pooling", "avg"}, {"loss", "binary_crossentropy"}},
            json::array({finalDense(2, "sigmoid")})},
        {"normalisations and noise", {{"pooling", "avg"}},
            {{{"type", "batch_normalization"}}, {{"type", "gaussian_noise"}},
                {{"type", "layer_normalization"}}, {{"type", "alpha_dropout"}},
                finalDense(2, "softmax")}},
        {"flattened map", {{"pooling", nullptr}},
            {{{"type", "flatten"}}, finalDense(2, "softmax")}},
        {"convolutions", {{"pooling", nullptr}},
            {{{"type", "conv2d"}, {"filters", 6}, {"kernel_size", 3}, {"padding", "same"},
                 {"strides", 2}, {"activation", "relu"}},
                {{"type", "depthwise_conv2d"}, {"kernel_size", 2}, {"padding", "same"},
                    {"depth_multiplier", 2}},
                {{"type", "separable_conv2d"}, {"filters", 4}, {"kernel_size", 3},
                    {"padding", "same"}},
                {{"type", "average_pooling2d"}, {"pool_size", 2}, {"padding", "same"}},
                {{"type", "global_average_pooling2d"}}, finalDense(2, "softmax")}},
        {"pooled map", {{"pooling", nullptr}},
            {{{"type", "max_pooling2d"}, {"pool_size", 2}, {"padding", "same"}},
                {{"type", "rescaling"}, {"scale", 0.5}, {"offset", -0.25}},
                {{"type", "activation"}, {"activation", "leaky_relu"}, {"negative_slope", 0.1}},
                {{"type", "activation"}, {"activation", "relu"}},
                {{"type", "global_max_pooling2d"}}, finalDense(2, "softmax")}},
        {"standardised features", {{"pooling", "avg"}, {"standardize_features", true}}, notebook},
    };
}

/// Activations that every format can say.
inline std::vector<const char*> exportableActivations()
{
    return {"linear", "relu", "relu6", "leaky_relu", "elu", "selu", "celu", "gelu", "silu", "swish",
        "mish", "tanh", "sigmoid", "hard_sigmoid", "hard_silu", "hard_swish", "hard_tanh",
        "softmax", "log_softmax", "softplus", "softsign", "exponential", "squareplus",
        "soft_shrink", "hard_shrink", "tanh_shrink", "threshold", "sparse_plus", "sparse_sigmoid",
        "glu", "log_sigmoid"};
}

} // namespace negatoscope::test
