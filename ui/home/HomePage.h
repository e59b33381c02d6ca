#pragma once

#include "ui/shell/Page.h"

class QVBoxLayout;

namespace negatoscope::ui {

class AppState;
class Card;

/// The first page: three ways to begin, and the folders that were open before.
class HomePage final : public Page
{
    Q_OBJECT

public:
    explicit HomePage(AppState& state, QWidget* parent = nullptr);

private:
    void refreshRecent();

    AppState& m_state;
    Card* m_recentCard = nullptr;
    QVBoxLayout* m_recentList = nullptr;
};

} // namespace negatoscope::ui
