#include "core/model/Classifier.h"

#include "core/base/Files.h"
#include "core/model/TensorflowJs.h"
#include "core/model/WeightsAssign_impl.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace negatoscope::model {

namespace {

using base::ErrorCode;
using nlohmann::json;

constexpr int kSchemaVersion = 1;

tl::unexpected<base::Error> corrupt(const std::string& what, const std::filesystem::path& path)
{
    return base::failure(
        ErrorCode::CorruptFile, what, path.string(), "copy the run again or train it anew");
}

/// PNEUMONIA if there is one, else the last (cli.md).
int positiveOf(const std::vector<std::string>& names)
{
    const auto found = std::find(names.begin(), names.end(), "PNEUMONIA");
    return found == names.end() ? static_cast<int>(names.size()) - 1
                                : static_cast<int>(found - names.begin());
}

base::Result<Classifier> readRun(const std::filesystem::path& folder)
{
    const auto path = folder / "model.json";
    const auto text = base::readTextFile(path);
    if (!text)
        return base::failure(text);
    const json root = json::parse(*text, nullptr, false);
    if (!root.is_object() || !root.contains("config") || !root.contains("classNames"))
        return corrupt("model.json does not describe a model", path);
    if (root.value("schemaVersion", 0) > kSchemaVersion)
        return base::failure(ErrorCode::UnsupportedFormat, "the run was written by a newer version",
            path.string(), "update Negatoscope");
    auto config = configFromJson(root.at("config"));
    if (!config)
        return base::failure(config);
    auto names = root.at("classNames").get<std::vector<std::string>>();
    constexpr std::size_t kMostClasses = 10'000;
    if (names.size() < 2 || names.size() > kMostClasses)
        return corrupt("model.json names no classes", path);
    auto network = Network::build(*config, static_cast<int>(names.size()));
    if (!network)
        return base::failure(network);
    const std::filesystem::path weights = root.value("weights", std::string("best.safetensors"));
    if (weights.has_parent_path())
        return corrupt("model.json names weights outside its folder", path);
    if (auto loaded = network->load(folder / weights); !loaded)
        return base::failure(loaded);
    int positive = root.value("positiveClass", -1);
    if (positive < 0 || positive >= network->classCount())
        positive = positiveOf(names);
    const double threshold = std::clamp(root.value("threshold", 0.5), 0.0, 1.0);
    return Classifier{std::move(*network), std::move(*config), std::move(names), positive,
        threshold, root.value("origin", folder.filename().string())};
}

/// Teachable Machine shows its training the centre of a photograph.
void prepareAsTeachableMachine(const StoredModel& stored, ModelConfig& config)
{
    config.preprocessing.policy = image::ResizePolicy::Crop;
    config.preprocessing.interpolation = image::Interpolation::Area;
    config.preprocessing.rgb = !stored.isGrayscale;
}

base::Result<Classifier> readForeign(const std::filesystem::path& path)
{
    const std::string where = path.string();
    const auto stored = readStoredModel(path);
    if (!stored)
        return base::failure(stored);
    if (!stored->topology.is_object())
        return base::failure(ErrorCode::UnsupportedFormat,
            "the file holds weights but not the model they belong to", where,
            "use it with --weights, or save the whole model");
    auto model = understandTopology(stored->topology, where);
    if (!model)
        return base::failure(model);
    if (model->classCount < 2)
        return base::failure(ErrorCode::UnsupportedFormat, "the model has no classifier on top",
            where, "use the file as weights of the backbone");
    model->config.preprocessing.rgb = true;
    if (stored->isTeachableMachine)
        prepareAsTeachableMachine(*stored, model->config);
    auto network = Network::build(model->config, model->classCount);
    if (!network)
        return base::failure(network);
    if (auto done = assignBackbone(*network, *stored, model->backboneNames, where); !done)
        return base::failure(done);
    if (auto done = assignHead(*network, *stored, model->headNames, where); !done)
        return base::failure(done);
    std::vector<std::string> names = stored->classNames;
    if (names.size() != static_cast<std::size_t>(model->classCount)) {
        names.clear();
        for (int k = 0; k < model->classCount; ++k)
            names.push_back("class_" + std::to_string(k));
    }
    const int positive = positiveOf(names);
    return Classifier{std::move(*network), std::move(model->config), std::move(names), positive,
        0.5, path.filename().string()};
}

bool isRunFolder(const std::filesystem::path& path)
{
    std::error_code error;
    if (!std::filesystem::is_regular_file(path / "model.json", error))
        return false;
    const auto text = base::readTextFile(path / "model.json");
    return text && !isTensorflowJs(*text);
}

} // namespace

base::Result<std::vector<float>> Classifier::probabilities(std::span<const float> input) const
{
    auto z = network.logits(input, 1);
    if (!z)
        return z;
    const float largest = *std::max_element(z->begin(), z->end());
    for (float& value : *z)
        value = std::exp(value - largest);
    const float sum = std::accumulate(z->begin(), z->end(), 0.0F);
    if (!std::isfinite(sum))
        return base::failure(ErrorCode::NumericalFailure, "the network's output is no number",
            origin, "train the model again with a smaller learning rate");
    for (float& value : *z)
        value /= sum;
    return z;
}

base::Result<std::vector<float>> Classifier::probabilitiesOfFile(
    const std::filesystem::path& path) const
{
    std::vector<float> input(config.preprocessing.valuesPerFilm());
    if (auto done = image::preprocessFile(path, config.preprocessing, input); !done)
        return base::failure(done);
    return probabilities(input);
}

base::Result<Classifier> loadClassifier(const std::filesystem::path& path)
{
    try {
        auto classifier = isRunFolder(path) ? readRun(path) : readForeign(path);
        if (classifier)
            classifier->network.prepareForReading();
        return classifier;
    } catch (const json::exception&) {
        return corrupt("model.json has an unexpected structure", path);
    } catch (const std::bad_alloc&) {
        return base::failure(ErrorCode::OutOfMemory, "the model does not fit into memory",
            path.string(), "close other programs");
    }
}

base::Result<void> saveClassifier(const Classifier& classifier, const std::filesystem::path& folder,
    const std::string& weightsName)
{
    if (auto made = base::makeFolder(folder); !made)
        return made;
    if (auto saved = classifier.network.save(folder / weightsName); !saved)
        return saved;
    nlohmann::ordered_json root;
    root["schemaVersion"] = kSchemaVersion;
    root["config"] = toJson(classifier.config);
    root["classNames"] = classifier.classNames;
    root["positiveClass"] = classifier.positiveClass;
    root["threshold"] = classifier.threshold;
    root["origin"] = classifier.origin;
    root["weights"] = weightsName;
    const std::string text =
        root.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    return base::writeFileAtomically(folder / "model.json", text + "\n");
}

} // namespace negatoscope::model
