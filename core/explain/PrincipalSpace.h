#pragma once

#include "core/base/Result.h"
#include "core/model/Safetensors.h"

#include <functional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace negatoscope::explain {

/// A cloud of points by probabilistic PCA (Tipping and Bishop 1999): mean, principal components
/// with their variances, and one variance for everything else.
struct PrincipalSpace
{
    std::size_t dimensions = 0;
    std::vector<float> mean;
    std::vector<float> components; ///< rows of unit length, largest variance first
    std::vector<float> variances;
    float noise = 1.0F;

    std::size_t size() const { return variances.size(); }

    /// Point number i; valid until the next one is asked for.
    using PointAt = std::function<std::span<const float>(std::size_t i)>;
    /// From n points; at most `most` components and never more than n / 4. Goes through the points
    /// twice and holds a few hundred at a time.
    static base::Result<PrincipalSpace> fit(
        const PointAt& pointAt, std::size_t n, std::size_t dimensions, std::size_t most);
    /// From n points, row by row.
    static base::Result<PrincipalSpace> fit(
        std::span<const float> points, std::size_t n, std::size_t dimensions, std::size_t most);

    std::vector<float> coordinates(std::span<const float> point) const;

    /// Root mean squares of the distance inside the components and outside them, each in standard
    /// deviations.
    std::pair<double, double> distances(std::span<const float> point) const;

    void write(const std::string& prefix, std::vector<model::NamedTensor>& tensors) const;
    static base::Result<PrincipalSpace> read(
        const std::string& prefix, const std::vector<model::NamedTensor>& tensors);
};

/// The named tensor, or a CorruptFile error.
base::Result<const model::NamedTensor*> tensorNamed(
    const std::vector<model::NamedTensor>& tensors, const std::string& name);

} // namespace negatoscope::explain
