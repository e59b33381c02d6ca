#include "ui/lab/TrainPanel.h"

#include "ui/lab/LabController.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Labels.h"

#include <QHBoxLayout>
#include <QKeySequence>
#include <QVBoxLayout>

namespace negatoscope::ui {

TrainPanel::TrainPanel(LabController& controller, QWidget* parent)
    : QWidget(parent)
    , m_controller(controller)
    , m_train(new Button({}, ButtonKind::Primary, QStringLiteral("play")))
    , m_stop(new Button(tr("Stop && keep"), ButtonKind::Primary, QStringLiteral("save-stop")))
    , m_cancel(new Button(tr("Cancel"), ButtonKind::Secondary, QStringLiteral("close")))
    , m_caption(new ElideLabel({}, FontRole::Small, Token::Text2))
    , m_shortcut(new TextLabel({}, FontRole::Small, Token::Text2))
{
    m_train->setObjectName(QStringLiteral("trainButton"));
    m_stop->setObjectName(QStringLiteral("stopKeepButton"));
    m_cancel->setObjectName(QStringLiteral("cancelButton"));
    m_caption->setObjectName(QStringLiteral("trainCaption"));
    m_shortcut->setText(QKeySequence(Qt::CTRL | Qt::Key_Return).toString(QKeySequence::NativeText));
    m_stop->setToolTip(tr("Ends after this batch, measures and keeps the run (Ctrl+.)"));
    m_cancel->setToolTip(tr("Ends at once and keeps nothing (Ctrl+Shift+.)"));

    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_train, 1);
    buttons->addWidget(m_stop, 2);
    buttons->addWidget(m_cancel, 1);
    auto* captions = new QHBoxLayout;
    captions->addWidget(m_caption, 1);
    captions->addWidget(m_shortcut);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addLayout(buttons);
    layout->addLayout(captions);

    connect(m_train, &QPushButton::clicked, this, &TrainPanel::trainRequested);
    connect(m_stop, &QPushButton::clicked, &m_controller, &LabController::stopAndKeep);
    connect(m_cancel, &QPushButton::clicked, this, &TrainPanel::cancelRequested);
    connect(&m_controller, &LabController::phaseChanged, this, &TrainPanel::refresh);
    connect(&m_controller, &LabController::obstacleChanged, this, &TrainPanel::refresh);
    refresh();
}

void TrainPanel::refresh()
{
    const bool running = m_controller.isRunning();
    const int number = m_controller.runNumber();
    m_train->setVisible(!running);
    m_stop->setVisible(running);
    m_cancel->setVisible(running);
    m_shortcut->setVisible(!running);
    if (running) {
        const auto phase = m_controller.phase();
        const bool stopping =
            phase == LabController::Phase::Stopping || phase == LabController::Phase::Cancelling;
        m_stop->setText(stopping ? tr("Stopping after this batch…") : tr("Stop && keep"));
        m_stop->setEnabled(!stopping && phase != LabController::Phase::Evaluating);
        m_cancel->setEnabled(phase != LabController::Phase::Cancelling);
        m_caption->setText(
            tr("Run %1 is a snapshot. Your edits apply to run %2.").arg(number).arg(number + 1));
        m_caption->setToken(Token::Text2);
        return;
    }
    const QString obstacle = m_controller.obstacle();
    m_train->setText(tr("Train run %1").arg(number));
    m_train->setEnabled(obstacle.isEmpty());
    m_train->setToolTip(obstacle);
    m_caption->setText(obstacle.isEmpty() ? m_controller.costText() : obstacle);
    m_caption->setToolTip(obstacle);
    m_caption->setToken(obstacle.isEmpty() ? Token::Text2 : Token::Warn);
}

} // namespace negatoscope::ui
