#include "app/EditMeasure.h"

#include "core/model/ConfigSchema.h"
#include "ui/charts/ConfusionMatrixView.h"
#include "ui/commands/LabDraft.h"
#include "ui/lab/LabController.h"
#include "ui/lab/LabPage.h"
#include "ui/lab/LiveMode.h"
#include "ui/shell/AppState.h"
#include "ui/shell/MainWindow.h"

#include <QCoreApplication>
#include <QEvent>
#include <QJsonDocument>
#include <QJsonObject>
#include <QKeyEvent>
#include <QLineEdit>
#include <QTimer>

#include <algorithm>

namespace negatoscope::app {

namespace {

constexpr int kSettleMs = 1500; ///< thumbnails and intervals of the first run
constexpr int kPauseMs = 30;    ///< between two edits

QJsonObject summary(const QList<EditMeasure::Edit>& edits, double EditMeasure::Edit::*value)
{
    QList<double> sorted;
    for (const EditMeasure::Edit& edit : edits) {
        sorted.append(edit.*value);
    }
    std::sort(sorted.begin(), sorted.end());
    const auto at = [&sorted](double share) {
        const auto last = static_cast<double>(sorted.size() - 1);
        return sorted.isEmpty() ? 0.0 : sorted.at(static_cast<qsizetype>(share * last + 0.5));
    };
    return {{QStringLiteral("median"), at(0.5)}, {QStringLiteral("p95"), at(0.95)},
        {QStringLiteral("max"), at(1.0)}};
}

} // namespace

EditMeasure::EditMeasure(ui::AppState& state, ui::MainWindow& window, QObject* parent)
    : QObject(parent)
    , m_state(state)
    , m_window(window)
    , m_lab(*qobject_cast<ui::LabPage*>(window.page(QStringLiteral("lab"))))
{}

void EditMeasure::start(const QString& folder, const QString& weights, int epochs, int edits)
{
    m_wanted = edits;
    connect(&m_state, &ui::AppState::openingFailed, this,
        [this](const base::Error& error) { Q_EMIT finished(ui::sentenceOf(error)); });
    connect(&m_lab.controller(), &ui::LabController::failed, this, [this](const ui::RunPtr& run) {
        Q_EMIT finished(
            run->error ? ui::sentenceOf(*run->error) : QStringLiteral("the training failed"));
    });
    connect(
        &m_state, &ui::AppState::manifestChanged, this,
        [this, weights, epochs] {
            QTimer::singleShot(0, this, [=, this] { train(weights, epochs); });
        },
        Qt::SingleShotConnection);
    m_state.openFolder(folder);
}

void EditMeasure::train(const QString& weights, int epochs)
{
    m_window.showPage(QStringLiteral("lab"));
    model::ModelConfig config = *model::presetConfig("notebook", m_lab.draft().classCount());
    config.weights = weights.toStdString();
    config.epochs = epochs;
    m_lab.draft().replace(config, QStringLiteral("measure"));
    connect(
        &m_lab.controller(), &ui::LabController::kept, this,
        [this] { QTimer::singleShot(kSettleMs, this, &EditMeasure::beginEdits); },
        Qt::SingleShotConnection);
    m_lab.train();
}

void EditMeasure::beginEdits()
{
    m_matrix = m_window.findChild<ui::ConfusionMatrixView*>(QStringLiteral("confusionMatrix"));
    for (const char* name : {"layer0_rateEdit", "layer1_unitsEdit"}) {
        m_fields.append(m_window.findChild<QLineEdit*>(QLatin1String(name)));
    }
    if (m_matrix == nullptr || m_fields.contains(nullptr)) {
        Q_EMIT finished(QStringLiteral("the Lab has no such field"));
        return;
    }
    m_matrix->installEventFilter(this);
    connect(&m_lab.controller(), &ui::LabController::epochDone, this, &EditMeasure::onEpoch);
    connect(&m_lab.liveMode(), &ui::LiveMode::changed, this, &EditMeasure::onResult);
    m_lab.liveMode().setOn(true);
    QTimer::singleShot(kPauseMs, this, &EditMeasure::pressKey);
}

void EditMeasure::pressKey()
{
    const auto number = static_cast<int>(m_edits.size());
    QLineEdit* field = m_fields.at(number % 2);
    field->setFocus();
    m_edit = {};
    m_pressed = true;
    m_waitsForFirst = m_waitsForLast = false;
    // Up and down in turn: every edit is a change.
    const auto key = (number / 2) % 2 == 0 ? Qt::Key_Up : Qt::Key_Down;
    m_sinceKey.start();
    for (const auto type : {QEvent::KeyPress, QEvent::KeyRelease}) {
        QKeyEvent event(type, key, Qt::NoModifier);
        QCoreApplication::sendEvent(field, &event);
    }
}

double EditMeasure::sinceKeyMs() const
{
    return static_cast<double>(m_sinceKey.nsecsElapsed()) / 1e6;
}

void EditMeasure::onEpoch(int epoch)
{
    if (m_pressed && epoch == 0) {
        m_edit.firstEpoch = sinceKeyMs();
        m_waitsForFirst = true;
    }
}

void EditMeasure::onResult()
{
    if (m_pressed && m_lab.liveMode().result() != nullptr) {
        m_pressed = false;
        m_waitsForLast = true;
        m_matrix->update(); // also where the last epoch had painted the same numbers
    }
}

void EditMeasure::onPainted()
{
    if (m_waitsForFirst) {
        m_waitsForFirst = false;
        m_edit.firstPainted = sinceKeyMs();
    }
    if (!m_waitsForLast) {
        return;
    }
    m_waitsForLast = false;
    m_edit.painted = sinceKeyMs();
    m_edits.append(m_edit);
    if (m_edits.size() < m_wanted) {
        QTimer::singleShot(kPauseMs, this, &EditMeasure::pressKey);
    } else {
        m_matrix->removeEventFilter(this);
        Q_EMIT finished({});
    }
}

bool EditMeasure::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_matrix && event->type() == QEvent::Paint) {
        // Once it is painted.
        QMetaObject::invokeMethod(this, &EditMeasure::onPainted, Qt::QueuedConnection);
    }
    return QObject::eventFilter(watched, event);
}

QByteArray EditMeasure::toJson() const
{
    return QJsonDocument(
        QJsonObject{{QStringLiteral("edits"), m_edits.size()},
            {QStringLiteral("first_epoch_ms"), summary(m_edits, &Edit::firstEpoch)},
            {QStringLiteral("first_painted_ms"), summary(m_edits, &Edit::firstPainted)},
            {QStringLiteral("painted_ms"), summary(m_edits, &Edit::painted)}})
        .toJson(QJsonDocument::Compact);
}

} // namespace negatoscope::app
