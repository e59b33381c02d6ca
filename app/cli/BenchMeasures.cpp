#include "app/cli/BenchMeasures.h"

#include "app/cli/BenchOriginals.h"
#include "app/cli/BenchPrograms.h"
#include "core/base/Files.h"
#include "core/base/Text.h"
#include "core/explain/HeatMap.h"
#include "core/model/Classifier.h"
#include "core/model/FrozenPrefix.h"
#include "core/model/Runtime.h"
#include "core/model/WeightsImport.h"
#include "core/training/FeaturePass.h"
#include "core/training/Trainer.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <thread>

namespace negatoscope::cli {

namespace {

using Clock = std::chrono::steady_clock;
using Figures = BenchFigures;

constexpr int kBackboneSize = 154;
constexpr double kReferenceFilms = 4178 + 521; ///< of one epoch: trained and validated

double secondsSince(Clock::time_point start)
{
    return std::chrono::duration<double>(Clock::now() - start).count();
}

base::Result<model::Network> networkOf(const BenchSetup& setup)
{
    auto network =
        model::Network::build(setup.config, static_cast<int>(setup.data.classNames.size()));
    if (network && setup.config.weights != "random")
        if (const auto loaded = model::loadBackboneWeights(*network, setup.config.weights); !loaded)
            return base::failure(loaded);
    return network;
}

/// The whole backbone, prepared as a run prepares it.
base::Result<model::FrozenPrefix> frozenBackbone(const BenchSetup& setup)
{
    const auto network = networkOf(setup);
    if (!network)
        return base::failure(network);
    return model::FrozenPrefix::build(*network, kBackboneSize, setup.config.pooling);
}

// Runs of the trainer inside this program.

struct EpochTimes
{
    double firstEpoch = 0.0;    ///< from the start of the run to the end of the first epoch
    double total = 0.0;         ///< to the finished run
    std::vector<double> epochs; ///< of each, validation included
    bool hasAllViews = true;    ///< the last epoch drew from the whole bank
};

/// What consecutive runs share, as in the window.
struct Warmth
{
    std::shared_ptr<training::WarmState> state = std::make_shared<training::WarmState>();
    bool startEarly = false;
};

base::Result<EpochTimes> trainHere(const BenchSetup& setup, const model::ModelConfig& config,
    const std::string& cache, const Warmth& warmth = {})
{
    training::TrainingRequest request;
    request.warm = warmth.state;
    request.startEarly = warmth.startEarly;
    request.config = config;
    request.data = setup.data;
    request.threads = setup.threads;
    request.cacheFolder = setup.folder / cache;
    EpochTimes times;
    const auto start = Clock::now();
    const auto run =
        training::train(request, {{}, setup.stop}, [&](const training::TrainingEvent& event) {
            if (const auto* epoch = std::get_if<training::EpochDone>(&event)) {
                if (times.epochs.empty())
                    times.firstEpoch = secondsSince(start);
                times.epochs.push_back(epoch->record.seconds);
                times.hasAllViews = epoch->views == epoch->viewsWanted;
            }
        });
    times.total = secondsSince(start);
    if (run.error)
        return base::failure(*run.error);
    return times;
}

/// The notebook's head with another number of units each time: no result is known before.
Figures headEdit(const BenchSetup& setup)
{
    constexpr int kEpochs = 10;
    BenchFigure whole{"head_edit", {}, filmsText(setup.data)};
    BenchFigure first{"head_edit_first_epoch", {}, filmsText(setup.data)};
    const Warmth warmth;
    for (int i = 0; i <= setup.repeats && !setup.stop.stop_requested(); ++i) {
        model::ModelConfig config = setup.config;
        config.epochs = kEpochs;
        for (model::LayerSpec& layer : config.addedLayers)
            if (layer.type == "dense" && layer.options.value("units", 0) == 128)
                layer.options["units"] = 128 - i;
        const auto times = trainHere(setup, config, "cache", warmth);
        if (!times)
            return base::failure(times);
        if (i == 0) // fills the cache
            continue;
        whole.values.push_back(times->total);
        first.values.push_back(times->firstEpoch);
    }
    return std::vector<BenchFigure>{whole, first};
}

/// Seconds per epoch after the first, scaled to the reference's films.
Figures epochs(const BenchSetup& setup, const char* row, model::Strategy strategy, int fixedLayers)
{
    model::ModelConfig config = setup.config;
    config.strategy = strategy;
    config.fixedLayers = fixedLayers;
    config.epochs = strategy == model::Strategy::FullTuning ? 2 : 1 + setup.repeats;
    const auto times = trainHere(setup, config, "cache");
    if (!times)
        return base::failure(times);
    const auto films = static_cast<double>(setup.data.indicesOf(dataset::Split::Train).size() +
                                           setup.data.indicesOf(dataset::Split::Validation).size());
    const double scale = kReferenceFilms / films;
    BenchFigure figure{row, {}, filmsText(setup.data)};
    if (std::abs(scale - 1.0) > 0.005)
        figure.note += ", scaled by " + base::formatNumber(scale, 3) + " to 4178 + 521";
    for (std::size_t i = 1; i < times->epochs.size(); ++i)
        figure.values.push_back(times->epochs[i] * scale);
    return std::vector<BenchFigure>{figure};
}

// The frozen part.

/// Films in memory through the whole frozen backbone, one stream per core.
Figures frozenPass(const BenchSetup& setup)
{
    constexpr std::size_t kBatch = 8;
    constexpr double kSeconds = 1.5;
    const auto prefix = frozenBackbone(setup);
    if (!prefix)
        return base::failure(prefix);
    BenchFigure figure{"frozen_pass", {}, prefix->isFused() ? "fused" : "folded, not fused"};
    for (int i = 0; i < setup.repeats && !setup.stop.stop_requested(); ++i) {
        std::atomic<std::size_t> films = 0;
        const auto start = Clock::now();
        {
            std::vector<std::jthread> streams;
            for (int t = 0; t < setup.threads; ++t)
                streams.emplace_back([&] {
                    model::useOneThreadHere();
                    std::vector<float> input(kBatch * prefix->valuesPerFilm());
                    for (std::size_t k = 0; k < input.size(); ++k)
                        input[k] = static_cast<float>(std::sin(0.01 * static_cast<double>(k)));
                    std::vector<float> output(kBatch * prefix->valuesPerOutput());
                    while (secondsSince(start) < kSeconds &&
                           prefix->run(input, kBatch, output).has_value())
                        films += kBatch;
                });
        }
        figure.values.push_back(static_cast<double>(films) / secondsSince(start));
    }
    return std::vector<BenchFigure>{figure};
}

/// Seconds of one pass over `data` into a new cache.
base::Result<double> passSeconds(const BenchSetup& setup, const dataset::Manifest& data,
    const model::FrozenPrefix& prefix, std::size_t number)
{
    training::CacheSpace space;
    space.preprocessing = image::fingerprint(setup.config.preprocessing);
    space.backboneHash = "benchmark " + std::to_string(number);
    space.cut = kBackboneSize;
    space.pooling = "max";
    space.valuesPerEntry = prefix.valuesPerOutput();
    const std::vector<training::FilmView> views{training::originalView()};
    std::vector<training::FeatureJob> jobs;
    for (std::size_t i = 0; i < data.items.size(); ++i)
        jobs.push_back({i, 0});
    const auto start = Clock::now();
    auto cache = training::FeatureCache::open(setup.folder / "passes", space, jobs.size());
    if (!cache)
        return base::failure(cache);
    training::FeaturePass pass{data, setup.config.preprocessing, &prefix, views, setup.threads,
        [&setup] { return setup.stop.stop_requested(); }, {}};
    const auto done = pass.fill(*cache, jobs);
    if (!done)
        return base::failure(done);
    return secondsSince(start);
}

Figures featurePass(const BenchSetup& setup)
{
    const auto prefix = frozenBackbone(setup);
    if (!prefix)
        return base::failure(prefix);
    BenchFigure figure{"feature_pass", {}, filmsText(setup.data)};
    for (int i = 0; i < setup.repeats && !setup.stop.stop_requested(); ++i) {
        const auto seconds = passSeconds(setup, setup.data, *prefix, static_cast<std::size_t>(i));
        if (!seconds)
            return base::failure(seconds);
        figure.values.push_back(static_cast<double>(setup.data.items.size()) / *seconds);
    }
    return std::vector<BenchFigure>{figure};
}

Figures originals(const BenchSetup& setup)
{
    constexpr std::size_t kFilms = 500;
    constexpr double kScale = 10.0; // to 5,000
    const auto data = drawOriginals(setup.folder / "originals", kFilms, setup.threads);
    if (!data)
        return base::failure(data);
    const auto prefix = frozenBackbone(setup);
    if (!prefix)
        return base::failure(prefix);
    BenchFigure figure{"originals", {}, "500 drawn films of 1264 x 1264 pixels, scaled by 10"};
    for (int i = 0; i < setup.repeats && !setup.stop.stop_requested(); ++i) {
        const auto seconds = passSeconds(setup, *data, *prefix, 100 + static_cast<std::size_t>(i));
        if (!seconds)
            return base::failure(seconds);
        figure.values.push_back(*seconds * kScale);
    }
    return std::vector<BenchFigure>{figure};
}

/// A bank of eight views while one head after another is trained, as in live mode; until an epoch
/// draws from all of them.
Figures viewBank(const BenchSetup& setup)
{
    constexpr double kReferenceEntries = 8 * 4178 + 521 + 517;
    model::ModelConfig config = setup.config;
    config.views = {.original = 1, .flip = 1, .mild = 0, .strong = 2, .extra = 4};
    Warmth warmth;
    warmth.startEarly = true;
    int runs = 0;
    const auto start = Clock::now();
    for (bool whole = false; !whole && !setup.stop.stop_requested(); ++runs) {
        const auto times = trainHere(setup, config, "bank", warmth);
        if (!times)
            return base::failure(times);
        whole = times->hasAllViews;
        ++config.seed;
    }
    const std::size_t train = setup.data.indicesOf(dataset::Split::Train).size();
    const double entries = static_cast<double>(setup.data.items.size() + 7 * train);
    BenchFigure figure{"view_bank", {secondsSince(start) * kReferenceEntries / entries},
        filmsText(setup.data) + ", " + std::to_string(runs) + " runs meanwhile, scaled by " +
            base::formatNumber(kReferenceEntries / entries, 3)};
    return std::vector<BenchFigure>{figure};
}

// One film.

Figures oneFilm(const BenchSetup& setup)
{
    constexpr int kWarm = 5;
    constexpr int kFilms = 60;
    auto network = networkOf(setup);
    if (!network)
        return base::failure(network);
    network->prepareForReading(); // as loadClassifier does
    const model::Classifier classifier{std::move(*network), setup.config, setup.data.classNames,
        std::max(setup.data.positiveClass, 0), 0.5, "benchmark"};
    BenchFigure score{"one_film", {}, "median of 60 films a repeat"};
    BenchFigure map{"one_film_heat_map", {}, "median of 60 films a repeat"};
    model::useOneThreadHere();
    std::vector<float> input(setup.config.preprocessing.valuesPerFilm());
    for (int i = 0; i < setup.repeats && !setup.stop.stop_requested(); ++i) {
        std::vector<double> scoreMs;
        std::vector<double> mapMs;
        for (int k = 0; k < kWarm + kFilms; ++k) {
            const auto& film =
                setup.data.items[static_cast<std::size_t>(k) % setup.data.items.size()];
            auto start = Clock::now();
            const auto probabilities = classifier.probabilitiesOfFile(film.path);
            const double scored = secondsSince(start) * 1e3;
            if (!probabilities)
                return base::failure(probabilities);
            start = Clock::now();
            if (const auto read =
                    image::preprocessFile(film.path, setup.config.preprocessing, input);
                !read)
                return base::failure(read);
            const auto heat = explain::heatMap(classifier.network, input, classifier.positiveClass);
            if (!heat)
                return base::failure(heat);
            if (k >= kWarm) {
                scoreMs.push_back(scored);
                mapMs.push_back(secondsSince(start) * 1e3);
            }
        }
        score.values.push_back(medianOf(scoreMs));
        map.values.push_back(medianOf(mapMs));
    }
    model::useThreadsHere(setup.threads);
    return std::vector<BenchFigure>{score, map};
}

} // namespace

std::vector<BenchMeasure> benchMeasures()
{
    constexpr int kBlock13 = 116;
    const auto epochsOf = [](const char* row, model::Strategy strategy, int fixedLayers) {
        return BenchMeasure{{row}, [=](const BenchSetup& setup) {
                                return epochs(setup, row, strategy, fixedLayers);
                            }};
    };
    return {
        {{"first_run", "first_run_memory"}, firstRun},
        {{"live_edit", "live_edit_first_epoch"}, liveEdits},
        {{"head_edit", "head_edit_first_epoch"}, headEdit},
        {{"frozen_pass"}, frozenPass},
        {{"feature_pass"}, featurePass},
        epochsOf("epoch_fixed_100", model::Strategy::FineTuning, 100),
        epochsOf("epoch_block_13", model::Strategy::FineTuning, kBlock13),
        epochsOf("epoch_everything", model::Strategy::FullTuning, 0),
        {{"epoch_everything_memory"}, memoryOfEverything},
        {{"one_film", "one_film_heat_map"}, oneFilm},
        {{"originals"}, originals},
        {{"window"}, windowStart},
        {{"many_films_memory"}, memoryOfManyFilms},
        {{"view_bank"}, viewBank},
    };
}

} // namespace negatoscope::cli
