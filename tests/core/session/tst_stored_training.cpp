#include "core/session/StoredTraining.h"

#include "core/tracking/RunStore.h"

#include <QCoreApplication>
#include <QTemporaryDir>
#include <QtTest>

using namespace negatoscope;

namespace {

session::TrainFunction trainTo(training::OutcomeKind outcome)
{
    return [outcome](const training::TrainingRequest& request, const training::StopRequest&,
               const training::TrainingCallback&) {
        training::RunRecord run;
        run.id = request.runId;
        run.outcome = outcome;
        training::EpochRecord epoch;
        epoch.metrics = {{"val_loss", 0.25}};
        run.history.push_back(epoch);
        run.bestEpoch = 0;
        return run;
    };
}

} // namespace

class StoredTrainingTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::vector<std::string> m_notices;

    std::filesystem::path workspace() const { return m_folder->path().toStdString(); }

    void train(training::OutcomeKind outcome, const std::string& id)
    {
        training::TrainingRequest request;
        request.runId = id;
        request.runFolder = workspace() / "runs" / id;
        session::enteringIntoStore(trainTo(outcome))(
            request, {}, [this](const training::TrainingEvent& event) {
                if (const auto* notice = std::get_if<training::Notice>(&event))
                    m_notices.push_back(notice->code);
            });
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_notices.clear();
    }

    void keptRunsAreListedAfterARestart()
    {
        train(training::OutcomeKind::Completed, "one");
        train(training::OutcomeKind::Stopped, "two");
        train(training::OutcomeKind::Cancelled, "three");
        train(training::OutcomeKind::Failed, "four");
        const auto store = tracking::RunStore::open(workspace()).value();
        const auto rows = store->list().value();
        QCOMPARE(rows.size(), std::size_t{2});
        QCOMPARE(rows[0].id, std::string("two"));
        QCOMPARE(rows[1].folder, workspace() / "runs" / "one");
        QCOMPARE(rows[1].figures.at("val_loss"), 0.25);
        QVERIFY(m_notices.empty());
    }

    void aRunThatLiesElsewhereIsNotEntered()
    {
        training::TrainingRequest request;
        request.runId = "one";
        session::enteringIntoStore(trainTo(training::OutcomeKind::Completed))(request, {}, {});
        QVERIFY(!std::filesystem::exists(workspace() / "runs.sqlite"));
    }

    void aStoreThatCannotBeUsedIsSaid()
    {
        std::filesystem::create_directory(workspace() / "runs.sqlite");
        train(training::OutcomeKind::Completed, "one");
        QCOMPARE(m_notices, std::vector<std::string>{"not_stored"});
    }
};

QTEST_GUILESS_MAIN(StoredTrainingTest)
#include "tst_stored_training.moc"
