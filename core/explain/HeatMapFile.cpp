#include "core/explain/HeatMapFile.h"

#include "core/base/Files.h"
#include "core/base/Text.h"
#include "core/evaluation/Scores.h"
#include "core/explain/Overlay.h"
#include "core/image/Film.h"

#include <opencv2/core.hpp>

#include <functional>
#include <new>
#include <span>

namespace negatoscope::explain {

namespace {

using base::ErrorCode;

/// One film read, and its score explained.
struct Explained
{
    image::Film film;
    HeatMap map;
    cv::Mat overlay;
};

/// The map of one preprocessed film.
using MapFunction = std::function<base::Result<HeatMap>(std::span<const float>)>;

base::Result<Explained> explainFile(const model::Classifier& classifier,
    const std::filesystem::path& path, const MapFunction& mapOf)
{
    const image::Preprocessing& preprocessing = classifier.config.preprocessing;
    auto film =
        image::decodeFilm(path, preprocessing.rgb ? image::Colour::Rgb : image::Colour::Grey);
    if (!film)
        return base::failure(film);
    std::vector<float> input(preprocessing.valuesPerFilm());
    try {
        image::scaleToNetwork(image::resizeToInput(*film, preprocessing), input);
    } catch (const std::exception&) {
        return base::failure(
            ErrorCode::OutOfMemory, "not enough memory to resize the film", path.string());
    }
    auto map = mapOf(input);
    if (!map)
        return base::failure(map);
    auto overlay = overlayOnFilm(*film, *map, preprocessing);
    if (!overlay)
        return base::failure(overlay);
    return Explained{std::move(*film), std::move(*map), std::move(*overlay)};
}

double positiveProbability(const model::Classifier& classifier, const HeatMap& map)
{
    evaluation::Scores scores;
    scores.classNames = classifier.classNames;
    scores.labels = {0};
    scores.logits = map.classLogits;
    evaluation::fillProbabilities(scores);
    return scores.probability(0, static_cast<std::size_t>(classifier.positiveClass));
}

} // namespace

base::Result<std::filesystem::path> writeHeatMap(const Explainer& explainer,
    const std::filesystem::path& film, const std::filesystem::path& folder, HeatMapMethod method)
{
    const auto explained = explainFile(
        explainer.classifier(), film, [&](std::span<const float> input) -> base::Result<HeatMap> {
            if (method != HeatMapMethod::Occlusion)
                return explainer.map(input, method);
            auto tested = explainer.coverTest(input);
            if (!tested)
                return base::failure(tested);
            return std::move(**tested);
        });
    if (!explained)
        return base::failure(explained);
    const auto png = encodePng(explained->overlay);
    if (!png)
        return base::failure(png);
    if (const auto made = base::makeFolder(folder); !made)
        return base::failure(made);
    // The class folder keeps apart films that are called alike.
    std::string name = film.filename().string() + "_cam.png";
    const std::string parent = film.parent_path().filename().string();
    if (!parent.empty() && parent != "." && parent != "..")
        name = parent + "_" + name;
    const std::filesystem::path path = folder / name;
    const auto written =
        base::writeFileAtomically(path, std::as_bytes(std::span<const unsigned char>(*png)));
    if (!written)
        return base::failure(written);
    return path;
}

base::Result<evaluation::ReportFilm> reportFilm(const model::Classifier& classifier,
    const std::filesystem::path& film, int label, int maxSide, evaluation::Language language)
{
    const auto explained = explainFile(classifier, film, [&](std::span<const float> input) {
        return heatMap(classifier.network, input, classifier.positiveClass);
    });
    if (!explained)
        return base::failure(explained);
    const auto picture = pngBase64(toRgb8(explained->film.pixels), maxSide);
    if (!picture)
        return base::failure(picture);
    const auto overlay = pngBase64(explained->overlay, maxSide);
    if (!overlay)
        return base::failure(overlay);
    return evaluation::ReportFilm{.name = base::printable(film.filename().string()),
        .pngBase64 = *picture,
        .heatMapBase64 = *overlay,
        .label = label,
        .score = positiveProbability(classifier, explained->map),
        .caption = statementOf(explained->map, language)};
}

} // namespace negatoscope::explain
