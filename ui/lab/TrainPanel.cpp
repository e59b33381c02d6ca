#include "ui/lab/TrainPanel.h"

#include "ui/lab/LabController.h"
#include "ui/lab/LiveMode.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Labels.h"

#include <QHBoxLayout>
#include <QKeySequence>
#include <QLocale>
#include <QVBoxLayout>

namespace negatoscope::ui {

TrainPanel::TrainPanel(LabController& controller, LiveMode& live, QWidget* parent)
    : QWidget(parent)
    , m_controller(controller)
    , m_liveMode(live)
    , m_train(new Button({}, ButtonKind::Primary, QStringLiteral("play")))
    , m_keep(new Button({}, ButtonKind::Primary, QStringLiteral("save-stop")))
    , m_stop(new Button(tr("Stop && keep"), ButtonKind::Primary, QStringLiteral("save-stop")))
    , m_cancel(new Button(tr("Cancel"), ButtonKind::Secondary, QStringLiteral("close")))
    , m_live(new Button(tr("Live"), ButtonKind::Secondary, QStringLiteral("bolt")))
    , m_caption(new ElideLabel({}, FontRole::Small, Token::Text2))
    , m_shortcut(new TextLabel({}, FontRole::Small, Token::Text2))
{
    m_train->setObjectName(QStringLiteral("trainButton"));
    m_keep->setObjectName(QStringLiteral("keepLiveButton"));
    m_live->setObjectName(QStringLiteral("liveSwitch"));
    m_live->setCheckable(true);
    m_live->setToolTip(tr("Live: every edit of head, optimizer, learning rate, loss, class balance "
                          "or seed trains again at once (Ctrl+L)"));
    m_live->setAccessibleDescription(m_live->toolTip());
    m_stop->setObjectName(QStringLiteral("stopKeepButton"));
    m_cancel->setObjectName(QStringLiteral("cancelButton"));
    m_caption->setObjectName(QStringLiteral("trainCaption"));
    m_shortcut->setText(QKeySequence(Qt::CTRL | Qt::Key_Return).toString(QKeySequence::NativeText));
    m_stop->setToolTip(tr("Ends after this batch, measures and keeps the run (Ctrl+.)"));
    m_cancel->setToolTip(tr("Ends at once and keeps nothing (Ctrl+Shift+.)"));

    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_train, 1);
    buttons->addWidget(m_keep, 1);
    buttons->addWidget(m_stop, 2);
    buttons->addWidget(m_cancel, 1);
    buttons->addWidget(m_live);
    auto* captions = new QHBoxLayout;
    captions->addWidget(m_caption, 1);
    captions->addWidget(m_shortcut);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addLayout(buttons);
    layout->addLayout(captions);

    connect(m_train, &QPushButton::clicked, this, &TrainPanel::trainRequested);
    connect(m_keep, &QPushButton::clicked, &m_liveMode, &LiveMode::keep);
    connect(m_live, &QPushButton::clicked, &m_liveMode, &LiveMode::setOn);
    connect(&m_liveMode, &LiveMode::changed, this, &TrainPanel::refresh);
    connect(m_stop, &QPushButton::clicked, &m_controller, &LabController::stopAndKeep);
    connect(m_cancel, &QPushButton::clicked, this, &TrainPanel::cancelRequested);
    connect(&m_controller, &LabController::phaseChanged, this, &TrainPanel::refresh);
    connect(&m_controller, &LabController::obstacleChanged, this, &TrainPanel::refresh);
    refresh();
}

void TrainPanel::refresh()
{
    const bool running = m_controller.isRunning() && !m_controller.isPassing();
    // Following an edit: the result is on its way, or here.
    const bool follows = m_liveMode.isOn() && !running && m_liveMode.obstacle().isEmpty() &&
                         (m_controller.isPassing() || m_liveMode.result() != nullptr);
    m_live->setChecked(m_liveMode.isOn());
    m_live->setVisible(!running);
    m_keep->setVisible(follows);
    m_train->setVisible(!running && !follows);
    m_stop->setVisible(running);
    m_cancel->setVisible(running);
    m_shortcut->setVisible(!running);
    m_caption->setToken(Token::Text2);
    m_caption->setToolTip({});
    if (running) {
        refreshRunning();
        return;
    }
    const int number = m_controller.runNumber();
    const QString obstacle = m_controller.obstacle();
    m_train->setText(tr("Train run %1").arg(number));
    m_train->setEnabled(obstacle.isEmpty());
    m_train->setToolTip(obstacle);
    m_keep->setText(tr("Keep as run %1").arg(number));
    m_keep->setEnabled(m_liveMode.result() != nullptr);
    m_keep->setToolTip(tr("Writes this result into the list of runs (Ctrl+S)"));
    m_shortcut->setText(QKeySequence(follows ? Qt::CTRL | Qt::Key_S : Qt::CTRL | Qt::Key_Return)
                            .toString(QKeySequence::NativeText));
    if (m_liveMode.isOn()) {
        refreshLive();
        return;
    }
    m_caption->setText(obstacle.isEmpty() ? m_controller.costText() : obstacle);
    m_caption->setToolTip(obstacle.isEmpty() ? m_controller.costDetail() : obstacle);
    m_caption->setToken(obstacle.isEmpty() ? Token::Text2 : Token::Warn);
}

void TrainPanel::refreshRunning()
{
    const int number = m_controller.runNumber();
    const auto phase = m_controller.phase();
    const bool stopping =
        phase == LabController::Phase::Stopping || phase == LabController::Phase::Cancelling;
    m_stop->setText(stopping ? tr("Stopping after this batch…") : tr("Stop && keep"));
    m_stop->setEnabled(!stopping && phase != LabController::Phase::Evaluating);
    m_cancel->setEnabled(phase != LabController::Phase::Cancelling);
    m_caption->setText(
        tr("Run %1 is a snapshot. Your edits apply to run %2.").arg(number).arg(number + 1));
    m_caption->setToolTip(m_caption->text());
}

void TrainPanel::refreshLive()
{
    const QString obstacle = m_liveMode.obstacle();
    if (!obstacle.isEmpty()) {
        m_caption->setText(obstacle);
        m_caption->setToken(Token::Warn);
    } else if (m_controller.isPassing()) {
        m_caption->setText(tr("Live: training…"));
    } else if (m_liveMode.result() != nullptr) {
        m_caption->setText(tr("Live: %1 s from the edit to this result")
                               .arg(QLocale().toString(m_liveMode.lastSeconds(), 'f', 2)));
    } else {
        m_caption->setText(tr("Live: waits for your next edit"));
    }
    m_caption->setToolTip(m_caption->text());
}

} // namespace negatoscope::ui
