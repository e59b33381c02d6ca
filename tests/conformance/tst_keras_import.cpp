#include "core/tracking/RunStore.h"
#include "tests/app/CliRun.h"
#include "tests/conformance/PythonEnvironment.h"
#include "tests/support/SharedFiles.h"

#include <QDirIterator>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>

using namespace negatoscope;

/// Runs that Keras has trained and MLflow's own callback has logged, read as they lie on the disk.
class KerasImportTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aNotebooksRunsAppearBesideOurs_data()
    {
        QTest::addColumn<QString>("store");
        QTest::newRow("database") << QStringLiteral("notebook/mlflow.db");
        QTest::newRow("folder") << QStringLiteral("notebook/mlruns");
    }

    void aNotebooksRunsAppearBesideOurs()
    {
        const auto python = testing::pythonWith({"mlflow", "keras", "jax"});
        if (!python)
            QSKIP("needs a Python environment with MLflow and Keras "
                  "(packaging/install_dependencies.sh --tests)");
        QFETCH(QString, store);
        QTemporaryDir folder;
        const QString path = folder.filePath(store);
        const QString said = folder.filePath("said.json");
        const auto script = testing::sourceFolder() / "tests/conformance/write_keras_runs.py";
        const auto written =
            testing::runProgram(*python, {QString::fromStdString(script.string()), path, said});
        QVERIFY2(written.exitCode == 0, qPrintable(written.output));
        const auto before = contentOf(path);
        const auto imported = testing::runCli(folder, {"mlflow", "import", path, "--json"});
        QVERIFY2(imported.exitCode == 0, imported.err.constData());
        QVERIFY(contentOf(path) == before); // read only
        const auto listed = testing::runCli(folder, {"runs", "list", "--json"});
        QFile file(said);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto expected = nlohmann::json::parse(file.readAll().toStdString());
        QCOMPARE(expected.size(), std::size_t{2});
        for (const auto& [id, histories] : expected.items())
            compare(listed, id, histories);
    }

private:
    static QByteArray contentOf(const QString& path)
    {
        QFile file(path);
        if (file.open(QIODevice::ReadOnly))
            return file.readAll();
        QByteArray names;
        QDirIterator it(path, QDir::Files, QDirIterator::Subdirectories);
        while (it.hasNext())
            names += it.next().toUtf8() + QByteArray::number(it.fileInfo().size());
        return names;
    }

    static void compare(
        const testing::CliResult& listed, const std::string& id, const nlohmann::json& histories)
    {
        const auto lines = listed.lines();
        const auto run = std::find_if(lines.begin(), lines.end(),
            [&id](const auto& line) { return line.value("run_id", std::string()) == id; });
        QVERIFY(run != lines.end());
        QCOMPARE(run->at("epochs").get<int>(), 4);
        QVERIFY(!run->at("origin").get<std::string>().empty());
        // The notebook's dictionary has become settings like ours.
        QCOMPARE(run->at("settings").at("alpha").get<double>(), 0.35);
        QCOMPARE(run->at("settings").at("added_layers.0.type").get<std::string>(),
            std::string("dropout"));
        const auto& losses = histories.at("val_loss");
        double lowest = losses.at(0);
        std::size_t best = 0;
        for (std::size_t epoch = 0; epoch < losses.size(); ++epoch)
            if (losses[epoch].get<double>() < lowest) {
                lowest = losses[epoch];
                best = epoch;
            }
        QCOMPARE(run->at("best_epoch").get<std::size_t>(), best);
        QCOMPARE(run->at("figures").at("val_loss").get<double>(), lowest);
        QCOMPARE(run->at("figures").at("val_accuracy").get<double>(),
            histories.at("val_accuracy").at(best).get<double>());
    }
};

QTEST_GUILESS_MAIN(KerasImportTest)
#include "tst_keras_import.moc"
