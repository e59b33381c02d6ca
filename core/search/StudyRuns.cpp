#include "core/search/StudyRuns.h"

#include "core/tracking/RunStore.h"

namespace negatoscope::search {

StudyRuns::StudyRuns(std::filesystem::path workspace)
    : m_workspace(std::move(workspace))
{}

StudyRuns::~StudyRuns() = default;

base::Result<void> StudyRuns::keep(const Trial& trial, training::RunRecord* run)
{
    std::error_code code;
    const std::filesystem::path folder =
        std::filesystem::absolute(m_workspace / "runs" / trial.runId, code);
    const bool isRepeat = trial.stage != TrialStage::Search;
    if (!run) {
        if (m_reference.empty() && trial.stage == TrialStage::Reference)
            m_reference = trial.runId;
        if (!isRepeat)
            return {};
        if (auto stored = training::readRun(folder); stored)
            m_runs[trial.runId] = *std::move(stored);
        return {};
    }
    if (run->history.empty())
        return {};
    if (run->folder.empty()) {
        run->folder = folder;
        if (auto written = training::writeRun(*run, folder); !written)
            return written;
    }
    if (!m_store) {
        auto opened = tracking::RunStore::open(m_workspace);
        if (!opened)
            return base::failure(opened);
        m_store = *std::move(opened);
    }
    if (const auto number = m_store->save(*run); !number)
        return base::failure(number);
    if (auto tagged = m_store->setTags(run->id, {"search", stageName(trial.stage)}); !tagged)
        return tagged;
    // The first run of the challenged configuration stands for the study: MLflow shows the others
    // below it.
    if (m_reference.empty() && trial.stage == TrialStage::Reference)
        m_reference = trial.runId;
    if (!m_reference.empty() && m_reference != trial.runId) {
        if (auto linked =
                m_store->setLineage(run->id, m_reference, tracking::Relation::ChallengerOf);
            !linked)
            return linked;
    }
    if (isRepeat)
        m_runs[trial.runId] = std::move(*run);
    return {};
}

} // namespace negatoscope::search
