#include "core/model/Initialisers_impl.h"

#include "core/base/Text.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>

namespace negatoscope::model {

namespace {

/// Standard deviation of a standard normal cut at ±2.
constexpr double kTruncatedDeviation = 0.87962566103423978;

struct Initialiser
{
    std::string name; ///< without underscores, lower case
    nlohmann::json config;

    double number(const char* key, double otherwise) const
    {
        const auto found = config.find(key);
        return found != config.end() && found->is_number() ? found->get<double>() : otherwise;
    }
    std::string text(const char* key, const char* otherwise) const
    {
        const auto found = config.find(key);
        return found != config.end() && found->is_string() ? found->get<std::string>() : otherwise;
    }
};

std::string plainName(const std::string& name)
{
    std::string plain = base::toLower(name);
    std::erase(plain, '_');
    return plain;
}

Initialiser parse(const nlohmann::json& json, const std::string& fallback)
{
    Initialiser result{plainName(fallback), nlohmann::json::object()};
    if (json.is_string())
        result.name = plainName(json.get<std::string>());
    else if (json.is_object()) {
        if (const auto name = json.find("class_name"); name != json.end() && name->is_string())
            result.name = plainName(name->get<std::string>());
        if (const auto config = json.find("config"); config != json.end() && config->is_object())
            result.config = *config;
    }
    return result;
}

struct Fans
{
    double in = 1.0;
    double out = 1.0;
};

Fans fansOf(const Shape& shape)
{
    if (shape.empty())
        return {};
    if (shape.size() == 1)
        return {static_cast<double>(shape[0]), static_cast<double>(shape[0])};
    double receptive = 1.0;
    for (std::size_t i = 0; i + 2 < shape.size(); ++i)
        receptive *= static_cast<double>(shape[i]);
    return {receptive * static_cast<double>(shape[shape.size() - 2]),
        receptive * static_cast<double>(shape.back())};
}

double truncatedNormal(base::Random& random)
{
    double value = random.normal();
    while (std::abs(value) > 2.0)
        value = random.normal();
    return value;
}

void fillVarianceScaling(std::vector<float>& values, const Fans& fans, double scale,
    const std::string& mode, const std::string& distribution, base::Random& random)
{
    const double fan = mode == "fan_in"    ? fans.in
                       : mode == "fan_out" ? fans.out
                                           : (fans.in + fans.out) / 2.0;
    const double variance = scale / std::max(1.0, fan);
    if (distribution == "uniform") {
        const double limit = std::sqrt(3.0 * variance);
        for (float& value : values)
            value = static_cast<float>(random.uniform(-limit, limit));
        return;
    }
    const bool truncated = distribution != "untruncated_normal";
    const double deviation = std::sqrt(variance) / (truncated ? kTruncatedDeviation : 1.0);
    for (float& value : values)
        value =
            static_cast<float>(deviation * (truncated ? truncatedNormal(random) : random.normal()));
}

/// QR of a normal matrix, signs of R's diagonal absorbed (Saxe et al. 2013).
void fillOrthogonal(
    std::vector<float>& values, const Shape& shape, double gain, base::Random& random)
{
    const std::int64_t columns = shape.back();
    const std::int64_t rows = static_cast<std::int64_t>(values.size()) / columns;
    auto matrix = at::empty({std::max(rows, columns), std::min(rows, columns)}, at::kDouble);
    double* data = matrix.data_ptr<double>();
    std::generate_n(data, matrix.numel(), [&] { return random.normal(); });
    auto [q, r] = at::linalg_qr(matrix);
    q = q * at::sign(at::diagonal(r));
    if (rows < columns)
        q = q.t();
    const auto result = (q * gain).to(at::kFloat).contiguous();
    std::copy_n(result.data_ptr<float>(), values.size(), values.begin());
}

bool fillByFans(
    std::vector<float>& values, const Initialiser& kind, const Fans& fans, base::Random& random)
{
    struct Row
    {
        const char* name;
        double scale;
        const char* mode;
    };
    static constexpr Row kRows[] = {
        {"glorot", 1.0, "fan_avg"}, {"he", 2.0, "fan_in"}, {"lecun", 1.0, "fan_in"}};
    for (const Row& row : kRows)
        for (const char* distribution : {"uniform", "normal"})
            if (kind.name == std::string(row.name) + distribution) {
                fillVarianceScaling(values, fans, row.scale, row.mode, distribution, random);
                return true;
            }
    if (kind.name == "xavieruniform" || kind.name == "xaviernormal") {
        fillVarianceScaling(values, fans, 1.0, "fan_avg", kind.name.substr(6), random);
        return true;
    }
    if (kind.name == "variancescaling") {
        fillVarianceScaling(values, fans, kind.number("scale", 1.0), kind.text("mode", "fan_in"),
            kind.text("distribution", "truncated_normal"), random);
        return true;
    }
    return false;
}

} // namespace

std::vector<float> initialise(const nlohmann::json& initialiser, const std::string& fallback,
    const Shape& kerasShape, base::Random& random)
{
    std::size_t count = 1;
    for (const std::int64_t side : kerasShape)
        count *= static_cast<std::size_t>(side);
    std::vector<float> values(count, 0.0F);
    const Initialiser kind = parse(initialiser, fallback);
    if (fillByFans(values, kind, fansOf(kerasShape), random) || kind.name == "zeros")
        return values;
    if (kind.name == "ones") {
        std::fill(values.begin(), values.end(), 1.0F);
    } else if (kind.name == "constant") {
        std::fill(values.begin(), values.end(), static_cast<float>(kind.number("value", 0.0)));
    } else if (kind.name == "randomnormal" || kind.name == "truncatednormal") {
        const double mean = kind.number("mean", 0.0);
        const double deviation = kind.number("stddev", 0.05);
        const bool truncated = kind.name == "truncatednormal";
        for (float& value : values)
            value = static_cast<float>(
                mean + deviation * (truncated ? truncatedNormal(random) : random.normal()));
    } else if (kind.name == "randomuniform") {
        const double low = kind.number("minval", -0.05);
        const double high = kind.number("maxval", 0.05);
        for (float& value : values)
            value = static_cast<float>(random.uniform(low, high));
    } else if (kind.name == "orthogonal" && kerasShape.size() >= 2) {
        fillOrthogonal(values, kerasShape, kind.number("gain", 1.0), random);
    } else if (kind.name.starts_with("identity") && kerasShape.size() == 2) {
        const auto columns = static_cast<std::size_t>(kerasShape[1]);
        const auto gain = static_cast<float>(kind.number("gain", 1.0));
        for (std::size_t i = 0; i < std::min(static_cast<std::size_t>(kerasShape[0]), columns); ++i)
            values[i * columns + i] = gain;
    } else if (plainName(fallback) != kind.name) {
        return initialise(nullptr, fallback, kerasShape, random);
    }
    return values;
}

} // namespace negatoscope::model
