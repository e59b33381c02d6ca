#include "core/model/TensorflowJs.h"

#include "core/base/Files.h"
#include "core/model/Safetensors.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <optional>

namespace negatoscope::model {

namespace {

using base::ErrorCode;
using nlohmann::json;

tl::unexpected<base::Error> corrupt(const std::string& what, const std::string& where)
{
    return base::failure(ErrorCode::CorruptFile, what, where, "export the model again");
}

template <typename T>
T readAs(const std::byte* data)
{
    T value;
    std::memcpy(&value, data, sizeof value);
    return value;
}

/// How the numbers of one weight lie in the file.
struct Encoding
{
    std::string type = "float32";
    double scale = 1.0;
    double minimum = 0.0;

    std::size_t size() const
    {
        return type == "float32" || type == "int32"    ? 4
               : type == "uint8" || type == "bool"     ? 1
               : type == "uint16" || type == "float16" ? 2
                                                       : 0;
    }

    float decode(const std::byte* data) const
    {
        if (type == "float32")
            return readAs<float>(data);
        if (type == "int32")
            return static_cast<float>(readAs<std::int32_t>(data));
        if (type == "float16")
            return halfToFloat(readAs<std::uint16_t>(data));
        const double q =
            type == "uint16" ? readAs<std::uint16_t>(data) : readAs<std::uint8_t>(data);
        return static_cast<float>(q * scale + minimum);
    }
};

Encoding encodingOf(const json& weight)
{
    Encoding encoding;
    encoding.type = weight.value("dtype", std::string("float32"));
    if (const auto quantisation = weight.find("quantization"); quantisation != weight.end()) {
        encoding.type = quantisation->value("dtype", std::string("uint8"));
        encoding.scale = quantisation->value("scale", 1.0);
        encoding.minimum = quantisation->value("min", 0.0);
    }
    return encoding;
}

/// The bytes of a group's files one after another.
base::Result<std::vector<std::byte>> readShards(
    const json& group, const std::filesystem::path& folder)
{
    std::vector<std::byte> bytes;
    for (const auto& entry : group.at("paths")) {
        const std::filesystem::path relative(entry.get<std::string>());
        const bool leaves = relative.is_absolute() ||
                            std::find(relative.begin(), relative.end(), "..") != relative.end();
        if (leaves)
            return corrupt("model.json names a weight file outside its folder", folder.string());
        auto shard = base::readFile(folder / relative, kMaxModelBytes);
        if (!shard)
            return shard;
        if (bytes.size() + shard->size() > kMaxModelBytes)
            return base::failure(ErrorCode::TooLarge, "the weights are larger than 512 MB",
                folder.string(), "use a smaller model");
        bytes.insert(bytes.end(), shard->begin(), shard->end());
    }
    return bytes;
}

/// "Conv1/kernel" or "model/Conv1/kernel:0" → layer Conv1, variable kernel.
StoredVariable named(std::string name)
{
    if (const auto colon = name.rfind(':'); colon != std::string::npos)
        name.resize(colon);
    StoredVariable variable;
    const auto slash = name.rfind('/');
    variable.name = slash == std::string::npos ? name : name.substr(slash + 1);
    if (slash != std::string::npos) {
        const auto before = name.rfind('/', slash - 1);
        const auto first = slash == 0 || before == std::string::npos ? 0 : before + 1;
        variable.layer = name.substr(first, slash - first);
    }
    return variable;
}

/// Reads the weights of one group consecutively.
base::Result<void> readGroup(
    const json& group, const std::filesystem::path& folder, StoredModel& model)
{
    const auto bytes = readShards(group, folder);
    if (!bytes)
        return base::failure(bytes);
    std::size_t offset = 0;
    for (const auto& weight : group.at("weights")) {
        StoredVariable variable = named(weight.at("name").get<std::string>());
        const Encoding encoding = encodingOf(weight);
        if (encoding.size() == 0)
            return base::failure(ErrorCode::UnsupportedFormat,
                "weight " + variable.layer + "/" + variable.name + " has the data type " +
                    encoding.type,
                folder.string(), "export the model with float32 weights");
        std::uint64_t count = 1;
        const std::uint64_t room = (bytes->size() - offset) / encoding.size();
        for (const auto& side : weight.at("shape")) {
            const auto size = side.get<std::int64_t>();
            if (size < 0 || (size > 0 && count > room / static_cast<std::uint64_t>(size)))
                return corrupt(
                    "the weight file is too short for " + variable.layer + "/" + variable.name,
                    folder.string());
            count *= static_cast<std::uint64_t>(size);
            variable.shape.push_back(size);
        }
        if (count > room)
            return corrupt("the weight file is too short", folder.string());
        variable.values.resize(count);
        for (std::size_t i = 0; i < count; ++i)
            variable.values[i] = encoding.decode(bytes->data() + offset + i * encoding.size());
        offset += count * encoding.size();
        model.variables.push_back(std::move(variable));
    }
    if (offset != bytes->size())
        return corrupt("the weight files are longer than model.json says", folder.string());
    return {};
}

void readMetadata(const std::filesystem::path& path, StoredModel& model)
{
    const auto text = base::readTextFile(path, 1U << 20);
    if (!text)
        return;
    const auto metadata = json::parse(*text, nullptr, false);
    if (!metadata.is_object() || !metadata.contains("tmVersion"))
        return;
    model.isTeachableMachine = true;
    const auto version = metadata.find("tmVersion");
    model.source = "Teachable Machine";
    if (version->is_string())
        model.source += " " + version->get<std::string>();
    if (const auto grey = metadata.find("grayscale"); grey != metadata.end() && grey->is_boolean())
        model.isGrayscale = grey->get<bool>();
    if (const auto labels = metadata.find("labels"); labels != metadata.end() && labels->is_array())
        for (const auto& label : *labels)
            model.classNames.push_back(label.is_string() ? label.get<std::string>() : "?");
}

} // namespace

bool isTensorflowJs(std::string_view modelJson)
{
    const auto root = json::parse(modelJson.begin(), modelJson.end(), nullptr, false);
    return root.is_object() && (root.contains("modelTopology") || root.contains("weightsManifest"));
}

base::Result<StoredModel> readTensorflowJs(const std::filesystem::path& modelJson)
{
    const auto text = base::readTextFile(modelJson);
    if (!text)
        return base::failure(text);
    const std::string where = modelJson.string();
    const auto root = json::parse(*text, nullptr, false);
    if (!root.is_object())
        return corrupt("model.json is not valid JSON", where);
    const auto format = root.find("format");
    if (format != root.end() && format->is_string() && *format == "graph-model")
        return base::failure(ErrorCode::UnsupportedFormat,
            "a TensorFlow.js graph model cannot be read", where, "export a layers model");
    const auto manifest = root.find("weightsManifest");
    if (manifest == root.end() || !manifest->is_array())
        return corrupt("model.json names no weights", where);
    StoredModel model;
    model.source = "TensorFlow.js";
    try {
        for (const auto& group : *manifest)
            if (auto read = readGroup(group, modelJson.parent_path(), model); !read)
                return base::failure(read);
        if (const auto topology = root.find("modelTopology"); topology != root.end()) {
            const auto nested = topology->find("model_config");
            model.topology = nested != topology->end() ? *nested : *topology;
        }
    } catch (const json::exception&) {
        return corrupt("model.json has an unexpected structure", where);
    }
    readMetadata(modelJson.parent_path() / "metadata.json", model);
    return model;
}

} // namespace negatoscope::model
