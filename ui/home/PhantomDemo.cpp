#include "ui/home/PhantomDemo.h"

#include "core/base/Files.h"
#include "core/phantom/Phantom.h"
#include "ui/shell/AppState.h"
#include "ui/shell/Background.h"

#include <QFile>
#include <QLocale>

#include <opencv2/imgcodecs.hpp>

#include <filesystem>
#include <functional>
#include <span>

namespace negatoscope::ui {

namespace {

constexpr int kFilms = 240; ///< half of them with an opacity

struct Drawn
{
    std::optional<base::Error> error;
    bool stopped = false;
};

base::Result<void> drawOne(const std::filesystem::path& folder, int index)
{
    phantom::PhantomRequest request;
    request.seed = 1000 + static_cast<std::uint64_t>(index);
    const bool ill = index % 2 == 1;
    if (ill) {
        request.kind = static_cast<phantom::OpacityKind>(1 + (index / 2) % 4);
    }
    const std::filesystem::path classFolder = folder / (ill ? "PNEUMONIA" : "NORMAL");
    const std::filesystem::path file = classFolder / ("phantom" + std::to_string(index) + ".png");
    if (std::filesystem::exists(file)) {
        return {};
    }
    if (auto made = base::makeFolder(classFolder); !made) {
        return made;
    }
    const phantom::Phantom phantom = phantom::makePhantom(request);
    std::vector<unsigned char> png;
    cv::imencode(".png", phantom.film, png);
    return base::writeFileAtomically(file, std::as_bytes(std::span(png)));
}

Drawn drawAll(const std::filesystem::path& folder, const std::function<void(int)>& progress,
    const std::stop_token& stop)
{
    for (int i = 0; i < kFilms; ++i) {
        if (stop.stop_requested()) {
            return {std::nullopt, true};
        }
        try {
            if (auto drawn = drawOne(folder, i); !drawn) {
                return {drawn.error(), false};
            }
        } catch (const std::exception& error) {
            return {
                base::Error{base::ErrorCode::Internal, error.what(), folder.string(), {}}, false};
        }
        progress(i + 1);
    }
    return {};
}

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
    runInBackground<Drawn>(
        m_state.workers(), this,
        [this, path = std::filesystem::path(QFile::encodeName(folder).toStdString()),
            stop = m_stop.get_token()] {
            return drawAll(
                path,
                [this](int done) {
                    if (done % 5 == 0) {
                        QMetaObject::invokeMethod(
                            this, [this, done] { onDrawn(done, kFilms); }, Qt::QueuedConnection);
                    }
                },
                stop);
        },
        [this, folder](Drawn drawn) {
            m_running = false;
            m_state.setJob(std::nullopt);
            if (drawn.error) {
                m_state.setStatusText(sentenceOf(*drawn.error).replace('\n', ' '));
                Q_EMIT m_state.openingFailed(*drawn.error, folder);
            } else if (!drawn.stopped) {
                m_state.openFolder(folder);
            }
        });
}

void PhantomDemo::onDrawn(int done, int total)
{
    if (m_running) {
        const QLocale locale;
        JobInfo job;
        job.name = tr("Drawing chests");
        job.step = tr("%1 of %2 films").arg(locale.toString(done), locale.toString(total));
        job.fraction = static_cast<double>(done) / total;
        job.page = QStringLiteral("home");
        m_state.setJob(job);
    }
}

} // namespace negatoscope::ui
