#pragma once

#include "core/session/SearchSession.h"
#include "ui/shell/AppState.h"
#include "ui/shell/Page.h"

#include <memory>

class QAction;

namespace negatoscope::ui {

/// Let the machine try: what may vary, the leaderboard, all curves, what the good ones share, and
/// why the winner looks better than it is. Thread: GUI only.
class SearchPage final : public Page
{
    Q_OBJECT

public:
    /// `runner` replaces real training in tests.
    explicit SearchPage(
        AppState& state, search::TrialRunner runner = {}, QWidget* parent = nullptr);
    ~SearchPage() override;

    session::SearchSession& session();
    void setCompact(bool compact) override;

public Q_SLOTS:
    /// The space around the run that all pages show (the notebook's dictionary before the first).
    void challengeShownRun();
    void startOrPause();

private:
    QWidget* buildSpaceCard();
    QWidget* buildCharts();
    QWidget* buildVerdict();
    void connectParts();
    void refresh();
    /// A search that was interrupted by the end of the program can go on.
    void findLastStudy();
    void checkSpace();
    void start(bool goesOn);
    void openSpaceFile();
    void onTrial(const std::shared_ptr<const search::Trial>& trial);
    void onFinished(const std::shared_ptr<const session::SearchOutcome>& outcome);
    void sayVerdict(const session::SearchOutcome& outcome);
    void updateJob();
    void sendToLab();

    struct Private;
    std::unique_ptr<Private> m_private;
};

} // namespace negatoscope::ui
