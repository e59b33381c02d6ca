#pragma once

#include <QCache>
#include <QImage>
#include <QMutex>
#include <QObject>
#include <QSet>
#include <QStringList>
#include <QThreadPool>

namespace negatoscope::ui {

/// Thumbnails of films, decoded by two low-priority threads, what was asked for last first, in a
/// cache of bounded size. Films that scrolled away before their turn are forgotten.
/// Thread: GUI only (the threads inside are its own).
class ThumbnailStore final : public QObject
{
    Q_OBJECT

public:
    static constexpr int kSide = 220;                     ///< pixels of the longer side
    static constexpr qsizetype kCacheBytes = 200LL << 20; ///< ≈ 4,000 films
    static constexpr qsizetype kLongestQueue = 160;       ///< a few screens

    explicit ThumbnailStore(QObject* parent = nullptr);
    ~ThumbnailStore() override;

    /// The thumbnail, or null: then it is on its way, and ready() follows.
    const QImage* find(const QString& path);
    bool failed(const QString& path) const { return m_failed.contains(path); }
    /// Films asked for whose turn has not come: at most kLongestQueue.
    qsizetype waiting() const;
    void clear();

Q_SIGNALS:
    void ready(const QString& path);

private:
    void work();
    void deliver(const QString& path, const QImage& image);

    QCache<QString, QImage> m_cache;
    QSet<QString> m_failed;
    QThreadPool m_pool;
    mutable QMutex m_mutex; ///< guards the four below
    QStringList m_queue;
    QSet<QString> m_queued; ///< in the queue or being decoded
    int m_workers = 0;
    bool m_stopping = false;
};

} // namespace negatoscope::ui
