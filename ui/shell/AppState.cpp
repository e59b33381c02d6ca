#include "ui/shell/AppState.h"

#include "ui/shell/Background.h"

#include "core/base/Text.h"

#include <QDir>
#include <QEvent>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>
#include <QThread>
#include <QUndoStack>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <utility>

namespace negatoscope::ui {

namespace {

constexpr int kRecentFolders = 8;

struct ScanAnswer
{
    ManifestPtr manifest;
    std::optional<base::Error> error;
};

/// Settings that are written by a worker: a slow disk must not stop the window.
class SettingsFile final : public QSettings
{
public:
    using QSettings::QSettings;

protected:
    bool event(QEvent* event) override
    {
        if (event->type() != QEvent::UpdateRequest) {
            return QSettings::event(event);
        }
        // Objects of one file share what is to be written; the second sync() finds it done.
        const auto write = [file = fileName(), kind = format()] {
            QSettings(file, kind).sync();
            return true;
        };
        runInBackground<bool>(
            *QThreadPool::globalInstance(), this, write, [this](bool) { sync(); });
        return true;
    }
};

std::filesystem::path toPath(const QString& text)
{
    return std::filesystem::path(QFile::encodeName(text).toStdString());
}

} // namespace

AppState::AppState(const QString& settingsFile, QObject* parent)
    : QObject(parent)
    , m_settings(settingsFile.isEmpty()
                     ? std::make_unique<SettingsFile>()
                     : std::make_unique<SettingsFile>(settingsFile, QSettings::IniFormat))
    , m_undoStack(new QUndoStack(this))
{
    m_workers.setMaxThreadCount(2);
}

AppState::~AppState()
{
    m_openingStop.request_stop();
    m_workers.clear();
    m_workers.waitForDone();
}

QString AppState::workspaceFolder() const
{
    const QString standard = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) +
                             QStringLiteral("/negatoscope");
    return m_settings->value(QStringLiteral("workspace"), standard).toString();
}

void AppState::setWorkspaceFolder(const QString& folder)
{
    m_settings->setValue(QStringLiteral("workspace"), folder);
}

QString AppState::datasetName() const
{
    if (m_manifest == nullptr) {
        return {};
    }
    return QString::fromStdString(base::printable(m_manifest->root.filename().string()));
}

QStringList AppState::recentFolders() const
{
    return m_settings->value(QStringLiteral("recentFolders")).toStringList();
}

int AppState::threads() const
{
    return m_settings->value(QStringLiteral("threads"), QThread::idealThreadCount()).toInt();
}

void AppState::openFolder(const QString& folder)
{
    cancelOpening();
    m_opening = true;
    m_openingStop = std::stop_source();
    const int ticket = ++m_ticket;
    Q_EMIT openingStarted(folder);

    const auto stop = m_openingStop.get_token();
    // The scan's progress comes from its threads; at most 20 a second cross to the window.
    const auto progress = [this, ticket, last = std::chrono::steady_clock::time_point()](
                              const base::Progress& step) mutable {
        const auto now = std::chrono::steady_clock::now();
        if (now - last < std::chrono::milliseconds(50) && step.done != step.total) {
            return;
        }
        last = now;
        QMetaObject::invokeMethod(
            this,
            [this, ticket, step] {
                if (ticket == m_ticket && m_opening) {
                    Q_EMIT openingProgress(
                        QString::fromStdString(step.stage), step.done, step.total);
                }
            },
            Qt::QueuedConnection);
    };
    runInBackground<ScanAnswer>(
        m_workers, this,
        [path = toPath(folder), stop, progress]() -> ScanAnswer {
            auto scanned = dataset::scanFolder(path, {}, progress, stop);
            if (!scanned) {
                return {nullptr, scanned.error()};
            }
            if (!scanned->has_value()) {
                return {};
            }
            return {shareLarge(std::move(**scanned)), std::nullopt};
        },
        [this, ticket, folder](
            ScanAnswer answer) { finishOpening(ticket, folder, answer.manifest, answer.error); });
}

void AppState::finishOpening(int ticket, const QString& folder, const ManifestPtr& manifest,
    const std::optional<base::Error>& error)
{
    if (ticket != m_ticket) {
        return;
    }
    m_opening = false;
    if (manifest != nullptr) {
        QStringList recent = recentFolders();
        const QString absolute = QFileInfo(folder).absoluteFilePath();
        recent.removeAll(absolute);
        recent.prepend(absolute);
        m_settings->setValue(QStringLiteral("recentFolders"), recent.mid(0, kRecentFolders));
        // Steps of the folder before would bring its films back.
        m_undoStack->clear();
        setManifest(manifest);
    }
    Q_EMIT openingEnded();
    if (error) {
        Q_EMIT openingFailed(*error, folder);
    }
}

void AppState::cancelOpening()
{
    if (m_opening) {
        m_openingStop.request_stop();
        ++m_ticket;
        m_opening = false;
        Q_EMIT openingEnded();
    }
}

void AppState::setManifest(const ManifestPtr& manifest)
{
    m_manifest = manifest;
    Q_EMIT manifestChanged();
}

void AppState::setShownRun(const RunPtr& run)
{
    m_shownRun = run;
    if (run != nullptr) {
        const auto known = std::find_if(m_runs.begin(), m_runs.end(),
            [&run](const RunPtr& other) { return other->id == run->id; });
        if (known == m_runs.end()) {
            m_runs.append(run);
        } else {
            *known = run;
        }
    }
    Q_EMIT shownRunChanged();
}

void AppState::setStress(const QString& runId, const training::StressScore& score)
{
    const std::string id = runId.toStdString();
    const auto scored = [&id, &score](const RunPtr& run) -> RunPtr {
        if (run == nullptr || run->id != id) {
            return run;
        }
        auto copy = std::make_shared<training::RunRecord>(*run);
        copy->stress = score;
        return copy;
    };
    for (RunPtr& run : m_runs) {
        const bool isShown = run == m_shownRun;
        run = scored(run);
        m_shownRun = isShown ? run : m_shownRun;
    }
    Q_EMIT storedRunsChanged();
    Q_EMIT stressScored(runId);
}

void AppState::showPassing(const RunPtr& result)
{
    m_shownRun = result;
    Q_EMIT shownRunChanged();
}

void AppState::setJob(const std::optional<JobInfo>& job)
{
    m_job = job;
    Q_EMIT jobChanged();
}

void AppState::setStatusText(const QString& text)
{
    m_statusText = text;
    Q_EMIT statusChanged();
}

void AppState::announce(const QString& text, const QString& iconName)
{
    Q_EMIT announced(text, iconName);
}

void AppState::openFilms(const QStringList& paths, const QString& title)
{
    if (paths.isEmpty()) {
        return;
    }
    goTo(QStringLiteral("reader"));
    Q_EMIT filmsRequested(paths, title);
}

void AppState::openFilm(const QString& path)
{
    Q_EMIT pageRequested(QStringLiteral("reader"));
    Q_EMIT filmRequested(path);
}

void AppState::requestCancel()
{
    if (m_opening) {
        cancelOpening();
    } else {
        Q_EMIT cancelRequested();
    }
}

QString sentenceOf(const base::Error& error)
{
    const auto kind = [&error]() -> QString {
        switch (error.code) {
        case base::ErrorCode::InvalidUsage:
        case base::ErrorCode::InvalidConfiguration:
            return AppState::tr("This setting cannot be used.");
        case base::ErrorCode::NotFound:
            return AppState::tr("It is not there.");
        case base::ErrorCode::PermissionDenied:
            return AppState::tr("You may not read or write it.");
        case base::ErrorCode::Unreadable:
            return AppState::tr("Reading it failed.");
        case base::ErrorCode::UnsupportedFormat:
            return AppState::tr("This kind of file is not read.");
        case base::ErrorCode::CorruptFile:
            return AppState::tr("The file is damaged.");
        case base::ErrorCode::TooLarge:
            return AppState::tr("It is larger than what is read.");
        case base::ErrorCode::InsufficientData:
            return AppState::tr("There are not enough films.");
        case base::ErrorCode::ShapeMismatch:
            return AppState::tr("The shapes do not fit.");
        case base::ErrorCode::DiskFull:
            return AppState::tr("The disk is full.");
        case base::ErrorCode::OutOfMemory:
            return AppState::tr("There is not enough memory.");
        case base::ErrorCode::NumericalFailure:
            return AppState::tr("The numbers left their range.");
        case base::ErrorCode::NetworkFailure:
            return AppState::tr("The connection failed.");
        case base::ErrorCode::Internal:
            return AppState::tr("Something unexpected went wrong.");
        }
        return {};
    };
    return kind() + QLatin1Char('\n') + QString::fromStdString(base::toSentence(error));
}

} // namespace negatoscope::ui
