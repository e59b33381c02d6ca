#pragma once

#include "core/model/ModelConfig.h"

#include <nlohmann/json.hpp>

#include <array>
#include <cstdint>
#include <string>

namespace negatoscope::model {

/// The option of a layer, or `fallback` when it is absent or null. The values were checked by
/// ConfigSchema; a value of another type than asked for counts as absent.
double realOption(const LayerSpec& spec, const char* key, double fallback);
std::int64_t integerOption(const LayerSpec& spec, const char* key, std::int64_t fallback);
bool booleanOption(const LayerSpec& spec, const char* key, bool fallback);
std::string textOption(const LayerSpec& spec, const char* key, const std::string& fallback);
/// A number for both directions, or [height, width].
std::array<std::int64_t, 2> pairOption(
    const LayerSpec& spec, const char* key, std::array<std::int64_t, 2> fallback);
/// The option as it is; null when absent.
nlohmann::json objectOption(const LayerSpec& spec, const char* key);

/// Padding before and after one axis by TensorFlow's SAME rule (keras.md 1.4).
struct AxisPadding
{
    std::int64_t before = 0;
    std::int64_t after = 0;
};
AxisPadding samePadding(
    std::int64_t size, std::int64_t kernel, std::int64_t stride, std::int64_t dilation = 1);

} // namespace negatoscope::model
