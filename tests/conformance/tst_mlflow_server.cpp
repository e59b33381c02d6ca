#include "core/base/Files.h"
#include "core/tracking/MlflowSync.h"
#include "tests/app/CliRun.h"
#include "tests/conformance/FaultyProxy.h"
#include "tests/conformance/PythonEnvironment.h"
#include "tests/support/SharedFiles.h"

#include <QCoreApplication>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

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
    ~Server()
    {
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

    tracking::MlflowClient client(const QString& url) const
    {
        tracking::MlflowServer server;
        server.url = url.toStdString();
        return tracking::MlflowClient(server, impatient());
    }

    testing::CliResult sync(const QStringList& more)
    {
        qputenv("MLFLOW_TRACKING_PASSWORD", "testpassword");
        return testing::runCli(
            m_folder, QStringList{"mlflow", "sync", "--json", "--url", m_server.url(), "--user",
                          "testuser", "--experiment", "chest"} +
                          more);
    }

    void trainOne()
    {
        const QString films = m_folder.filePath("films");
        QCOMPARE(testing::runCli(m_folder, {"phantom", "generate", "--count", "80", "--out", films})
                     .exitCode,
            0);
        const auto trained = testing::runCli(
            m_folder, {"train", "--data", films, "--weights", "phantom", "--preset", "notebook",
                          "--set", "epochs=3", "--set", "batch_size=16", "--json"});
        QCOMPARE(trained.exitCode, 0);
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

    void aTrainedRunIsCompleteOnTheServer()
    {
        trainOne();
        const auto first = sync({"--register", "chest-model", "--alias", "champion"});
        QVERIFY2(first.exitCode == 0, first.err.constData());
        const auto synced = first.event("synced");
        QVERIFY(synced.value("changed", false));
        const auto remote = QString::fromStdString(synced.value("remote_run", std::string("none")));
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
        const auto named = sync({"--run", "1", "--register", "chest-model", "--alias", "champion"});
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

    void everyFaultAtEveryCallEndsWithOneCompleteRun_data()
    {
        QTest::addColumn<int>("fault");
        const std::pair<const char*, Fault> kFaults[] = {{"drop request", Fault::DropRequest},
            {"drop reply", Fault::DropReply}, {"reset", Fault::Reset}, {"delay", Fault::Delay},
            {"duplicate", Fault::Duplicate}, {"truncate request", Fault::TruncateRequest},
            {"truncate reply", Fault::TruncateReply}, {"503 before", Fault::ErrorBefore},
            {"500 after", Fault::ErrorAfter}};
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
        int calls = 1;
        for (int call = 0; call < calls; ++call) {
            const auto run = smallRun();
            proxy.spoil(call, static_cast<Fault>(fault));
            auto spoiled = client(url);
            const auto result = tracking::uploadRun(spoiled, run, options);
            const QByteArray where = "call " + QByteArray::number(call);
            QVERIFY2(result.has_value(),
                result ? "" : (where + ": " + base::toSentence(result.error()).c_str()));
            calls = std::max(calls, proxy.requests());
            // What is there now: a second upload, undisturbed, must find nothing to do.
            const auto again = tracking::uploadRun(direct, run, options);
            QVERIFY2(again.has_value(),
                again ? "" : (where + ": " + base::toSentence(again.error()).c_str()));
            QVERIFY2(!again->changed, where);
            QCOMPARE(again->remoteRun, result->remoteRun);
            QVERIFY2(countOf(direct, run, result->experimentId) == 1, where);
            QVERIFY2(modelsOf(direct, *result) == 1, where);
        }
        QVERIFY(calls > 20);
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
