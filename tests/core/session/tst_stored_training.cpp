#include "core/dataset/Scan.h"
#include "core/model/Classifier.h"
#include "core/phantom/PhantomFiles.h"
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

/// Leaves what a finished run leaves: a model in its folder, scores of the validation films.
training::RunRecord leaveRun(const training::TrainingRequest& request)
{
    const dataset::Manifest& data = request.data;
    auto network = model::Network::build(request.config, 2);
    model::Classifier classifier{std::move(*network), request.config, data.classNames,
        data.positiveClass, 0.5, request.runId};
    training::RunRecord run;
    run.id = request.runId;
    run.config = request.config;
    run.environment = nlohmann::json::object();
    run.folder = request.runFolder;
    run.bestEpoch = 0;
    run.history.emplace_back();
    run.validation.classNames = data.classNames;
    run.validation.positiveClass = data.positiveClass;
    for (const dataset::FilmItem& film : data.items) {
        run.validation.films.push_back(film.name);
        run.validation.labels.push_back(film.label);
        run.validation.logits.insert(run.validation.logits.end(), {0.0, 0.1});
    }
    evaluation::fillProbabilities(run.validation);
    const bool kept = model::saveClassifier(classifier, run.folder, "best.safetensors") &&
                      training::writeRun(run, run.folder);
    run.outcome = kept ? training::OutcomeKind::Completed : training::OutcomeKind::Failed;
    return run;
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

    void aKeptRunIsScoredOnItsStressViewsAfterwards()
    {
        constexpr int kSide = 64;
        phantom::PhantomPlan plan;
        plan.count = 12;
        plan.side = kSide;
        QVERIFY(phantom::writePhantoms(plan, workspace() / "films", 1).has_value());
        training::TrainingRequest request;
        request.data = *dataset::scanFolder(workspace() / "films").value();
        request.config.preprocessing.width = kSide;
        request.config.preprocessing.height = kSide;
        request.runId = "one";
        request.runFolder = workspace() / "runs" / "one";
        const auto train = session::enteringIntoStore(
            [](const training::TrainingRequest& wanted, const training::StopRequest&,
                const training::TrainingCallback&) { return leaveRun(wanted); });
        QVERIFY(!train(request, {}, {}).stress); // not waited for
        QTRY_VERIFY_WITH_TIMEOUT(training::readRun(request.runFolder)->stress.has_value(), 20000);
        const auto stress = *training::readRun(request.runFolder)->stress;
        QCOMPARE(stress.films, std::size_t{12});
        const auto figures = [this] {
            return tracking::RunStore::open(workspace()).value()->find("one").value().figures;
        };
        QTRY_VERIFY_WITH_TIMEOUT(figures().contains("stress_auc"), 20000);
        QCOMPARE(figures().at("stress_auc"), stress.auc);
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
