#include "core/image/Preprocessing.h"

#include "core/base/Text.h"
#include "core/image/Resize.h"
#include "core/image/ViewOfFilm.h"

#include <nlohmann/json.hpp>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cassert>
#include <new>
#include <utility>

namespace negatoscope::image {

namespace {

using base::ErrorCode;
using base::failure;
using base::Result;

constexpr int kMaxSide = 4096;

const std::vector<std::string> kPolicyNames{"stretch", "letterbox", "crop"};
const std::vector<std::string> kInterpolationNames{"bilinear", "area"};

template <typename Enum>
const std::string& nameOf(const std::vector<std::string>& names, Enum value)
{
    return names.at(static_cast<std::size_t>(value));
}

/// Which part of the film goes where in the input, in whole pixels.
struct Geometry
{
    cv::Rect source;
    cv::Rect target;
};

/// tf.image.resize_with_pad for letterbox, Keras' smart_resize for crop, both in exact integers.
Geometry geometryOf(int filmWidth, int filmHeight, const Preprocessing& preprocessing)
{
    const std::int64_t width = preprocessing.width;
    const std::int64_t height = preprocessing.height;
    Geometry geometry{
        {0, 0, filmWidth, filmHeight}, {0, 0, preprocessing.width, preprocessing.height}};
    const auto share = [](std::int64_t a, std::int64_t b, std::int64_t divisor, int limit) {
        return static_cast<int>(std::clamp<std::int64_t>(a * b / divisor, 1, limit));
    };
    if (preprocessing.policy == ResizePolicy::Letterbox) {
        cv::Rect& target = geometry.target;
        if (filmWidth * height >= filmHeight * width)
            target.height = share(filmHeight, width, filmWidth, preprocessing.height);
        else
            target.width = share(filmWidth, height, filmHeight, preprocessing.width);
        target.x = (preprocessing.width - target.width) / 2;
        target.y = (preprocessing.height - target.height) / 2;
    } else if (preprocessing.policy == ResizePolicy::Crop) {
        cv::Rect& source = geometry.source;
        source.height = share(filmWidth, height, width, filmHeight);
        source.width = share(filmHeight, width, height, filmWidth);
        source.x = (filmWidth - source.width) / 2;
        source.y = (filmHeight - source.height) / 2;
    }
    return geometry;
}

Result<int> sideFromJson(const nlohmann::json& json, const char* key, int fallback)
{
    if (!json.contains(key))
        return fallback;
    const nlohmann::json& value = json.at(key);
    if (!value.is_number_integer() || value.get<double>() < 1 || value.get<double>() > kMaxSide) {
        return failure(ErrorCode::InvalidConfiguration,
            "the input size must be a whole number from 1 to 4096",
            std::string("preprocessing.") + key);
    }
    return value.get<int>();
}

template <typename Enum>
Result<Enum> choiceFromJson(const nlohmann::json& json, const char* key,
    const std::vector<std::string>& names, Enum fallback)
{
    if (!json.contains(key))
        return fallback;
    const nlohmann::json& value = json.at(key);
    if (value.is_string()) {
        const auto found = std::find(names.begin(), names.end(), value.get<std::string>());
        if (found != names.end())
            return static_cast<Enum>(found - names.begin());
    }
    std::string choices;
    for (const std::string& name : names)
        choices += (choices.empty() ? "" : ", ") + name;
    return failure(ErrorCode::InvalidConfiguration, "not one of " + choices,
        std::string("preprocessing.") + key, "choose one of these");
}

Result<void> checkKeys(const nlohmann::json& json)
{
    static const std::vector<std::string> kKeys{
        "width", "height", "rgb", "policy", "interpolation"};
    for (const auto& item : json.items()) {
        if (std::find(kKeys.begin(), kKeys.end(), item.key()) != kKeys.end())
            continue;
        const std::string nearest = base::nearestName(item.key(), kKeys);
        return failure(ErrorCode::InvalidConfiguration,
            "unknown key \"" + base::printable(item.key()) + "\"", "preprocessing",
            nearest.empty() ? std::string() : "did you mean \"" + nearest + "\"");
    }
    return {};
}

} // namespace

nlohmann::json toJson(const Preprocessing& preprocessing)
{
    return {{"width", preprocessing.width}, {"height", preprocessing.height},
        {"rgb", preprocessing.rgb}, {"policy", nameOf(kPolicyNames, preprocessing.policy)},
        {"interpolation", nameOf(kInterpolationNames, preprocessing.interpolation)}};
}

Result<Preprocessing> preprocessingFromJson(const nlohmann::json& json)
{
    if (!json.is_object())
        return failure(ErrorCode::InvalidConfiguration, "not an object", "preprocessing");
    if (const auto keys = checkKeys(json); !keys)
        return failure(keys);
    Preprocessing preprocessing;
    const auto width = sideFromJson(json, "width", preprocessing.width);
    if (!width)
        return failure(width);
    const auto height = sideFromJson(json, "height", preprocessing.height);
    if (!height)
        return failure(height);
    const auto policy = choiceFromJson(json, "policy", kPolicyNames, preprocessing.policy);
    if (!policy)
        return failure(policy);
    const auto interpolation =
        choiceFromJson(json, "interpolation", kInterpolationNames, preprocessing.interpolation);
    if (!interpolation)
        return failure(interpolation);
    if (json.contains("rgb")) {
        if (!json.at("rgb").is_boolean())
            return failure(
                ErrorCode::InvalidConfiguration, "neither true nor false", "preprocessing.rgb");
        preprocessing.rgb = json.at("rgb").get<bool>();
    }
    preprocessing.width = *width;
    preprocessing.height = *height;
    preprocessing.policy = *policy;
    preprocessing.interpolation = *interpolation;
    return preprocessing;
}

std::string fingerprint(const Preprocessing& preprocessing)
{
    // The first number counts changes of the algorithms: raise it when values would differ.
    return "1:" + std::to_string(preprocessing.width) + "x" + std::to_string(preprocessing.height) +
           (preprocessing.rgb ? ":rgb:" : ":grey:") + nameOf(kPolicyNames, preprocessing.policy) +
           ":" + nameOf(kInterpolationNames, preprocessing.interpolation);
}

cv::Mat resizeToInput(const Film& film, const Preprocessing& preprocessing)
{
    const Geometry geometry = geometryOf(film.pixels.cols, film.pixels.rows, preprocessing);
    const cv::Mat source = film.pixels(geometry.source);
    const auto resize =
        preprocessing.interpolation == Interpolation::Area ? resizeByArea : resizeBilinear;
    cv::Mat resized = resize(source, geometry.target.width, geometry.target.height);
    cv::Mat converted = resized;
    if (preprocessing.rgb && resized.channels() == 1)
        cv::cvtColor(resized, converted, cv::COLOR_GRAY2RGB);
    else if (!preprocessing.rgb && resized.channels() == 3)
        cv::cvtColor(resized, converted, cv::COLOR_RGB2GRAY);
    if (geometry.target.size() == cv::Size(preprocessing.width, preprocessing.height))
        return converted;
    cv::Mat boxed = cv::Mat::zeros(preprocessing.height, preprocessing.width, converted.type());
    converted.copyTo(boxed(geometry.target));
    return boxed;
}

void scaleToNetwork(const cv::Mat& resized, std::span<float> out)
{
    const auto channels = static_cast<std::size_t>(resized.channels());
    const auto columns = static_cast<std::size_t>(resized.cols);
    const std::size_t plane = columns * static_cast<std::size_t>(resized.rows);
    assert(out.size() == plane * channels);
    for (int row = 0; row < resized.rows; ++row) {
        const auto* from = resized.ptr<float>(row);
        float* to = out.data() + static_cast<std::size_t>(row) * columns;
        if (channels == 1) {
            for (std::size_t i = 0; i < columns; ++i)
                to[i] = from[i] / 127.5F - 1.0F;
            continue;
        }
        for (std::size_t c = 0; c < channels; ++c) {
            for (std::size_t i = 0; i < columns; ++i)
                to[c * plane + i] = from[i * channels + c] / 127.5F - 1.0F;
        }
    }
}

Result<void> preprocessView(const std::filesystem::path& path, const Preprocessing& preprocessing,
    const ViewOfFilm& view, std::span<float> out)
{
    if (out.size() != preprocessing.valuesPerFilm())
        return failure(
            ErrorCode::Internal, "the buffer does not fit the input size", path.string());
    try {
        const auto film = decodeFilm(path, preprocessing.rgb ? Colour::Rgb : Colour::Grey);
        if (!film)
            return failure(film);
        cv::Mat resized = resizeToInput(*film, preprocessing);
        scaleToNetwork(view ? view(std::move(resized)) : resized, out);
    } catch (const std::bad_alloc&) {
        return failure(ErrorCode::OutOfMemory, "a film does not fit into memory", path.string(),
            "close other programs");
    } catch (const std::exception& error) {
        return failure(ErrorCode::Internal,
            std::string("a film could not be prepared: ") + error.what(), path.string());
    }
    return {};
}

Result<void> preprocessFile(
    const std::filesystem::path& path, const Preprocessing& preprocessing, std::span<float> out)
{
    return preprocessView(path, preprocessing, {}, out);
}

Placement placementOf(int filmWidth, int filmHeight, const Preprocessing& preprocessing)
{
    const Geometry geometry = geometryOf(filmWidth, filmHeight, preprocessing);
    Placement placement;
    placement.scaleX = static_cast<double>(geometry.target.width) / geometry.source.width;
    placement.scaleY = static_cast<double>(geometry.target.height) / geometry.source.height;
    placement.offsetX = geometry.target.x - geometry.source.x * placement.scaleX;
    placement.offsetY = geometry.target.y - geometry.source.y * placement.scaleY;
    return placement;
}

} // namespace negatoscope::image
