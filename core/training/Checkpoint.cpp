#include "core/training/Checkpoint_impl.h"

#include "core/model/Safetensors.h"

#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <cmath>

namespace negatoscope::training {

namespace {

constexpr const char* kSequenceKey = "sequence";
constexpr const char* kStateKey = "state";

std::filesystem::path pathOf(const std::filesystem::path& folder, std::uint64_t sequence)
{
    return folder / ("checkpoint-" + std::to_string(sequence % 2) + ".safetensors");
}

std::optional<std::pair<Checkpoint, std::uint64_t>> readOne(const std::filesystem::path& path)
{
    auto file = model::readSafetensors(path);
    if (!file || !file->metadata.contains(kSequenceKey) || !file->metadata.contains(kStateKey))
        return std::nullopt;
    try {
        Checkpoint checkpoint;
        checkpoint.state = nlohmann::json::parse(file->metadata.at(kStateKey));
        for (const model::NamedTensor& stored : file->tensors) {
            at::Tensor tensor = at::empty(stored.shape, at::kFloat);
            std::copy(stored.values.begin(), stored.values.end(), tensor.data_ptr<float>());
            checkpoint.tensors.emplace_back(stored.name, tensor);
        }
        return std::pair(std::move(checkpoint),
            static_cast<std::uint64_t>(std::stoull(file->metadata.at(kSequenceKey))));
    } catch (const std::exception&) {
        return std::nullopt; // not one of ours, or damaged: the other file counts
    }
}

} // namespace

void Checkpoint::add(
    const std::string& prefix, const std::vector<std::pair<std::string, at::Tensor>>& all)
{
    for (const auto& [name, tensor] : all)
        tensors.emplace_back(prefix + name, tensor);
}

base::Result<void> Checkpoint::fill(
    const std::string& prefix, const std::vector<std::pair<std::string, at::Tensor>>& all) const
{
    const c10::NoGradGuard noGrad;
    for (const auto& [name, target] : all) {
        const std::string wanted = prefix + name;
        const auto found = std::find_if(tensors.begin(), tensors.end(),
            [&](const auto& stored) { return stored.first == wanted; });
        if (found == tensors.end() || found->second.numel() != target.numel())
            return base::failure(base::ErrorCode::CorruptFile,
                "the checkpoint does not fit this network", wanted, "train anew");
        target.detach().copy_(found->second.view(target.sizes()));
    }
    return {};
}

base::Result<void> saveCheckpoint(
    const std::filesystem::path& folder, const Checkpoint& checkpoint, std::uint64_t sequence)
{
    model::SafetensorsFile file;
    file.metadata[kSequenceKey] = std::to_string(sequence);
    file.metadata[kStateKey] =
        checkpoint.state.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    for (const auto& [name, tensor] : checkpoint.tensors) {
        const at::Tensor plain = tensor.detach().contiguous();
        const float* data = plain.data_ptr<float>();
        file.tensors.push_back({name, plain.sizes().vec(), {data, data + plain.numel()}});
    }
    return model::writeSafetensors(pathOf(folder, sequence), file);
}

std::optional<std::pair<Checkpoint, std::uint64_t>> loadCheckpoint(
    const std::filesystem::path& folder)
{
    auto even = readOne(pathOf(folder, 0));
    auto odd = readOne(pathOf(folder, 1));
    if (even && odd)
        return even->second > odd->second ? even : odd;
    return even ? even : odd;
}

void removeCheckpoints(const std::filesystem::path& folder)
{
    std::error_code ignored;
    std::filesystem::remove(pathOf(folder, 0), ignored);
    std::filesystem::remove(pathOf(folder, 1), ignored);
}

std::vector<std::pair<std::string, at::Tensor>> mutableVariables(
    model::NetworkImpl& network, int firstTrainable)
{
    std::vector<std::pair<std::string, at::Tensor>> all;
    for (const model::Variable& variable : network.variables) {
        if (variable.inHead || variable.layerIndex >= firstTrainable)
            all.emplace_back(variable.layer + "/" + variable.name, variable.value);
    }
    return all;
}

void WeightSnapshot::capture(const std::vector<std::pair<std::string, at::Tensor>>& variables)
{
    const c10::NoGradGuard noGrad;
    m_values.resize(variables.size());
    for (std::size_t i = 0; i < variables.size(); ++i) {
        m_values[i].first = variables[i].first;
        if (m_values[i].second.defined())
            m_values[i].second.copy_(variables[i].second);
        else
            m_values[i].second = variables[i].second.detach().clone();
    }
}

void WeightSnapshot::restore(const std::vector<std::pair<std::string, at::Tensor>>& variables) const
{
    const c10::NoGradGuard noGrad;
    for (std::size_t i = 0; i < m_values.size(); ++i)
        variables[i].second.detach().copy_(m_values[i].second);
}

WeightAverage::WeightAverage(const model::EmaConfig& config,
    std::vector<std::pair<std::string, at::Tensor>> variables, std::int64_t totalSteps)
    : m_momentum(config.momentum)
    , m_firstStep(static_cast<std::int64_t>(
          std::floor(config.startFraction * static_cast<double>(totalSteps))))
    , m_variables(std::move(variables))
{
    for (const auto& [name, value] : m_variables)
        m_averages.emplace_back(name, value.detach().clone());
}

void WeightAverage::stepDone(std::int64_t step)
{
    if (step < m_firstStep)
        return;
    const c10::NoGradGuard noGrad;
    for (std::size_t i = 0; i < m_variables.size(); ++i) {
        if (m_started)
            m_averages[i].second.lerp_(m_variables[i].second, 1.0 - m_momentum);
        else
            m_averages[i].second.copy_(m_variables[i].second);
    }
    m_started = true;
}

void WeightAverage::swap()
{
    if (!m_started)
        return;
    const c10::NoGradGuard noGrad;
    for (std::size_t i = 0; i < m_variables.size(); ++i) {
        const at::Tensor kept = m_variables[i].second.detach().clone();
        m_variables[i].second.detach().copy_(m_averages[i].second);
        m_averages[i].second.copy_(kept);
    }
}

} // namespace negatoscope::training
