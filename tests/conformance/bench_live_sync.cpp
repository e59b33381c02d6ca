// How much a server that watches a run slows its training: the same training with and without a
// live upload, in turn, so that what else the computer does meets both alike. Seconds on the clock
// want a quiet computer; the processor's seconds do not, but leave out the server's own.
//   bench_live_sync FILMS URL [PAIRS = 4] [EPOCHS = 40] [SECONDS BETWEEN CALLS = 10]

#include "core/base/Files.h"
#include "core/dataset/Scan.h"
#include "core/tracking/LiveSync.h"
#include "core/training/Trainer.h"

#include <QTemporaryDir>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <vector>

namespace {

using namespace negatoscope;
using Clock = std::chrono::steady_clock;

struct Measured
{
    double seconds = 0.0;
    double processor = 0.0; ///< seconds, of all threads
    int epochsOnServer = 0;
};

Measured trainOnce(training::TrainingRequest request, tracking::LiveOptions* options)
{
    request.runId = base::makeUuid();
    request.runName = "benchmark";
    std::atomic<int> onServer = 0;
    std::unique_ptr<tracking::LiveSync> live;
    if (options)
        live = std::make_unique<tracking::LiveSync>(
            *options, [&onServer](const auto& state) { onServer = state.epochs; });
    training::RunRecord said;
    said.id = request.runId;
    said.name = request.runName;
    said.config = request.config;
    const auto start = Clock::now();
    const std::clock_t processorStart = std::clock();
    const auto passed = [&start] {
        return std::chrono::duration<double>(Clock::now() - start).count();
    };
    const auto run = training::train(request, {}, [&](const training::TrainingEvent& event) {
        const auto* epoch = std::get_if<training::EpochDone>(&event);
        if (!epoch)
            return;
        said.history.push_back(epoch->record);
        if (live)
            live->report(said, passed());
    });
    Measured measured{
        passed(), static_cast<double>(std::clock() - processorStart) / CLOCKS_PER_SEC, onServer};
    if (run.error)
        std::printf("failed: %s\n", base::toSentence(*run.error).c_str());
    return measured;
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    const std::size_t half = values.size() / 2;
    return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2.0;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 3)
        return 2;
    const auto number = [&](int place, int usual) {
        return argc > place ? std::atoi(argv[place]) : usual;
    };
    const QTemporaryDir folder;
    auto films = dataset::scanFolder(argv[1], {});
    if (!films || !*films)
        return 1;
    training::TrainingRequest request;
    request.data = **films;
    request.config = *model::presetConfig("notebook");
    request.config.weights = "phantom";
    request.config.epochs = number(4, 40);
    request.config.batchSize = 16;
    request.cacheFolder = folder.path().toStdString();
    request.warm = std::make_shared<training::WarmState>();
    tracking::LiveOptions options;
    options.server.url = argv[2];
    options.experiment = "benchmark";
    options.interval = std::chrono::seconds(number(5, 10));
    trainOnce(request, nullptr); // the features of the frozen part
    std::vector<double> without;
    std::vector<double> with;
    std::vector<double> slower;
    std::vector<double> work;
    for (int pair = 0; pair < number(3, 4); ++pair) {
        const bool first = pair % 2 == 0;
        const Measured a = trainOnce(request, first ? nullptr : &options);
        const Measured b = trainOnce(request, first ? &options : nullptr);
        const Measured& plain = first ? a : b;
        const Measured& watched = first ? b : a;
        without.push_back(plain.seconds);
        with.push_back(watched.seconds);
        slower.push_back(100.0 * (watched.seconds / plain.seconds - 1.0));
        work.push_back(100.0 * (watched.processor / plain.processor - 1.0));
        std::printf("%.3f s without, %.3f s with (%d epochs on the server): %+.2f %%; "
                    "processor %.3f s, %.3f s: %+.2f %%\n",
            plain.seconds, watched.seconds, watched.epochsOnServer, slower.back(), plain.processor,
            watched.processor, work.back());
    }
    std::printf("median: %.3f s without, %.3f s with; of the pairs %+.2f %%, processor %+.2f %%\n",
        median(without), median(with), median(slower), median(work));
    return 0;
}
