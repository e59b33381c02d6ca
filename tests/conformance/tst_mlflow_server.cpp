#include "core/base/Files.h"
#include "core/tracking/LiveSync.h"
#include "core/tracking/MlflowSync.h"
#include "tests/app/CliRun.h"
#include "tests/conformance/FaultyProxy.h"
#include "tests/conformance/PythonEnvironment.h"
#include "tests/support/SharedFiles.h"

#include <QCoreApplication>
#include <QDirIterator>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include <array>
#include <atomic>
#include <limits>
#include <mutex>
#include <thread>

using namespace negatoscope;
using testing::Fault;

namespace {

constexpr int kStartMs = 150'000;

/// A real server, started by the conformance kit, on a free port; stops with this object.
class Server
{
public:
    bool start(const QString& script, const QString& python, const QStringList& options)
    {
        const QString venv = QFileInfo(python).path() + QStringLiteral("/..");
        m_process.start(QStringLiteral("bash"),
            QStringList{script, QStringLiteral("--venv"), QDir::cleanPath(venv)} + options);
        QElapsedTimer clock;
        clock.start();
        while (clock.elapsed() < kStartMs && m_process.state() != QProcess::NotRunning) {
            m_process.waitForReadyRead(500);
            while (m_process.canReadLine()) {
                const QByteArray line = m_process.readLine().trimmed();
                if (line.startsWith("URL="))
                    m_url = QString::fromUtf8(line.mid(4));
                if (line == "READY")
                    return true;
            }
        }
        return false;
    }
    ~Server() { stop(); }
    void stop()
    {
        if (m_process.state() == QProcess::NotRunning)
            return;
        m_process.closeWriteChannel();
        if (!m_process.waitForFinished(30'000))
            m_process.kill();
        m_process.waitForFinished(1000);
    }
    QString url() const { return m_url; }
    int port() const { return QUrl(m_url).port(); }

private:
    QProcess m_process;
    QString m_url;
};

/// A run with one of everything, small enough to be sent hundreds of times.
tracking::MlflowRun smallRun()
{
    tracking::MlflowRun run;
    run.uuid = base::makeUuid();
    run.name = "small";
    run.startMs = 1'790'000'000'000;
    run.endMs = run.startMs + 3000;
    run.params = {{"alpha", "0.35"}, {"added_layers", R"([{"type": "dense"}])"}};
    run.tags = {{tracking::kRunUuidTag, run.uuid}, {"mlflow.user", "testuser"}};
    for (int epoch = 0; epoch < 3; ++epoch)
        run.metrics.push_back({"val_loss", 0.5 / (1 + epoch), run.startMs + 1000 * epoch, epoch});
    tracking::MlflowDataset dataset;
    dataset.name = "films, train";
    dataset.digest = run.uuid.substr(0, 8);
    dataset.context = "training";
    dataset.sourceType = "local";
    dataset.source = R"({"uri": "films"})";
    dataset.profile = R"({"num_rows": 3})";
    run.datasets = {dataset};
    run.artifacts = {{"confusion_matrix.json", "{\"matrix\": [[1, 0], [0, 1]]}"}};
    tracking::MlflowModel model;
    model.files = {{"model.onnx", std::string(3000, 'x')}};
    model.inputName = "film";
    model.inputShape = {-1, 3, 32, 32};
    model.outputName = "probabilities";
    model.outputShape = {-1, 2};
    model.uuid = "0123";
    run.model = model;
    return run;
}

tracking::RetryPolicy impatient()
{
    return {4, std::chrono::milliseconds(5), std::chrono::milliseconds(20),
        std::chrono::milliseconds(20'000)};
}

} // namespace

class MlflowServerTest : public QObject
{
    Q_OBJECT

private:
    QString m_python;
    QString m_kit;
    Server m_server; ///< with login
    Server m_open;   ///< without: a login costs half a second for each call
    QTemporaryDir m_folder;
    QString m_best; ///< the run that was chosen

    tracking::MlflowClient client(
        const QString& url, const std::string& user = {}, const std::string& password = {}) const
    {
        tracking::MlflowServer server;
        server.url = url.toStdString();
        server.user = user;
        server.password = password;
        return tracking::MlflowClient(server, impatient());
    }

    nlohmann::json remoteRun(tracking::MlflowClient& direct, const std::string& id) const
    {
        const auto reply = direct.get("/api/2.0/mlflow/runs/get", {{"run_id", id}});
        return reply && reply->ok() ? reply->body.at("run") : nlohmann::json();
    }

    static std::size_t pointsOf(
        tracking::MlflowClient& direct, const std::string& run, const std::string& metric)
    {
        const auto reply = direct.get("/api/2.0/mlflow/metrics/get-history",
            {{"run_id", run}, {"metric_key", metric}, {"max_results", "1000"}});
        return reply && reply->body.contains("metrics") ? reply->body["metrics"].size() : 0;
    }

    testing::CliResult sync(const QStringList& more)
    {
        qputenv("MLFLOW_TRACKING_PASSWORD", "testpassword");
        return testing::runCli(
            m_folder, QStringList{"mlflow", "sync", "--json", "--url", m_server.url(), "--user",
                          "testuser", "--experiment", "chest"} +
                          more);
    }

    /// Three variants of the notebook's dictionary, as a newcomer would try them.
    void trainThree()
    {
        const QString films = m_folder.filePath("films");
        QCOMPARE(testing::runCli(m_folder, {"phantom", "generate", "--count", "80", "--out", films})
                     .exitCode,
            0);
        for (const char* change : {"learning_rate=1e-3", "learning_rate=3e-4", "pooling=avg"}) {
            const auto trained = testing::runCli(m_folder,
                {"train", "--data", films, "--weights", "phantom", "--preset", "notebook", "--set",
                    "epochs=3", "--set", "batch_size=16", "--set", change, "--json"});
            QVERIFY2(trained.exitCode == 0, trained.err.constData());
        }
    }

private Q_SLOTS:
    void initTestCase()
    {
        SKIP_WITHOUT_SHARED(kit, "reference/mlflow_conformance");
        m_kit = QString::fromStdString(kit.string());
        const auto python = testing::pythonWith({"mlflow", "onnxruntime", "PIL"});
        if (!python)
            QSKIP("needs a Python environment with MLflow "
                  "(packaging/install_dependencies.sh --tests)");
        m_python = *python;
        const QString script = m_kit + "/start_server.sh";
        QVERIFY(m_server.start(script, m_python, {}));
        QVERIFY(m_open.start(script, m_python, {"--no-auth"}));
    }

    void theNewcomersPathEndsWithAModelThatPythonLoads()
    {
        trainThree();
        // Side by side: what differs is named, and the one with the best figure.
        const auto compared =
            testing::runCli(m_folder, {"runs", "compare", "1", "2", "3", "--json"});
        QCOMPARE(compared.exitCode, 0);
        QStringList differing;
        for (const auto& line : compared.lines())
            differing.append(QString::fromStdString(line.value("name", std::string())));
        QVERIFY(differing.contains("learning_rate") && differing.contains("pooling"));
        const auto best = testing::runCli(m_folder, {"runs", "best", "--json"});
        const std::string chosen = best.event("best").at("run_ids").at(0);
        QCOMPARE(testing::runCli(m_folder, {"runs", "best", QString::fromStdString(chosen),
                                               "--reason", "best validation AUC of the three"})
                     .exitCode,
            0);
        const auto first = sync({"--register", "chest-model", "--alias", "champion"});
        QVERIFY2(first.exitCode == 0, first.err.constData());
        int sent = 0;
        QString remote;
        for (const auto& line : first.lines()) {
            sent += line.value("event", std::string()) == "synced" ? 1 : 0;
            if (line.value("run_id", std::string()) == chosen)
                remote = QString::fromStdString(line.value("remote_run", std::string()));
        }
        QCOMPARE(sent, 3);
        m_best = QString::fromStdString(chosen);
        // Read back through the public interface and mlflow.pyfunc, by somebody else's program.
        const auto judged = testing::runProgram(m_python,
            {m_kit + "/check_run.py", m_server.url(), "chest", "--user", "testuser", "--password",
                "testpassword", "--run", remote, "--uuid-tag", "negatoscope.run_uuid", "--alias",
                "champion", "--model", "chest-model", "--quiet"});
        QVERIFY2(judged.exitCode == 0, qPrintable(judged.output));
    }

    void uploadingAgainChangesNothing()
    {
        const auto again = sync({});
        QCOMPARE(again.exitCode, 0);
        QVERIFY(!again.event("synced").value("changed", true));
        const auto named =
            sync({"--run", m_best, "--register", "chest-model", "--alias", "champion"});
        QCOMPARE(named.exitCode, 0);
        QVERIFY(!named.event("synced").value("changed", true));
        QCOMPARE(named.event("synced").value("model_version", std::string()), std::string("1"));
    }

    void nothingPrivateIsOnTheServer()
    {
        // Films' names, the folder and the password, in all that the server stored.
        const auto judged = testing::runProgram(m_python,
            {"-c",
                "import sys, requests\n"
                "url, run = sys.argv[1:3]\n"
                "s = requests.Session(); s.auth = ('testuser', 'testpassword')\n"
                "api = url + '/api/2.0/mlflow/'\n"
                "e = s.get(api + 'experiments/get-by-name', params={'experiment_name': 'chest'})\n"
                "e = e.json()['experiment']['experiment_id']\n"
                "run = s.post(api + 'runs/search', json={'experiment_ids': "
                "[e]}).json()['runs'][0]\n"
                "rid = run['info']['run_id']\n"
                "texts = [str(run)]\n"
                "for f in s.get(api + 'artifacts/list', params={'run_id': rid}).json()['files']:\n"
                "    texts.append(s.get(url + '/get-artifact', params={'run_id': rid,\n"
                "                 'path': f['path']}).content.decode('latin1'))\n"
                "for word in ('phantom0', sys.argv[2], 'testpassword'):\n"
                "    assert not any(word in t for t in texts), word\n",
                m_server.url(), m_folder.path()});
        QVERIFY2(judged.exitCode == 0, qPrintable(judged.output));
    }

    void aWrongPasswordIsSaidAndNotShown()
    {
        qputenv("MLFLOW_TRACKING_PASSWORD", "wrongsecret1");
        const auto refused = testing::runCli(m_folder,
            {"mlflow", "sync", "--url", m_server.url(), "--user", "testuser", "--verbose"});
        QCOMPARE(refused.exitCode, 1);
        QVERIFY2(refused.err.contains("login was refused"), refused.err.constData());
        QVERIFY(!refused.err.contains("wrongsecret1") && !refused.out.contains("wrongsecret1"));
    }

    void noPasswordIsInAnyFile()
    {
        int files = 0;
        QDirIterator it(m_folder.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (it.hasNext()) {
            QFile file(it.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArray bytes = file.readAll();
            QVERIFY2(!bytes.contains("testpassword") && !bytes.contains("wrongsecret1"),
                qPrintable(file.fileName()));
            ++files;
        }
        QVERIFY(files > 10);
    }

    void whoMayNotWriteIsTold()
    {
        auto admin = client(m_server.url(), "admin", "adminpassword");
        const auto made = admin.send("POST", "/api/2.0/mlflow/users/create",
            {{"username", "reader"}, {"password", "readerpassword"}});
        QVERIFY(made && made->ok());
        auto reader = client(m_server.url(), "reader", "readerpassword");
        tracking::UploadOptions options;
        options.experiment = "chest"; // testuser's own
        const auto refused = tracking::uploadRun(reader, smallRun(), options);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, base::ErrorCode::PermissionDenied);
        QVERIFY(QByteArray(refused.error().what.c_str()).contains("denies it"));
    }

    void nobodyThereAndSomebodyElseAreTold()
    {
        auto nobody = client("http://127.0.0.1:9");
        const auto away = nobody.testConnection();
        QVERIFY(!away);
        QVERIFY(QByteArray(away.error().what.c_str()).contains("does not answer"));
        auto other = client(m_open.url() + "/not-the-base");
        QVERIFY(!other.testConnection());
    }

    void aDeletedExperimentComesBack()
    {
        auto direct = client(m_open.url());
        tracking::UploadOptions options;
        options.experiment = "deleted";
        const auto run = smallRun();
        const auto first = tracking::uploadRun(direct, run, options);
        QVERIFY(first.has_value());
        QVERIFY(direct
                    .send("POST", "/api/2.0/mlflow/experiments/delete",
                        {{"experiment_id", first->experimentId}})
                    .has_value());
        const auto second = tracking::uploadRun(direct, smallRun(), options);
        QVERIFY2(second.has_value(), second ? "" : base::toSentence(second.error()).c_str());
        QCOMPARE(second->experimentId, first->experimentId);
        QVERIFY(!second->notes.empty());
    }

    void twoWhoMakeTheSameExperimentAtOnceShareIt()
    {
        tracking::UploadOptions options;
        options.experiment = "the same name";
        options.registeredModel = "the same model";
        std::array<tracking::MlflowRun, 2> runs{smallRun(), smallRun()};
        std::array<base::Result<tracking::UploadResult>, 2> results;
        {
            std::vector<std::jthread> threads;
            for (std::size_t i = 0; i < runs.size(); ++i)
                threads.emplace_back([&, i] {
                    auto own = client(m_open.url());
                    results[i] = tracking::uploadRun(own, runs[i], options);
                });
        }
        for (const auto& result : results)
            QVERIFY2(result.has_value(), result ? "" : base::toSentence(result.error()).c_str());
        QCOMPARE(results[0]->experimentId, results[1]->experimentId);
        QVERIFY(results[0]->remoteRun != results[1]->remoteRun);
        QVERIFY(results[0]->modelVersion != results[1]->modelVersion);
    }

    void figuresThatAreNoNumbersAndClocksThatJumpDoNoHarm()
    {
        training::RunRecord record;
        record.id = base::makeUuid();
        record.config = *model::presetConfig("notebook");
        // The clock is set back by a day, then forward into the next century.
        const std::int64_t times[] = {1'790'000'000'000, 1'789'913'600'000, 4'102'444'800'000};
        for (int epoch = 0; epoch < 3; ++epoch) {
            training::EpochRecord one;
            one.epoch = epoch;
            one.finishedAtMs = times[epoch];
            one.metrics = {{"loss", 1.0 / (1 + epoch)},
                {"val_loss", epoch == 1 ? std::numeric_limits<double>::quiet_NaN() : 0.5},
                {"val_auc", std::numeric_limits<double>::infinity()}};
            record.history.push_back(one);
        }
        tracking::RunRow row;
        row.number = 1;
        const auto run = tracking::describeRun(record, row, "testuser");
        auto direct = client(m_open.url());
        tracking::UploadOptions options;
        options.experiment = "odd figures";
        const auto sent = tracking::uploadRun(direct, run, options);
        QVERIFY2(sent.has_value(), sent ? "" : base::toSentence(sent.error()).c_str());
        QCOMPARE(pointsOf(direct, sent->remoteRun, "loss"), std::size_t{3});
        QCOMPARE(pointsOf(direct, sent->remoteRun, "val_loss"), std::size_t{2});
        const std::string tags = remoteRun(direct, sent->remoteRun).at("data").at("tags").dump();
        QVERIFY(tags.find("negatoscope.nonfinite.val_loss") != std::string::npos);
        const auto again = tracking::uploadRun(direct, run, options);
        QVERIFY(again && !again->changed);
    }

    void aFileThatIsTooLargeKeepsNothingElse()
    {
        testing::FaultyProxy proxy(m_open.port());
        proxy.limitBodies(2500); // the model has 3000 bytes
        auto narrow = client(QStringLiteral("http://127.0.0.1:%1").arg(proxy.port()));
        tracking::UploadOptions options;
        options.experiment = "narrow";
        const auto run = smallRun();
        const auto refused = tracking::uploadRun(narrow, run, options);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, base::ErrorCode::TooLarge);
        QVERIFY(QByteArray(refused.error().what.c_str()).contains("model.onnx"));
        auto direct = client(m_open.url());
        const auto found =
            direct.get("/api/2.0/mlflow/experiments/get-by-name", {{"experiment_name", "narrow"}});
        const std::string experiment = found->body["experiment"]["experiment_id"];
        QCOMPARE(countOf(direct, run, experiment), std::size_t{1});
        proxy.limitBodies(0);
        const auto whole = tracking::uploadRun(narrow, run, options);
        QVERIFY2(whole.has_value(), whole ? "" : base::toSentence(whole.error()).c_str());
        QCOMPARE(countOf(direct, run, experiment), std::size_t{1});
        QCOMPARE(modelsOf(direct, *whole), std::size_t{1});
        QCOMPARE(remoteRun(direct, whole->remoteRun)["info"]["status"].get<std::string>(),
            std::string("FINISHED"));
    }

    void aRunIsThereWhileItTrains()
    {
        auto direct = client(m_open.url());
        training::RunRecord run;
        run.id = base::makeUuid();
        run.name = "Run 7";
        run.config = *model::presetConfig("notebook");
        tracking::LiveOptions options;
        options.server.url = m_open.url().toStdString();
        options.experiment = "live";
        options.interval = std::chrono::milliseconds(0);
        std::mutex mutex;
        tracking::LiveState seen;
        const auto state = [&] {
            const std::lock_guard lock(mutex);
            return seen;
        };
        auto live = std::make_unique<tracking::LiveSync>(options, [&](const auto& now) {
            const std::lock_guard lock(mutex);
            seen = now;
        });
        for (int epoch = 0; epoch < 4; ++epoch) {
            training::EpochRecord one;
            one.epoch = epoch;
            one.finishedAtMs = 1'790'000'000'000 + 1000 * epoch;
            one.metrics = {{"loss", 1.0 / (1 + epoch)}, {"val_loss", 2.0 / (1 + epoch)}};
            run.history.push_back(one);
            // Reported again and again, as the next epochs would; now and then two come at once.
            if (epoch % 2 == 0 || epoch == 3)
                QTRY_VERIFY_WITH_TIMEOUT(
                    (live->report(run, 60.0), state().epochs == epoch + 1), 60'000);
        }
        QCOMPARE(state().error, std::string());
        const std::string remote = state().remoteRun;
        QCOMPARE(
            remoteRun(direct, remote)["info"]["status"].get<std::string>(), std::string("RUNNING"));
        QCOMPARE(pointsOf(direct, remote, "val_loss"), std::size_t{4});
        // It ends: the same run is completed, nothing is there twice.
        live.reset();
        tracking::RunRow row;
        row.name = run.name;
        tracking::UploadOptions upload;
        upload.experiment = "live";
        const auto whole = tracking::uploadRun(direct, tracking::describeRun(run, row, {}), upload);
        QVERIFY2(whole.has_value(), whole ? "" : base::toSentence(whole.error()).c_str());
        QCOMPARE(whole->remoteRun, remote);
        QCOMPARE(pointsOf(direct, remote, "val_loss"), std::size_t{4});
        QCOMPARE(remoteRun(direct, remote)["info"]["status"].get<std::string>(),
            std::string("FINISHED"));
        // A run that is cancelled does not stay RUNNING for ever.
        run.id = base::makeUuid();
        live = std::make_unique<tracking::LiveSync>(options, [&](const auto& now) {
            const std::lock_guard lock(mutex);
            seen = now;
        });
        live->report(run, 60.0);
        QTRY_COMPARE_WITH_TIMEOUT(state().run, run.id, 60'000);
        live->abandon();
        live.reset();
        QCOMPARE(remoteRun(direct, state().remoteRun)["info"]["status"].get<std::string>(),
            std::string("KILLED"));
    }

    void everyFaultAtEveryCallEndsWithOneCompleteRun_data()
    {
        QTest::addColumn<int>("fault");
        const std::pair<const char*, Fault> kFaults[] = {{"drop request", Fault::DropRequest},
            {"drop reply", Fault::DropReply}, {"reset", Fault::Reset}, {"delay", Fault::Delay},
            {"duplicate", Fault::Duplicate}, {"truncate request", Fault::TruncateRequest},
            {"truncate reply", Fault::TruncateReply}, {"503 before", Fault::ErrorBefore},
            {"500 after", Fault::ErrorAfter}, {"429", Fault::TooMany}};
        for (const auto& [name, fault] : kFaults)
            QTest::newRow(name) << static_cast<int>(fault);
    }

    void everyFaultAtEveryCallEndsWithOneCompleteRun()
    {
        QFETCH(int, fault);
        testing::FaultyProxy proxy(m_open.port());
        const QString url = QStringLiteral("http://127.0.0.1:%1").arg(proxy.port());
        tracking::UploadOptions options;
        options.experiment = QTest::currentDataTag();
        options.registeredModel = std::string("model ") + QTest::currentDataTag();
        options.alias = "champion";
        auto direct = client(m_open.url());
        // Every call meets the fault: in one upload each (all of them, on demand), or every fifth
        // one of an upload, with each beginning. A repeated call moves the later ones on by one, so
        // that the strides of five meet every fourth call, and the beginnings fill the gaps.
        const bool each = qEnvironmentVariableIsSet("NEGATOSCOPE_EVERY_FAULT");
        constexpr int kStride = 5;
        int uploads = kStride;
        int calls = 0;
        int spoiled = 0;
        for (int first = 0; first < uploads; ++first) {
            const auto run = smallRun();
            proxy.spoil(first, static_cast<Fault>(fault), each ? 0 : kStride);
            auto disturbed = client(url);
            const auto result = tracking::uploadRun(disturbed, run, options);
            const QByteArray where = "from call " + QByteArray::number(first);
            QVERIFY2(result.has_value(),
                result ? "" : (where + ": " + base::toSentence(result.error()).c_str()));
            calls = std::max(calls, proxy.requests());
            spoiled += proxy.spoiled();
            uploads = each ? std::max(uploads, proxy.requests()) : kStride;
            // What is there now: a second upload, undisturbed, must find nothing to do.
            const auto again = tracking::uploadRun(direct, run, options);
            QVERIFY2(again.has_value(),
                again ? "" : (where + ": " + base::toSentence(again.error()).c_str()));
            QVERIFY2(!again->changed, where);
            QCOMPARE(again->remoteRun, result->remoteRun);
            QVERIFY2(countOf(direct, run, result->experimentId) == 1, where);
            QVERIFY2(modelsOf(direct, *result) == 1, where);
        }
        qInfo("%d requests of at most %d in an upload were spoiled", spoiled, calls);
        QVERIFY(calls > 20);
        QVERIFY(spoiled >= calls - kStride);
    }

    void aServerThatRestartsHalfWayIsWaitedFor()
    {
        QTemporaryDir state;
        const QStringList options{"--no-auth", "--state", state.path()};
        Server server;
        QVERIFY(server.start(m_kit + "/start_server.sh", m_python, options));
        const QString url = server.url();
        const QStringList samePort =
            options + QStringList{"--port", QString::number(server.port())};
        const auto run = smallRun();
        tracking::UploadOptions upload;
        upload.experiment = "restarted";
        std::atomic<bool> isHalfWay = false;
        std::atomic<bool> isGone = false;
        base::Result<tracking::UploadResult> result;
        std::jthread uploader([&] {
            tracking::MlflowServer there;
            there.url = url.toStdString();
            // Patient enough for a server that needs minutes on a busy machine.
            tracking::MlflowClient patient(
                there, {600, std::chrono::milliseconds(200), std::chrono::milliseconds(500),
                           std::chrono::milliseconds(20'000)});
            result = tracking::uploadRun(patient, run, upload, [&](const std::string& stage) {
                if (stage == "metrics" && !isHalfWay.exchange(true))
                    isGone.wait(false);
            });
        });
        QTRY_VERIFY_WITH_TIMEOUT(isHalfWay, 60'000);
        server.stop();
        isGone = true;
        isGone.notify_all();
        Server second;
        QVERIFY(second.start(m_kit + "/start_server.sh", m_python, samePort));
        uploader.join();
        QVERIFY2(result.has_value(), result ? "" : base::toSentence(result.error()).c_str());
        auto direct = client(url);
        const auto again = tracking::uploadRun(direct, run, upload);
        QVERIFY(again && !again->changed);
        QCOMPARE(countOf(direct, run, again->experimentId), std::size_t{1});
    }

private:
    static std::size_t countOf(tracking::MlflowClient& direct, const tracking::MlflowRun& run,
        const std::string& experiment)
    {
        const auto reply = direct.send("POST", "/api/2.0/mlflow/runs/search",
            {{"experiment_ids", {experiment}}, {"max_results", 100},
                {"filter", "tags.`negatoscope.run_uuid` = '" + run.uuid + "'"}});
        return reply && reply->body.contains("runs") ? reply->body["runs"].size() : 0;
    }

    static std::size_t modelsOf(
        tracking::MlflowClient& direct, const tracking::UploadResult& result)
    {
        const auto reply = direct.send("POST", "/api/2.0/mlflow/logged-models/search",
            {{"experiment_ids", {result.experimentId}}, {"max_results", 50},
                {"filter", "source_run_id = '" + result.remoteRun + "'"}});
        return reply && reply->body.contains("models") ? reply->body["models"].size() : 0;
    }
};

QTEST_GUILESS_MAIN(MlflowServerTest)
#include "tst_mlflow_server.moc"
