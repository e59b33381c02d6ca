#include "core/training/SavedRun.h"

#include "core/base/Files.h"
#include "core/model/Network_impl.h"
#include "core/model/TorchCompat.h"
#include "core/training/RunFiles.h"
#include "core/training/TrainedModel_impl.h"

#include <exception>

namespace negatoscope::training {

namespace {

base::Result<model::Network> networkOf(
    const RunRecord& run, const TrainedModel& trained, const WeightSnapshot& weights)
{
    auto network = model::buildOnBackbone(run.config, static_cast<int>(trained.classNames.size()),
        trained.backbone, trained.firstMutable);
    if (network)
        weights.restore(mutableVariables(network->impl(), trained.firstMutable));
    return network;
}

base::Result<model::Classifier> classifierInMemory(const RunRecord& run)
{
    const TrainedModel& trained = *run.trained;
    auto network = networkOf(run, trained, trained.best);
    if (!network)
        return base::failure(network);
    return model::Classifier{
        std::move(*network), run.config, trained.classNames, trained.positiveClass, 0.5, run.id};
}

base::Result<void> writeAll(const RunRecord& run, const std::filesystem::path& folder)
{
    if (auto started = writeRunStart(run, folder); !started)
        return started;
    const auto last = networkOf(run, *run.trained, run.trained->last);
    if (!last)
        return base::failure(last);
    if (auto saved = last->save(folder / "last.safetensors"); !saved)
        return saved;
    const auto best = classifierInMemory(run);
    if (!best)
        return base::failure(best);
    if (auto saved = model::saveClassifier(*best, folder, "best.safetensors"); !saved)
        return saved;
    return writeRun(run, folder);
}

/// What no public function lets out.
template <typename Function>
auto guarded(const Function& function, const std::string& where) -> decltype(function())
{
    try {
        return function();
    } catch (const c10::Error& error) {
        return base::failure(base::ErrorCode::Internal, model::messageOf(error), where);
    } catch (const std::bad_alloc&) {
        return base::failure(
            base::ErrorCode::OutOfMemory, "there is not enough memory", where, "close programs");
    } catch (const std::exception& error) {
        return base::failure(base::ErrorCode::Internal, error.what(), where);
    }
}

} // namespace

base::Result<void> saveRun(RunRecord& run, const std::filesystem::path& folder)
{
    if (!run.trained)
        return base::failure(base::ErrorCode::InvalidUsage,
            run.folder.empty() ? "the run has learned nothing that could be kept"
                               : "the run is kept already",
            run.folder.string(), "train again");
    std::error_code code;
    if (std::filesystem::exists(folder / "run.json", code))
        return base::failure(base::ErrorCode::InvalidUsage, "the folder already holds a run",
            folder.string(), "choose another folder");
    auto written = guarded([&] { return writeAll(run, folder); }, folder.string());
    if (!written) {
        removeRunFiles(folder);
        return written;
    }
    run.folder = folder;
    return {};
}

base::Result<model::Classifier> classifierOf(const RunRecord& run)
{
    if (run.trained)
        return guarded([&] { return classifierInMemory(run); }, run.name);
    if (run.folder.empty())
        return base::failure(
            base::ErrorCode::InvalidUsage, "the run has learned nothing", run.name, "train again");
    return model::loadClassifier(run.folder);
}

} // namespace negatoscope::training
