#include "core/exporting/ModelCard.h"

#include "core/base/Text.h"
#include "core/evaluation/Figures.h"

#include <array>
#include <cstdio>

namespace negatoscope::exporting {

namespace {

using evaluation::Scores;

std::string percent(const nlohmann::json& value)
{
    if (!value.is_number())
        return "not defined";
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.4f", value.get<double>());
    return text.data();
}

/// Text inside a table cell or a line of Markdown.
std::string cell(const std::string& text)
{
    std::string safe;
    for (const char c : base::printable(text)) {
        if (c == '|' || c == '<' || c == '`' || c == '*' || c == '_' || c == '[')
            safe += '\\';
        safe += c;
    }
    return safe;
}

std::string figuresTable(const char* title, const Scores& scores, double threshold)
{
    if (scores.size() == 0)
        return std::string("### ") + title + "\n\nNone was kept.\n\n";
    const nlohmann::json figures = evaluation::evaluationJson(scores, threshold);
    std::string text = std::string("### ") + title + " (" + std::to_string(scores.size()) +
                       " films)\n\n| figure | value | 95 % interval |\n|---|---|---|\n";
    for (const char* name :
        {"auc", "average_precision", "accuracy", "balanced_accuracy", "sensitivity", "specificity",
            "ppv", "npv", "f1", "mcc", "brier", "ece15", "log_loss"}) {
        if (!figures.contains(name))
            continue;
        std::string interval;
        const auto intervals = figures.find("intervals");
        if (intervals != figures.end() && intervals->contains(name)) {
            const auto& pair = (*intervals)[name];
            if (pair.is_array() && pair.size() == 2)
                interval = percent(pair[0]) + " to " + percent(pair[1]);
        }
        text +=
            std::string("| ") + name + " | " + percent(figures[name]) + " | " + interval + " |\n";
    }
    const evaluation::ConfusionMatrix matrix = evaluation::confusionMatrix(scores, threshold);
    text += "\n| truth \\ called |";
    for (const std::string& name : scores.classNames)
        text += " " + cell(name) + " |";
    text += "\n|---|";
    for (int k = 0; k < matrix.classes; ++k)
        text += "---|";
    for (int truth = 0; truth < matrix.classes; ++truth) {
        text += "\n| " + cell(scores.classNames[static_cast<std::size_t>(truth)]) + " |";
        for (int called = 0; called < matrix.classes; ++called)
            text += " " + std::to_string(matrix.at(truth, called)) + " |";
    }
    return text + "\n\n";
}

std::string count(const nlohmann::json& environment, const char* key)
{
    const auto found = environment.find(key);
    return environment.is_object() && found != environment.end() ? found->dump() : "not known";
}

std::string dataText(const training::RunRecord& run)
{
    std::string classes;
    for (const std::string& name : run.validation.classNames)
        classes += (classes.empty() ? "" : ", ") + cell(name);
    return "## Films\n\n"
           "* Classes: " +
           classes + "\n* Training films: " + count(run.environment, "train_films") +
           "; validation films: " + std::to_string(run.validation.size()) +
           "; test films: " + std::to_string(run.test.size()) +
           "\n* Patients are never shared between these groups when their names could be read "
           "from the file names.\n* Fingerprint of the films: `" +
           run.dataFingerprint +
           "`\n* Not known to this program: age, sex, hospital, machine, country, who made the "
           "labels and how.\n\n";
}

std::string trainingText(const training::RunRecord& run)
{
    std::string text = "## Training\n\n| setting | value |\n|---|---|\n";
    for (const auto& [key, value] : settingsForReading(run.config))
        text += "| " + cell(key) + " | " + cell(value) + " |\n";
    text += "\n* Epochs trained: " + std::to_string(run.history.size()) +
            "; the weights are those of epoch " + std::to_string(run.bestEpoch + 1) +
            " (monitor: " + cell(run.config.monitor) + ")\n";
    for (const std::string& notice : run.notices)
        text += "* Noticed while training: " + cell(notice) + "\n";
    return text + "\nThe same as a notebook's text:\n\n```python\n" +
           model::toNotebookText(withoutPaths(run.config)) + "\n```\n\n";
}

} // namespace

model::ModelConfig withoutPaths(model::ModelConfig config)
{
    const std::size_t slash = config.weights.find_last_of("/\\");
    if (slash != std::string::npos)
        config.weights = config.weights.substr(slash + 1);
    if (config.weights.starts_with("mobilenet_v2_weights_tf_dim_ordering"))
        config.weights = "imagenet";
    return config;
}

std::vector<std::pair<std::string, std::string>> settingsForReading(
    const model::ModelConfig& config)
{
    std::vector<std::pair<std::string, std::string>> facts;
    const nlohmann::ordered_json whole = model::toJson(withoutPaths(config));
    for (const auto& [key, value] : whole.at("params").items()) {
        if (value.is_null())
            continue;
        if (value.is_object())
            facts.emplace_back(key, value.value("name", value.dump()));
        else
            facts.emplace_back(key, value.is_string() ? value.get<std::string>() : value.dump());
    }
    int number = 0;
    for (const auto& layer : whole.at("added_layers")) {
        std::string text = layer.value("type", std::string());
        for (const char* option : {"units", "filters", "rate", "activation"})
            if (layer.contains(option))
                text += " " + (layer[option].is_string() ? layer[option].get<std::string>()
                                                         : layer[option].dump());
        facts.emplace_back("added layer " + std::to_string(++number), text);
    }
    return facts;
}

std::string modelCard(const training::RunRecord& run, const CardNotes& notes)
{
    std::string text = "# Model card: " + cell(notes.name.empty() ? run.id : notes.name) +
                       "\n\n> **For teaching and research only. Not a medical device; not for "
                       "diagnosis, triage or treatment.**\n\n"
                       "## What it is\n\n"
                       "* A classifier of chest films: " +
                       cell(run.config.model) +
                       " with a head of its own, trained with Negatoscope " NEGATOSCOPE_VERSION
                       "\n* Run: `" +
                       run.id + "`, " + training::outcomeName(run.outcome) + "; card of " +
                       cell(notes.date) + "\n";
    if (!notes.reason.empty())
        text += "* Chosen as the best run because: " + cell(notes.reason) + "\n";
    text += "\n## For whom, for what\n\n"
            "* Meant for: lectures, exercises, studies of how such models behave.\n"
            "* Not meant for: any decision about a patient; films of children where it was trained "
            "on adults and the other way round; lateral views; films photographed from a "
            "screen.\n\n";
    text += dataText(run) + trainingText(run) + "## How well it does\n\nAt the threshold " +
            base::formatNumber(notes.threshold, 3) +
            " on the probability of the positive class. The validation films were used to choose "
            "the epoch and perhaps the settings: their figures flatter.\n\n";
    text += figuresTable("Test films", run.test, notes.threshold);
    text += figuresTable("Validation films", run.validation, notes.threshold);
    text += "## What it does not know\n\n"
            "* Predictive values hold for the share of ill people among these films, not for "
            "another one.\n"
            "* Films from another hospital, machine or time may be read much worse; it has not "
            "been measured unless stated above.\n"
            "* A model may use marks, letters, borders or tubes instead of the lungs: look at the "
            "heat maps, and do not believe them without a test.\n"
            "* It always answers, also for a film that is no chest film.\n";
    return text;
}

} // namespace negatoscope::exporting
