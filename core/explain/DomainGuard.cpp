#include "core/explain/DomainGuard.h"

#include "core/base/Files.h"
#include "core/base/Random.h"
#include "core/base/Text.h"
#include "core/dataset/Parallel.h"
#include "core/explain/PrincipalSpace.h"
#include "core/model/FrozenPrefix.h"
#include "core/training/FeaturePass.h"

#include <nlohmann/json.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <new>
#include <numeric>
#include <thread>
#include <utility>

namespace negatoscope::explain {

namespace {

using base::ErrorCode;

constexpr const char* kFileName = "guard.safetensors";
constexpr const char* kVersion = "1";
constexpr int kLookSide = 16;
constexpr std::size_t kFeatureComponents = 64;
constexpr std::size_t kLookComponents = 48;
constexpr std::size_t kMostLooks = 1500; ///< training films whose look is learned
constexpr double kScalePercentile = 0.99;
constexpr double kWarnPercentile = 99.0;
constexpr double kBeyond = 1.25; ///< times the farthest validation film
constexpr double kColoured = 0.02;

using Parts = std::array<double, 4>;

/// The film at 16×16 pixels, mean 0 and standard deviation 1.
std::vector<float> lookOf(std::span<const float> values, const image::Preprocessing& preprocessing)
{
    const int channels = preprocessing.channels();
    cv::Mat sum = cv::Mat::zeros(preprocessing.height, preprocessing.width, CV_32FC1);
    for (int channel = 0; channel < channels; ++channel) {
        // The header wants a mutable pointer; nothing writes through it.
        const cv::Mat plane(preprocessing.height, preprocessing.width, CV_32FC1,
            const_cast<float*>(values.data()) +
                channel * preprocessing.height * preprocessing.width);
        sum += plane;
    }
    cv::Mat small;
    cv::resize(sum, small, cv::Size(kLookSide, kLookSide), 0.0, 0.0, cv::INTER_AREA);
    cv::Scalar mean;
    cv::Scalar deviation;
    cv::meanStdDev(small, mean, deviation);
    small = (small - mean[0]) / std::max(deviation[0], 1e-6);
    return {small.ptr<float>(), small.ptr<float>() + small.total()};
}

double percentileOf(std::vector<double> values, double share)
{
    std::sort(values.begin(), values.end());
    return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

tl::unexpected<base::Error> corrupt(const std::filesystem::path& path)
{
    return base::failure(ErrorCode::CorruptFile, "the domain guard cannot be understood",
        path.string(), "delete the file: it is made again");
}

} // namespace

struct DomainGuard::Private
{
    PrincipalSpace features;
    PrincipalSpace looks;
    Parts scale{1.0, 1.0, 1.0, 1.0};
    image::Preprocessing preprocessing;
    std::vector<float> validation; ///< combined distances, ascending
    std::vector<float> training;   ///< n × features.size() coordinates
    std::vector<std::string> names;
    std::vector<int> labels;
    std::string root;

    Parts partsOf(std::span<const float> feature, std::span<const float> look) const
    {
        const auto [featureInside, featureOutside] = features.distances(feature);
        const auto [lookInside, lookOutside] = looks.distances(look);
        return {featureInside, featureOutside, lookInside, lookOutside};
    }
    double combined(const Parts& parts) const
    {
        double largest = 0.0;
        for (std::size_t i = 0; i < parts.size(); ++i)
            largest = std::max(largest, parts[i] / scale[i]);
        return largest;
    }
};

namespace {

/// The pooled features of some films where the cache has them: read as they are needed, so that
/// memory does not grow with the number of films.
class CachedFeatures
{
public:
    CachedFeatures() = default;
    CachedFeatures(std::shared_ptr<const training::FeatureCache> cache,
        const dataset::Manifest& data, const std::vector<std::size_t>& films,
        const training::FilmView& view)
        : m_cache(std::move(cache))
    {
        for (const std::size_t film : films) {
            const auto slot = m_cache->find(training::keyOf(data.items[film], view));
            if (!slot)
                continue; // unreadable
            m_slots.push_back(*slot);
            m_films.push_back(film);
        }
        m_cache->releasePages(); // all of them were read to be checked
    }

    const std::vector<std::size_t>& films() const { return m_films; } ///< that have features
    std::size_t width() const { return m_cache->space().valuesPerEntry; }
    /// Of films()[i].
    std::span<const float> at(std::size_t i) const
    {
        constexpr std::size_t kMostRead = 32ULL << 20; ///< bytes before pages are given back
        m_read += width() * sizeof(float);
        if (m_read > kMostRead) {
            m_cache->releasePages();
            m_read = 0;
        }
        return m_cache->values().subspan(m_slots[i] * width(), width());
    }

private:
    std::shared_ptr<const training::FeatureCache> m_cache;
    std::vector<std::size_t> m_slots;
    std::vector<std::size_t> m_films;
    mutable std::size_t m_read = 0;
};

/// Pooled features and looks of a run's films.
struct Gathered
{
    CachedFeatures train;
    CachedFeatures validation;
    std::vector<float> trainLooks; ///< of some of the training films
    std::vector<float> validationLooks;
};

/// Reads the films of a manifest once for their features (cached) and once for their looks.
class Gatherer
{
public:
    Gatherer(const Explainer& explainer, const dataset::Manifest& data, const GuardOptions& options,
        const base::ProgressCallback& progress, std::stop_token stop)
        : m_explainer(explainer)
        , m_data(data)
        , m_options(options)
        , m_progress(progress)
        , m_stop(std::move(stop))
    {}

    /// False when stopped.
    base::Result<bool> run(Gathered& gathered)
    {
        auto featured = features(gathered);
        if (!featured || !*featured)
            return featured;
        return looks(gathered);
    }

private:
    const model::Classifier& classifier() const { return m_explainer.classifier(); }

    training::CacheSpace space(const model::FrozenPrefix& prefix) const
    {
        training::CacheSpace result;
        result.preprocessing = image::fingerprint(classifier().config.preprocessing);
        result.backboneHash = classifier().network.backboneHash();
        result.cut = kWholeBackbone;
        result.pooling = m_explainer.featurePooling() == model::Pooling::Max ? "max" : "average";
        result.valuesPerEntry = prefix.valuesPerOutput();
        return result;
    }

    base::Result<bool> features(Gathered& gathered)
    {
        const auto prefix = model::FrozenPrefix::build(
            classifier().network, kWholeBackbone, m_explainer.featurePooling());
        if (!prefix)
            return base::failure(prefix);
        const auto train = m_data.indicesOf(dataset::Split::Train);
        const auto validation = m_data.indicesOf(dataset::Split::Validation);
        std::vector<training::FeatureJob> jobs;
        for (const std::vector<std::size_t>* films : {&train, &validation})
            for (const std::size_t film : *films)
                jobs.push_back({film, 0});
        auto cache =
            training::FeatureCache::open(m_options.cacheFolder, space(*prefix), jobs.size());
        if (!cache)
            return base::failure(cache);
        const std::vector<training::FilmView> views{training::originalView()};
        const int threads =
            m_options.threads > 0
                ? m_options.threads
                : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
        training::FeaturePass pass{m_data, classifier().config.preprocessing, &*prefix, views,
            threads, [this] { return m_stop.stop_requested(); },
            [this](std::size_t done, std::size_t total) {
                if (m_progress)
                    m_progress({"features", done, total});
            }};
        const auto done = pass.fill(*cache, jobs);
        if (!done)
            return base::failure(done);
        if (done->stopped)
            return false;
        const auto kept = std::make_shared<training::FeatureCache>(std::move(*cache));
        gathered.train = {kept, m_data, train, views.front()};
        gathered.validation = {kept, m_data, validation, views.front()};
        return true;
    }

    base::Result<bool> looks(Gathered& gathered)
    {
        std::vector<std::size_t> chosen = gathered.train.films();
        base::Random random(base::deriveSeed(1, "domain guard"));
        random.shuffle(chosen);
        chosen.resize(std::min(chosen.size(), kMostLooks));
        const auto& preprocessing = classifier().config.preprocessing;
        const auto read = [&](const std::vector<std::size_t>& films, std::vector<float>& out) {
            constexpr std::size_t kLook = kLookSide * kLookSide;
            out.assign(films.size() * kLook, 0.0F);
            return dataset::parallelFor(
                films.size(), m_options.threads, "looks", m_progress, m_stop, [&](std::size_t i) {
                    std::vector<float> values(preprocessing.valuesPerFilm());
                    // What the feature pass has read can be read again.
                    if (image::preprocessFile(m_data.items[films[i]].path, preprocessing, values)) {
                        const std::vector<float> look = lookOf(values, preprocessing);
                        std::copy(look.begin(), look.end(),
                            out.begin() + static_cast<std::ptrdiff_t>(i * kLook));
                    }
                });
        };
        return read(chosen, gathered.trainLooks) &&
               read(gathered.validation.films(), gathered.validationLooks);
    }

    static constexpr int kWholeBackbone = 154;
    const Explainer& m_explainer;
    const dataset::Manifest& m_data;
    const GuardOptions& m_options;
    const base::ProgressCallback& m_progress;
    std::stop_token m_stop;
};

} // namespace

const char* reasonText(GuardReason reason)
{
    switch (reason) {
    case GuardReason::FarFromTraining:
        return "the film is unlike the films that the model learned from";
    case GuardReason::BeyondAll:
        return "this does not look like a frontal chest film";
    case GuardReason::Coloured:
        return "the picture has colours: it is no plain radiograph";
    case GuardReason::HeaderLateral:
        return "the header says that this is a lateral view";
    case GuardReason::HeaderOther:
        break;
    }
    return "the header names another view, part of the body or kind of picture";
}

std::string GuardVerdict::sentence() const
{
    std::string text;
    for (const GuardReason reason : reasons)
        text += (text.empty() ? "" : "; ") + std::string(reasonText(reason));
    return text;
}

DomainGuard::DomainGuard(std::unique_ptr<Private> p)
    : m_private(std::move(p))
{}
DomainGuard::DomainGuard(const DomainGuard& other)
    : m_private(std::make_unique<Private>(*other.m_private))
{}
DomainGuard& DomainGuard::operator=(const DomainGuard& other)
{
    *m_private = *other.m_private;
    return *this;
}
DomainGuard::DomainGuard(DomainGuard&&) noexcept = default;
DomainGuard& DomainGuard::operator=(DomainGuard&&) noexcept = default;
DomainGuard::~DomainGuard() = default;

std::size_t DomainGuard::trainingFilms() const
{
    return m_private->names.size();
}

base::Result<std::optional<DomainGuard>> DomainGuard::build(const Explainer& explainer,
    const dataset::Manifest& data, const GuardOptions& options,
    const base::ProgressCallback& progress, std::stop_token stop)
{
    constexpr std::size_t kFewestTraining = 20;
    constexpr std::size_t kFewestValidation = 10;
    try {
        Gathered gathered;
        const auto done = Gatherer(explainer, data, options, progress, stop).run(gathered);
        if (!done)
            return base::failure(done);
        if (!*done)
            return std::optional<DomainGuard>();
        constexpr std::size_t kLook = kLookSide * kLookSide;
        const std::size_t validation = gathered.validationLooks.size() / kLook;
        if (gathered.train.films().size() < kFewestTraining || validation < kFewestValidation)
            return base::failure(ErrorCode::InsufficientData,
                "there are too few films to know what is usual for this model", data.root.string(),
                "at least 20 training and 10 validation films are needed");
        const std::size_t films = gathered.train.films().size();
        auto features =
            PrincipalSpace::fit([&gathered](std::size_t i) { return gathered.train.at(i); }, films,
                gathered.train.width(), kFeatureComponents);
        auto looks = PrincipalSpace::fit(
            gathered.trainLooks, gathered.trainLooks.size() / kLook, kLook, kLookComponents);
        if (!features || !looks)
            return features ? base::failure(looks) : base::failure(features);
        auto p = std::make_unique<Private>();
        p->features = std::move(*features);
        p->looks = std::move(*looks);
        p->preprocessing = explainer.classifier().config.preprocessing;
        std::vector<Parts> parts;
        for (std::size_t i = 0; i < validation; ++i)
            parts.push_back(p->partsOf(gathered.validation.at(i),
                std::span(gathered.validationLooks).subspan(i * kLook, kLook)));
        for (std::size_t part = 0; part < p->scale.size(); ++part) {
            std::vector<double> values;
            for (const Parts& one : parts)
                values.push_back(one[part]);
            p->scale[part] = std::max(percentileOf(values, kScalePercentile), 1e-6);
        }
        for (const Parts& one : parts)
            p->validation.push_back(static_cast<float>(p->combined(one)));
        std::sort(p->validation.begin(), p->validation.end());
        p->root = base::printable(data.root.string());
        for (std::size_t i = 0; i < films; ++i) {
            const dataset::FilmItem& item = data.items[gathered.train.films()[i]];
            const auto z = p->features.coordinates(gathered.train.at(i));
            p->training.insert(p->training.end(), z.begin(), z.end());
            p->names.push_back(item.name);
            p->labels.push_back(item.label);
        }
        return std::optional(DomainGuard(std::move(p)));
    } catch (const std::exception& exception) {
        return base::failure(ErrorCode::OutOfMemory,
            std::string("the domain guard could not be made: ") + exception.what());
    }
}

base::Result<void> DomainGuard::write(const std::filesystem::path& runFolder) const
{
    const Private& d = *m_private;
    model::SafetensorsFile file;
    d.features.write("features", file.tensors);
    d.looks.write("looks", file.tensors);
    const auto n = static_cast<std::int64_t>(d.names.size());
    file.tensors.push_back({"scale", {4},
        {static_cast<float>(d.scale[0]), static_cast<float>(d.scale[1]),
            static_cast<float>(d.scale[2]), static_cast<float>(d.scale[3])}});
    file.tensors.push_back(
        {"validation", {static_cast<std::int64_t>(d.validation.size())}, d.validation});
    file.tensors.push_back(
        {"training", {n, static_cast<std::int64_t>(d.features.size())}, d.training});
    nlohmann::json films = nlohmann::json::array();
    for (std::size_t i = 0; i < d.names.size(); ++i)
        films.push_back({d.names[i], d.labels[i]});
    using nlohmann::json;
    const auto replace = json::error_handler_t::replace;
    file.metadata = {{"guard", kVersion}, {"root", d.root},
        {"preprocessing", image::toJson(d.preprocessing).dump()},
        {"films", films.dump(-1, ' ', false, replace)}};
    return model::writeSafetensors(runFolder / kFileName, file);
}

base::Result<DomainGuard> DomainGuard::read(const std::filesystem::path& runFolder)
{
    const std::filesystem::path path = runFolder / kFileName;
    const auto file = model::readSafetensors(path);
    if (!file)
        return base::failure(file);
    try {
        auto p = std::make_unique<Private>();
        auto features = PrincipalSpace::read("features", file->tensors);
        auto looks = PrincipalSpace::read("looks", file->tensors);
        const auto scale = tensorNamed(file->tensors, "scale");
        const auto validation = tensorNamed(file->tensors, "validation");
        const auto training = tensorNamed(file->tensors, "training");
        if (!features || !looks || !scale || !validation || !training ||
            file->metadata.at("guard") != kVersion || (*scale)->values.size() != 4 ||
            (*validation)->values.empty() || looks->dimensions != kLookSide * kLookSide)
            return corrupt(path);
        p->features = std::move(*features);
        p->looks = std::move(*looks);
        std::copy((*scale)->values.begin(), (*scale)->values.end(), p->scale.begin());
        p->validation = (*validation)->values;
        p->training = (*training)->values;
        p->root = file->metadata.at("root");
        const auto preprocessing =
            image::preprocessingFromJson(nlohmann::json::parse(file->metadata.at("preprocessing")));
        if (!preprocessing)
            return corrupt(path);
        p->preprocessing = *preprocessing;
        for (const auto& film : nlohmann::json::parse(file->metadata.at("films"))) {
            p->names.push_back(film.at(0).get<std::string>());
            p->labels.push_back(film.at(1).get<int>());
        }
        if (p->training.size() != p->names.size() * p->features.size() ||
            !std::all_of(p->scale.begin(), p->scale.end(), [](double s) { return s > 0.0; }))
            return corrupt(path);
        return DomainGuard(std::move(p));
    } catch (const std::exception&) {
        return corrupt(path);
    }
}

GuardVerdict DomainGuard::judge(std::span<const float> features, const FilmInput& input) const
{
    const Private& d = *m_private;
    GuardVerdict verdict;
    const auto add = [&](GuardLevel level, GuardReason reason) {
        verdict.level = std::max(verdict.level, level);
        verdict.reasons.push_back(reason);
    };
    if (features.size() == d.features.dimensions &&
        input.values.size() == d.preprocessing.valuesPerFilm()) {
        const double distance =
            d.combined(d.partsOf(features, lookOf(input.values, d.preprocessing)));
        const auto nearer = std::lower_bound(
            d.validation.begin(), d.validation.end(), static_cast<float>(distance));
        verdict.percentile = 100.0 * static_cast<double>(nearer - d.validation.begin()) /
                             static_cast<double>(d.validation.size());
        if (!(distance <= kBeyond * static_cast<double>(d.validation.back())))
            add(GuardLevel::Refused, GuardReason::BeyondAll);
        else if (verdict.percentile > kWarnPercentile)
            add(GuardLevel::Unusual, GuardReason::FarFromTraining);
    }
    if (input.colouredShare > kColoured)
        add(GuardLevel::Refused, GuardReason::Coloured);
    for (const image::FilmNote note : input.film.info.notes) {
        if (note == image::FilmNote::LateralView)
            add(GuardLevel::Refused, GuardReason::HeaderLateral);
        else if (note == image::FilmNote::NotARadiograph || note == image::FilmNote::OtherBodyPart)
            add(GuardLevel::Refused, GuardReason::HeaderOther);
        else if (note == image::FilmNote::OtherView || note == image::FilmNote::ForProcessing)
            add(GuardLevel::Unusual, GuardReason::HeaderOther);
    }
    return verdict;
}

std::vector<Neighbour> DomainGuard::nearest(std::span<const float> features, std::size_t k) const
{
    const Private& d = *m_private;
    if (features.size() != d.features.dimensions)
        return {};
    const std::vector<float> z = d.features.coordinates(features);
    std::vector<std::pair<float, std::size_t>> order;
    for (std::size_t i = 0; i < d.names.size(); ++i) {
        const float* other = d.training.data() + i * z.size();
        float sum = 0.0F;
        for (std::size_t c = 0; c < z.size(); ++c)
            sum += (z[c] - other[c]) * (z[c] - other[c]);
        order.emplace_back(sum, i);
    }
    k = std::min(k, order.size());
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(k), order.end());
    std::vector<Neighbour> result;
    for (std::size_t i = 0; i < k; ++i) {
        const std::size_t film = order[i].second;
        result.push_back({std::filesystem::path(d.root) / d.names[film], d.names[film],
            d.labels[film], std::sqrt(static_cast<double>(order[i].first))});
    }
    return result;
}

} // namespace negatoscope::explain
