#pragma once

#include "ui/home/RecentRuns.h"
#include "ui/shell/Page.h"

class QGridLayout;
class QVBoxLayout;

namespace negatoscope::ui {

class AppState;
class Button;
class Card;
class EmptyState;
class StartCard;

/// The first page: three ways to begin, the newest runs as pictures, and the folders that were
/// open before.
class HomePage final : public Page
{
    Q_OBJECT

public:
    explicit HomePage(AppState& state, QWidget* parent = nullptr);
    void setCompact(bool compact) override; ///< one row of runs instead of two

private:
    QWidget* buildStarts();
    QWidget* buildRuns();
    void refreshFolders();
    void reloadRuns();
    void showRuns(const RecentRuns& runs);
    void placeTiles();
    void beginThird(); ///< goes on with the last folder, or opens the Reader

    AppState& m_state;
    StartCard* m_third = nullptr;
    QWidget* m_runsBox = nullptr;
    QGridLayout* m_tiles = nullptr;
    EmptyState* m_noRuns = nullptr;
    Button* m_allRuns = nullptr;
    Card* m_recentCard = nullptr;
    QVBoxLayout* m_recentList = nullptr;
    bool m_compact = false;
    int m_ticket = 0; ///< answers of an older reload are thrown away
};

} // namespace negatoscope::ui
