#include "core/model/SchemaRows.h"

#include <algorithm>

namespace negatoscope::model::schema {

namespace {

using image::Augmentation;

const char* const kGroup = "Augmentation";

base::Result<void> setAugmentation(ModelConfig& config, const nlohmann::json& value)
{
    const auto on = [&value](std::string_view word) {
        return value.is_string() && plainName(value.get<std::string>()) == word;
    };
    if (value.is_null() || value == false || on("false") || on("none")) {
        config.augmentation.reset();
    } else if (value == true || on("true") || on("mild")) {
        config.augmentation = Augmentation::mild();
    } else if (on("strong")) {
        config.augmentation = Augmentation::strong();
    } else if (on("extra")) {
        config.augmentation = Augmentation::extra();
    } else if (value.is_object()) {
        auto augmentation = image::augmentationFromJson(value);
        if (!augmentation)
            return base::failure(augmentation);
        config.augmentation = *augmentation;
    } else {
        return invalidValue({"data_augmentation"}, value,
            "use False, True (mild views), 'strong', 'extra', or an object of ranges");
    }
    return {};
}

nlohmann::json getAugmentation(const ModelConfig& config)
{
    if (!config.augmentation)
        return false;
    if (*config.augmentation == Augmentation::mild())
        return true;
    if (*config.augmentation == Augmentation::strong())
        return "strong";
    if (*config.augmentation == Augmentation::extra())
        return "extra";
    return image::toJson(*config.augmentation);
}

ParameterRow viewsRow()
{
    ParameterRow row;
    row.key = "views";
    row.group = kGroup;
    row.label = "Cached views";
    row.effect = "A bank of views of every training film, computed once and drawn from in every "
                 "epoch: augmentation at the price of a few passes over the films.";
    row.kind = ValueKind::Object;
    row.nullable = true;
    row.advanced = true;
    row.get = [](const ModelConfig& config) -> nlohmann::json {
        const ViewsConfig& views = config.views;
        return {{"original", views.original}, {"flip", views.flip}, {"mild", views.mild},
            {"strong", views.strong}, {"extra", views.extra}};
    };
    row.set = [](ModelConfig& config, const nlohmann::json& value) -> base::Result<void> {
        if (value.is_null() || value == false) {
            config.views = {};
            return {};
        }
        if (!value.is_object())
            return invalidValue({"views"}, value, "use {'original': 1, 'flip': 1, 'mild': 3, …}");
        ModelConfig changed = config;
        changed.views = {};
        if (const auto set = setMembers(changed, "views", value); !set)
            return set;
        config = std::move(changed);
        return {};
    };
    // The rows of its members are what the form shows.
    row.applies = [](const ModelConfig&) {
        return false;
    };
    return row;
}

ParameterRow viewCountRow(const char* name, const char* effect, int ViewsConfig::*member)
{
    constexpr double kMostViews = 64;
    return advanced(
        integerRow({std::string("views.") + name, kGroup, std::string("Views: ") + name, effect},
            {0, kMostViews}, field(&ModelConfig::views, member)));
}

} // namespace

std::vector<ParameterRow> augmentationRows()
{
    ParameterRow augmentation;
    augmentation.key = "data_augmentation";
    augmentation.group = kGroup;
    augmentation.label = "Augmentation";
    augmentation.effect =
        "Shows every film a little turned, shifted, zoomed and re-exposed each time. The model "
        "then "
        "relies less on how one hospital takes its films. true = mild, strong and extra = wider "
        "ranges.";
    augmentation.kind = ValueKind::Choice;
    augmentation.choices = {"false", "true", "strong", "extra"};
    augmentation.nullable = true;
    augmentation.get = getAugmentation;
    augmentation.set = setAugmentation;
    std::vector<ParameterRow> rows;
    rows.push_back(notebook(std::move(augmentation)));
    rows.push_back(viewsRow());
    rows.push_back(viewCountRow("original", "The film as it is.", &ViewsConfig::original));
    rows.push_back(viewCountRow("flip", "The film mirrored.", &ViewsConfig::flip));
    rows.push_back(viewCountRow("mild", "Small turns, shifts and exposures.", &ViewsConfig::mild));
    rows.push_back(
        viewCountRow("strong", "Wider ranges, markers sometimes hidden.", &ViewsConfig::strong));
    rows.push_back(
        viewCountRow("extra", "The widest ranges: for films from elsewhere.", &ViewsConfig::extra));
    return rows;
}

} // namespace negatoscope::model::schema
