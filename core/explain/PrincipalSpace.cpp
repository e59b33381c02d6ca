#include "core/explain/PrincipalSpace.h"

#include "core/model/TorchCompat.h"

#include <algorithm>
#include <cmath>
#include <new>

namespace negatoscope::explain {

using base::ErrorCode;

namespace {

constexpr double kSmallestVariance = 1e-8;

std::vector<float> toVector(const at::Tensor& tensor)
{
    const at::Tensor plain = tensor.to(at::kFloat).contiguous();
    return {plain.data_ptr<float>(), plain.data_ptr<float>() + plain.numel()};
}

/// Calls `use` with the points as rows of doubles, some at a time.
void forEachBlock(const PrincipalSpace::PointAt& pointAt, std::size_t n, std::size_t dimensions,
    const std::function<void(const at::Tensor&)>& use)
{
    constexpr std::size_t kBlock = 512;
    const auto width = static_cast<std::int64_t>(dimensions);
    at::Tensor block =
        at::empty({static_cast<std::int64_t>(std::min(n, kBlock)), width}, at::kDouble);
    for (std::size_t first = 0; first < n; first += kBlock) {
        const std::size_t count = std::min(kBlock, n - first);
        double* row = block.data_ptr<double>();
        for (std::size_t i = first; i < first + count; ++i, row += dimensions) {
            const std::span<const float> point = pointAt(i);
            std::copy(point.begin(), point.end(), row);
        }
        use(block.narrow(0, 0, static_cast<std::int64_t>(count)));
    }
}

at::Tensor meanOf(const PrincipalSpace::PointAt& pointAt, std::size_t n, std::size_t dimensions)
{
    at::Tensor sum = at::zeros({static_cast<std::int64_t>(dimensions)}, at::kDouble);
    forEachBlock(pointAt, n, dimensions, [&sum](const at::Tensor& x) { sum += x.sum(0); });
    return sum / static_cast<double>(n);
}

at::Tensor covarianceOf(
    const PrincipalSpace::PointAt& pointAt, std::size_t n, const at::Tensor& mean)
{
    const auto dimensions = static_cast<std::size_t>(mean.numel());
    at::Tensor sum = at::zeros({mean.numel(), mean.numel()}, at::kDouble);
    forEachBlock(pointAt, n, dimensions, [&](const at::Tensor& x) {
        const at::Tensor centred = x - mean;
        sum.addmm_(centred.t(), centred);
    });
    return sum / static_cast<double>(n);
}

} // namespace

base::Result<PrincipalSpace> PrincipalSpace::fit(
    std::span<const float> points, std::size_t n, std::size_t dimensions, std::size_t most)
{
    return fit([&](std::size_t i) { return points.subspan(i * dimensions, dimensions); }, n,
        dimensions, most);
}

base::Result<PrincipalSpace> PrincipalSpace::fit(
    const PointAt& pointAt, std::size_t n, std::size_t dimensions, std::size_t most)
{
    try {
        const c10::InferenceMode inference;
        const at::Tensor mean = meanOf(pointAt, n, dimensions);
        const at::Tensor covariance = covarianceOf(pointAt, n, mean);
        const auto [values, vectors] = at::linalg_eigh(covariance); // ascending
        const std::size_t k = std::min({most, std::max<std::size_t>(n / 4, 1), dimensions - 1});
        const auto kept = static_cast<std::int64_t>(k);
        const auto rest = static_cast<std::int64_t>(dimensions) - kept;
        PrincipalSpace space;
        space.dimensions = dimensions;
        space.mean = toVector(mean);
        space.components = toVector(vectors.narrow(1, rest, kept).t().flip(0));
        space.variances =
            toVector(at::clamp_min(values.narrow(0, rest, kept).flip(0), kSmallestVariance));
        space.noise = static_cast<float>(
            std::max(values.narrow(0, 0, rest).mean().item<double>(), kSmallestVariance));
        return space;
    } catch (const std::bad_alloc&) {
        return base::failure(ErrorCode::OutOfMemory, "not enough memory for the domain guard");
    } catch (const c10::Error& error) {
        return base::failure(ErrorCode::Internal, model::messageOf(error), "domain guard");
    }
}

std::vector<float> PrincipalSpace::coordinates(std::span<const float> point) const
{
    std::vector<float> centred(dimensions);
    for (std::size_t i = 0; i < dimensions; ++i)
        centred[i] = point[i] - mean[i];
    std::vector<float> result(size());
    for (std::size_t k = 0; k < size(); ++k) {
        const float* row = components.data() + k * dimensions;
        float sum = 0.0F;
        for (std::size_t i = 0; i < dimensions; ++i)
            sum += row[i] * centred[i];
        result[k] = sum;
    }
    return result;
}

std::pair<double, double> PrincipalSpace::distances(std::span<const float> point) const
{
    double whole = 0.0;
    for (std::size_t i = 0; i < dimensions; ++i)
        whole += static_cast<double>(point[i] - mean[i]) * static_cast<double>(point[i] - mean[i]);
    const std::vector<float> z = coordinates(point);
    double inside = 0.0;
    for (std::size_t k = 0; k < size(); ++k) {
        const double square = static_cast<double>(z[k]) * static_cast<double>(z[k]);
        whole -= square;
        inside += square / static_cast<double>(variances[k]);
    }
    const double outside = std::max(whole, 0.0) / static_cast<double>(noise);
    return {std::sqrt(inside / static_cast<double>(size())),
        std::sqrt(outside / static_cast<double>(dimensions - size()))};
}

void PrincipalSpace::write(
    const std::string& prefix, std::vector<model::NamedTensor>& tensors) const
{
    const auto d = static_cast<std::int64_t>(dimensions);
    const auto k = static_cast<std::int64_t>(size());
    tensors.push_back({prefix + "/mean", {d}, mean});
    tensors.push_back({prefix + "/components", {k, d}, components});
    tensors.push_back({prefix + "/variances", {k}, variances});
    tensors.push_back({prefix + "/noise", {1}, {noise}});
}

base::Result<const model::NamedTensor*> tensorNamed(
    const std::vector<model::NamedTensor>& tensors, const std::string& name)
{
    for (const model::NamedTensor& tensor : tensors)
        if (tensor.name == name)
            return &tensor;
    return base::failure(ErrorCode::CorruptFile, "the domain guard lacks " + name, "",
        "let the guard be made again: delete guard.safetensors");
}

base::Result<PrincipalSpace> PrincipalSpace::read(
    const std::string& prefix, const std::vector<model::NamedTensor>& tensors)
{
    PrincipalSpace space;
    std::vector<float>* const fields[] = {&space.mean, &space.components, &space.variances};
    const char* const names[] = {"/mean", "/components", "/variances"};
    for (std::size_t i = 0; i < 3; ++i) {
        const auto tensor = tensorNamed(tensors, prefix + names[i]);
        if (!tensor)
            return base::failure(tensor);
        *fields[i] = (*tensor)->values;
    }
    const auto noise = tensorNamed(tensors, prefix + "/noise");
    if (!noise)
        return base::failure(noise);
    space.dimensions = space.mean.size();
    const bool good = (*noise)->values.size() == 1 && (*noise)->values[0] > 0.0F &&
                      !space.variances.empty() && space.variances.size() < space.dimensions &&
                      space.components.size() == space.dimensions * space.variances.size() &&
                      std::all_of(space.variances.begin(), space.variances.end(),
                          [](float v) { return v > 0.0F; });
    if (!good)
        return base::failure(ErrorCode::CorruptFile, "the domain guard's sizes do not fit", "",
            "let the guard be made again: delete guard.safetensors");
    space.noise = (*noise)->values[0];
    return space;
}

} // namespace negatoscope::explain
