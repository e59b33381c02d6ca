#include "ui/home/PhantomDemo.h"

#include "core/phantom/PhantomFiles.h"
#include "ui/shell/AppState.h"
#include "ui/shell/Background.h"

#include <QLocale>

namespace negatoscope::ui {

namespace {

constexpr std::size_t kFilms = 480; ///< half of them with an opacity
constexpr std::uint64_t kSeed = 1000;
constexpr std::size_t kShownStep = 5; ///< films between two movements of the bar

} // namespace

PhantomDemo::PhantomDemo(AppState& state, QObject* parent)
    : QObject(parent)
    , m_state(state)
{
    connect(&m_state, &AppState::cancelRequested, this, [this] { m_stop.request_stop(); });
}

PhantomDemo::~PhantomDemo()
{
    m_stop.request_stop();
    m_state.workers().waitForDone();
}

void PhantomDemo::start()
{
    if (m_running || m_state.job()) {
        return;
    }
    m_running = true;
    m_stop = std::stop_source();
    const QString folder = m_state.workspaceFolder() + QStringLiteral("/phantoms");
    onDrawn(0, kFilms);
    using Drawn = base::Result<bool>;
    runInBackground<Drawn>(
        m_state.workers(), this,
        [this, path = std::filesystem::path(folder.toStdU16String()), stop = m_stop.get_token()] {
            phantom::PhantomPlan plan;
            plan.count = kFilms;
            plan.seed = kSeed;
            return phantom::writePhantoms(
                plan, path, 0,
                [this](const base::Progress& progress) {
                    if (progress.done % kShownStep == 0) {
                        QMetaObject::invokeMethod(
                            this, [this, done = progress.done] { onDrawn(done, kFilms); },
                            Qt::QueuedConnection);
                    }
                },
                stop);
        },
        [this, folder](const Drawn& drawn) {
            m_running = false;
            m_state.setJob(std::nullopt);
            if (!drawn) {
                m_state.setStatusText(sentenceOf(drawn.error()).replace('\n', ' '));
                Q_EMIT m_state.openingFailed(drawn.error(), folder);
            } else if (*drawn) {
                m_state.openFolder(folder);
            }
        });
}

void PhantomDemo::onDrawn(std::size_t done, std::size_t total)
{
    if (m_running) {
        const QLocale locale;
        JobInfo job;
        job.name = tr("Drawing chests");
        job.step = tr("%1 of %2 films")
                       .arg(locale.toString(static_cast<qulonglong>(done)),
                           locale.toString(static_cast<qulonglong>(total)));
        job.fraction = static_cast<double>(done) / static_cast<double>(total);
        job.page = QStringLiteral("home");
        m_state.setJob(job);
    }
}

} // namespace negatoscope::ui
