#pragma once

#include "core/base/Result.h"
#include "core/model/Classifier.h"

#include <filesystem>
#include <string>
#include <vector>

namespace negatoscope::exporting {

/// Largest difference of a probability that an exported file may show.
inline constexpr double kLargestDifference = 1e-4;

/// An exported file read back by another reader and compared with the run.
struct ModelCheck
{
    std::string reader; ///< "LibTorch's TorchScript interpreter", …
    std::size_t films = 0;
    double largestDifference = 0.0; ///< of any class' probability on any film
    bool agrees() const { return films > 0 && largestDifference <= kLargestDifference; }
};

/// Films as the network takes them: each valuesPerFilm() floats in −1…1, as image::preprocessFile
/// gives them.
using PreparedFilms = std::vector<std::vector<float>>;

// Each loads the file and runs all films through it. Errors: CorruptFile (it cannot be loaded or
// does not fit).
base::Result<ModelCheck> checkTorchScript(const std::filesystem::path& path,
    const model::Classifier& classifier, const PreparedFilms& films);
/// From the file's bytes, operator by operator, as the specification of ONNX says it.
base::Result<ModelCheck> checkOnnx(const std::filesystem::path& path,
    const model::Classifier& classifier, const PreparedFilms& films);
/// By our own importer of Keras files, which knows nothing of the exporter.
base::Result<ModelCheck> checkKeras(const std::filesystem::path& path,
    const model::Classifier& classifier, const PreparedFilms& films);

} // namespace negatoscope::exporting
