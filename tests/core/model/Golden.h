#pragma once

#include "core/model/Network_impl.h"
#include "core/model/TorchCompat.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace negatoscope::testing {

/// ../shared/reference/golden: values that Keras computed (README.md there).
class Golden
{
public:
    explicit Golden(std::filesystem::path folder);

    const nlohmann::json& json() const { return m_json; }
    /// A float32 array in the shape and order that Keras stores.
    at::Tensor array(const std::string& name) const;
    /// Films first…first+count−1 as the network takes them, N×1×224×224 in [−1, 1].
    at::Tensor films(int first, int count) const;

private:
    std::vector<char> bytes(const nlohmann::json& entry, std::size_t elementSize) const;

    std::filesystem::path m_folder;
    nlohmann::json m_json;
};

/// The golden seed model: MobileNetV2 0.35, max pooling, dropout 0, dense 128 relu, dropout 0,
/// dense 2 softmax.
model::ModelConfig seedConfig();

/// Copies a Keras array into a variable.
void setVariable(model::NetworkImpl& network, const std::string& layer, const std::string& name,
    const at::Tensor& kerasValues);

/// Keras' image, row, column, channel → NCHW.
inline at::Tensor toNchw(const at::Tensor& keras)
{
    return keras.permute({0, 3, 1, 2});
}

inline double largestDifference(const at::Tensor& a, const at::Tensor& b)
{
    return (a.detach() - b.detach()).abs().max().item<double>();
}

inline double relativeDifference(const at::Tensor& a, const at::Tensor& b)
{
    return ((a.detach() - b.detach()).norm() / b.detach().norm()).item<double>();
}

} // namespace negatoscope::testing
