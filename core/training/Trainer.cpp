#include "core/training/Trainer.h"

#include "core/model/TorchCompat.h"
#include "core/training/TrainingRun_impl.h"

#include <exception>
#include <new>
#include <optional>

namespace negatoscope::training {

namespace {

/// What LibTorch's allocator says when there is no more memory.
bool speaksOfMemory(const std::string& message)
{
    return message.find("allocate memory") != std::string::npos ||
           message.find("out of memory") != std::string::npos;
}

base::Error outOfMemory()
{
    return {base::ErrorCode::OutOfMemory, "there is not enough memory to train this model", {},
        "use a smaller batch_size, a smaller img_size or freeze more layers"};
}

base::Error errorOf(const std::exception& error, const std::string& message)
{
    if (dynamic_cast<const std::bad_alloc*>(&error) || speaksOfMemory(message))
        return outOfMemory();
    return {base::ErrorCode::Internal, "training failed unexpectedly: " + message, {},
        "report this with the run's configuration"};
}

} // namespace

RunRecord train(
    const TrainingRequest& request, const StopRequest& stop, const TrainingCallback& callback)
{
    const TrainingCallback listener = callback ? callback : [](const TrainingEvent&) {
    };
    TrainingRun run(request, stop, listener);
    try {
        return run.execute();
    } catch (const c10::Error& error) {
        return run.failed(errorOf(error, model::messageOf(error)));
    } catch (const std::exception& error) {
        return run.failed(errorOf(error, error.what()));
    }
}

} // namespace negatoscope::training
