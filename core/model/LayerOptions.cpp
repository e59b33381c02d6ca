#include "core/model/LayerOptions.h"

#include <algorithm>

namespace negatoscope::model {

namespace {

const nlohmann::json* findOption(const LayerSpec& spec, const char* key)
{
    if (!spec.options.is_object())
        return nullptr;
    const auto found = spec.options.find(key);
    return found == spec.options.end() || found->is_null() ? nullptr : &*found;
}

} // namespace

double realOption(const LayerSpec& spec, const char* key, double fallback)
{
    const auto* value = findOption(spec, key);
    return value && value->is_number() ? value->get<double>() : fallback;
}

std::int64_t integerOption(const LayerSpec& spec, const char* key, std::int64_t fallback)
{
    const auto* value = findOption(spec, key);
    return value && value->is_number() ? value->get<std::int64_t>() : fallback;
}

bool booleanOption(const LayerSpec& spec, const char* key, bool fallback)
{
    const auto* value = findOption(spec, key);
    return value && value->is_boolean() ? value->get<bool>() : fallback;
}

std::string textOption(const LayerSpec& spec, const char* key, const std::string& fallback)
{
    const auto* value = findOption(spec, key);
    return value && value->is_string() ? value->get<std::string>() : fallback;
}

std::array<std::int64_t, 2> pairOption(
    const LayerSpec& spec, const char* key, std::array<std::int64_t, 2> fallback)
{
    const auto* value = findOption(spec, key);
    if (!value)
        return fallback;
    if (value->is_number())
        return {value->get<std::int64_t>(), value->get<std::int64_t>()};
    if (value->is_array() && value->size() == 1 && value->at(0).is_number())
        return {value->at(0).get<std::int64_t>(), value->at(0).get<std::int64_t>()};
    if (value->is_array() && value->size() == 2 && value->at(0).is_number() &&
        value->at(1).is_number())
        return {value->at(0).get<std::int64_t>(), value->at(1).get<std::int64_t>()};
    return fallback;
}

nlohmann::json objectOption(const LayerSpec& spec, const char* key)
{
    const auto* value = findOption(spec, key);
    return value ? *value : nlohmann::json();
}

AxisPadding samePadding(
    std::int64_t size, std::int64_t kernel, std::int64_t stride, std::int64_t dilation)
{
    const std::int64_t extent = (kernel - 1) * dilation + 1;
    const std::int64_t outputs = (size + stride - 1) / stride;
    const std::int64_t total = std::max<std::int64_t>((outputs - 1) * stride + extent - size, 0);
    return {total / 2, total - total / 2};
}

} // namespace negatoscope::model
