#include "app/cli/ModelConfiguration.h"

#include "core/base/Files.h"
#include "core/session/ImagenetWeights.h"

#include <algorithm>

namespace negatoscope::cli {

namespace {

base::Result<model::ModelConfig> startingPoint(const ConfigOptions& options, int classCount)
{
    if (!options.file.empty() && !options.preset.empty())
        return base::failure(base::ErrorCode::InvalidUsage, "--config and --preset are both given",
            {}, "leave one of them out");
    if (options.file.empty())
        return model::presetConfig(
            options.preset.empty() ? "notebook" : options.preset, classCount);
    constexpr std::uint64_t kLargest = 16ULL << 20;
    const auto text = base::readTextFile(options.file, kLargest);
    if (!text) {
        // A configuration that cannot be read is bad usage, not bad films.
        base::Error error = text.error();
        error.code = base::ErrorCode::InvalidConfiguration;
        return base::failure(std::move(error));
    }
    auto config = model::configFromText(*text);
    if (!config) {
        base::Error error = config.error();
        error.where = options.file + (error.where.empty() ? "" : ", " + error.where);
        return base::failure(std::move(error));
    }
    return config;
}

} // namespace

base::Result<model::ModelConfig> readConfiguration(
    const ConfigOptions& options, const CommonOptions& common, int classCount)
{
    auto config = startingPoint(options, classCount);
    if (!config)
        return config;
    if (!options.weights.empty())
        config->weights = options.weights;
    if (common.seed)
        config->seed = *common.seed;
    for (const std::string& setting : options.settings) {
        config = model::withSetting(*config, setting);
        if (!config)
            return config;
    }
    return config;
}

base::Result<void> checkWithoutFilms(const ConfigOptions& options, const CommonOptions& common)
{
    int classCount = 2;
    const auto config = readConfiguration(options, common, classCount);
    if (!config)
        return base::failure(config);
    // The films decide the number of classes; until then what the stack says is right.
    for (const model::LayerSpec& layer : config->addedLayers)
        if (layer.enabled && layer.type == "dense")
            classCount = std::max(2, layer.options.value("units", 2));
    return model::checkLossFits(*config, classCount);
}

base::Result<std::optional<std::string>> resolveWeights(
    const model::ModelConfig& config, Session& session)
{
    if (config.weights != "imagenet")
        return std::optional(config.weights);
    session::ImagenetRequest request;
    request.alpha = config.alpha;
    request.height = config.preprocessing.height;
    request.width = config.preprocessing.width;
    const auto file = session::imagenetWeights(
        request, [&session](const base::Progress& progress) { session.output.progress(progress); },
        session.interrupt.keep());
    session.output.progressDone();
    if (!file)
        return base::failure(file);
    if (!*file)
        return std::optional<std::string>();
    return std::optional((*file)->string());
}

} // namespace negatoscope::cli
