// What the run card says in words: edits since the shown run, stress views, what changed.

#include "ui/commands/LabDraft.h"
#include "ui/lab/ConfigDiff.h"
#include "ui/lab/LabController.h"
#include "ui/lab/RunCard.h"
#include "ui/lab/RunText.h"
#include "ui/widgets/Badge.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Labels.h"
#include "ui/widgets/Notices.h"

#include <QAction>
#include <QLocale>
#include <QMenu>

namespace negatoscope::ui {

void RunCard::refreshEdits()
{
    const RunPtr run = m_state.shownRun();
    if (m_controller.isRunning() || run == nullptr) {
        m_editsRow->hide();
        return;
    }
    const QStringList edits = configDifferences(run->config, m_draft.config());
    const auto count = static_cast<int>(edits.size());
    m_secondBadge->setVisible(count > 0);
    m_secondBadge->setTone(Tone::Warn);
    m_secondBadge->setIconName(QStringLiteral("history"));
    m_secondBadge->setText(count == 1 ? tr("1 edit since") : tr("%1 edits since").arg(count));
    m_secondBadge->setToolTip(edits.join(QLatin1Char('\n')));
    m_editsRow->setVisible(count > 0);
    m_edits->setText(tr("Not in these curves: %1").arg(edits.join(QStringLiteral(" · "))));
}

void RunCard::showEditsMenu()
{
    const RunPtr run = m_state.shownRun();
    if (run == nullptr) {
        return;
    }
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("takeBackMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const ConfigEdit& edit : configEdits(run->config, m_draft.config())) {
        QAction* action = menu->addAction(tr("Take back: %1").arg(edit.text));
        connect(action, &QAction::triggered, this, [this, edit] {
            model::ModelConfig config = m_draft.config();
            edit.revert(config);
            m_draft.replace(config, tr("take back %1").arg(edit.text));
        });
    }
    menu->addSeparator();
    connect(menu->addAction(tr("Take back all of it")), &QAction::triggered, this,
        &RunCard::takeBackEdits);
    menu->popup(m_editsButton->mapToGlobal(QPoint(0, m_editsButton->height())));
}

void RunCard::takeBackEdits()
{
    if (const RunPtr run = m_state.shownRun(); run != nullptr) {
        m_draft.replace(
            run->config, tr("settings of %1").arg(QString::fromStdString(run->name).toLower()));
    }
}

void RunCard::refreshStress()
{
    const RunPtr run = m_state.shownRun();
    const bool finished = !m_controller.isRunning() && run != nullptr && run->bestEpoch >= 0;
    m_stress->setVisible(finished && run->stress.has_value());
    if (!m_stress->isVisibleTo(this)) {
        return;
    }
    const auto text = [](double value) {
        return QLocale().toString(value, 'f', 3);
    };
    const auto& metrics = run->history.at(static_cast<std::size_t>(run->bestEpoch)).metrics;
    const auto validation = metrics.find("val_auc");
    m_stress->setText(
        tr("Stress views: AUC %1 beside %2 on validation. For films from elsewhere it is the "
           "better forecast.")
            .arg(text(run->stress->auc),
                validation != metrics.end() ? text(validation->second) : QStringLiteral("–")));
    m_stress->setToolTip(
        tr("%1 validation films, warped, with other tones, noise and pasted letters, as no "
           "training sees them. On films of another hospital this AUC ranked models far better "
           "(rank correlation 0.96) than plain validation did (0.82). %2 % of the decisions "
           "change.")
            .arg(QLocale().toString(static_cast<qulonglong>(run->stress->films)),
                QLocale().toString(100.0 * run->stress->flips, 'f', 1)));
}

void RunCard::refreshChanges()
{
    refreshStress();
    const training::RunRecord* run = shown();
    if (run == nullptr) {
        m_changes->hide();
        return;
    }
    if (m_controller.isRunning()) {
        const RunSentence sentence = progressSentence(*run);
        m_changes->setContent(
            Tone::Neutral, sentence.title, sentence.text, QStringLiteral("hourglass"));
        m_changes->setVisible(!sentence.title.isEmpty());
        return;
    }
    m_changes->setVisible(m_ghost != nullptr);
    if (m_ghost != nullptr) {
        const RunSentence sentence = changeSentence(*m_ghost, *run);
        m_changes->setContent(
            Tone::Neutral, sentence.title, sentence.text, QStringLiteral("compare"));
    }
}

} // namespace negatoscope::ui
