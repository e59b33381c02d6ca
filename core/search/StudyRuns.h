#pragma once

#include "core/base/Result.h"
#include "core/search/Trial.h"

#include <filesystem>
#include <map>
#include <memory>
#include <string>

namespace negatoscope::tracking {
class RunStore;
}

namespace negatoscope::search {

/// Makes the trials of a study runs like all others: a folder below <workspace>/runs and a row in
/// the run store, tagged "search" and with its stage, named after its trial, challengers of the
/// study's first reference run. One thread.
class StudyRuns
{
public:
    explicit StudyRuns(std::filesystem::path workspace);
    ~StudyRuns();

    /// `run` null: the trial is known from a journal, and finalists are read back from their
    /// folders. A trial that failed before it learned anything has no run.
    base::Result<void> keep(const Trial& trial, training::RunRecord* run);

    /// Runs of finalists and reference by id, for reports.
    std::map<std::string, training::RunRecord>& runs() { return m_runs; }

private:
    const std::filesystem::path m_workspace;
    std::string m_reference; ///< first run of the challenged configuration
    std::unique_ptr<tracking::RunStore> m_store;
    std::map<std::string, training::RunRecord> m_runs;
};

} // namespace negatoscope::search
