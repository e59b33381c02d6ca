#include "ui/search/SearchCharts.h"
#include "ui/search/SearchPage.h"
#include "ui/search/SpaceEditor.h"
#include "ui/search/TrialModel.h"

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableView>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <thread>

using namespace negatoscope;

namespace {

/// A training that only pretends, slow enough to pause in between.
training::RunRecord pretend(
    const search::TrialTask& task, const search::GoesOn& goesOn, std::stop_token cancel)
{
    training::RunRecord run;
    run.id = task.runId;
    run.config = task.config;
    run.validation.classNames = {"NORMAL", "PNEUMONIA"};
    run.validation.positiveClass = 1;
    run.validation.films = {"a.png", "b.png"};
    run.validation.patients = {"a", "b"};
    run.validation.labels = {0, 1};
    run.validation.logits = {1.0, 0.0, 0.0, 1.0};
    evaluation::fillProbabilities(run.validation);
    run.environment = nlohmann::json::object();
    for (int epoch = 0; epoch < 4; ++epoch) {
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
        if (cancel.stop_requested()) {
            run.outcome = training::OutcomeKind::Cancelled;
            return run;
        }
        training::EpochRecord record;
        record.epoch = epoch;
        const double rate = std::log10(task.config.optimizer.learningRate) + 3.0;
        record.metrics["val_auc"] = 0.99 - 0.02 * rate * rate - 0.1 * std::exp(-epoch) +
                                    1e-4 * static_cast<double>(task.seed % 3);
        run.history.push_back(record);
        run.validationLogits.push_back({1.0F, 0.0F, 0.0F, 1.0F});
        run.bestEpoch = epoch;
        if (!goesOn(record)) {
            run.outcome = training::OutcomeKind::Stopped;
            break;
        }
    }
    run.seconds.total = 0.01;
    return run;
}

ui::ManifestPtr films()
{
    auto manifest = std::make_shared<dataset::Manifest>();
    manifest->classNames = {"NORMAL", "PNEUMONIA"};
    manifest->positiveClass = 1;
    return manifest;
}

} // namespace

class TestSearchPage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_state = std::make_unique<ui::AppState>(m_folder->filePath("settings.ini"));
        m_state->setWorkspaceFolder(m_folder->filePath("workspace"));
        m_page = std::make_unique<ui::SearchPage>(*m_state, pretend);
        m_page->resize(1300, 820);
        measureAuc();
    }
    void cleanup()
    {
        m_page.reset();
        m_state.reset();
    }
    void readsWhatPeopleWrite();
    void challengesTheShownRun();
    void needsFilmsAndASpace();
    void searchesPausesAndGoesOn();
    void goesOnAfterTheProgramEnded();
    void brushingKeepsARange();

private:
    /// The pretended training measures nothing else.
    void measureAuc()
    {
        auto* goal = child<QComboBox>("goalBox");
        goal->setCurrentIndex(goal->findData("val_auc"));
    }
    template <typename T>
    T* child(const char* name)
    {
        return m_page->findChild<T*>(QString::fromLatin1(name));
    }
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ui::AppState> m_state;
    std::unique_ptr<ui::SearchPage> m_page;
};

void TestSearchPage::readsWhatPeopleWrite()
{
    using nlohmann::json;
    QVERIFY(ui::spaceValueOf("1e-4 – 1e-2 log", false) == json({{"log", {1e-4, 1e-2}}}));
    QVERIFY(ui::spaceValueOf("0.0 - 0.6", false) == json({{"range", {0.0, 0.6}}}));
    QVERIFY(ui::spaceValueOf("32 to 256 log", false) == json({{"int", {32, 256}}, {"log", true}}));
    QVERIFY(ui::spaceValueOf("avg, max", false) == json({"avg", "max"}));
    QVERIFY(ui::spaceValueOf("32, 64", false) == json({32, 64}));
    QVERIFY(ui::spaceValueOf("yes, no", true) == json({{"optional", true}}));
    QVERIFY(ui::spaceValueOf("[1, 2]", false) == json({1, 2}));
}

void TestSearchPage::challengesTheShownRun()
{
    const auto base = [this] {
        return m_page->findChild<ui::SpaceEditor*>()->space().value().base();
    };
    QCOMPARE(base().weights, std::string("phantom")); // nothing shown: trains without a connection
    training::RunRecord run;
    run.id = "shown";
    run.config = model::presetConfig("notebook").value();
    run.config.optimizer.learningRate = 0.02;
    m_state->setShownRun(std::make_shared<const training::RunRecord>(run));
    QCOMPARE(base().optimizer.learningRate, 0.02);

    // A space changed by hand stays when another run is shown.
    auto* table = m_page->findChild<ui::SpaceEditor*>()->findChild<QTableWidget*>();
    table->item(0, 0)->setCheckState(Qt::Unchecked);
    run.id = "another";
    run.config.optimizer.learningRate = 0.04;
    m_state->setShownRun(std::make_shared<const training::RunRecord>(run));
    QCOMPARE(base().optimizer.learningRate, 0.02);
}

void TestSearchPage::needsFilmsAndASpace()
{
    auto* start = child<QPushButton>("searchStartButton");
    QVERIFY(!start->isEnabled());
    m_state->setManifest(films());
    QVERIFY(start->isEnabled());
    auto* table = child<QTableWidget>("spaceTable");
    table->item(0, 1)->setText("1e-2 – 1e-4 log"); // turned round
    QVERIFY(!start->isEnabled());
    QVERIFY(child<QWidget>("spaceProblem")->isVisibleTo(m_page.get()));
    table->item(0, 1)->setText("1e-4 – 1e-2 log");
    QVERIFY(start->isEnabled());
}

void TestSearchPage::searchesPausesAndGoesOn()
{
    m_state->setManifest(films());
    child<QSpinBox>("trialsBox")->setValue(30);
    child<QSpinBox>("seedsBox")->setValue(3);
    auto* start = child<QPushButton>("searchStartButton");
    QSignalSpy finished(&m_page->session(), &session::SearchSession::finished);
    auto* board = child<QTableView>("leaderboard")->model();
    start->click();
    QVERIFY(m_page->session().isRunning());
    QTRY_VERIFY(board->rowCount() >= 4);
    QVERIFY(m_state->job().has_value());
    start->click(); // pause
    QVERIFY(finished.wait(10000));
    QVERIFY(!m_state->job().has_value());
    const int before = board->rowCount();
    QVERIFY(before >= 4 && before < 30);
    child<QPushButton>("searchGoOnButton")->click();
    QVERIFY(finished.wait(20000));
    QCOMPARE(board->rowCount(), 30);
    const auto* model = static_cast<const ui::TrialModel*>(board);
    const auto& trials = model->trials();
    for (std::size_t i = 1; i < trials.size(); ++i)
        if (trials[i - 1].outcome == trials[i].outcome)
            QVERIFY(*trials[i - 1].objective >= *trials[i].objective);
    QVERIFY(!child<QLabel>("searchVerdict")->text().isEmpty());
    QVERIFY(child<QLabel>("searchVerdictText")->text().contains("3"));
    m_page->grab();
    // Any trial opens like every run.
    QSignalSpy shown(m_state.get(), &ui::AppState::shownRunChanged);
    child<QTableView>("leaderboard")->setCurrentIndex(board->index(0, 0));
    child<QPushButton>("trialToLabButton")->click();
    QVERIFY(shown.wait(5000));
    QCOMPARE(
        QString::fromStdString(m_state->shownRun()->id), QString::fromStdString(trials[0].runId));
}

void TestSearchPage::goesOnAfterTheProgramEnded()
{
    m_state->setManifest(films());
    child<QSpinBox>("trialsBox")->setValue(12);
    child<QSpinBox>("seedsBox")->setValue(2);
    QSignalSpy finished(&m_page->session(), &session::SearchSession::finished);
    child<QPushButton>("searchStartButton")->click();
    QTRY_VERIFY_WITH_TIMEOUT(child<QTableView>("leaderboard")->model()->rowCount() >= 2, 30000);
    m_page.reset(); // the running trials are lost
    m_page = std::make_unique<ui::SearchPage>(*m_state, pretend);
    auto* goOn = child<QPushButton>("searchGoOnButton");
    QTRY_VERIFY_WITH_TIMEOUT(goOn->isVisibleTo(m_page.get()), 30000);
    QVERIFY(goOn->isEnabled());
    QCOMPARE(child<QSpinBox>("trialsBox")->value(), 12);
    QSignalSpy ended(&m_page->session(), &session::SearchSession::finished);
    goOn->click();
    QVERIFY(ended.wait(30000));
    QCOMPARE(child<QTableView>("leaderboard")->model()->rowCount(), 12);
    QVERIFY(child<QWidget>("bestSoFar")->accessibleDescription().contains("12"));
}

void TestSearchPage::brushingKeepsARange()
{
    const auto space = *search::SearchSpace::fromJson(
        {{"learning_rate", {{"log", {1e-4, 1e-2}}}}, {"pooling", {"avg", "max"}}},
        *model::presetConfig("notebook"));
    ui::ParallelCoordinates chart;
    chart.resize(600, 300);
    chart.setSpace(space, {});
    std::vector<search::Trial> trials(4);
    for (std::size_t i = 0; i < trials.size(); ++i) {
        trials[i].point = {0.1 + 0.25 * static_cast<double>(i), i % 2 == 0 ? 0.25 : 0.75};
        trials[i].objective = 0.9;
    }
    chart.setTrials(trials);
    QCOMPARE(chart.keptCount(), 4);
    chart.setBrush(0, std::pair(0.0, 0.5));
    QCOMPARE(chart.keptCount(), 2);
    chart.setBrush(1, std::pair(0.5, 1.0));
    QCOMPARE(chart.keptCount(), 1);
    QTest::keyClick(&chart, Qt::Key_Delete);
    QCOMPARE(chart.keptCount(), 2);
    chart.grab();
}

QTEST_MAIN(TestSearchPage)
#include "tst_search_page.moc"
