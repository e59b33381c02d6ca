#pragma once

#include "core/base/Progress.h"
#include "core/base/Result.h"

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>

namespace negatoscope::session {

struct ImagenetRequest
{
    double alpha = 0.35;
    int height = 224;
    int width = 224;
    std::filesystem::path cacheFolder; ///< "" = the user's cache folder
    std::string baseUrl;               ///< "" = Keras' own
};

/// Keras' name of the published file without top for this network (keras.md 1.8): square films of
/// 96, 128, 160, 192 or 224 px have their own (alpha 1.3 and 1.4 only 224), all others use 224.
base::Result<std::string> imagenetFileName(double alpha, int height, int width);

/// The file where it is on this computer already, in our cache or in Keras'; asks nobody.
std::optional<std::filesystem::path> knownImagenetWeights(const ImagenetRequest& request);

/// The file, downloaded when it is in neither our cache nor Keras' (~/.keras/models). An
/// interrupted download goes on where it stopped. The SHA-256 is pinned at the first use in a file
/// beside it: another content later is an error. Blocking: needs a QCoreApplication, runs its own
/// event loop; thread: any but the window's. A requested stop gives an empty optional; the part
/// stays. Errors: NetworkFailure (offline: says how to import a file), CorruptFile, DiskFull,
/// PermissionDenied.
base::Result<std::optional<std::filesystem::path>> imagenetWeights(const ImagenetRequest& request,
    const base::ProgressCallback& progress = {}, std::stop_token stop = {});

} // namespace negatoscope::session
