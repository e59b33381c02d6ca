#pragma once

#include "ui/runs/StoredRun.h"
#include "ui/shell/AppState.h"
#include "ui/shell/Page.h"

#include <functional>
#include <memory>

class QMenu;
class QToolButton;

namespace negatoscope::ui {

/// Every run of the workspace: what differs, curves and matrices of the chosen ones over and beside
/// each other, what to keep and why, and what the MLflow server has. Thread: GUI only.
class RunsPage final : public Page
{
    Q_OBJECT

public:
    explicit RunsPage(AppState& state, QWidget* parent = nullptr);
    ~RunsPage() override;

    class RunsLibrary& library();
    /// Shows the runs of this controller on the MLflow server while they train, where that is
    /// wanted.
    void followTraining(class LabController& controller);
    void setCompact(bool compact) override;

private:
    QWidget* buildTools();
    QWidget* buildCharts();
    void buildMenu(QToolButton* button);
    void buildExports(QMenu& menu);
    void buildServerMenu(QMenu& menu);
    void fillColumnsMenu();
    void connectParts();
    void refresh();
    void refreshServer();
    QStringList targets() const; ///< selected rows, else the chosen runs
    StoredRunPtr target() const; ///< the first of them; asks for one when there is none
    void selectRun(const QString& id);
    void askForText(const QString& title, const QString& label, const QString& value,
        std::function<void(const QString&)> done);
    void promote();
    void editNote();
    void editTags();
    void openBothInLab();
    void copyNotebook();
    void copyCommand();
    void trainAgain();
    void openServer();
    void exportRun(const QString& format);
    void exportTable();
    void importRuns(bool folder);
    void askAboutBin();

    struct Private;
    std::unique_ptr<Private> m_private;
};

} // namespace negatoscope::ui
