#pragma once

#include "core/base/Result.h"
#include "core/evaluation/Language.h"
#include "core/model/Network.h"

#include <opencv2/core/mat.hpp>

#include <span>
#include <string>
#include <vector>

namespace negatoscope::explain {

enum class HeatMapMethod {
    HiResCam, ///< Σₖ (∂s/∂Aₖ)·Aₖ, cell by cell (Draelos and Carin, arXiv 2011.08891)
    GradCam,  ///< Σₖ mean(∂s/∂Aₖ)·Aₖ (Selvaraju et al. 2017), without the ReLU
    LayerCam, ///< Σₖ max(∂s/∂Aₖ, 0)·Aₖ at block_13_expand_relu: cells of half the size, one sign
              ///< (Jiang et al. 2021)
    Occlusion ///< how far s falls when a window is covered (Zeiler and Fergus 2014); Explainer
};
const char* methodName(HeatMapMethod method); ///< "HiResCAM", …, "Covering test"

/// Where the cells of a map lie along one side of the network's input.
struct CellAxis
{
    double first = 0.0; ///< input pixel (its index) on which cell 0 is centred
    double step = 0.0;  ///< input pixels between cells; 0: the cells share the side out evenly
    bool operator==(const CellAxis&) const = default;
};
struct CellGrid
{
    CellAxis x;
    CellAxis y;
    bool operator==(const CellGrid&) const = default;
};

/// The cells of a layer behind convolutions of stride 2 as Keras pads them: an even side is padded
/// at its end alone, so that each such convolution centres output p on input 2p + 1 (an odd side:
/// on 2p). At 224 px cell i of 7 is centred on pixel 32i + 31, half a cell further than an even
/// share.
CellAxis cellAxisOf(int inputSide, int cells);
/// The cell nearest to a place (0…inputSide) of the input, 0…cells−1.
int cellAt(double place, int inputSide, int cells, const CellAxis& axis);

/// What moved one film's score, in the cells of the backbone's last activation (out_relu, 7×7 at
/// 224 px: one cell covers 32×32 input pixels; LayerCAM and the covering test: 14×14). Signed:
/// positive cells speak for the positive class, negative ones against it.
struct HeatMap
{
    HeatMapMethod method = HeatMapMethod::HiResCam;
    cv::Mat cells;      ///< CV_32FC1, rows × columns, in units of the logit
    CellGrid grid;      ///< where the cells lie; the covering test's share the input evenly
    double logit = 0.0; ///< the explained score s, before any softmax or sigmoid
    double bias = 0.0;  ///< s of an activation that is zero everywhere; 0 for the covering test
    double sum = 0.0;   ///< of the cells
    /// sum = logit − bias within 0.1 % (measured, not assumed): then the cells share the score out
    /// completely. Always so for HiResCAM with average or max pooling and one dense layer.
    bool addsUp = false;
    /// The network's answer to the film: K logits, as Network::logits.
    std::vector<double> classLogits;
};

/// The map of one preprocessed film (channels×height×width floats in [−1, 1]) for any legal head.
/// s is the positive class's logit against the others: z₊ − z₋ for two classes, ±z for one sigmoid
/// unit, z₊ − mean of the others for more. Inference mode; weights and their gradients are left
/// alone. Errors: ShapeMismatch; InvalidUsage (no such class); NumericalFailure ("not defined
/// because …": a logit or gradient is not finite, or the score does not depend on the film);
/// InvalidUsage for the covering test, which takes many films (Explainer::coverTest).
/// One thread at a time per network.
base::Result<HeatMap> heatMap(const model::Network& network, std::span<const float> input,
    int positiveClass, HeatMapMethod method = HeatMapMethod::HiResCam);

/// What is true of this map, for its caption.
std::string statementOf(
    const HeatMap& map, evaluation::Language language = evaluation::Language::English);

} // namespace negatoscope::explain
