#include "core/model/KerasH5.h"

#include "core/model/Hdf5File.h"
#include "core/model/IsolatedReader.h"
#include "core/model/MobileNetV2Layout.h"

#include <algorithm>
#include <map>

namespace negatoscope::model {

namespace {

using base::ErrorCode;
using nlohmann::json;

constexpr int kMaxDepth = 16;

tl::unexpected<base::Error> corrupt(const std::string& what, const std::string& where)
{
    return base::failure(ErrorCode::CorruptFile, what, where, "copy or download it again");
}

/// "model/Conv1/kernel:0" → {"Conv1", "kernel"}; {"", "kernel"} when there is no layer part.
std::pair<std::string, std::string> layerAndName(std::string path)
{
    if (const auto colon = path.rfind(':'); colon != std::string::npos)
        path.resize(colon);
    const auto slash = path.rfind('/');
    if (slash == std::string::npos)
        return {"", path};
    const std::string before = path.substr(0, slash);
    const auto previous = before.rfind('/');
    return {previous == std::string::npos ? before : before.substr(previous + 1),
        path.substr(slash + 1)};
}

std::string joined(const std::string& group, const std::string& name)
{
    return group == "/" ? "/" + name : group + "/" + name;
}

/// Legacy layout: attribute layer_names, a group per layer with attribute weight_names.
base::Result<void> readLegacy(
    Hdf5File& file, const std::string& root, const std::string& where, StoredModel& model)
{
    const auto layers = file.texts(root, "layer_names");
    if (!layers)
        return corrupt("the list of layers cannot be read", where);
    for (const std::string& layer : *layers) {
        const std::string group = joined(root, layer);
        if (layer.empty() || !file.hasGroup(group))
            return corrupt("the layer " + layer.substr(0, 80) + " is missing", where);
        const auto names = file.texts(group, "weight_names");
        if (!names)
            return corrupt("the variables of layer " + layer + " cannot be read", where);
        for (const std::string& name : *names) {
            auto data = file.dataset(joined(group, name));
            if (!data)
                return base::failure(data);
            auto [owner, variable] = layerAndName(name);
            model.variables.push_back({owner.empty() ? layer : owner, variable,
                std::move(data->shape), std::move(data->values)});
        }
    }
    return {};
}

/// The data sets 0, 1, 2, … of one layer of Keras 3's layout.
base::Result<void> readNumbered(Hdf5File& file, const std::string& vars, const std::string& layer,
    const std::vector<std::string>& names, StoredModel& model)
{
    for (std::size_t i = 0;; ++i) {
        const std::string path = vars + "/" + std::to_string(i);
        if (!file.hasDataset(path))
            return {};
        auto data = file.dataset(path);
        if (!data)
            return base::failure(data);
        model.variables.push_back({layer, i < names.size() ? names[i] : std::to_string(i),
            std::move(data->shape), std::move(data->values)});
    }
}

/// Walks config.json and the file together: the n-th layer of a class is <class>_<n>.
class TopologyReader
{
public:
    TopologyReader(Hdf5File& file, const std::string& where, StoredModel& model)
        : m_file(file)
        , m_where(where)
        , m_model(model)
    {}

    base::Result<void> read(const json& container, const std::string& path, int depth)
    {
        if (depth > kMaxDepth)
            return corrupt("the model is nested too deeply", m_where);
        const std::string layers = joined(path,
            m_file.hasGroup(joined(path, "layers")) ? "layers" : "_layer_checkpoint_dependencies");
        std::map<std::string, int> counts;
        for (const json& layer : container.at("config").at("layers")) {
            const auto className = layer.at("class_name").get<std::string>();
            const std::string snake = kerasSnakeCase(className);
            const int number = counts[snake]++;
            const std::string group =
                joined(layers, number == 0 ? snake : snake + "_" + std::to_string(number));
            if (!m_file.hasGroup(group))
                continue;
            if (layer.at("config").contains("layers")) {
                if (auto nested = read(layer, group, depth + 1); !nested)
                    return nested;
                continue;
            }
            const auto name = layer.at("config").value("name", layer.value("name", group));
            const auto names = kerasVariableNames(className, layer.at("config"));
            if (auto own = readNumbered(m_file, group + "/vars", name, names, m_model); !own)
                return own;
        }
        return {};
    }

private:
    Hdf5File& m_file;
    const std::string& m_where;
    StoredModel& m_model;
};

/// Weights without config.json: every group with a `vars` child, wherever it lies.
class GroupReader
{
public:
    GroupReader(Hdf5File& file, const std::string& where, StoredModel& model)
        : m_file(file)
        , m_where(where)
        , m_model(model)
    {
        // conv2d_7 is the eighth convolution of MobileNetV2, whatever its real name is.
        std::map<std::string, int> counts;
        for (const BackboneLayer& layer : mobileNetV2Layout(1.0, 224, 224)) {
            const char* snake =
                layer.kind == BackboneLayer::Kind::Conv            ? "conv2d"
                : layer.kind == BackboneLayer::Kind::DepthwiseConv ? "depthwise_conv2d"
                : layer.kind == BackboneLayer::Kind::BatchNorm     ? "batch_normalization"
                                                                   : nullptr;
            if (!snake)
                continue;
            const int number = counts[snake]++;
            m_backbone[number == 0 ? snake : std::string(snake) + "_" + std::to_string(number)] =
                layer.name;
        }
    }

    base::Result<void> read(const std::string& path, int depth)
    {
        if (depth > kMaxDepth)
            return corrupt("the model is nested too deeply", m_where);
        auto names = m_file.children(path);
        // Natural order: dense, dense_1, …, dense_10.
        std::stable_sort(names.begin(), names.end(), [](const auto& a, const auto& b) {
            return a.size() != b.size() ? a.size() < b.size() : a < b;
        });
        for (const std::string& name : names) {
            const std::string group = joined(path, name);
            if (name == "optimizer" || !m_file.hasGroup(group))
                continue;
            if (name == "vars") {
                if (auto own = readLayer(path, group); !own)
                    return own;
            } else if (auto nested = read(group, depth + 1); !nested) {
                return nested;
            }
        }
        return {};
    }

private:
    base::Result<void> readLayer(const std::string& layerGroup, const std::string& vars)
    {
        const std::string own = layerGroup.substr(layerGroup.rfind('/') + 1);
        const auto known = m_backbone.find(own);
        const auto named = m_file.text(vars, "name"); // since Keras 3.6
        const std::string layer = named ? *named : known != m_backbone.end() ? known->second : own;
        const auto digits = own.find_last_not_of("0123456789");
        const std::string snake =
            digits != std::string::npos && own[digits] == '_' ? own.substr(0, digits) : own;
        static const std::map<std::string, std::string> kClasses = {{"dense", "Dense"},
            {"conv2d", "Conv2D"}, {"depthwise_conv2d", "DepthwiseConv2D"},
            {"separable_conv2d", "SeparableConv2D"}, {"batch_normalization", "BatchNormalization"},
            {"layer_normalization", "LayerNormalization"}};
        const auto kind = kClasses.find(snake);
        const auto names = kind == kClasses.end()
                               ? std::vector<std::string>()
                               : kerasVariableNames(kind->second, json::object());
        return readNumbered(m_file, vars, layer, names, m_model);
    }

    Hdf5File& m_file;
    const std::string& m_where;
    StoredModel& m_model;
    std::map<std::string, std::string> m_backbone;
};

base::Result<StoredModel> finished(
    base::Result<void> read, StoredModel model, const std::string& where)
{
    if (!read)
        return base::failure(read);
    if (model.variables.empty())
        return base::failure(ErrorCode::UnsupportedFormat, "the file holds no Keras weights", where,
            "use a file written by model.save() or save_weights()");
    return model;
}

base::Result<StoredModel> readLegacyFile(Hdf5File& file, const std::string& where)
{
    StoredModel model;
    if (const auto config = file.text("/", "model_config")) {
        model.topology = json::parse(*config, nullptr, false);
        if (!model.topology.is_object())
            return corrupt("the model's description is not valid JSON", where);
    }
    const bool own = file.texts("/", "layer_names").has_value();
    const std::string root = own ? "/" : "/model_weights";
    const auto version = file.text(root, "keras_version");
    const bool third = version && version->starts_with("3");
    model.source = std::string("Keras .h5, Keras ") + (third ? "3" : "2") + " layout";
    auto read = readLegacy(file, root, where, model);
    return finished(std::move(read), std::move(model), where);
}

base::Result<StoredModel> readFileHere(std::span<const std::byte> bytes, const std::string& where)
{
    auto file = Hdf5File::open(bytes, where);
    if (!file)
        return base::failure(file);
    if (file->texts("/", "layer_names") || file->hasGroup("/model_weights"))
        return readLegacyFile(*file, where);
    StoredModel model;
    model.source = "Keras .weights.h5";
    for (const char* root : {"/layers", "/_layer_checkpoint_dependencies"})
        if (file->hasGroup(root)) {
            auto read = GroupReader(*file, where, model).read(root, 0);
            return finished(std::move(read), std::move(model), where);
        }
    return base::failure(ErrorCode::UnsupportedFormat, "the file holds no Keras weights", where,
        "use a file written by model.save() or save_weights()");
}

base::Result<StoredModel> readWeightsHere(
    std::span<const std::byte> bytes, const json& topology, const std::string& where)
{
    auto file = Hdf5File::open(bytes, where);
    if (!file)
        return base::failure(file);
    StoredModel model;
    auto read = TopologyReader(*file, where, model).read(topology, "", 0);
    return finished(std::move(read), std::move(model), where);
}

/// What an exception of the JSON library or a failed allocation means here.
template <typename Read>
base::Result<StoredModel> guarded(const Read& read, const std::string& where)
{
    try {
        return read();
    } catch (const json::exception&) {
        return corrupt("the model's description has an unexpected structure", where);
    } catch (const std::bad_alloc&) {
        return base::failure(ErrorCode::OutOfMemory, "the model does not fit into memory", where,
            "close other programs");
    }
}

} // namespace

base::Result<StoredModel> readKerasH5(std::span<const std::byte> bytes, const std::string& where)
{
    return readIsolated(
        [&] { return guarded([&] { return readFileHere(bytes, where); }, where); }, where);
}

base::Result<StoredModel> readKerasWeightsH5(
    std::span<const std::byte> bytes, const nlohmann::json& topology, const std::string& where)
{
    auto model = readIsolated(
        [&] { return guarded([&] { return readWeightsHere(bytes, topology, where); }, where); },
        where);
    if (model)
        model->topology = topology;
    return model;
}

} // namespace negatoscope::model
