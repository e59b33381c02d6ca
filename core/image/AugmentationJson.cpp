#include "core/base/Text.h"
#include "core/image/Augmentation.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>

namespace negatoscope::image {

namespace {

using base::ErrorCode;
using base::failure;
using base::Result;
using nlohmann::json;

using Member = double Augmentation::*;

/// One key: a number, or a pair low…high when `high` is given.
struct Row
{
    const char* key;
    Member low;
    Member high;
    double least;
    double most;
};

constexpr std::array kRows{
    Row{"rotation_degrees", &Augmentation::rotationDegrees, nullptr, 0.0, 180.0},
    Row{"zoom", &Augmentation::zoomLow, &Augmentation::zoomHigh, 0.1, 10.0},
    Row{"shift_fraction", &Augmentation::shiftFraction, nullptr, 0.0, 1.0},
    Row{"shear_degrees", &Augmentation::shearDegrees, nullptr, 0.0, 60.0},
    Row{"aspect", &Augmentation::aspectLow, &Augmentation::aspectHigh, 0.25, 4.0},
    Row{"flip_probability", &Augmentation::flipProbability, nullptr, 0.0, 1.0},
    Row{"gain", &Augmentation::gainLow, &Augmentation::gainHigh, 0.0, 10.0},
    Row{"brightness", &Augmentation::brightness, nullptr, 0.0, 255.0},
    Row{"gamma", &Augmentation::gammaLow, &Augmentation::gammaHigh, 0.1, 10.0},
    Row{"noise_sigma", &Augmentation::noiseSigma, nullptr, 0.0, 128.0},
    Row{"blur_probability", &Augmentation::blurProbability, nullptr, 0.0, 1.0},
    Row{"clahe_probability", &Augmentation::claheProbability, nullptr, 0.0, 1.0},
    Row{"clahe_clip", &Augmentation::claheClipLow, &Augmentation::claheClipHigh, 0.5, 40.0},
    Row{"blank_frame_probability", &Augmentation::blankFrameProbability, nullptr, 0.0, 1.0},
    Row{"blank_frame_pixels", &Augmentation::blankFrameLow, &Augmentation::blankFrameHigh, 0.0,
        112.0},
    Row{"blank_frame_side_probability", &Augmentation::blankFrameSideProbability, nullptr, 0.0,
        1.0},
    Row{"cut_out_probability", &Augmentation::cutOutProbability, nullptr, 0.0, 1.0},
    Row{"cut_out_pixels", &Augmentation::cutOutLow, &Augmentation::cutOutHigh, 0.0, 224.0},
    Row{"border_replicate_probability", &Augmentation::borderReplicateProbability, nullptr, 0.0,
        1.0},
    Row{"equalize_probability", &Augmentation::equalizeProbability, nullptr, 0.0, 1.0},
    Row{"sharpen_probability", &Augmentation::sharpenProbability, nullptr, 0.0, 1.0},
    Row{"tone_curve_probability", &Augmentation::toneCurveProbability, nullptr, 0.0, 1.0},
    Row{"shading_probability", &Augmentation::shadingProbability, nullptr, 0.0, 1.0},
    Row{"shading_strength", &Augmentation::shadingStrength, nullptr, 0.0, 1.0},
};

const std::vector<std::string> kKerasKeys{"rotation_range", "zoom_range", "width_shift_range",
    "height_shift_range", "shear_range", "horizontal_flip", "vertical_flip", "brightness_range",
    "fill_mode"};

tl::unexpected<base::Error> invalid(
    const std::string& key, std::string what, std::string remedy = {})
{
    return failure(ErrorCode::InvalidConfiguration, std::move(what),
        "data_augmentation." + base::printable(key), std::move(remedy));
}

Result<double> numberOf(const std::string& key, const json& value, double least, double most)
{
    if (value.is_number()) {
        const double number = value.get<double>();
        if (number >= least && number <= most)
            return number;
    }
    return invalid(
        key, "not a number from " + base::formatNumber(least) + " to " + base::formatNumber(most));
}

Result<std::pair<double, double>> rangeOf(
    const std::string& key, const json& value, double least, double most)
{
    if (value.is_array() && value.size() == 2) {
        const auto low = numberOf(key, value[0], least, most);
        if (!low)
            return failure(low);
        const auto high = numberOf(key, value[1], least, most);
        if (!high)
            return failure(high);
        if (*low <= *high)
            return std::pair(*low, *high);
    }
    return invalid(key, "not a range [low, high] within " + base::formatNumber(least) + " to " +
                            base::formatNumber(most));
}

Result<void> readOwnKey(Augmentation& view, const Row& row, const json& value)
{
    if (!row.high) {
        const auto number = numberOf(row.key, value, row.least, row.most);
        if (!number)
            return failure(number);
        view.*row.low = *number;
        return {};
    }
    const auto range = rangeOf(row.key, value, row.least, row.most);
    if (!range)
        return failure(range);
    view.*row.low = range->first;
    view.*row.high = range->second;
    return {};
}

/// Keras scales coordinates by the factor, so that more than 1 makes the film smaller
/// (keras.md 6.4); ours is the magnification.
Result<void> readKerasZoom(Augmentation& view, const json& value)
{
    constexpr double kMostOut = 0.9;
    std::pair<double, double> factors;
    if (value.is_number()) {
        const auto number = numberOf("zoom_range", value, 0.0, kMostOut);
        if (!number)
            return failure(number);
        factors = {1.0 - *number, 1.0 + *number};
    } else {
        const auto range = rangeOf("zoom_range", value, 1.0 - kMostOut, 10.0);
        if (!range)
            return failure(range);
        factors = *range;
    }
    view.zoomLow = 1.0 / factors.second;
    view.zoomHigh = 1.0 / factors.first;
    return {};
}

Result<void> readKerasNumber(double& target, const std::string& key, const json& value, double most)
{
    const auto number = numberOf(key, value, 0.0, most);
    if (!number)
        return failure(number);
    target = *number;
    return {};
}

Result<void> readKerasFlip(Augmentation& view, const std::string& key, const json& value)
{
    if (!value.is_boolean())
        return invalid(key, "neither true nor false");
    if (key == "horizontal_flip")
        view.flipProbability = value.get<bool>() ? 0.5 : 0.0;
    else if (value.get<bool>())
        return invalid(key, "a film never hangs upside down", "set it to false");
    return {};
}

Result<void> readKerasKey(Augmentation& view, const std::string& key, const json& value)
{
    if (key == "rotation_range")
        return readKerasNumber(view.rotationDegrees, key, value, 180.0);
    if (key == "shear_range")
        return readKerasNumber(view.shearDegrees, key, value, 60.0);
    if (key == "width_shift_range" || key == "height_shift_range") {
        // One fraction for both directions: the wider one.
        double shift = 0.0;
        const auto read = readKerasNumber(shift, key, value, 1.0);
        view.shiftFraction = std::max(view.shiftFraction, shift);
        return read;
    }
    if (key == "zoom_range")
        return readKerasZoom(view, value);
    if (key == "horizontal_flip" || key == "vertical_flip")
        return readKerasFlip(view, key, value);
    if (key == "brightness_range") {
        const auto range = rangeOf(key, value, 0.0, 10.0);
        if (!range)
            return failure(range);
        view.gainLow = range->first;
        view.gainHigh = range->second;
        return {};
    }
    if (value != "nearest") // fill_mode
        return invalid(key, "only \"nearest\" is supported");
    return {};
}

Result<Augmentation> presetOf(const json& value)
{
    if (value == "mild")
        return Augmentation::mild();
    if (value == "strong")
        return Augmentation::strong();
    if (value == "extra")
        return Augmentation::extra();
    return invalid("preset", "not a preset", "use mild, strong or extra");
}

Result<void> checkKey(const std::string& key)
{
    std::vector<std::string> known = kKerasKeys;
    known.emplace_back("preset");
    for (const Row& row : kRows)
        known.emplace_back(row.key);
    if (std::find(known.begin(), known.end(), key) != known.end())
        return {};
    const std::string nearest = base::nearestName(key, known);
    return invalid(key, "unknown key", nearest.empty() ? std::string() : "did you mean " + nearest);
}

} // namespace

json toJson(const Augmentation& augmentation)
{
    json values = json::object();
    for (const Row& row : kRows) {
        if (row.high)
            values[row.key] = {augmentation.*row.low, augmentation.*row.high};
        else
            values[row.key] = augmentation.*row.low;
    }
    return values;
}

Result<Augmentation> augmentationFromJson(const json& values)
{
    if (!values.is_object())
        return failure(ErrorCode::InvalidConfiguration, "not an object", "data_augmentation");
    Augmentation view;
    if (values.contains("preset")) {
        auto preset = presetOf(values.at("preset"));
        if (!preset)
            return preset;
        view = *preset;
    }
    for (const auto& item : values.items()) {
        if (const auto checked = checkKey(item.key()); !checked)
            return failure(checked);
    }
    for (const Row& row : kRows) {
        if (!values.contains(row.key))
            continue;
        if (const auto read = readOwnKey(view, row, values.at(row.key)); !read)
            return failure(read);
    }
    for (const std::string& key : kKerasKeys) {
        if (!values.contains(key))
            continue;
        if (const auto read = readKerasKey(view, key, values.at(key)); !read)
            return failure(read);
    }
    return view;
}

} // namespace negatoscope::image
