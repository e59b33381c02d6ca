#include "core/explain/HeatMap.h"

#include "core/evaluation/Wording.h"
#include "core/explain/HeatMap_impl.h"
#include "core/model/ClassLogits_impl.h"
#include "core/model/TorchCompat.h"

#include <opencv2/core.hpp>

#include <algorithm>
#include <cmath>
#include <new>

namespace negatoscope::explain {

namespace {

using base::ErrorCode;

cv::Mat toCells(const at::Tensor& map)
{
    const at::Tensor plain = map.to(at::kFloat).contiguous();
    const int rows = static_cast<int>(plain.size(0));
    const int columns = static_cast<int>(plain.size(1));
    cv::Mat cells(rows, columns, CV_32FC1);
    std::copy_n(plain.data_ptr<float>(), plain.numel(), cells.ptr<float>());
    return cells;
}

base::Result<HeatMap> notDefined(const std::string& why)
{
    return base::failure(ErrorCode::NumericalFailure, "the heat map is not defined because " + why,
        "", "look at the training curves of this run");
}

constexpr const char* kFineLayer = "block_13_expand_relu";

at::Tensor weightsOf(const at::Tensor& gradient, HeatMapMethod method)
{
    at::Tensor weight = gradient.to(at::kDouble);
    if (method == HeatMapMethod::GradCam)
        return weight.mean({1, 2}, true);
    return method == HeatMapMethod::LayerCam ? at::clamp_min(weight, 0.0) : weight;
}

base::Result<HeatMap> compute(model::NetworkImpl& network, std::span<const float> input,
    int positiveClass, HeatMapMethod method)
{
    const auto& preprocessing = network.config.preprocessing;
    const int cut = cutOf(network, method);
    at::Tensor activation;
    {
        const c10::NoGradGuard noGrad;
        // from_blob wants a mutable pointer; nothing writes through it.
        const at::Tensor film = at::from_blob(const_cast<float*>(input.data()),
            {1, preprocessing.channels(), preprocessing.height, preprocessing.width}, at::kFloat);
        activation = network.backbone(film, 0, cut, {}).detach();
    }
    return mapOfActivation(network, activation, cut, positiveClass, method);
}

} // namespace

CellAxis cellAxisOf(int inputSide, int cells)
{
    std::vector<int> sides;
    int side = inputSide;
    while (side > cells && side > 1) {
        sides.push_back(side);
        side = (side + 1) / 2;
    }
    if (side != cells)
        return {};
    CellAxis axis{0.0, 1.0};
    for (std::size_t i = sides.size(); i > 0; --i) {
        axis.first = 2.0 * axis.first + (sides[i - 1] % 2 == 0 ? 1.0 : 0.0);
        axis.step *= 2.0;
    }
    return axis;
}

int cellAt(double place, int inputSide, int cells, const CellAxis& axis)
{
    const double inCells =
        axis.step > 0.0 ? (place - axis.first - 0.5) / axis.step + 0.5 : place / inputSide * cells;
    return std::clamp(static_cast<int>(std::floor(inCells)), 0, cells - 1);
}

at::Tensor explainedScore(const at::Tensor& z, std::int64_t positive)
{
    const std::int64_t classes = z.size(1);
    const at::Tensor own = z.select(1, positive);
    if (classes == 1)
        return own;
    return own - (z.sum(1) - own) / static_cast<double>(classes - 1);
}

int cutOf(const model::NetworkImpl& network, HeatMapMethod method)
{
    if (method == HeatMapMethod::LayerCam)
        for (std::size_t i = 0; i < network.layout.size(); ++i)
            if (network.layout[i].name == kFineLayer)
                return static_cast<int>(i) + 1;
    return network.backboneSize();
}

base::Result<HeatMap> mapOfActivation(model::NetworkImpl& network, const at::Tensor& activation,
    int cut, int positiveClass, HeatMapMethod method)
{
    const model::ForwardContext context;
    at::Tensor leaf = activation.detach();
    leaf.requires_grad_(true);
    const at::Tensor z = classLogits(network.forward(leaf, cut, context), network.classCount);
    const at::Tensor score = explainedScore(z, positiveClass).sum();
    if (!score.requires_grad())
        return notDefined("the score does not depend on the film");
    const at::Tensor leaves[] = {leaf};
    // Only this leaf: the gradients of the weights belong to training.
    score.backward({}, {}, false, at::TensorList(leaves));
    if (!leaf.grad().defined())
        return notDefined("the score does not depend on the film");

    const c10::NoGradGuard noGrad;
    const at::Tensor values = leaf.detach()[0].to(at::kDouble);
    const at::Tensor map = (weightsOf(leaf.grad()[0], method) * values).sum(0);
    const at::Tensor blank = classLogits(
        network.forward(at::zeros_like(leaf.detach()), cut, context), network.classCount);
    HeatMap result;
    result.method = method;
    result.cells = toCells(map);
    result.grid = {cellAxisOf(network.config.preprocessing.width, result.cells.cols),
        cellAxisOf(network.config.preprocessing.height, result.cells.rows)};
    result.sum = map.sum().item<double>();
    result.logit = score.item<double>();
    result.bias = explainedScore(blank, positiveClass).sum().item<double>();
    if (!std::isfinite(result.sum) || !std::isfinite(result.logit) || !std::isfinite(result.bias))
        return notDefined("a value on the way to the score is not a finite number");
    const double size =
        std::abs(result.logit) + std::abs(result.bias) + map.abs().sum().item<double>();
    result.addsUp = method != HeatMapMethod::LayerCam &&
                    std::abs(result.sum - (result.logit - result.bias)) <= 1e-3 * (size + 1e-6);
    const at::Tensor logits = z.detach()[0].to(at::kDouble).contiguous();
    result.classLogits.assign(
        logits.data_ptr<double>(), logits.data_ptr<double>() + logits.numel());
    return result;
}

base::Result<HeatMap> heatMap(const model::Network& network, std::span<const float> input,
    int positiveClass, HeatMapMethod method)
{
    if (positiveClass < 0 || positiveClass >= network.classCount())
        return base::failure(
            ErrorCode::InvalidUsage, "there is no class to explain", "", "name the positive class");
    if (method == HeatMapMethod::Occlusion)
        return base::failure(
            ErrorCode::InvalidUsage, "the covering test is no single map", "", "use coverTest");
    if (input.size() != network.impl().config.preprocessing.valuesPerFilm())
        return base::failure(ErrorCode::ShapeMismatch,
            "the film has " + std::to_string(input.size()) + " values, the network takes " +
                std::to_string(network.impl().config.preprocessing.valuesPerFilm()),
            "network input");
    try {
        // Inference writes nothing into the network, but its functions serve training as well.
        return compute(
            const_cast<model::NetworkImpl&>(network.impl()), input, positiveClass, method);
    } catch (const std::bad_alloc&) {
        return base::failure(
            ErrorCode::OutOfMemory, "not enough memory for the heat map", "", "close programs");
    } catch (const c10::Error& error) {
        return base::failure(ErrorCode::Internal, model::messageOf(error), "heat map");
    } catch (const cv::Exception& error) {
        return base::failure(ErrorCode::Internal, error.what(), "heat map");
    }
}

const char* methodName(HeatMapMethod method)
{
    switch (method) {
    case HeatMapMethod::HiResCam:
        return "HiResCAM";
    case HeatMapMethod::GradCam:
        return "Grad-CAM";
    case HeatMapMethod::LayerCam:
        return "LayerCAM";
    case HeatMapMethod::Occlusion:
        break;
    }
    return "Covering test";
}

std::string statementOf(const HeatMap& map, evaluation::Language language)
{
    const bool french = language == evaluation::Language::French;
    const auto number = [language](double value) {
        return evaluation::numberText(value, 2, language);
    };
    if (map.method == HeatMapMethod::LayerCam)
        return french ? "LayerCAM : cases deux fois plus fines, seulement ce qui parle pour la "
                        "classe ; elles ne totalisent pas le score."
                      : "LayerCAM: cells of half the size, only what speaks for the class; they "
                        "do not add up to the score.";
    if (map.method == HeatMapMethod::Occlusion)
        return french ? "Test de recouvrement : la baisse du logit quand l’endroit est couvert ; "
                        "les cases ne totalisent pas le score."
                      : "Covering test: how far the logit falls when the place is covered; the "
                        "cells do not add up to the score.";
    const std::string name = methodName(map.method);
    if (map.addsUp)
        return french ? name + " : les cases totalisent " + number(map.sum) +
                            ", c’est-à-dire le logit " + number(map.logit) + " moins le biais " +
                            number(map.bias) + "."
                      : name + ": the cells add up to " + number(map.sum) + ", the logit " +
                            number(map.logit) + " less the bias " + number(map.bias) + ".";
    return french ? name + " : les cases totalisent " + number(map.sum) +
                        ", mais le logit moins le biais vaut " + number(map.logit - map.bias) +
                        " : la carte n’explique pas tout le score."
                  : name + ": the cells add up to " + number(map.sum) +
                        ", but the logit less the bias is " + number(map.logit - map.bias) +
                        ": the map does not account for the whole score.";
}

} // namespace negatoscope::explain
