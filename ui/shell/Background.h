#pragma once

#include <QFutureWatcher>
#include <QObject>
#include <QPromise>
#include <QThreadPool>

#include <functional>
#include <memory>
#include <utility>

namespace negatoscope::ui {

/// Runs `work` on a thread of `pool` and hands its value to `done` on the thread of `context`.
/// When `context` dies first, `done` is never called; the work itself must watch its own stop
/// token. T must be copyable (use a shared pointer for anything large). Thread: GUI only.
template <typename T>
void runInBackground(
    QThreadPool& pool, QObject* context, std::function<T()> work, std::function<void(T)> done)
{
    auto promise = std::make_shared<QPromise<T>>();
    auto* watcher = new QFutureWatcher<T>(context);
    QObject::connect(
        watcher, &QFutureWatcher<T>::finished, context, [watcher, done = std::move(done)] {
            watcher->deleteLater();
            if (watcher->future().resultCount() > 0) {
                done(watcher->result());
            }
        });
    watcher->setFuture(promise->future());
    promise->start();
    pool.start([promise, work = std::move(work)] {
        promise->addResult(work());
        promise->finish();
    });
}

/// Lets go of a value on a worker thread: the memory of 100,000 films takes longer to give back
/// than a frame lasts. Thread: any.
template <typename T>
void releaseInBackground(T value)
{
    QThreadPool::globalInstance()->start(
        [held = std::make_shared<T>(std::move(value))]() mutable { held.reset(); });
}

/// A shared value whose memory is given back on a worker thread, whoever held it last.
template <typename T>
std::shared_ptr<const T> shareLarge(T value)
{
    return {new T(std::move(value)), [](const T* last) {
                QThreadPool::globalInstance()->start([last] { delete last; });
            }};
}

} // namespace negatoscope::ui
