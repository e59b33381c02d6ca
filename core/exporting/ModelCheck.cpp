#include "core/exporting/ModelCheck.h"

#include "core/base/Files.h"
#include "core/exporting/OnnxInterpreter_impl.h"
#include "core/model/Network_impl.h"
#include "core/model/TorchCompat.h"

#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/serialization/import.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>

namespace negatoscope::exporting {

namespace {

using base::ErrorCode;

/// What one film gives in the exported file: K probabilities from 3×H×W values.
using Reader = std::function<std::vector<float>(std::vector<float>&)>;

/// The exported file's input: three channels, in its own range.
std::vector<float> asInput(const std::vector<float>& film, const model::Classifier& classifier)
{
    const auto& input = classifier.config.preprocessing;
    std::vector<float> three;
    for (int copy = input.channels(); copy <= 3; copy += input.channels())
        three.insert(three.end(), film.begin(), film.end());
    if (classifier.config.includePreprocessing)
        for (float& value : three)
            value = (value + 1.0F) * 127.5F;
    return three;
}

base::Result<ModelCheck> compare(ModelCheck check, const std::filesystem::path& path,
    const model::Classifier& classifier, const PreparedFilms& films, const Reader& read)
{
    for (const std::vector<float>& film : films) {
        const auto expected = classifier.probabilities(film);
        if (!expected)
            return base::failure(expected);
        std::vector<float> input = asInput(film, classifier);
        const std::vector<float> given = read(input);
        if (given.size() != expected->size())
            return base::failure(ErrorCode::CorruptFile,
                "the exported model gives " + std::to_string(given.size()) + " numbers, not " +
                    std::to_string(expected->size()),
                path.string());
        for (std::size_t k = 0; k < given.size(); ++k) {
            const auto difference = static_cast<double>(std::abs(given[k] - (*expected)[k]));
            // A NaN must not pass.
            check.largestDifference =
                std::isfinite(difference) ? std::max(check.largestDifference, difference) : 1.0;
        }
        ++check.films;
    }
    return check;
}

/// Opens the exported file and compares what it gives; whatever its reader throws is an error.
/// `open` gives a function from a 1×3×H×W tensor to 1×K probabilities.
template <typename Open>
base::Result<ModelCheck> checkWith(const char* reader, const std::filesystem::path& path,
    const model::Classifier& classifier, const PreparedFilms& films, const Open& open)
{
    const auto broken = [&path](const std::string& why) {
        return base::failure(
            ErrorCode::CorruptFile, "the exported file cannot be run: " + why, path.string());
    };
    try {
        const c10::NoGradGuard noGrad;
        auto run = open();
        const auto& size = classifier.config.preprocessing;
        return compare({reader}, path, classifier, films, [&](std::vector<float>& input) {
            const at::Tensor y =
                run(at::from_blob(input.data(), {1, 3, size.height, size.width}, at::kFloat))
                    .contiguous();
            return std::vector<float>(y.data_ptr<float>(), y.data_ptr<float>() + y.numel());
        });
    } catch (const c10::Error& error) {
        return broken(model::messageOf(error));
    } catch (const std::exception& error) {
        return broken(error.what());
    }
}

} // namespace

base::Result<ModelCheck> checkTorchScript(const std::filesystem::path& path,
    const model::Classifier& classifier, const PreparedFilms& films)
{
    return checkWith("LibTorch's TorchScript interpreter", path, classifier, films, [&path] {
        return [module = torch::jit::load(path.string())](const at::Tensor& x) mutable {
            return module.forward({x}).toTensor();
        };
    });
}

base::Result<ModelCheck> checkOnnx(const std::filesystem::path& path,
    const model::Classifier& classifier, const PreparedFilms& films)
{
    const auto bytes = base::readFile(path);
    if (!bytes)
        return base::failure(bytes);
    return checkWith("Negatoscope's ONNX interpreter", path, classifier, films, [&bytes] {
        return
            [interpreter = std::make_shared<const OnnxInterpreter>(*bytes)](const at::Tensor& x) {
                return interpreter->run(x);
            };
    });
}

base::Result<ModelCheck> checkKeras(const std::filesystem::path& path,
    const model::Classifier& classifier, const PreparedFilms& films)
{
    const auto imported = model::loadClassifier(path);
    if (!imported)
        return base::failure(imported);
    base::Result<void> worked;
    auto check = compare({"Negatoscope's importer of Keras files"}, path, classifier, films,
        [&](std::vector<float>& input) {
            // The importer takes −1…1 and applies a rescaling layer itself.
            if (classifier.config.includePreprocessing)
                for (float& value : input)
                    value = value / 127.5F - 1.0F;
            auto given = imported->probabilities(input);
            if (!given)
                worked = base::failure(given);
            return given.value_or(std::vector<float>());
        });
    if (!worked)
        return base::failure(worked);
    return check;
}

} // namespace negatoscope::exporting
