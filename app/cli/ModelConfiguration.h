#pragma once

#include "app/cli/Commands.h"
#include "core/model/ModelConfig.h"

#include <string>
#include <vector>

namespace negatoscope::cli {

/// Where a training's configuration comes from.
struct ConfigOptions
{
    std::string file;
    std::string preset;
    std::string weights;
    std::vector<std::string> settings; ///< KEY=VALUE
};

/// File or preset (the notebook's, when neither is given), then --weights, --seed and --set in the
/// order given.
base::Result<model::ModelConfig> readConfiguration(
    const ConfigOptions& options, const CommonOptions& common, int classCount);

/// Everything that is wrong with the settings whatever the films are, before any is read.
base::Result<void> checkWithoutFilms(const ConfigOptions& options, const CommonOptions& common);

/// `imagenet` as the path of Keras' file, downloaded when it is not there; all else unchanged.
/// Stops on Ctrl-C with an empty optional.
base::Result<std::optional<std::string>> resolveWeights(
    const model::ModelConfig& config, Session& session);

} // namespace negatoscope::cli
