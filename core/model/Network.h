#pragma once

#include "core/base/Result.h"
#include "core/model/LayerStack.h"
#include "core/model/ModelConfig.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace negatoscope::model {

struct NetworkImpl; ///< Network_impl.h, for core/model, core/training, core/explain, core/exporting

struct BackboneValues;

/// One layer of a built network, for tables and pictures.
struct LayerInfo
{
    int index = 0;
    std::string name;
    std::string kind; ///< Keras' class name
    Shape output;
    std::int64_t parameters = 0;
    bool trainable = false;
};

/// Keras' MobileNetV2 plus a head. Movable; not copyable; one thread at a time.
class Network
{
public:
    /// Builds with seeded initial weights (Keras' initialisers). Nothing is read from disk.
    static base::Result<Network> build(const ModelConfig& config, int classCount);

    Network(Network&&) noexcept;
    Network& operator=(Network&&) noexcept;
    ~Network();

    int classCount() const;
    int inputChannels() const; ///< of `inputs` below: 1 (replicated inside) or 3
    std::vector<LayerInfo> layers() const;
    std::int64_t parameterCount() const;
    std::int64_t trainableParameterCount() const;

    /// n films, each channels×height×width floats in [-1, 1]. Gives n×K logits (before the last
    /// activation; for one sigmoid unit {−z/2, +z/2}, so that softmax over the pair equals the
    /// sigmoid). Inference mode. Errors: ShapeMismatch, OutOfMemory.
    base::Result<std::vector<float>> logits(std::span<const float> inputs, std::size_t n) const;

    /// Hash of all weights: part of the feature cache's key and of the run's identity.
    std::string weightsHash() const;
    std::string backboneHash() const;

    /// Safetensors with Keras' layer and variable names ("block_1_expand/kernel", Keras' layout).
    base::Result<void> save(const std::filesystem::path& path) const;
    /// Loads what `save` wrote into an equally built network; shapes are checked by name.
    base::Result<void> load(const std::filesystem::path& path);

    NetworkImpl& impl() { return *m_impl; }
    const NetworkImpl& impl() const { return *m_impl; }

private:
    friend base::Result<Network> assembleNetwork(const ModelConfig&, int, const BackboneValues*);
    explicit Network(std::unique_ptr<NetworkImpl> impl);
    std::unique_ptr<NetworkImpl> m_impl;
};

} // namespace negatoscope::model
