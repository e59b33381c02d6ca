#pragma once

#include "core/base/Result.h"
#include "core/dataset/Manifest.h"
#include "core/search/Importance.h"
#include "core/search/Study.h"
#include "core/search/TrainingTrials.h"

#include <QObject>

#include <filesystem>
#include <map>
#include <memory>

namespace negatoscope::session {

/// One search as a window starts it.
struct SearchJob
{
    search::SearchSpace space;
    nlohmann::json spaceJson; ///< that `space` was made from
    search::StudyOptions options;
    std::shared_ptr<const dataset::Manifest> films;
    std::filesystem::path workspace; ///< of runs, run store and feature cache
    int threads = 0;
};

/// What a search came to.
struct SearchOutcome
{
    base::Result<search::StudyResult> result;
    std::vector<search::Importance> importances;
    std::map<std::string, training::RunRecord> runs; ///< finalists and reference, by id
    std::string note; ///< why some trial is not in the list of runs; "" = all are
};

/// Runs one search at a time on a background thread (and its trials on threads of the study's
/// own). Signals arrive on the thread of this object. Thread: GUI only.
class SearchSession final : public QObject
{
    Q_OBJECT

public:
    /// `runner` replaces real training in tests.
    explicit SearchSession(search::TrialRunner runner = {}, QObject* parent = nullptr);
    ~SearchSession() override; ///< stops and waits; no signal follows

    bool start(std::shared_ptr<const SearchJob> job); ///< false while a search runs
    bool isRunning() const;

public Q_SLOTS:
    void pause(); ///< ends when the running trials have; the journal goes on later
    void stop();  ///< ends now; running trials are lost

Q_SIGNALS:
    void trialBegan(int number);
    void epochDone(int number, int epoch, double value);
    void trialEnded(std::shared_ptr<const negatoscope::search::Trial> trial);
    /// Exactly once per start; isRunning() is already false.
    void finished(std::shared_ptr<const negatoscope::session::SearchOutcome> outcome);

private:
    struct Private;
    std::unique_ptr<Private> m_private;
};

} // namespace negatoscope::session
