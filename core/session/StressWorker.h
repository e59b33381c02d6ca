#pragma once

#include "core/dataset/SharedManifest.h"
#include "core/training/RunRecord.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace negatoscope::session {

/// Scores finished runs on the stress views of their validation films (training::scoreStress), one
/// after another on a thread of its own that gives way to everything else, and adds the figures to
/// the run's folder and to the store of its workspace. What goes wrong is logged: the run is whole
/// without them.
/// Thread: any.
class StressWorker
{
public:
    /// Told of each score once it is kept, on the worker's thread.
    using Scored = std::function<void(const std::string& runId, const training::StressScore&)>;
    explicit StressWorker(Scored scored = {});
    ~StressWorker(); ///< stops; runs that were not scored stay without
    StressWorker(const StressWorker&) = delete;
    StressWorker& operator=(const StressWorker&) = delete;

    /// `run` has a folder with a model in it.
    void add(
        training::RunRecord run, dataset::SharedManifest data, std::filesystem::path workspace);

private:
    struct Private;
    std::unique_ptr<Private> m_private;
};

} // namespace negatoscope::session
