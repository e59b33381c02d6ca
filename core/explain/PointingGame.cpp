#include "core/explain/PointingGame.h"

#include "core/base/Random.h"
#include "core/evaluation/Intervals.h"
#include "core/explain/Overlay.h"
#include "core/image/Preprocessing.h"
#include "core/phantom/PhantomSet.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <functional>

namespace negatoscope::explain {

namespace {

constexpr double kTolerance = 7.0; ///< input pixels, science.md 4.2
constexpr std::size_t kChunk = 32; ///< phantoms kept at a time

evaluation::Figure shareOf(
    const std::vector<PointingFilm>& films, const std::function<bool(const PointingFilm&)>& counts)
{
    std::int64_t hits = 0;
    std::int64_t all = 0;
    for (const PointingFilm& film : films) {
        if (!counts(film))
            continue;
        ++all;
        hits += film.hit ? 1 : 0;
    }
    return evaluation::proportion(hits, all, evaluation::Undefined::NoFilms);
}

/// Thirds of the films called positive by one of their properties.
void addThirds(
    PointingReport& report, double PointingFilm::*property, const std::array<const char*, 3>& names)
{
    std::vector<double> values;
    for (const PointingFilm& film : report.films)
        if (film.calledPositive)
            values.push_back(film.*property);
    if (values.size() < 3)
        return;
    std::sort(values.begin(), values.end());
    const double low = values[values.size() / 3];
    const double high = values[2 * values.size() / 3];
    for (int third = 0; third < 3; ++third) {
        report.groups.push_back({names[static_cast<std::size_t>(third)],
            shareOf(report.films, [=](const PointingFilm& film) {
                const int own = film.*property < low ? 0 : film.*property < high ? 1 : 2;
                return film.calledPositive && own == third;
            })});
    }
}

void summarise(PointingReport& report)
{
    report.groups.push_back(
        {"all", shareOf(report.films, [](const PointingFilm&) { return true; })});
    report.groups.push_back({"called positive",
        shareOf(report.films, [](const PointingFilm& film) { return film.calledPositive; })});
    for (const phantom::OpacityKind kind :
        {phantom::OpacityKind::Lobar, phantom::OpacityKind::Round,
            phantom::OpacityKind::Bronchopneumonia, phantom::OpacityKind::Interstitial}) {
        const std::string name = phantom::kindName(kind);
        report.groups.push_back({name, shareOf(report.films, [&](const PointingFilm& film) {
                                     return film.calledPositive && film.kind == name;
                                 })});
    }
    addThirds(report, &PointingFilm::areaFraction, {"small", "middle size", "large"});
    addThirds(report, &PointingFilm::contrast, {"weak", "middle contrast", "strong"});
}

base::Result<PointingFilm> play(
    const Explainer& explainer, const phantom::Phantom& phantom, HeatMapMethod method)
{
    const model::Classifier& classifier = explainer.classifier();
    const image::Preprocessing& preprocessing = classifier.config.preprocessing;
    image::Film film{phantom.film, {}};
    std::vector<float> input(preprocessing.valuesPerFilm());
    image::scaleToNetwork(image::resizeToInput(film, preprocessing), input);
    const auto answer = explainer.answer(input);
    if (!answer)
        return base::failure(answer);
    HeatMap map;
    if (method == HeatMapMethod::Occlusion) {
        auto tested = explainer.coverTest(input);
        if (!tested)
            return base::failure(tested);
        map = std::move(**tested);
    } else {
        auto made = explainer.map(input, method);
        if (!made)
            return base::failure(made);
        map = std::move(*made);
    }
    PointingFilm result;
    result.kind = phantom::kindName(phantom.kind);
    result.areaFraction = phantom.opacityAreaFraction;
    result.contrast = cv::mean(phantom.delta, phantom.mask)[0];
    const auto positive = static_cast<std::size_t>(classifier.positiveClass);
    result.calledPositive =
        static_cast<double>(answer->probabilities[positive]) >= classifier.threshold;
    result.hit = pointsInto(map.cells, phantom.mask, preprocessing, kTolerance, map.grid);
    return result;
}

} // namespace

bool pointsInto(const cv::Mat& cells, const cv::Mat& mask,
    const image::Preprocessing& preprocessing, double tolerance, const CellGrid& grid)
{
    const cv::Mat evidence = evidenceOnFilm(cells, mask.cols, mask.rows, preprocessing, true, grid);
    cv::Point strongest(-1, -1);
    float best = -1.0F;
    for (int y = 0; y < evidence.rows; ++y)
        for (int x = 0; x < evidence.cols; ++x)
            if (evidence.at<float>(y, x) > best) { // never for NaN
                best = evidence.at<float>(y, x);
                strongest = {x, y};
            }
    if (strongest.x < 0 || cv::countNonZero(mask) == 0)
        return false;
    cv::Mat distance;
    cv::distanceTransform(mask == 0, distance, cv::DIST_L2, cv::DIST_MASK_PRECISE);
    const auto placement = image::placementOf(mask.cols, mask.rows, preprocessing);
    return static_cast<double>(distance.at<float>(strongest)) <=
           tolerance / std::max(placement.scaleX, placement.scaleY) + 1e-3;
}

base::Result<std::optional<PointingReport>> pointingGame(const Explainer& explainer,
    const PointingOptions& options, const base::ProgressCallback& progress, std::stop_token stop)
{
    try {
        constexpr std::array kKinds{phantom::OpacityKind::Lobar, phantom::OpacityKind::Round,
            phantom::OpacityKind::Bronchopneumonia, phantom::OpacityKind::Interstitial};
        const image::Preprocessing& preprocessing = explainer.classifier().config.preprocessing;
        PointingReport report;
        const auto count = static_cast<std::size_t>(std::max(options.films, 0));
        for (std::size_t first = 0; first < count; first += kChunk) {
            std::vector<phantom::PhantomRequest> requests(std::min(kChunk, count - first));
            for (std::size_t i = 0; i < requests.size(); ++i) {
                requests[i].seed = base::deriveSeed(options.seed, "pointing game", {first + i});
                requests[i].side = std::min(preprocessing.width, preprocessing.height);
                requests[i].kind = kKinds[(first + i) % kKinds.size()];
            }
            std::vector<phantom::Phantom> phantoms(requests.size());
            const bool drawn = phantom::forEachPhantom(
                requests, options.threads,
                [&](std::size_t i, phantom::Phantom&& one) { phantoms[i] = std::move(one); }, {},
                stop);
            if (!drawn)
                return std::optional<PointingReport>();
            for (const phantom::Phantom& one : phantoms) {
                auto film = play(explainer, one, options.method);
                if (!film)
                    return base::failure(film);
                report.films.push_back(std::move(*film));
            }
            if (progress)
                progress({"phantoms", first + requests.size(), count});
        }
        summarise(report);
        return std::optional(std::move(report));
    } catch (const std::exception& exception) {
        return base::failure(base::ErrorCode::OutOfMemory,
            std::string("the pointing game could not be played: ") + exception.what());
    }
}

} // namespace negatoscope::explain
