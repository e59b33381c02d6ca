#include "core/base/Files.h"
#include "core/tracking/MlflowImport.h"
#include "core/tracking/MlflowRun.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QtTest>

#include <limits>

using namespace negatoscope;

/// What is told to MLflow, and what is read of it, without any server.
class MlflowFilesTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::filesystem::path root() const { return m_folder->path().toStdString(); }

    void write(const std::string& name, const std::string& text) const
    {
        const auto path = root() / name;
        QVERIFY(base::makeFolder(path.parent_path()));
        QVERIFY(base::writeFileAtomically(path, text));
    }

    /// A run as mlflow.tensorflow.autolog leaves it in an mlruns folder.
    void writeNotebookRun() const
    {
        const std::string run = "mlruns/123456789012345678/0123456789abcdef0123456789abcdef/";
        write("mlruns/123456789012345678/meta.yaml",
            "artifact_location: file:///x\nexperiment_id: '123456789012345678'\n"
            "lifecycle_stage: active\nname: pneumonia\n");
        write(run + "meta.yaml",
            "artifact_uri: file:///x/artifacts\nend_time: 1700000009000\n"
            "lifecycle_stage: active\nrun_id: 0123456789abcdef0123456789abcdef\n"
            "run_name: 'it''s a run'\nstart_time: 1700000000000\nstatus: 3\n");
        write(run + "metrics/val_loss",
            "1700000001000 0.5 0\n1700000002000 0.25 1\n1700000003000 0.375 2\n");
        write(run + "metrics/val_accuracy",
            "1700000001000 0.75 0\n1700000002000 0.9 1\n1700000003000 nan 2\n");
        write(run + "metrics/train_loss", "1700000001000 0.6 0\n");
        write(run + "params/alpha", "0.35");
        write(run + "params/pooling", "max");
        write(run + "params/rgb", "False");
        write(run + "params/input_shape", "(224, 224, 3)");
        write(run + "params/epochs", "3");
        write(run + "params/optimizer", "adamw");
        write(run + "params/opt_learning_rate", "0.0001");
        write(run + "params/added_layers",
            "[{'type': 'dropout', 'count': 0.3}, "
            "{'type': 'dense', 'count': 2, 'activation': 'softmax'}]");
        write(run + "tags/mlflow.note.content", "from the notebook");
        const std::string deleted = "mlruns/123456789012345678/ffffffffffffffffffffffffffffffff/";
        write(deleted + "meta.yaml",
            "lifecycle_stage: deleted\nrun_id: ffffffffffffffffffffffffffffffff\nrun_name: gone\n");
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void aNotebooksFolderIsRead()
    {
        writeNotebookRun();
        const auto found = tracking::readMlflowRuns(root() / "mlruns");
        QVERIFY2(found.has_value(), found ? "" : base::toSentence(found.error()).c_str());
        QCOMPARE(found->runs.size(), std::size_t{1});
        QCOMPARE(found->notes.size(), std::size_t{1});
        const auto& run = found->runs.front();
        QCOMPARE(run.row.name, std::string("it's a run"));
        QCOMPARE(run.row.epochs, 3);
        QCOMPARE(run.row.bestEpoch, 1);
        QCOMPARE(run.row.figures.at("val_accuracy"), 0.9);
        QCOMPARE(run.history[0].metrics.at("loss"), 0.6);
        QVERIFY(std::isnan(run.history[2].metrics.at("val_accuracy")));
        QCOMPARE(run.row.seconds, 9.0);
        QCOMPARE(run.row.note, std::string("from the notebook"));
        QVERIFY(run.row.origin.find("pneumonia") != std::string::npos);
        // Settings like ours: every key of the schema, so that it compares with a run of ours.
        QCOMPARE(run.row.settings.at("learning_rate").get<double>(), 1e-4);
        QCOMPARE(run.row.settings.at("added_layers.0.rate").get<double>(), 0.3);
        QVERIFY(run.row.settings.contains("batch_size"));
    }

    void otherParametersAreKeptAsTheyAre()
    {
        writeNotebookRun();
        write("mlruns/123456789012345678/0123456789abcdef0123456789abcdef/params/added_layers",
            "something else");
        const auto found = tracking::readMlflowRuns(root() / "mlruns");
        QVERIFY(found.has_value());
        const auto& settings = found->runs.front().row.settings;
        QCOMPARE(settings.at("alpha").get<double>(), 0.35);
        QCOMPARE(settings.at("rgb").get<bool>(), false);
        QCOMPARE(settings.at("added_layers").get<std::string>(), std::string("something else"));
    }

    void aDatabaseIsReadAndLeftAlone()
    {
        const QString file = m_folder->filePath(QStringLiteral("mlflow.db"));
        {
            auto raw = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("raw"));
            raw.setDatabaseName(file);
            QVERIFY(raw.open());
            for (const char* statement :
                {"CREATE TABLE experiments (experiment_id INTEGER PRIMARY KEY, name TEXT,"
                 " lifecycle_stage TEXT, workspace TEXT)",
                    "CREATE TABLE runs (run_uuid TEXT PRIMARY KEY, name TEXT, status TEXT,"
                    " start_time BIGINT, end_time BIGINT, lifecycle_stage TEXT,"
                    " experiment_id INTEGER, something_newer TEXT)",
                    "CREATE TABLE metrics (key TEXT, value REAL, timestamp BIGINT, run_uuid TEXT,"
                    " step BIGINT, is_nan BOOLEAN)",
                    "CREATE TABLE params (key TEXT, value TEXT, run_uuid TEXT)",
                    "CREATE TABLE tags (key TEXT, value TEXT, run_uuid TEXT)",
                    "INSERT INTO experiments VALUES (1, 'chest', 'active', 'default')",
                    "INSERT INTO runs VALUES ('aa', 'first', 'FINISHED', 1000, 5000, 'active', 1,"
                    " 'x')",
                    "INSERT INTO runs VALUES ('bb', 'gone', 'FINISHED', 1000, 5000, 'deleted', 1,"
                    " 'x')",
                    "INSERT INTO metrics VALUES ('val_loss', 0.5, 1000, 'aa', 0, 0)",
                    "INSERT INTO metrics VALUES ('val_loss', 0.0, 2000, 'aa', 1, 1)",
                    "INSERT INTO params VALUES ('batch_size', '32', 'aa')"})
                QVERIFY2(QSqlQuery(raw).exec(QString::fromLatin1(statement)), statement);
            raw.close();
        }
        QSqlDatabase::removeDatabase(QStringLiteral("raw"));
        const auto before = base::readFile(file.toStdString()).value();
        const auto found = tracking::readMlflowRuns(file.toStdString());
        QVERIFY2(found.has_value(), found ? "" : base::toSentence(found.error()).c_str());
        QCOMPARE(found->runs.size(), std::size_t{1});
        const auto& run = found->runs.front();
        QCOMPARE(run.row.name, std::string("first"));
        QCOMPARE(run.row.settings.at("batch_size").get<int>(), 32);
        QVERIFY(std::isnan(run.history.at(1).metrics.at("val_loss")));
        QCOMPARE(run.row.bestEpoch, 0);
        QCOMPARE(base::readFile(file.toStdString()).value(), before);
        QVERIFY(!std::filesystem::exists(file.toStdString() + "-wal"));
    }

    void otherFilesAreRefused()
    {
        QCOMPARE(
            tracking::readMlflowRuns(root() / "nothing").error().code, base::ErrorCode::NotFound);
        write("empty/readme", "x");
        QCOMPARE(tracking::readMlflowRuns(root() / "empty").error().code,
            base::ErrorCode::UnsupportedFormat);
        write("other.db", std::string(4000, 'z'));
        QVERIFY(!tracking::readMlflowRuns(root() / "other.db"));
    }

    void whatIsToldToAServerIsCompleteAndSaysNothingPrivate()
    {
        training::RunRecord run;
        run.id = base::makeUuid();
        run.config = model::presetConfig("notebook").value();
        run.config.weights = "/home/anna/patients/weights.h5";
        run.environment = {
            {"data_root", "/home/anna/patients"}, {"train_films", 84u}, {"threads", 2}};
        run.dataFingerprint = "films";
        for (int epoch = 0; epoch < 3; ++epoch) {
            training::EpochRecord record;
            record.epoch = epoch;
            record.finishedAtMs = 1'700'000'000'000; // quicker than a millisecond
            record.metrics = {{"loss", 0.5},
                {"val_loss", epoch == 1 ? std::numeric_limits<double>::infinity() : 0.25}};
            run.history.push_back(record);
        }
        run.validation.classNames = {"NORMAL", "PNEUMONIA"};
        run.validation.positiveClass = 1;
        run.validation.films = {"anna_smith.png", "b.png"};
        run.validation.labels = {0, 1};
        run.validation.probabilities = {0.9, 0.1, 0.2, 0.8};
        tracking::RunRow row;
        row.number = 7;
        row.note = "Anna Smith";
        row.tags = {"lecture (Monday)"};
        const auto told = tracking::describeRun(run, row, "teacher");
        for (const char* key : {"rgb", "include_top", "input_tensor", "classifier_activation",
                 "alpha", "weights", "strategy", "fixed_layers", "epochs", "batch_size", "img_size",
                 "input_shape", "pooling", "equilibrate", "optimizer", "loss", "data_augmentation",
                 "include_preprocessing", "model", "added_layers"}) {
            QVERIFY2(told.params.contains(key), key);
            QVERIFY2(!told.params.at(key).empty(), key);
        }
        QCOMPARE(told.params.at("weights"), std::string("weights.h5"));
        QCOMPARE(told.params.at("input_shape"), std::string("(224, 224, 3)"));
        QCOMPARE(told.name, std::string("Run 7"));
        QCOMPARE(told.tags.at("mlflow.user"), std::string("teacher"));
        QVERIFY(told.tags.contains("negatoscope.nonfinite.val_loss"));
        QVERIFY(told.tags.contains("negatoscope.tag.lecture _Monday_"));
        std::int64_t before = 0;
        for (const auto& metric : told.metrics) {
            QVERIFY(std::isfinite(metric.value));
            if (metric.key == "loss") {
                QVERIFY(metric.timestampMs > before);
                before = metric.timestampMs;
            }
        }
        QVERIFY(told.startMs <= 1'700'000'000'000 && told.endMs >= before);
        std::string all = told.name;
        for (const auto* map : {&told.params, &told.tags})
            for (const auto& [key, value] : *map)
                all += key + value;
        for (const auto& dataset : told.datasets)
            all += dataset.name + dataset.source + dataset.profile;
        QVERIFY(told.datasets.size() == 2);
        for (const char* word : {"anna", "Anna", "patients", "/home"})
            QVERIFY2(all.find(word) == std::string::npos, word);
    }

    void keysAreMadeFitForEveryServer()
    {
        QCOMPARE(tracking::mlflowKey("Dice (tumour)"), std::string("Dice _tumour_"));
        QCOMPARE(tracking::mlflowKey("/a//b/"), std::string("_a/_b"));
        QCOMPARE(tracking::mlflowKey("Größe:1"), std::string("Größe_1"));
        QCOMPARE(tracking::mlflowKey(".."), std::string("_.."));
        QCOMPARE(tracking::mlflowKey(std::string(400, 'k')).size(), std::size_t{250});
    }
};

QTEST_GUILESS_MAIN(MlflowFilesTest)
#include "tst_mlflow_files.moc"
