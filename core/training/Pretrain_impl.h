#pragma once

// Private to core/training: includes ATen.

#include "core/base/Progress.h"
#include "core/model/Network_impl.h"
#include "core/phantom/PhantomSet.h"

#include <ATen/ATen.h>

#include <stop_token>

namespace negatoscope::training {

/// Drawn films with the answers to all questions, as tensors of N rows.
struct PhantomTensors
{
    at::Tensor films;    ///< N×1×S×S, uint8
    at::Tensor kind;     ///< N int64, OpacityKind
    at::Tensor side;     ///< N int64, Side
    at::Tensor zone;     ///< N int64, Zone
    at::Tensor marker;   ///< N int64, Marker
    at::Tensor view;     ///< N float, 1 = wide
    at::Tensor size;     ///< N float, √(share of the film)
    at::Tensor rotation; ///< N float, tens of degrees
    at::Tensor place;    ///< N×1×7×7 float, share of each cell
    at::Tensor tube;     ///< N float, held apart
    at::Tensor heart;    ///< N float, cardiothoracic ratio, held apart
};

/// Draws the set on all cores; undefined tensors when stopped.
PhantomTensors drawPhantomTensors(const phantom::PhantomPlan& plan, int threads,
    const base::ProgressCallback& progress, std::stop_token stop);

/// uint8 N×1×S×S → float in [-1, 1].
at::Tensor toNetworkInput(const at::Tensor& films);

/// A network with an untrained alpha 0.35 backbone for this film side.
base::Result<model::Network> phantomNetwork(int side, std::uint64_t seed);

/// Replaces all moving statistics by the mean of batch statistics over these films.
void measureBatchNorm(model::NetworkImpl& network, const at::Tensor& films, int batchSize);

} // namespace negatoscope::training
