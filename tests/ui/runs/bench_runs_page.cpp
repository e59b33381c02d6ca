// How quick the page of runs is with a long list, in milliseconds.
//   bench_runs_page [RUNS = 10000] [WORKSPACE]     a workspace that is there is used as it is

#include "ui/runs/RunsLibrary.h"
#include "ui/runs/RunsModel.h"
#include "ui/runs/RunsPage.h"
#include "ui/runs/RunsTable.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QTemporaryDir>

#include <cstdio>
#include <cstdlib>

namespace {

using namespace negatoscope;

/// Twenty epochs each, five settings that differ.
void fill(const std::filesystem::path& workspace, int runs)
{
    const auto store = tracking::RunStore::open(workspace).value();
    tracking::RunRow row;
    row.settings = tracking::flatSettings(*model::presetConfig("notebook"));
    std::vector<training::EpochRecord> history(20);
    for (int i = static_cast<int>(store->summaries().value().size()); i < runs; ++i) {
        row.id = "benchmark-" + std::to_string(i);
        row.settings["seed"] = i % 5;
        row.settings["learning_rate"] = 1e-4 * (1 + i % 50);
        row.settings["pooling"] = i % 2 == 0 ? "max" : "avg";
        row.settings["batch_size"] = 8 << (i % 4);
        row.settings["epochs"] = 5 + i % 16;
        for (int epoch = 0; epoch < 20; ++epoch) {
            history[static_cast<std::size_t>(epoch)].epoch = epoch;
            history[static_cast<std::size_t>(epoch)].metrics = {{"loss", 1.0 / (1 + epoch)},
                {"val_loss", 0.2 + 1e-5 * i / (1 + epoch)}, {"val_auc", 0.9 + 1e-6 * i}};
        }
        row.figures = {{"val_loss", 0.2}, {"val_auc", 0.9 + 1e-6 * i}};
        row.epochs = 20;
        if (!store->saveImported(row, history))
            std::abort();
    }
}

template <typename Ready>
double wait(const QElapsedTimer& clock, const Ready& ready)
{
    while (!ready())
        QCoreApplication::processEvents(QEventLoop::AllEvents, 1);
    return static_cast<double>(clock.nsecsElapsed()) * 1e-6;
}

template <typename Work>
void say(const char* what, const Work& work)
{
    QElapsedTimer clock;
    clock.start();
    work();
    std::printf("%-52s %8.1f\n", what, static_cast<double>(clock.nsecsElapsed()) * 1e-6);
}

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    const QTemporaryDir folder;
    const int runs = argc > 1 ? std::atoi(argv[1]) : 10'000;
    const QString workspace = argc > 2 ? QString::fromLocal8Bit(argv[2]) : folder.path();
    fill(workspace.toStdString(), runs);
    ui::AppState state(folder.filePath("settings.ini"));
    state.setWorkspaceFolder(workspace);
    QElapsedTimer clock;
    clock.start();
    ui::RunsPage page(state);
    page.resize(1372, 810);
    page.show();
    ui::RunsLibrary& library = page.library();
    std::printf("%-52s %8.1f\n", "until the list is shown",
        wait(clock, [&] { return library.runs().size() >= runs; }));
    std::printf("%-52s %8.1f\n", "until all settings are there, in the background",
        wait(clock, [&] { return library.runs().front()->isWhole; }));
    auto& model =
        *qobject_cast<ui::RunsModel*>(page.findChild<ui::RunsTable*>("runsTable")->model());
    say("filter: lr > 1e-3 (GUI thread)", [&] { model.setFilter("lr > 1e-3"); });
    say("no filter", [&] { model.setFilter({}); });
    say("group seeds", [&] { model.setGrouped(true); });
    say("single runs", [&] { model.setGrouped(false); });
    say("sort by the best AUC",
        [&] { model.sort(model.resultColumn(ui::RunsModel::AucBest), Qt::DescendingOrder); });
    say("paint", [&] { page.grab(); });
    clock.restart();
    const QString id = QString::fromStdString(library.runs().at(5)->row.id);
    library.rename(id, QString::number(clock.msecsSinceReference()));
    std::printf("%-52s %8.1f\n", "rename, until it is stored and shown",
        wait(clock, [&] { return library.find(id)->row.name != std::string(); }));
    return 0;
}
