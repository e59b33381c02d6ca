#include "core/dataset/PixelBaseline.h"

#include "core/base/Log.h"
#include "core/dataset/Parallel.h"
#include "core/image/Resize.h"

#include <opencv2/core.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace negatoscope::dataset {

namespace {

constexpr int kPixels = kBaselineSide * kBaselineSide;
constexpr int kThumbnailSide = 64; // what the search for near duplicates reads, too
constexpr int kMostSteps = 100;
constexpr double kSmallStep = 1e-10;

double sigmoid(double z)
{
    return z >= 0.0 ? 1.0 / (1.0 + std::exp(-z)) : std::exp(z) / (1.0 + std::exp(z));
}

void standardise(const cv::Mat& features, LogisticModel& model, cv::Mat& standard)
{
    const int films = features.rows;
    const int count = features.cols;
    // The last column is the intercept's.
    standard = cv::Mat(films, count + 1, CV_64F, cv::Scalar(1.0));
    for (int feature = 0; feature < count; ++feature) {
        cv::Scalar mean;
        cv::Scalar deviation;
        cv::meanStdDev(features.col(feature), mean, deviation);
        model.mean.push_back(mean[0]);
        model.scale.push_back(deviation[0] > 1e-12 ? deviation[0] : 1.0);
        for (int film = 0; film < films; ++film)
            standard.at<double>(film, feature) =
                (features.at<double>(film, feature) - mean[0]) / model.scale.back();
    }
}

/// −log-likelihood + penalty.
double lossOf(const cv::Mat& standard, const std::vector<bool>& positive, const cv::Mat& weights,
    double penalty)
{
    const cv::Mat z = standard * weights;
    double loss = 0.0;
    for (int film = 0; film < z.rows; ++film) {
        const double margin =
            positive[static_cast<std::size_t>(film)] ? z.at<double>(film) : -z.at<double>(film);
        loss +=
            margin > 0.0 ? std::log1p(std::exp(-margin)) : -margin + std::log1p(std::exp(margin));
    }
    for (int feature = 0; feature + 1 < weights.rows; ++feature)
        loss += 0.5 * penalty * weights.at<double>(feature) * weights.at<double>(feature);
    return loss;
}

/// The Newton step: (Xᵀ diag(p(1−p)) X + penalty) step = Xᵀ(y − p) − penalty·w.
cv::Mat newtonStep(const cv::Mat& standard, const std::vector<bool>& positive,
    const cv::Mat& weights, double penalty)
{
    const cv::Mat z = standard * weights;
    cv::Mat weighted = standard.clone();
    cv::Mat residual(standard.rows, 1, CV_64F);
    for (int film = 0; film < standard.rows; ++film) {
        const double p = sigmoid(z.at<double>(film));
        residual.at<double>(film) = (positive[static_cast<std::size_t>(film)] ? 1.0 : 0.0) - p;
        weighted.row(film) *= std::max(p * (1.0 - p), 1e-12);
    }
    cv::Mat hessian = standard.t() * weighted;
    cv::Mat gradient = standard.t() * residual;
    for (int feature = 0; feature + 1 < weights.rows; ++feature) {
        hessian.at<double>(feature, feature) += penalty;
        gradient.at<double>(feature) -= penalty * weights.at<double>(feature);
    }
    cv::Mat step;
    cv::solve(hessian, gradient, step, cv::DECOMP_CHOLESKY);
    return step;
}

/// Films with pixels, of one split, in the manifest's order.
std::vector<std::size_t> usable(const Manifest& manifest, const FilmTraits& traits, Split split)
{
    std::vector<std::size_t> films;
    for (const std::size_t index : manifest.indicesOf(split))
        if (manifest.items[index].label >= 0 && std::isfinite(traits.brightness[index]))
            films.push_back(index);
    return films;
}

evaluation::Scores scoresOf(const Manifest& manifest, const FilmTraits& traits, Split split,
    const std::vector<LogisticModel>& models)
{
    evaluation::Scores scores;
    scores.classNames = manifest.classNames;
    scores.positiveClass = manifest.positiveClass;
    for (const std::size_t index : usable(manifest, traits, split)) {
        const FilmItem& item = manifest.items[index];
        scores.films.push_back(item.name);
        scores.patients.push_back(item.patient);
        scores.kinds.push_back(item.kind);
        scores.labels.push_back(item.label);
        const double* pixels = traits.pixels.data() + index * kPixels;
        if (models.size() == 1) { // of the second class; the first is its reference
            scores.logits.insert(scores.logits.end(), {0.0, models.front().logOdds(pixels)});
            continue;
        }
        for (const LogisticModel& model : models)
            scores.logits.push_back(model.logOdds(pixels));
    }
    evaluation::fillProbabilities(scores);
    return scores;
}

} // namespace

double LogisticModel::logOdds(const double* features) const
{
    double sum = intercept;
    for (std::size_t i = 0; i < weights.size(); ++i)
        sum += weights[i] * (features[i] - mean[i]) / scale[i];
    return sum;
}

base::Result<LogisticModel> fitLogistic(
    const cv::Mat& features, const std::vector<bool>& positive, double penalty)
{
    const auto hits = std::count(positive.begin(), positive.end(), true);
    if (hits == 0 || hits == static_cast<std::ptrdiff_t>(positive.size()) ||
        features.rows != static_cast<int>(positive.size()))
        return base::failure(
            base::ErrorCode::InsufficientData, "a logistic regression needs films of two classes");
    try {
        LogisticModel model;
        cv::Mat standard;
        standardise(features, model, standard);
        cv::Mat weights = cv::Mat::zeros(features.cols + 1, 1, CV_64F);
        double loss = lossOf(standard, positive, weights, penalty);
        for (int iteration = 0; iteration < kMostSteps; ++iteration) {
            const cv::Mat step = newtonStep(standard, positive, weights, penalty);
            double length = 1.0; // halved until the loss falls
            cv::Mat next = weights + step;
            double nextLoss = lossOf(standard, positive, next, penalty);
            for (int half = 0; half < 30 && !(nextLoss <= loss); ++half) {
                length /= 2.0;
                next = weights + length * step;
                nextLoss = lossOf(standard, positive, next, penalty);
            }
            const double gain = loss - nextLoss;
            if (!(gain >= 0.0))
                break;
            weights = next;
            loss = nextLoss;
            if (cv::norm(step, cv::NORM_INF) * length < kSmallStep || gain < 1e-14 * loss) {
                for (int feature = 0; feature < features.cols; ++feature)
                    model.weights.push_back(weights.at<double>(feature));
                model.intercept = weights.at<double>(features.cols);
                return model;
            }
        }
    } catch (const cv::Exception& exception) {
        base::log(base::LogLevel::Warning, "core.dataset", exception.what());
    }
    return base::failure(
        base::ErrorCode::NumericalFailure, "the logistic regression did not converge");
}

std::optional<FilmTraits> filmTraits(const Manifest& manifest, int threads,
    const base::ProgressCallback& progress, std::stop_token stop)
{
    const std::size_t films = manifest.items.size();
    FilmTraits traits;
    traits.pixels.assign(films * kPixels, std::numeric_limits<double>::quiet_NaN());
    traits.brightness.assign(films, std::numeric_limits<double>::quiet_NaN());
    const auto read = [&](std::size_t film) {
        const auto small = image::decodeThumbnail(manifest.items[film].path, kThumbnailSide);
        if (!small)
            return;
        const cv::Mat tiny = image::resizeByArea(*small, kBaselineSide, kBaselineSide);
        double sum = 0.0;
        for (int pixel = 0; pixel < kPixels; ++pixel) {
            const double value = tiny.at<float>(pixel / kBaselineSide, pixel % kBaselineSide);
            traits.pixels[film * kPixels + static_cast<std::size_t>(pixel)] = value;
            sum += value;
        }
        traits.brightness[film] = sum / kPixels;
    };
    try {
        if (parallelFor(films, threads, "thumbnails", progress, stop, read))
            return traits;
    } catch (const std::exception& exception) {
        base::log(base::LogLevel::Warning, "core.dataset",
            std::string("the small thumbnails failed: ") + exception.what());
    }
    return std::nullopt;
}

base::Result<PixelBaseline> pixelBaseline(const Manifest& manifest, const FilmTraits& traits)
{
    const std::vector<std::size_t> films = usable(manifest, traits, Split::Train);
    cv::Mat features(static_cast<int>(films.size()), kPixels, CV_64F);
    for (std::size_t row = 0; row < films.size(); ++row)
        std::copy_n(traits.pixels.data() + films[row] * kPixels, kPixels,
            features.ptr<double>(static_cast<int>(row)));
    const std::size_t classes = manifest.classNames.size();
    std::vector<LogisticModel> models;
    for (std::size_t cls = classes == 2 ? 1 : 0; cls < classes; ++cls) {
        std::vector<bool> positive;
        for (const std::size_t film : films)
            positive.push_back(manifest.items[film].label == static_cast<int>(cls));
        auto model = fitLogistic(features, positive);
        if (!model)
            return base::failure(model);
        models.push_back(std::move(*model));
    }
    if (models.empty())
        return base::failure(
            base::ErrorCode::InsufficientData, "the data set has fewer than two classes");
    return PixelBaseline{scoresOf(manifest, traits, Split::Validation, models),
        scoresOf(manifest, traits, Split::Test, models), films.size()};
}

} // namespace negatoscope::dataset
