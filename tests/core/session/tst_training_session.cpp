#include "core/session/TrainingSession.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>
#include <QThread>

#include <atomic>
#include <stdexcept>

using namespace negatoscope;
using session::TrainingSession;
using training::OutcomeKind;
using training::RunRecord;
using training::StopRequest;
using training::TrainingCallback;
using training::TrainingRequest;

namespace {

RunRecord record(const TrainingRequest& request, OutcomeKind outcome)
{
    RunRecord run;
    run.id = request.runId;
    run.outcome = outcome;
    return run;
}

TrainingRequest requestWithId(const std::string& id)
{
    TrainingRequest request;
    request.runId = id;
    return request;
}

/// Runs until somebody asks it to stop.
RunRecord trainUntilStopped(
    const TrainingRequest& request, const StopRequest& stop, const TrainingCallback& callback)
{
    callback(training::Started{});
    while (!stop.cancel.stop_requested()) {
        if (stop.keep.stop_requested()) {
            return record(request, OutcomeKind::Stopped);
        }
        QThread::msleep(1);
    }
    return record(request, OutcomeKind::Cancelled);
}

RunRecord trainAtOnce(
    const TrainingRequest& request, const StopRequest& /*stop*/, const TrainingCallback& callback)
{
    callback(training::Started{});
    return record(request, OutcomeKind::Completed);
}

/// The outcomes that a session reported, in order.
struct Outcomes
{
    std::vector<OutcomeKind> kinds;
    std::vector<std::string> ids;
    std::vector<bool> running;

    void listenTo(TrainingSession& session, QObject& context)
    {
        QObject::connect(&session, &TrainingSession::finished, &context,
            [this, &session](const std::shared_ptr<const RunRecord>& run) {
                kinds.push_back(run->outcome);
                ids.push_back(run->id);
                running.push_back(session.isRunning());
            });
    }
};

} // namespace

class TestTrainingSession : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void finishesExactlyOnce()
    {
        TrainingSession session(trainAtOnce);
        Outcomes outcomes;
        outcomes.listenTo(session, session);
        for (int repeat = 0; repeat < 20; ++repeat) {
            QVERIFY(session.start(requestWithId(std::to_string(repeat))));
            QVERIFY(!session.start({}));
            QTRY_COMPARE(outcomes.kinds.size(), static_cast<std::size_t>(repeat + 1));
            QCOMPARE(outcomes.ids.back(), std::to_string(repeat));
            QVERIFY(!outcomes.running.back());
        }
        QTest::qWait(20);
        QCOMPARE(outcomes.kinds.size(), std::size_t{20});
    }

    void cancelEndsTheRun()
    {
        TrainingSession session(trainUntilStopped);
        Outcomes outcomes;
        outcomes.listenTo(session, session);
        session.cancel(); // nothing runs: nothing happens
        QVERIFY(session.start({}));
        QVERIFY(!session.isStopping());
        session.cancel();
        QVERIFY(session.isStopping());
        QVERIFY(session.isRunning());
        QTRY_COMPARE(outcomes.kinds, std::vector<OutcomeKind>{OutcomeKind::Cancelled});
        QVERIFY(!session.isStopping());
    }

    void stopAndKeepIsNotCancel()
    {
        TrainingSession session(trainUntilStopped);
        Outcomes outcomes;
        outcomes.listenTo(session, session);
        QVERIFY(session.start({}));
        session.stopAndKeep();
        QTRY_COMPARE(outcomes.kinds, std::vector<OutcomeKind>{OutcomeKind::Stopped});
        // A later run must not inherit the request.
        QVERIFY(session.start({}));
        QTest::qWait(20);
        QVERIFY(session.isRunning());
        session.cancel();
        QTRY_COMPARE(outcomes.kinds.size(), std::size_t{2});
        QCOMPARE(outcomes.kinds.back(), OutcomeKind::Cancelled);
    }

    void exceptionsBecomeFailedRuns()
    {
        TrainingSession session(
            [](const TrainingRequest&, const StopRequest&, const TrainingCallback&) -> RunRecord {
                throw std::runtime_error("boom");
            });
        std::shared_ptr<const RunRecord> run;
        connect(&session, &TrainingSession::finished, this,
            [&run](const std::shared_ptr<const RunRecord>& finished) { run = finished; });
        QVERIFY(session.start(requestWithId("x")));
        QTRY_VERIFY(run != nullptr);
        QCOMPARE(run->outcome, OutcomeKind::Failed);
        QCOMPARE(run->id, std::string("x"));
        QVERIFY(run->error.has_value());
        QCOMPARE(run->error->what, std::string("boom"));
    }

    void unknownExceptionsBecomeFailedRuns()
    {
        TrainingSession session([](const TrainingRequest&, const StopRequest&,
                                    const TrainingCallback&) -> RunRecord { throw 7; });
        Outcomes outcomes;
        outcomes.listenTo(session, session);
        QVERIFY(session.start({}));
        QTRY_COMPARE(outcomes.kinds, std::vector<OutcomeKind>{OutcomeKind::Failed});
    }

    void destroyedWhileRunningIsSilent()
    {
        std::atomic<bool> returned = false;
        Outcomes outcomes;
        for (int repeat = 0; repeat < 10; ++repeat) {
            returned = false;
            auto session = std::make_unique<TrainingSession>(
                [&returned](const TrainingRequest& request, const StopRequest& stop,
                    const TrainingCallback& callback) {
                    RunRecord run = trainUntilStopped(request, stop, callback);
                    returned = true;
                    return run;
                });
            outcomes.listenTo(*session, *session);
            QVERIFY(session->start({}));
            QTest::qWait(repeat); // before, while and after the thread came up
            session.reset();
            QVERIFY(returned);
        }
        QTest::qWait(20);
        QVERIFY(outcomes.kinds.empty());
    }

    void restartFromTheFinishedSlot()
    {
        TrainingSession session(trainAtOnce);
        int finished = 0;
        bool restarted = true;
        connect(&session, &TrainingSession::finished, &session,
            [&](const std::shared_ptr<const RunRecord>&) {
                if (++finished < 10) {
                    restarted = restarted && session.start({});
                }
            });
        QVERIFY(session.start({}));
        QTRY_COMPARE(finished, 10);
        QVERIFY(restarted);
        QVERIFY(!session.isRunning());
    }

    void batchEventsAreLimited()
    {
        constexpr int kEpochs = 4;
        constexpr int kBatches = 5000;
        qint64 elapsedMs = 0;
        TrainingSession session([&elapsedMs](const TrainingRequest& request, const StopRequest&,
                                    const TrainingCallback& callback) {
            QElapsedTimer timer;
            timer.start();
            for (int epoch = 0; epoch < kEpochs; ++epoch) {
                for (int batch = 0; batch < kBatches; ++batch) {
                    callback(training::BatchDone{{epoch, batch, 0.5, 0.5}, kBatches});
                }
                QThread::msleep(60);
                callback(training::EpochDone{});
            }
            elapsedMs = timer.elapsed();
            return record(request, OutcomeKind::Completed);
        });
        int batches = 0;
        int lastBatches = 0;
        int epochs = 0;
        bool done = false;
        bool late = false;
        connect(&session, &TrainingSession::progressed, &session,
            [&](const std::shared_ptr<const training::TrainingEvent>& event) {
                late = late || done;
                if (const auto* batch = std::get_if<training::BatchDone>(event.get())) {
                    ++batches;
                    lastBatches += batch->record.batch == kBatches - 1 ? 1 : 0;
                }
                epochs += std::holds_alternative<training::EpochDone>(*event) ? 1 : 0;
            });
        connect(&session, &TrainingSession::finished, &session, [&done] { done = true; });
        QVERIFY(session.start({}));
        QTRY_VERIFY(done);
        QVERIFY(!late);
        QCOMPARE(epochs, kEpochs);
        QCOMPARE(lastBatches, kEpochs);
        QVERIFY2(batches <= elapsedMs / 50 + 1 + kEpochs,
            qPrintable(QStringLiteral("%1 events in %2 ms").arg(batches).arg(elapsedMs)));
    }
};

QTEST_GUILESS_MAIN(TestTrainingSession)
#include "tst_training_session.moc"
