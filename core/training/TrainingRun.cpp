#include "core/training/TrainingRun_impl.h"

#include "core/base/Files.h"
#include "core/base/Hash.h"
#include "core/base/Log.h"
#include "core/base/Text.h"
#include "core/evaluation/Figures.h"
#include "core/model/Classifier.h"
#include "core/model/TorchCompat.h"
#include "core/model/WeightsImport.h"
#include "core/training/RunFiles.h"
#include "core/training/StartNetwork_impl.h"
#include "core/training/ThreadCount_impl.h"

#include <algorithm>
#include <numeric>
#include <thread>

namespace negatoscope::training {

namespace {

double secondsSince(std::chrono::steady_clock::time_point start)
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

std::int64_t nowMs()
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::system_clock::now().time_since_epoch())
        .count();
}

/// Two classes: of the positive one, on log-odds, which never tie by saturation. More: the mean of
/// each class against the rest.
std::optional<double> exactAuc(const evaluation::Scores& scores)
{
    if (scores.size() == 0)
        return std::nullopt;
    if (scores.classCount() == 2 && scores.hasPositiveClass()) {
        const std::vector<double> odds = evaluation::positiveLogOdds(scores);
        return evaluation::rocAuc(odds, scores.positiveLabels()).value;
    }
    double sum = 0.0;
    for (std::size_t c = 0; c < scores.classCount(); ++c) {
        std::vector<double> probabilities;
        std::vector<bool> isClass;
        for (std::size_t i = 0; i < scores.size(); ++i) {
            probabilities.push_back(scores.probability(i, c));
            isClass.push_back(scores.labels[i] == static_cast<int>(c));
        }
        const auto auc = evaluation::rocAuc(probabilities, isClass).value;
        if (!auc)
            return std::nullopt;
        sum += *auc;
    }
    return sum / static_cast<double>(scores.classCount());
}

/// A head on pooled features is so small that one thread is faster than two (measured by
/// `negatoscope-bench --benchmark_filter=headRun`), and the window has the other core.
int threadsFor(const Stage& stage, int threads)
{
    return stage.entrance.pooled ? 1 : threads;
}

} // namespace

TrainingRun::TrainingRun(
    const TrainingRequest& request, const StopRequest& stop, const TrainingCallback& callback)
    : m_request(request)
    , m_stop(stop)
    , m_callback(callback)
    , m_excluded(request.data->items.size(), false)
{
    const auto cores = static_cast<int>(std::max(std::thread::hardware_concurrency(), 1U));
    m_threads = request.threads > 0 ? request.threads : cores;
    m_run.id = request.runId.empty() ? base::makeUuid() : request.runId;
    m_run.name = request.runName;
    m_run.config = request.config;
    m_run.folder = request.runFolder;
    m_run.dataFingerprint = dataFingerprint(request.data);
    for (evaluation::Scores* scores : {&m_run.validation, &m_run.test}) {
        scores->classNames = request.data->classNames;
        scores->positiveClass = request.data->positiveClass;
    }
}

RunRecord TrainingRun::execute()
{
    auto ended = run();
    if (!ended)
        return failed(std::move(ended.error()));
    if (*ended == End::Cancelled) {
        if (m_ownsFolder)
            removeRunFiles(m_request.runFolder);
        m_run.outcome = OutcomeKind::Cancelled;
        m_run.seconds.total = secondsSince(m_begin);
        return std::move(m_run);
    }
    return finished(*ended == End::Stopped ? OutcomeKind::Stopped : OutcomeKind::Completed);
}

base::Result<TrainingRun::End> TrainingRun::run()
{
    m_data = makeTrainingData(m_request.data, m_request.config, m_excluded);
    if (auto enough = checkEnoughFilms(m_data, m_request.data); !enough)
        return base::failure(enough);
    if (auto fits = model::checkLossFits(
            m_request.config, static_cast<int>(m_request.data->classNames.size()));
        !fits)
        return base::failure(fits);
    if (auto prepared = prepareNetwork(); !prepared)
        return base::failure(prepared);
    if (auto shared = checkShared(); !shared)
        return base::failure(shared);
    m_guards.emplace(m_request.data->classNames);
    chooseMonitor();
    if (auto prepared = prepareFolder(); !prepared)
        return base::failure(prepared);
    announce();
    for (std::size_t i = firstOpenStage(); i < m_stages.size(); ++i) {
        const auto ended = runStage(m_stages[i], i);
        if (!ended || *ended != End::Completed)
            return ended;
    }
    return End::Completed;
}

/// That all processes train the same, and that a batch can be cut.
base::Result<void> TrainingRun::checkShared()
{
    GradientExchange* const others = m_request.exchange.get();
    if (!others)
        return {};
    const auto& head = m_network->impl().head;
    const bool hasNoise = std::any_of(head.begin(), head.end(), [](const auto& layer) {
        return layer.spec.type.starts_with("gaussian_"); // drawn for the batch as a whole
    });
    for (const Stage& stage : m_stages)
        if (hasNoise || !filmsAreIndependent(m_network->impl(), stage.entrance))
            return base::failure(base::ErrorCode::InvalidConfiguration,
                "several processes cannot share these batches: a layer looks at all films of a "
                "batch together",
                "added_layers, batch_norm",
                "leave batch normalization, noise and activity penalties out and set batch_norm to "
                "frozen, or train in one process");
    constexpr std::size_t kFigures = 8; // bytes of a hash, each exact as a float
    const auto ranks = static_cast<std::size_t>(others->ranks());
    std::vector<float> all(kFigures * ranks, 0.0F);
    const std::string hash = base::contentHash(
        m_run.dataFingerprint + m_backboneHash + model::toJson(m_request.config).dump());
    for (std::size_t i = 0; i < kFigures; ++i)
        all[static_cast<std::size_t>(others->rank()) * kFigures + i] =
            static_cast<float>(static_cast<unsigned char>(hash[i]));
    others->sum(all);
    for (std::size_t i = kFigures; i < all.size(); ++i)
        if (all[i] != all[i % kFigures])
            return base::failure(base::ErrorCode::InvalidUsage,
                "process " + std::to_string(i / kFigures) +
                    " has other films, weights or settings than the first",
                {}, "give every process the same folder and options");
    return {};
}

std::size_t TrainingRun::firstOpenStage() const
{
    if (!m_resumed)
        return 0;
    const nlohmann::json& state = m_resumed->state;
    const auto stage = state.at("stage").get<std::size_t>();
    const int done = static_cast<int>(m_run.history.size()) - state.at("stageStart").get<int>();
    const bool isOver = state.at("stopEarly").get<bool>() || done >= m_stages[stage].epochs;
    return isOver && stage + 1 < m_stages.size() ? stage + 1 : stage;
}

base::Result<void> TrainingRun::prepareNetwork()
{
    const auto start = Clock::now();
    auto started = startNetwork(m_request);
    if (!started)
        return base::failure(started);
    m_network.emplace(std::move(started->network));
    m_backboneHash = started->backbone->hash;
    m_stages = planStages(m_network->impl());
    m_firstMutable = m_network->impl().backboneSize();
    for (const Stage& stage : m_stages)
        m_firstMutable = std::min(m_firstMutable, stage.firstTrainable);
    m_run.environment = describeEnvironment(started->backbone->report);
    m_run.seconds.load = secondsSince(start);
    return {};
}

nlohmann::json TrainingRun::describeEnvironment(const model::WeightsReport& weights) const
{
    return {{"program", "Negatoscope"}, {"version", NEGATOSCOPE_VERSION},
        {"libtorch", TORCH_VERSION}, {"threads", m_threads}, {"seed", m_request.config.seed},
        {"data_root", base::printable(m_request.data->root.string())},
        {"train_films", m_data.train.size()}, {"validation_films", m_data.validation.size()},
        {"test_films", m_data.test.size()}, {"backbone_hash", m_backboneHash},
        {"weights", {{"source", base::printable(weights.source)}, {"variables", weights.variables},
                        {"by_order", weights.byOrder}, {"notes", weights.notes}}}};
}

void TrainingRun::chooseMonitor()
{
    std::string monitor = m_request.config.monitor;
    m_keepLast = monitor == "last";
    if (m_data.validation.size() == 0 && monitor.starts_with("val_"))
        monitor = "loss";
    m_best.emplace(m_keepLast ? std::string("loss") : monitor);
}

base::Result<void> TrainingRun::prepareFolder()
{
    const std::filesystem::path& folder = m_request.runFolder;
    if (folder.empty())
        return {};
    std::error_code code;
    const bool exists = std::filesystem::exists(folder / "run.json", code);
    if (exists && !m_request.resume)
        return base::failure(base::ErrorCode::InvalidUsage, "the folder already holds a run",
            folder.string(), "choose another folder, or resume that run");
    m_ownsFolder = !exists;
    if (m_request.resume) {
        if (!exists)
            return base::failure(base::ErrorCode::NotFound, "there is no run to resume",
                folder.string(), "check the path");
        auto stored = loadCheckpoint(folder);
        if (!stored && std::filesystem::exists(folder / "model.json", code))
            return base::failure(base::ErrorCode::InvalidUsage,
                "the run is finished: there is nothing to resume", folder.string(),
                "start a new run");
        if (stored) {
            m_sequence = stored->second + 1;
            try {
                if (auto applied = applyCheckpoint(stored->first); !applied)
                    return applied;
            } catch (const nlohmann::json::exception&) {
                return base::failure(base::ErrorCode::CorruptFile,
                    "the checkpoint cannot be understood", folder.string(), "train anew");
            }
            m_resumed = std::move(stored->first);
        }
    }
    return writeRunStart(m_run, folder);
}

base::Result<void> TrainingRun::applyCheckpoint(const Checkpoint& checkpoint)
{
    const nlohmann::json& state = checkpoint.state;
    const auto differs = [&](const char* what) {
        return base::failure(base::ErrorCode::InvalidUsage,
            std::string("the interrupted run had ") + what, m_request.runFolder.string(),
            "resume with the same settings and films, or start a new run");
    };
    if (state.at("config") != nlohmann::json(model::toJson(m_request.config)))
        return differs("another configuration");
    if (state.at("data") != m_run.dataFingerprint)
        return differs("other films");
    if (state.at("backbone") != m_backboneHash)
        return differs("other initial weights");
    model::NetworkImpl& network = m_network->impl();
    const auto variables = mutableVariables(network, m_firstMutable);
    m_bestWeights.capture(variables);
    if (auto filled = checkpoint.fill("now/", variables); !filled)
        return filled;
    if (auto filled = checkpoint.fill("best/", m_bestWeights.values()); !filled)
        return filled;
    m_run.id = state.at("id").get<std::string>();
    m_run.name = state.at("name").get<std::string>();
    m_run.history = historyFromJson(state.at("history"));
    m_run.notices = state.at("notices").get<std::vector<std::string>>();
    m_guards->restore(state.at("spoken").get<std::set<std::string>>());
    m_best->restore(state.at("best"));
    m_run.bestEpoch = state.at("bestEpoch").get<int>();
    for (const nlohmann::json& batch : state.at("batches"))
        m_run.batches.push_back({batch.at(0).get<int>(), batch.at(1).get<int>(),
            batch.at(2).get<double>(), batch.at(3).get<double>()});
    for (const auto& [name, tensor] : checkpoint.tensors) {
        if (!name.starts_with("validation/"))
            continue;
        const float* start = tensor.data_ptr<float>();
        m_run.validationLogits.emplace_back(start, start + tensor.numel());
    }
    return {};
}

void TrainingRun::announce()
{
    const Stage& last = m_stages.back();
    model::NetworkImpl& network = m_network->impl();
    network.freezeBackboneBefore(last.firstTrainable);
    const CacheVerdict verdict = verdictFor(network, m_request, last, m_data);
    m_callback(Started{m_run.id, m_data.train.size(), m_data.validation.size(), m_data.test.size(),
        m_network->trainableParameterCount(), verdict.valid, verdict.reason});
    if (m_data.validation.size() == 0 && m_request.config.monitor.starts_with("val_"))
        notice({"no_validation", "There are no validation films: the best epoch is the one with "
                                 "the lowest training loss, which favours memorising."});
}

void TrainingRun::notice(const Notice& text)
{
    m_run.notices.push_back(text.text);
    m_callback(text);
}

base::Result<void> TrainingRun::leaveOut(const FeaturePassResult& pass)
{
    if (pass.unreadable.empty())
        return {};
    for (const auto& [film, error] : pass.unreadable) {
        m_excluded[film] = true;
        if (error.code == base::ErrorCode::OutOfMemory)
            return base::failure(error.code, error.what, error.where, error.remedy);
    }
    const auto& [film, error] = pass.unreadable.front();
    const std::string count = std::to_string(pass.unreadable.size());
    notice({"unreadable_films",
        count + (pass.unreadable.size() == 1 ? " film" : " films") + " could not be read and " +
            (pass.unreadable.size() == 1 ? "was" : "were") + " left out, e.g. " +
            base::printable(m_request.data->items[film].name) + ": " + error.what + "."});
    m_data = makeTrainingData(m_request.data, m_request.config, m_excluded);
    return checkEnoughFilms(m_data, m_request.data);
}

base::Result<TrainingRun::End> TrainingRun::runStage(const Stage& stage, std::size_t number)
{
    const auto start = Clock::now();
    SourceBuilder builder(*m_network, m_request, m_threads, m_backboneHash, m_run.dataFingerprint);
    builder.shouldStop = [this] {
        return m_stop.cancel.stop_requested() || m_stop.keep.stop_requested();
    };
    builder.progress = [&](std::size_t done, std::size_t total) {
        m_callback(FeaturesProgress{done, total, secondsSince(start)});
    };
    builder.notice = [this](const char* code, std::string text) {
        notice({code, std::move(text)});
    };
    // Rank 0 computes the features; the others find them, or compute them in a folder of their own.
    GradientExchange* const others = m_request.exchange.get();
    if (others && others->rank() != 0)
        others->wait();
    auto built = builder.build(stage, m_data);
    if (!built)
        return base::failure(built);
    if (others && others->rank() == 0)
        others->wait();
    m_run.seconds.features += secondsSince(start);
    if (built->pass.stopped) // with nothing learned yet there is nothing to keep
        return m_stop.cancel.stop_requested() || m_run.history.empty() ? End::Cancelled
                                                                       : End::Stopped;
    if (auto left = leaveOut(built->pass); !left)
        return base::failure(left);
    const bool isFresh = !m_resumed;
    if (isFresh && m_request.config.standardizeFeatures && number == 0 &&
        !standardiseFrom(built->sources, m_network->impl()))
        notice({"not_standardised", "The features are not standardised: that needs a frozen "
                                    "backbone whose features are cached."});
    const ThreadCount threads(threadsFor(stage, m_threads));
    return runEpochs(stage, number, built->sources);
}

base::Result<TrainingRun::End> TrainingRun::runEpochs(
    const Stage& stage, std::size_t number, StageSources& sources)
{
    auto trainer =
        StageTrainer::make({m_network->impl(), m_data, stage, *sources.train, *sources.evaluation,
            sources.views.size(), true, threadsFor(stage, m_threads), m_request.exchange.get()});
    if (!trainer)
        return base::failure(trainer);
    bool stopEarly = false;
    m_stageStart = static_cast<int>(m_run.history.size());
    if (m_resumed && m_resumed->state.at("stage").get<std::size_t>() == number) {
        if (auto restored = (*trainer)->restore(*m_resumed); !restored)
            return base::failure(restored);
        stopEarly = m_resumed->state.at("stopEarly").get<bool>();
        m_stageStart = m_resumed->state.at("stageStart").get<int>();
        (*trainer)->swapAverage();
        m_lastWeights.capture(mutableVariables(m_network->impl(), m_firstMutable));
        (*trainer)->swapAverage();
    }
    auto result = End::Completed;
    const int end = m_stageStart + stage.epochs;
    for (int epoch = static_cast<int>(m_run.history.size()); epoch < end && !stopEarly; ++epoch) {
        const auto start = Clock::now();
        const auto ended =
            (*trainer)->trainEpoch(epoch, m_stop, [this](const BatchRecord& batch, int batches) {
                m_run.batches.push_back(batch);
                m_callback(BatchDone{batch, batches});
            });
        m_run.seconds.train += secondsSince(start);
        if (!ended)
            return base::failure(ended);
        if (*ended == StageTrainer::End::Cancelled)
            return End::Cancelled;
        if (auto finishedOne = finishEpoch(**trainer, epoch, secondsSince(start), stopEarly);
            !finishedOne)
            return base::failure(finishedOne);
        if (*ended == StageTrainer::End::Stopped) {
            result = End::Stopped;
            break;
        }
        if (auto saved = saveProgress(**trainer, number, stopEarly); !saved)
            return base::failure(saved);
        // Asked between two epochs: there is no batch to finish.
        // Several processes agree in the next one.
        if (!m_request.exchange && m_stop.keep.stop_requested() && epoch + 1 < end && !stopEarly) {
            result = End::Stopped;
            break;
        }
    }
    const bool isLastStage = number + 1 == m_stages.size();
    if (result == End::Completed && !isLastStage)
        return result;
    if (auto tested = evaluateTest(**trainer, *sources.evaluation); !tested)
        return base::failure(tested);
    return result;
}

void TrainingRun::addValidationMetrics(const Evaluation& evaluation, EpochRecord& record) const
{
    if (m_data.validation.size() == 0)
        return;
    evaluation.metrics.writeTo(record.metrics, "val_");
    record.metrics.erase("val_auc");
    const auto auc = exactAuc(makeScores(m_request.data, m_data.validation, evaluation.logits));
    if (auc)
        record.metrics["val_auc"] = *auc;
}

base::Result<void> TrainingRun::finishEpoch(
    StageTrainer& trainer, int epoch, double seconds, bool& stopEarly)
{
    const auto start = Clock::now();
    EpochRecord record;
    record.epoch = epoch;
    trainer.writeTrainMetrics(record.metrics);
    trainer.swapAverage();
    auto evaluation = trainer.validate();
    const auto variables = mutableVariables(m_network->impl(), m_firstMutable);
    if (evaluation) {
        addValidationMetrics(*evaluation, record);
        const bool improved = m_best->epochEnded(epoch, record.metrics) || m_keepLast;
        m_lastWeights.capture(variables);
        if (improved) {
            m_run.bestEpoch = epoch;
            m_bestWeights.capture(variables);
        }
    }
    trainer.swapAverage();
    if (!evaluation)
        return base::failure(evaluation);
    record.seconds = seconds + secondsSince(start);
    record.finishedAtMs = nowMs();
    m_run.seconds.evaluate += secondsSince(start);
    stopEarly = trainer.epochEnded(epoch, record.metrics);
    m_run.history.push_back(record);
    m_run.validationLogits.push_back(evaluation->logits);
    const int epochs = m_stages.back().firstEpoch + m_stages.back().epochs;
    m_callback(EpochDone{record, epochs, m_run.bestEpoch == epoch, std::move(evaluation->logits),
        trainer.views(), trainer.viewsWanted()});
    watch(trainer, epoch, record, m_run.validationLogits.back());
    return {};
}

void TrainingRun::watch(
    StageTrainer& trainer, int epoch, const EpochRecord& record, const std::vector<float>& logits)
{
    const model::NetworkImpl& network = m_network->impl();
    EpochFacts facts;
    facts.epoch = epoch;
    facts.warmedUp = trainer.isWarmedUp();
    facts.trainAccuracy = record.metrics.at("accuracy");
    facts.trainLogitSpread = trainer.logitSpread();
    facts.trainLabels = m_data.train.labels;
    facts.validationLabels = m_data.validation.labels;
    facts.validationLogits = logits;
    facts.unfrozenBatchNorm = network.config.batchNorm == model::BatchNormMode::Keras &&
                              network.firstTrainable < network.backboneSize();
    for (const Notice& said : m_guards->epochEnded(facts))
        notice(said);
}

base::Result<void> TrainingRun::saveProgress(
    const StageTrainer& trainer, std::size_t stageNumber, bool stopEarly)
{
    if (m_request.runFolder.empty())
        return {};
    Checkpoint checkpoint;
    nlohmann::json batches = nlohmann::json::array();
    for (const BatchRecord& batch : m_run.batches)
        batches.push_back({batch.epoch, batch.batch, batch.loss, batch.accuracy});
    checkpoint.state = {{"id", m_run.id}, {"name", m_run.name},
        {"config", model::toJson(m_request.config)}, {"data", m_run.dataFingerprint},
        {"backbone", m_backboneHash}, {"stage", stageNumber}, {"stopEarly", stopEarly},
        {"stageStart", m_stageStart}, {"history", historyToJson(m_run.history)},
        {"batches", std::move(batches)}, {"notices", m_run.notices}, {"spoken", m_guards->spoken()},
        {"best", m_best->state()}, {"bestEpoch", m_run.bestEpoch}};
    checkpoint.add("now/", mutableVariables(m_network->impl(), m_firstMutable));
    checkpoint.add(
        "best/", m_bestWeights.isEmpty() ? m_lastWeights.values() : m_bestWeights.values());
    trainer.save(checkpoint);
    for (std::size_t i = 0; i < m_run.validationLogits.size(); ++i) {
        std::vector<float>& logits = m_run.validationLogits[i];
        checkpoint.tensors.emplace_back("validation/" + std::to_string(1'000'000 + i),
            at::from_blob(logits.data(), {static_cast<std::int64_t>(logits.size())}));
    }
    return saveCheckpoint(m_request.runFolder, checkpoint, m_sequence++);
}

base::Result<void> TrainingRun::evaluateTest(StageTrainer& trainer, BatchSource& source)
{
    const auto start = Clock::now();
    m_callback(Evaluating{});
    m_bestWeights.restore(mutableVariables(m_network->impl(), m_firstMutable));
    if (m_data.test.size() > 0) {
        auto evaluation = trainer.evaluate(source, m_data.test);
        if (!evaluation)
            return base::failure(evaluation);
        m_run.test = makeScores(m_request.data, m_data.test, evaluation->logits);
    }
    m_run.seconds.evaluate += secondsSince(start);
    return {};
}

base::Result<void> TrainingRun::keepResults()
{
    const auto best = static_cast<std::size_t>(std::max(m_run.bestEpoch, 0));
    const bool learned = best < m_run.validationLogits.size();
    m_run.validation = makeScores(m_request.data, m_data.validation,
        learned ? m_run.validationLogits[best] : std::vector<float>());
    m_run.seconds.total = secondsSince(m_begin);
    const std::filesystem::path& folder = m_request.runFolder;
    if (folder.empty()) {
        if (learned)
            keepInMemory();
        return {};
    }
    if (learned) {
        const auto variables = mutableVariables(m_network->impl(), m_firstMutable);
        m_lastWeights.restore(variables);
        if (auto saved = m_network->save(folder / "last.safetensors"); !saved)
            return saved;
        m_bestWeights.restore(variables);
        model::Classifier classifier{std::move(*m_network), m_request.config,
            m_request.data->classNames, m_request.data->positiveClass, 0.5, m_run.id};
        if (auto saved = model::saveClassifier(classifier, folder, "best.safetensors"); !saved)
            return saved;
    }
    if (auto written = writeRun(m_run, folder); !written)
        return written;
    if (m_run.outcome != OutcomeKind::Failed)
        removeCheckpoints(folder);
    return {};
}

void TrainingRun::keepInMemory()
{
    auto trained = std::make_shared<TrainedModel>();
    trained->classNames = m_request.data->classNames;
    trained->positiveClass = m_request.data->positiveClass;
    trained->firstMutable = m_firstMutable;
    trained->backbone = backboneValues(m_network->impl(), m_network->impl().backboneSize());
    trained->last = std::move(m_lastWeights);
    trained->best = m_bestWeights.isEmpty() ? trained->last : std::move(m_bestWeights);
    m_run.trained = std::move(trained);
}

RunRecord TrainingRun::finished(OutcomeKind kind)
{
    m_run.outcome = kind;
    if (auto kept = keepResults(); !kept)
        return failed(std::move(kept.error()));
    return std::move(m_run);
}

void TrainingRun::keepWhatIsPossible()
{
    try {
        if (auto kept = keepResults(); !kept)
            base::log(base::LogLevel::Warning, "core.train", base::toSentence(kept.error()));
    } catch (const std::exception& error) {
        base::log(base::LogLevel::Warning, "core.train", error.what());
    }
}

RunRecord TrainingRun::failed(base::Error error)
{
    const bool diskIsFull = error.code == base::ErrorCode::DiskFull;
    m_run.outcome = OutcomeKind::Failed;
    m_run.error = std::move(error);
    m_run.seconds.total = secondsSince(m_begin);
    const bool startedFolder = m_ownsFolder || m_resumed;
    // A full disk would fail again; the checkpoints stay, and resuming goes on from them.
    if (!diskIsFull && startedFolder && m_network && m_guards && !m_request.runFolder.empty() &&
        !m_run.history.empty()) {
        keepWhatIsPossible();
    } else if (m_ownsFolder && m_run.history.empty()) {
        removeRunFiles(m_request.runFolder);
    }
    return std::move(m_run);
}

} // namespace negatoscope::training
