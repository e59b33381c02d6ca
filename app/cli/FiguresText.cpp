#include "app/cli/FiguresText.h"

#include "core/base/Text.h"

#include <array>
#include <cstdio>

namespace negatoscope::cli {

namespace {

std::string decimals(const nlohmann::json& value)
{
    if (!value.is_number())
        return "undefined";
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.4f", value.get<double>());
    return text.data();
}

std::string intervalText(const nlohmann::json& figures, const char* key)
{
    const auto intervals = figures.find("intervals");
    if (intervals == figures.end() || !intervals->contains(key) || !(*intervals)[key].is_array())
        return {};
    return "  (" + decimals((*intervals)[key][0]) + " to " + decimals((*intervals)[key][1]) + ")";
}

std::string confusionText(const nlohmann::json& confusion)
{
    if (!confusion.is_object())
        return "  confusion (rows: truth)  " + confusion.dump();
    const auto count = [&confusion](const char* key) {
        return std::to_string(confusion.value(key, std::int64_t{0}));
    };
    return "  TP " + count("tp") + "   FP " + count("fp") + "   FN " + count("fn") + "   TN " +
           count("tn");
}

} // namespace

void sayFigures(Output& output, const std::string& title, const nlohmann::json& figures)
{
    static constexpr std::array<std::pair<const char*, const char*>, 12> kRows{
        {{"auc", "AUC"}, {"average_precision", "average precision"}, {"accuracy", "accuracy"},
            {"balanced_accuracy", "balanced accuracy"}, {"sensitivity", "sensitivity"},
            {"specificity", "specificity"}, {"ppv", "PPV"}, {"npv", "NPV"}, {"f1", "F1"},
            {"mcc", "MCC"}, {"brier", "Brier"}, {"ece15", "ECE (15 bins)"}}};
    const std::string threshold =
        figures.value("threshold", nlohmann::json()).is_number()
            ? ", threshold " + base::formatNumber(figures["threshold"].get<double>(), 6)
            : std::string();
    output.say(title + ": " + figures.value("n", nlohmann::json(0)).dump() +
               " films, positive class " +
               base::printable(figures.value("positive", std::string("?"))) + threshold);
    for (const auto& [key, label] : kRows) {
        if (!figures.contains(key))
            continue;
        std::string name = std::string("  ") + label;
        name.resize(22, ' ');
        output.say(name + decimals(figures[key]) + intervalText(figures, key));
    }
    if (figures.contains("confusion"))
        output.say(confusionText(figures["confusion"]));
}

} // namespace negatoscope::cli
