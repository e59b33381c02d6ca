#include "app/cli/Commands.h"
#include "app/cli/Films.h"
#include "core/base/Text.h"
#include "core/explain/HeatMapFile.h"
#include "core/model/Classifier.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>

namespace negatoscope::cli {

namespace {

struct PredictOptions
{
    std::string model;
    std::vector<std::string> films;
    std::string heatMaps; ///< folder of the heat maps; "" = none
};

/// Two classes: the threshold decides. More: the most probable.
std::size_t calledClass(const model::Classifier& classifier, const std::vector<float>& scores)
{
    if (scores.size() == 2 && classifier.positiveClass >= 0) {
        const auto positive = static_cast<std::size_t>(classifier.positiveClass);
        return static_cast<double>(scores[positive]) >= classifier.threshold ? positive
                                                                             : 1 - positive;
    }
    return static_cast<std::size_t>(
        std::max_element(scores.begin(), scores.end()) - scores.begin());
}

/// Where the film's heat map was written; null, with the reason as a note, where there is none.
nlohmann::ordered_json writtenHeatMap(const model::Classifier& classifier,
    const std::filesystem::path& film, const std::string& folder, Output& output)
{
    if (folder.empty())
        return nullptr;
    const auto written = explain::writeHeatMap(classifier, film, folder);
    if (written)
        return jsonText(written->string());
    output.note("note: no heat map: " + base::toSentence(written.error()));
    return nullptr;
}

void sayFilm(const model::Classifier& classifier, const std::string& film,
    const std::vector<float>& probabilities, const std::string& heatMaps, Output& output)
{
    const nlohmann::ordered_json heatMap = writtenHeatMap(classifier, film, heatMaps, output);
    const std::size_t called = calledClass(classifier, probabilities);
    const std::size_t shown =
        classifier.positiveClass >= 0 ? static_cast<std::size_t>(classifier.positiveClass) : called;
    const double score = static_cast<double>(probabilities[shown]);
    nlohmann::ordered_json line{{"file", jsonText(film)},
        {"class", jsonText(classifier.classNames[called])}, {"score", score},
        {"threshold", classifier.threshold}, {"domain", {{"score", nullptr}, {"warning", nullptr}}},
        {"cam", heatMap}};
    if (probabilities.size() > 2)
        for (std::size_t c = 0; c < probabilities.size(); ++c)
            line["scores"][jsonText(classifier.classNames[c])] =
                static_cast<double>(probabilities[c]);
    output.event(line);
    output.say(jsonText(film) + ": " + jsonText(classifier.classNames[called]) + " (" +
               jsonText(classifier.classNames[shown]) + " " + base::formatNumber(score, 4) +
               ", threshold " + base::formatNumber(classifier.threshold, 4) + ")" +
               (heatMap.is_null() ? std::string() : ", heat map " + heatMap.get<std::string>()));
}

/// Files as given; the files of a folder, sorted.
std::vector<std::filesystem::path> listFilms(const std::vector<std::string>& given)
{
    std::vector<std::filesystem::path> films;
    for (const std::string& name : given) {
        std::error_code code;
        if (!std::filesystem::is_directory(name, code)) {
            films.emplace_back(name);
            continue;
        }
        std::vector<std::filesystem::path> inside;
        for (auto entry = std::filesystem::directory_iterator(name, code);
             !code && entry != std::filesystem::directory_iterator(); entry.increment(code))
            if (entry->is_regular_file(code))
                inside.push_back(entry->path());
        std::sort(inside.begin(), inside.end());
        films.insert(films.end(), inside.begin(), inside.end());
    }
    return films;
}

int runPredict(const PredictOptions& options, Session& session)
{
    constexpr int kSomeUnreadable = 3;
    Output& output = session.output;
    const auto classifier = model::loadClassifier(resolveRun(options.model, session.options));
    if (!classifier)
        return output.fail(classifier.error());
    const std::vector<std::filesystem::path> films = listFilms(options.films);
    if (films.empty())
        return output.fail({base::ErrorCode::InsufficientData, "there is no film in the folder",
            options.films.front(), "give film files"});
    const std::vector<FilmScore> scores = scoreFilms(*classifier, films, session);
    bool unreadable = false;
    for (std::size_t i = 0; i < scores.size(); ++i) {
        const std::string film = films[i].string();
        if (!scores[i].error) {
            sayFilm(*classifier, film, scores[i].probabilities, options.heatMaps, output);
            continue;
        }
        unreadable = true;
        const std::string message = base::toSentence(*scores[i].error);
        output.event({{"file", jsonText(film)},
            {"error",
                {{"code", base::errorCodeName(scores[i].error->code)}, {"message", message}}}});
        output.note("error: " + message);
    }
    if (scores.size() < films.size())
        return kExitStopped;
    return unreadable ? kSomeUnreadable : kExitDone;
}

} // namespace

void addPredictCommand(CLI::App& app, Session& session)
{
    auto options = std::make_shared<PredictOptions>();
    CLI::App* command = app.add_subcommand("predict", "Read films with a model");
    command
        ->add_option("--model", options->model,
            "A run (folder or id), a Keras file, or a Teachable Machine folder")
        ->required();
    command->add_option("films", options->films, "Film files, or folders of them")->required();
    command->add_option("--cam", options->heatMaps,
        "Folder for pictures of what moved each film's score (HiResCAM)");
    command->callback([options, &session] {
        session.run = [options, &session] {
            return runPredict(*options, session);
        };
    });
}

} // namespace negatoscope::cli
