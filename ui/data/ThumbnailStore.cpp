#include "ui/data/ThumbnailStore.h"

#include "core/image/Film.h"
#include "ui/data/FilmImage.h"

#include <QMutexLocker>
#include <QThread>

namespace negatoscope::ui {

namespace {

constexpr int kThreads = 2;

} // namespace

ThumbnailStore::ThumbnailStore(QObject* parent)
    : QObject(parent)
    , m_cache(kCacheBytes)
{
    m_pool.setMaxThreadCount(kThreads);
    m_pool.setThreadPriority(QThread::LowPriority);
}

ThumbnailStore::~ThumbnailStore()
{
    {
        const QMutexLocker lock(&m_mutex);
        m_stopping = true;
        m_queue.clear();
    }
    m_pool.waitForDone();
}

const QImage* ThumbnailStore::find(const QString& path)
{
    if (const QImage* image = m_cache.object(path)) {
        return image;
    }
    if (m_failed.contains(path)) {
        return nullptr;
    }
    const QMutexLocker lock(&m_mutex);
    if (m_queued.contains(path)) {
        return nullptr;
    }
    m_queue.append(path);
    m_queued.insert(path);
    if (m_queue.size() > kLongestQueue) {
        m_queued.remove(m_queue.takeFirst());
    }
    if (m_workers < kThreads) {
        ++m_workers;
        m_pool.start([this] { work(); });
    }
    return nullptr;
}

qsizetype ThumbnailStore::waiting() const
{
    const QMutexLocker lock(&m_mutex);
    return m_queue.size();
}

void ThumbnailStore::clear()
{
    m_cache.clear();
    m_failed.clear();
    const QMutexLocker lock(&m_mutex);
    for (const QString& path : std::as_const(m_queue)) {
        m_queued.remove(path);
    }
    m_queue.clear();
}

void ThumbnailStore::work()
{
    for (;;) {
        QString path;
        {
            const QMutexLocker lock(&m_mutex);
            if (m_queue.isEmpty() || m_stopping) {
                --m_workers;
                return;
            }
            path = m_queue.takeLast();
        }
        const auto thumbnail = image::decodeThumbnail(pathOf(path), kSide);
        const QImage picture = thumbnail ? toImage(*thumbnail) : QImage();
        QMetaObject::invokeMethod(
            this, [this, path, picture] { deliver(path, picture); }, Qt::QueuedConnection);
    }
}

void ThumbnailStore::deliver(const QString& path, const QImage& image)
{
    {
        const QMutexLocker lock(&m_mutex);
        m_queued.remove(path);
    }
    if (image.isNull()) {
        m_failed.insert(path);
    } else {
        m_cache.insert(path, new QImage(image), image.sizeInBytes());
    }
    Q_EMIT ready(path);
}

} // namespace negatoscope::ui
