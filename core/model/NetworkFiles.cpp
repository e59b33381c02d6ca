#include "core/model/Network.h"
#include "core/model/Network_impl.h"
#include "core/model/Safetensors.h"
#include "core/model/TorchCompat.h"

#include <map>

namespace negatoscope::model {

namespace {

std::string nameOf(const Variable& variable)
{
    return variable.layer + "/" + variable.name;
}

/// "(H, W, in, out)" for messages.
std::string shapeText(const Shape& shape)
{
    return shape.empty() ? "a single number" : toText(shape);
}

} // namespace

base::Result<void> Network::save(const std::filesystem::path& path) const
{
    SafetensorsFile file;
    file.metadata["format"] = "negatoscope";
    file.metadata["alpha"] = std::to_string(m_impl->config.alpha);
    for (const Variable& variable : m_impl->variables)
        file.tensors.push_back({nameOf(variable), variable.kerasShape, kerasValues(variable)});
    return writeSafetensors(path, file);
}

base::Result<void> Network::load(const std::filesystem::path& path)
{
    auto file = readSafetensors(path);
    if (!file)
        return base::failure(file);
    std::map<std::string, const NamedTensor*> byName;
    for (const NamedTensor& tensor : file->tensors)
        byName[tensor.name] = &tensor;
    // Everything is checked before the first variable changes.
    for (const Variable& variable : m_impl->variables) {
        const auto found = byName.find(nameOf(variable));
        if (found == byName.end())
            return base::failure(base::ErrorCode::ShapeMismatch,
                "the file has no variable " + nameOf(variable), path.string(),
                "use the weights of the same configuration");
        if (found->second->shape != variable.kerasShape)
            return base::failure(base::ErrorCode::ShapeMismatch,
                nameOf(variable) + " is " + shapeText(found->second->shape) + " in the file and " +
                    shapeText(variable.kerasShape) + " in the network",
                path.string(), "use the weights of the same configuration");
    }
    const c10::NoGradGuard noGrad;
    for (Variable& variable : m_impl->variables)
        variable.value.copy_(torchTensor(variable, byName.at(nameOf(variable))->values));
    return {};
}

} // namespace negatoscope::model
