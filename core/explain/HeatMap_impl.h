#pragma once

// Private to core/explain: includes ATen.

#include "core/explain/HeatMap.h"
#include "core/model/Network_impl.h"

namespace negatoscope::explain {

/// n logits of the positive class against the mean of the others, from n×K: for two classes the
/// difference of the two. Part of the graph.
at::Tensor explainedScore(const at::Tensor& z, std::int64_t positive);

/// The backbone layer in front of which the method's activation lies (NetworkImpl::backbone's cut).
int cutOf(const model::NetworkImpl& network, HeatMapMethod method);

/// The map from the activation (1×C×H×W) that enters layer `cut`.
base::Result<HeatMap> mapOfActivation(model::NetworkImpl& network, const at::Tensor& activation,
    int cut, int positiveClass, HeatMapMethod method);

} // namespace negatoscope::explain
