#pragma once

#include "ui/shell/AppState.h"
#include "ui/shell/Page.h"

#include <functional>
#include <memory>

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
    void setCompact(bool compact) override;

private:
    QWidget* buildTools();
    QWidget* buildCharts();
    void buildMenu(QToolButton* button);
    void connectParts();
    void refresh();
    void refreshChosen();
    void refreshMatrices(const QList<RunPtr>& runs);
    void refreshCurves();
    void refreshServer();
    QStringList targets() const; ///< selected rows, else the chosen runs
    void askForText(const QString& title, const QString& label, const QString& value,
        std::function<void(const QString&)> done);
    void askForReason();
    void editNote();
    void copyNotebook();
    void copyCommand();
    void trainAgain();
    void openServer();
    void exportRun(const QString& format);

    struct Private;
    std::unique_ptr<Private> m_private;
};

} // namespace negatoscope::ui
