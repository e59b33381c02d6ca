#include "ui/lab/LiveMode.h"

#include "core/training/SavedRun.h"
#include "ui/commands/LabDraft.h"
#include "ui/lab/ErrorText.h"
#include "ui/lab/LabController.h"
#include "ui/lab/RunText.h"
#include "ui/shell/Background.h"

#include <optional>

namespace negatoscope::ui {

namespace {

constexpr int kQuietMs = 120;
constexpr double kLongestSeconds = 15.0; ///< longer runs are for Train

struct Kept
{
    RunPtr run;
    std::optional<base::Error> error;
};

Kept keepRun(const LiveMode::SaveFunction& save, const training::RunRecord& result,
    const std::string& name, const std::filesystem::path& folder)
{
    auto run = std::make_shared<training::RunRecord>(result);
    run->name = name;
    if (const auto written = save(*run, folder); !written) {
        return {nullptr, written.error()};
    }
    run->trained = nullptr; // the folder has the weights
    return {run, std::nullopt};
}

} // namespace

LiveMode::LiveMode(AppState& state, LabDraft& draft, LabController& controller, QObject* parent)
    : QObject(parent)
    , m_state(state)
    , m_draft(draft)
    , m_controller(controller)
    , m_save(training::saveRun)
{
    m_quiet.setSingleShot(true);
    m_quiet.setInterval(kQuietMs);
    connect(&m_quiet, &QTimer::timeout, this, [this] {
        m_quietOver = true;
        holdWhenFree();
    });
    connect(&m_draft, &LabDraft::changed, this, &LiveMode::onEdit);
    connect(&m_controller, &LabController::phaseChanged, this, [this] {
        if (!m_controller.isRunning()) {
            // The run's own answers come first.
            QMetaObject::invokeMethod(this, &LiveMode::holdWhenFree, Qt::QueuedConnection);
        }
    });
    connect(&m_controller, &LabController::heldDropped, this, &LiveMode::holdWhenFree);
    connect(&m_controller, &LabController::passed, this, &LiveMode::onPassed);
    connect(&m_controller, &LabController::obstacleChanged, this, &LiveMode::changed);
    connect(&m_controller, &LabController::cacheStateChanged, this, &LiveMode::changed);
}

QString LiveMode::obstacle() const
{
    QString obstacle = m_controller.obstacle();
    if (obstacle.isEmpty()) {
        obstacle = m_controller.cacheObstacle();
    }
    const auto cost = m_controller.predictedCost();
    if (obstacle.isEmpty() && cost && cost->measured) {
        const double seconds = cost->totalSeconds(m_draft.config().epochs, true);
        if (seconds > kLongestSeconds) {
            obstacle =
                tr("One such run takes about %1: too long to follow every edit. Freeze more, "
                   "or train fewer epochs.")
                    .arg(durationText(seconds));
        }
    }
    return obstacle;
}

RunPtr LiveMode::result() const
{
    const bool current = m_on && m_result != nullptr && m_result == m_state.shownRun() &&
                         m_result->config == m_draft.config() && !m_controller.isRunning();
    return current ? m_result : nullptr;
}

void LiveMode::setOn(bool on)
{
    if (on == m_on) {
        return;
    }
    m_on = on;
    m_quiet.stop();
    m_wanted = false;
    m_controller.dropHeld();
    if (!on && m_controller.isPassing()) {
        m_controller.cancel();
    }
    Q_EMIT changed();
    if (on && !isShown()) {
        onEdit(); // what was edited before counts
    }
}

void LiveMode::onEdit()
{
    if (!m_on) {
        return;
    }
    m_sinceEdit.start();
    m_quietOver = false;
    if (m_controller.isPassing()) {
        m_controller.cancel();
    }
    m_controller.dropHeld();
    m_wanted = obstacle().isEmpty();
    if (m_wanted) {
        m_quiet.start();
        // Once all others know of the edit: it may be an impossible one.
        QMetaObject::invokeMethod(this, &LiveMode::holdWhenFree, Qt::QueuedConnection);
    } else {
        m_quiet.stop();
    }
    Q_EMIT changed();
}

bool LiveMode::isShown() const
{
    const RunPtr shown = m_state.shownRun();
    return shown != nullptr && shown->config == m_draft.config();
}

void LiveMode::holdWhenFree()
{
    if (!m_wanted || !m_on || m_controller.isRunning()) {
        return;
    }
    if (!obstacle().isEmpty() || isShown()) {
        m_wanted = false; // undone: the shown result is that of the draft
        m_controller.dropHeld();
        Q_EMIT changed();
        return;
    }
    if (!m_controller.isHolding()) {
        m_controller.hold(tr("Live %1").arg(m_count + 1));
    }
    if (m_quietOver && m_controller.isHolding()) {
        m_wanted = false;
        ++m_count;
        m_controller.reveal();
    }
}

void LiveMode::onPassed(const RunPtr& result)
{
    if (result != nullptr) {
        m_result = result;
        m_lastSeconds = static_cast<double>(m_sinceEdit.elapsed()) / 1000.0;
    }
    Q_EMIT changed();
}

void LiveMode::keep()
{
    const RunPtr result = this->result();
    if (result == nullptr || m_keeping) {
        return;
    }
    m_keeping = true;
    const std::string name = m_controller.runName().toStdString();
    runInBackground<Kept>(
        m_state.workers(), this,
        [save = m_save, result, name, folder = m_controller.folderFor(result->id)] {
            return keepRun(save, *result, name, folder);
        },
        [this, result](const Kept& kept) {
            m_keeping = false;
            if (kept.error) {
                Q_EMIT keepFailed(lineSentence(*kept.error));
                return;
            }
            if (m_result == result) {
                m_result = nullptr;
            }
            m_controller.adoptRun(kept.run);
            Q_EMIT changed();
        });
}

} // namespace negatoscope::ui
