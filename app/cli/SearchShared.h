#pragma once

#include "app/cli/Commands.h"
#include "core/search/Trial.h"

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

namespace negatoscope::cli {

/// How a study is spread over processes and computers.
struct SharedOptions
{
    int share = 0; ///< trials at a time for workers that somebody starts; 0 = none
    int slurm = 0; ///< jobs of an array that is submitted; 0 = none
    std::vector<std::string> slurmOptions;
    double lostAfter = 60.0; ///< seconds
    bool isWorker = false;

    bool isShared() const { return share > 0 || slurm > 0; }
    int trialsAtATime() const { return std::max(share, slurm); }
};

void addSharedOptions(CLI::App& command, SharedOptions& options);

/// Opens the study's folder to workers and ends them when it goes; submits them where asked to.
class SharedStudy
{
public:
    SharedStudy(Session& session, const SharedOptions& options, std::filesystem::path study);
    ~SharedStudy();
    SharedStudy(const SharedStudy&) = delete;
    SharedStudy& operator=(const SharedStudy&) = delete;

    base::Result<void> open(const DataOptions& data);
    search::TrialRunner runner() const;

private:
    std::vector<std::string> workerCommand(const DataOptions& data) const;

    Session& m_session;
    const SharedOptions& m_options;
    const std::filesystem::path m_study;
    const std::filesystem::path m_folder;
    std::string m_job;
    bool m_isOpen = false;
};

/// What a job of the array does: takes trials of the study in `study` until it has ended.
int runSearchWorker(const DataOptions& data, const std::filesystem::path& study, Session& session);

} // namespace negatoscope::cli
