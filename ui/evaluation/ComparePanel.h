#pragma once

#include "ui/evaluation/Cockpit.h"

#include <QWidget>

class QComboBox;

namespace negatoscope::ui {

class ComparisonPanel;
class InlineNotice;

/// "Will it hold elsewhere?" in a sentence, and the shown run against another of the session.
class ComparePanel final : public QWidget
{
    Q_OBJECT

public:
    explicit ComparePanel(Cockpit& cockpit, QWidget* parent = nullptr);
    QString elsewhere() const; ///< the sentence about films from elsewhere

protected:
    void showEvent(QShowEvent* event) override;

private:
    void fillChoices();
    void refresh();
    void refreshElsewhere();
    RunPtr other() const;
    RunPtr shown() const;
    QString losesElsewhere() const; ///< empty unless one wins on validation alone

    Cockpit& m_cockpit;
    InlineNotice* m_elsewhere = nullptr;
    QComboBox* m_choice = nullptr;
    ComparisonPanel* m_comparison = nullptr;
};

} // namespace negatoscope::ui
