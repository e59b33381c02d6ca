#pragma once

#include "core/session/TrainingSession.h"
#include "ui/shell/AppState.h"
#include "ui/shell/Page.h"

#include <memory>

namespace negatoscope::ui {

/// The Lab: one editable draft at the left, one run in the centre, what it can and cannot do at
/// the right. Compact (tabs at the left, smaller belt) when the window says so.
/// Thread: GUI only.
class LabPage final : public Page
{
    Q_OBJECT

public:
    explicit LabPage(AppState& state, QWidget* parent = nullptr);
    /// With a stand-in for training::train, for tests.
    LabPage(AppState& state, session::TrainFunction train, QWidget* parent = nullptr);
    ~LabPage() override;

    void setCompact(bool compact) override;
    QList<QAction*> commands() const override;
    class LabDraft& draft();
    class LabController& controller();
    class OperatingPoint& operatingPoint();
    class LiveMode& liveMode();

public Q_SLOTS:
    void train();          ///< in live mode, with a result of the draft as it is: keeps that
    void cancelTraining(); ///< asks first when more than 30 s of work would be lost

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void build();
    void connectParts();
    void addCommands();
    void showScores(int epoch);
    void refreshEditorError();
    void refreshReference();
    void showParameters(const QString& title, bool backbone);
    void placePanel();

    struct Private;
    std::unique_ptr<Private> m_private;
};

} // namespace negatoscope::ui
