#include "core/model/StoredModel.h"

#include "core/base/Files.h"
#include "core/base/Text.h"
#include "core/model/KerasArchive.h"
#include "core/model/KerasH5.h"
#include "core/model/Safetensors.h"
#include "core/model/TensorflowJs.h"

#include <algorithm>
#include <cctype>

namespace negatoscope::model {

namespace {

using base::ErrorCode;

bool startsWith(std::span<const std::byte> bytes, std::string_view magic)
{
    return bytes.size() >= magic.size() &&
           std::equal(magic.begin(), magic.end(), bytes.begin(),
               [](char c, std::byte b) { return static_cast<std::byte>(c) == b; });
}

base::Result<StoredModel> readFolder(const std::filesystem::path& folder)
{
    std::error_code error;
    const auto modelJson = folder / "model.json";
    if (std::filesystem::is_regular_file(modelJson, error)) {
        const auto text = base::readTextFile(modelJson);
        if (!text)
            return base::failure(text);
        if (isTensorflowJs(*text))
            return readTensorflowJs(modelJson);
    }
    for (const char* name : {"best.safetensors", "last.safetensors"})
        if (std::filesystem::is_regular_file(folder / name, error))
            return readStoredModel(folder / name);
    for (const char* name : {"keras_model.h5", "model.keras", "model.h5"})
        if (std::filesystem::is_regular_file(folder / name, error))
            return readStoredModel(folder / name);
    return base::failure(ErrorCode::NotFound, "the folder holds no model", folder.string(),
        "choose a run folder, a Teachable Machine export or a model file");
}

base::Result<StoredModel> readFile(const std::filesystem::path& path)
{
    const auto bytes = base::readFile(path, kMaxModelBytes);
    if (!bytes)
        return base::failure(bytes);
    const std::string where = path.string();
    if (startsWith(*bytes, "\x89HDF\r\n\x1a\n"))
        return readKerasH5(*bytes, where);
    if (startsWith(*bytes, "PK\x03\x04"))
        return readKerasArchive(*bytes, where);
    const std::string extension = base::toLower(path.extension().string());
    if (extension == ".json")
        return readTensorflowJs(path);
    if (extension == ".safetensors")
        return storedFromSafetensors(*bytes, where);
    if (extension == ".h5" || extension == ".hdf5" || extension == ".keras")
        return base::failure(ErrorCode::CorruptFile, "the file is truncated or not a Keras file",
            where, "copy or download it again");
    return base::failure(ErrorCode::UnsupportedFormat, "not a model file that can be read", where,
        "use Keras .h5 or .keras, TensorFlow.js, Teachable Machine or .safetensors");
}

} // namespace

base::Result<StoredModel> storedFromSafetensors(
    std::span<const std::byte> bytes, const std::string& where)
{
    auto file = decodeSafetensors(bytes, where);
    if (!file)
        return base::failure(file);
    StoredModel model;
    model.source = "safetensors";
    for (NamedTensor& tensor : file->tensors) {
        const auto slash = tensor.name.rfind('/');
        if (slash == std::string::npos)
            continue;
        model.variables.push_back({tensor.name.substr(0, slash), tensor.name.substr(slash + 1),
            std::move(tensor.shape), std::move(tensor.values)});
    }
    return model;
}

base::Result<StoredModel> readStoredModel(const std::filesystem::path& path)
{
    try {
        std::error_code error;
        const auto status = std::filesystem::status(path, error);
        if (!std::filesystem::exists(status))
            return base::failure(ErrorCode::NotFound, "there is no such file or folder",
                path.string(), "check the path");
        return std::filesystem::is_directory(status) ? readFolder(path) : readFile(path);
    } catch (const nlohmann::json::exception&) {
        return base::failure(ErrorCode::CorruptFile,
            "the model's description has an unexpected structure", path.string(),
            "export it again");
    } catch (const std::bad_alloc&) {
        return base::failure(ErrorCode::OutOfMemory, "the model does not fit into memory",
            path.string(), "close other programs");
    } catch (const std::filesystem::filesystem_error&) {
        return base::failure(
            ErrorCode::Unreadable, "the file cannot be read", path.string(), "check the path");
    }
}

std::string kerasSnakeCase(const std::string& className)
{
    const auto isUpper = [](char c) {
        return std::isupper(static_cast<unsigned char>(c)) != 0;
    };
    const auto isLower = [](char c) {
        return std::islower(static_cast<unsigned char>(c)) != 0;
    };
    // Keras: (.)([A-Z][a-z]+) → \1_\2, then ([a-z])([A-Z]) → \1_\2.
    std::string first;
    for (std::size_t i = 0; i < className.size(); ++i) {
        const bool word =
            isUpper(className[i]) && i + 1 < className.size() && isLower(className[i + 1]);
        if (i > 0 && word)
            first += '_';
        first += className[i];
    }
    std::string second;
    for (std::size_t i = 0; i < first.size(); ++i) {
        if (i > 0 && isLower(first[i - 1]) && isUpper(first[i]))
            second += '_';
        second += first[i];
    }
    return base::toLower(second);
}

std::vector<std::string> kerasVariableNames(
    const std::string& className, const nlohmann::json& config)
{
    const auto flag = [&config](const char* key) {
        const auto found = config.find(key);
        return found == config.end() || !found->is_boolean() || found->get<bool>();
    };
    std::vector<std::string> names;
    if (className == "Dense" || className == "Conv2D" || className == "DepthwiseConv2D")
        names = {"kernel"};
    else if (className == "SeparableConv2D")
        names = {"depthwise_kernel", "pointwise_kernel"};
    if (!names.empty()) {
        if (flag("use_bias"))
            names.push_back("bias");
        return names;
    }
    const bool batch = className.starts_with("BatchNormalization");
    if (!batch && className != "LayerNormalization")
        return names;
    if (flag("scale"))
        names.push_back("gamma");
    if (flag("center"))
        names.push_back("beta");
    if (batch) {
        names.push_back("moving_mean");
        names.push_back("moving_variance");
    }
    return names;
}

} // namespace negatoscope::model
