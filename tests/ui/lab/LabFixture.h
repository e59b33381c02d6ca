#pragma once

#include "core/training/Trainer.h"
#include "ui/lab/LabController.h"
#include "ui/lab/LabPage.h"
#include "ui/shell/AppState.h"

#include <QTemporaryDir>
#include <QThread>

#include <cmath>
#include <memory>

namespace negatoscope::test {

/// 40 training, `validation` validation and 20 test films of two classes, a third of them NORMAL.
inline ui::ManifestPtr madeUpManifest(int validation = 60)
{
    auto manifest = std::make_shared<dataset::Manifest>();
    manifest->root = "/films/made_up";
    manifest->classNames = {"NORMAL", "PNEUMONIA"};
    manifest->positiveClass = 1;
    const auto add = [&](dataset::Split split, int count) {
        for (int i = 0; i < count; ++i) {
            dataset::FilmItem item;
            item.label = i % 3 == 0 ? 0 : 1;
            item.name = std::string(dataset::splitName(split)) + "/" + std::to_string(1000 + i);
            item.path = manifest->root / item.name;
            item.split = split;
            item.patient = item.name;
            item.hash = item.name;
            manifest->items.push_back(item);
        }
    };
    add(dataset::Split::Train, 40);
    add(dataset::Split::Validation, validation);
    add(dataset::Split::Test, 20);
    return manifest;
}

inline evaluation::Scores emptyScores(const dataset::Manifest& manifest, dataset::Split split)
{
    evaluation::Scores scores;
    scores.classNames = manifest.classNames;
    scores.positiveClass = manifest.positiveClass;
    for (const std::size_t index : manifest.indicesOf(split)) {
        scores.films.push_back(manifest.items[index].name);
        scores.patients.push_back(manifest.items[index].patient);
        scores.labels.push_back(manifest.items[index].label);
    }
    return scores;
}

/// Logits that separate the classes better with every epoch, never perfectly.
inline std::vector<float> madeUpLogits(const evaluation::Scores& scores, int epoch)
{
    std::vector<float> logits;
    for (std::size_t film = 0; film < scores.labels.size(); ++film) {
        const double noise = 3.0 * std::sin(12.9898 * static_cast<double>(film + 1));
        const double pull = (scores.labels[film] == 1 ? 1.0 : -1.0) * (0.5 + 0.3 * epoch);
        logits.push_back(0.0F);
        logits.push_back(static_cast<float>(pull + noise));
    }
    return logits;
}

inline void fill(evaluation::Scores& scores, const std::vector<float>& logits)
{
    scores.logits.assign(logits.begin(), logits.end());
    evaluation::fillProbabilities(scores);
}

/// A trainer that only keeps the contract of training::train: events in order, both stops, one
/// record. `batchMs` per batch.
struct FakeTrainer
{
    int batches = 6;
    unsigned long batchMs = 2;

    training::RunRecord operator()(const training::TrainingRequest& request,
        const training::StopRequest& stop, const training::TrainingCallback& callback) const
    {
        training::RunRecord run;
        run.id = request.runId;
        run.name = request.runName;
        run.config = request.config;
        run.validation = emptyScores(request.data, dataset::Split::Validation);
        run.test = emptyScores(request.data, dataset::Split::Test);
        callback(training::Started{run.id, 40, run.validation.labels.size(), 20, 1000, false,
            "the films were never seen"});
        callback(training::FeaturesProgress{40, 40, 0.1});
        for (int epoch = 0; epoch < request.config.epochs; ++epoch) {
            for (int batch = 0; batch < batches; ++batch) {
                QThread::msleep(batchMs);
                if (stop.cancel.stop_requested()) {
                    run.outcome = training::OutcomeKind::Cancelled;
                    return run;
                }
                const training::BatchRecord record{epoch, batch, 0.7 / (epoch + 1.0), 0.6};
                run.batches.push_back(record);
                callback(training::BatchDone{record, batches});
            }
            finishEpoch(run, epoch, request.config.epochs, callback);
            if (stop.keep.stop_requested()) {
                run.outcome = training::OutcomeKind::Stopped;
                break;
            }
        }
        callback(training::Evaluating{});
        fill(run.validation, run.validationLogits.back());
        fill(run.test, madeUpLogits(run.test, run.bestEpoch));
        run.seconds.train = 1.5;
        run.seconds.total = 2.0;
        return run;
    }

private:
    static void finishEpoch(
        training::RunRecord& run, int epoch, int epochs, const training::TrainingCallback& callback)
    {
        training::EpochRecord record;
        record.epoch = epoch;
        const double step = epoch + 1.0;
        record.metrics = {{"loss", 0.42 / std::sqrt(step) - 0.05},
            {"val_loss", 0.40 / std::sqrt(step) + 0.004 * step}, {"accuracy", 1.0 - 0.16 / step},
            {"val_accuracy", 0.97 - 0.10 / step}};
        run.history.push_back(record);
        run.validationLogits.push_back(madeUpLogits(run.validation, epoch));
        run.bestEpoch = epoch;
        callback(training::EpochDone{record, epochs, true, run.validationLogits.back()});
    }
};

/// A Lab with its own settings and workspace.
struct Lab
{
    explicit Lab(session::TrainFunction train = FakeTrainer{})
        : state(folder.filePath(QStringLiteral("settings.ini")))
    {
        state.setWorkspaceFolder(folder.filePath(QStringLiteral("workspace")));
        page = std::make_unique<ui::LabPage>(state, std::move(train));
        page->resize(1372, 810);
    }

    QTemporaryDir folder;
    ui::AppState state;
    std::unique_ptr<ui::LabPage> page;

    template <typename T>
    T* find(const char* name) const
    {
        return page->findChild<T*>(QLatin1String(name));
    }
};

} // namespace negatoscope::test
