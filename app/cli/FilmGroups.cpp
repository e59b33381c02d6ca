#include "app/cli/FilmGroups.h"

#include "core/base/Text.h"
#include "core/dataset/PixelBaseline.h"
#include "core/evaluation/Groups.h"
#include "core/evaluation/ScoresFile.h"
#include "core/evaluation/Thirds.h"
#include "core/explain/Markers.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>

namespace negatoscope::cli {

namespace {

using Groups = std::vector<std::string>;

/// The items of `data` that were scored, in the order of the scores.
dataset::Manifest scoredPart(const dataset::Manifest& data, const evaluation::Scores& scores)
{
    std::unordered_map<std::string, const dataset::FilmItem*> byName;
    for (const dataset::FilmItem& item : data.items)
        byName.emplace(item.name, &item);
    dataset::Manifest part = data;
    part.items.clear();
    for (const std::string& film : scores.films)
        part.items.push_back(*byName.at(film));
    return part;
}

Groups byMarker(const dataset::Manifest& films, const Session& session)
{
    std::vector<std::filesystem::path> paths;
    for (const dataset::FilmItem& item : films.items)
        paths.push_back(item.path);
    Groups groups;
    const auto seen = explain::seenMarkers(paths, session.options.threads);
    for (std::size_t film = 0; seen && film < seen->size(); ++film)
        groups.emplace_back((*seen)[film] == explain::MarkerSeen::Yes  ? "marker"
                            : (*seen)[film] == explain::MarkerSeen::No ? "no marker"
                                                                       : "");
    return groups;
}

Groups byBrightness(const dataset::Manifest& films, const Session& session)
{
    const auto traits = dataset::filmTraits(films, session.options.threads);
    return traits ? evaluation::thirds(traits->brightness,
                        {"1 darkest third", "2 middle third", "3 brightest third"})
                  : Groups();
}

Groups bySize(const dataset::Manifest& films)
{
    std::vector<double> pixels;
    for (const dataset::FilmItem& item : films.items)
        pixels.push_back(item.info.width > 0
                             ? static_cast<double>(item.info.width) * item.info.height
                             : std::numeric_limits<double>::quiet_NaN());
    return evaluation::thirds(pixels, {"1 smallest third", "2 middle third", "3 largest third"});
}

base::Result<std::vector<Grouping>> byTable(
    const std::string& wanted, const evaluation::Scores& scores)
{
    std::string path = wanted;
    std::string column;
    std::error_code ignored;
    if (const auto colon = wanted.rfind(':');
        !std::filesystem::exists(path, ignored) && colon != std::string::npos) {
        path = wanted.substr(0, colon);
        column = wanted.substr(colon + 1);
    }
    const auto table = evaluation::readFilmColumns(path, scores.films);
    if (!table)
        return base::failure(table);
    if (table->matched == 0)
        return base::failure(base::ErrorCode::InsufficientData,
            "no film of the data set has a line in the table", path,
            "name the films as their files are named");
    std::vector<Grouping> found;
    std::string known;
    for (std::size_t i = 0; i < table->names.size(); ++i) {
        known += (known.empty() ? "" : ", ") + table->names[i];
        if (column.empty() || column == table->names[i])
            found.emplace_back(table->names[i], table->values[i]);
    }
    if (found.empty())
        return base::failure(base::ErrorCode::InvalidUsage,
            "the table has no column '" + column + "'", path, "its columns: " + known);
    return found;
}

} // namespace

base::Result<std::vector<Grouping>> filmGroups(const std::vector<std::string>& wanted,
    const evaluation::Scores& scores, const dataset::Manifest* data, const Session& session)
{
    std::vector<Grouping> found;
    for (const std::string& name : wanted) {
        const bool ofPixels = name == "marker" || name == "brightness" || name == "size";
        if (ofPixels && data == nullptr)
            return base::failure(base::ErrorCode::InvalidUsage,
                "groups by " + name + " need the films themselves", {},
                "use --model and --data, or a table with such a column");
        if (name == "kind") {
            found.emplace_back(name, scores.kinds);
        } else if (name == "prefix") {
            found.emplace_back(name, evaluation::namePrefixes(scores));
        } else if (ofPixels) {
            const dataset::Manifest films = scoredPart(*data, scores);
            found.emplace_back(name, name == "marker"       ? byMarker(films, session)
                                     : name == "brightness" ? byBrightness(films, session)
                                                            : bySize(films));
        } else {
            auto columns = byTable(name, scores);
            if (!columns)
                return base::failure(columns);
            std::move(columns->begin(), columns->end(), std::back_inserter(found));
        }
    }
    return found;
}

void addGroups(nlohmann::json& figures, const evaluation::Scores& scores, double threshold,
    const std::vector<Grouping>& groupings)
{
    for (const auto& [title, groupOfFilm] : groupings) {
        nlohmann::json list = nlohmann::json::array();
        for (const auto& group : evaluation::groupFigures(scores, threshold, groupOfFilm)) {
            nlohmann::json line{{"class", scores.classNames[static_cast<std::size_t>(group.label)]},
                {"group", base::printable(group.group)}, {"films", group.films},
                {"right", group.correct}, {"recall", nullptr}, {"interval", nullptr},
                {"too_few", group.tooFew}};
            if (group.recall.value)
                line["recall"] = *group.recall.value;
            if (group.recall.interval)
                line["interval"] = {group.recall.interval->low, group.recall.interval->high};
            list.push_back(std::move(line));
        }
        figures["groups"][base::printable(title)] = std::move(list);
    }
}

void sayGroups(Output& output, const nlohmann::json& figures)
{
    if (!figures.contains("groups"))
        return;
    for (const auto& [title, groups] : figures["groups"].items()) {
        output.say("Right by " + title +
                   (groups.empty() ? ": the films cannot be divided so" : " (95 % interval):"));
        for (const auto& group : groups) {
            std::string line =
                "  " + group["class"].get<std::string>() + ", " + group["group"].get<std::string>();
            line.resize(std::max<std::size_t>(line.size() + 2, 40), ' ');
            line += std::to_string(group["right"].get<std::int64_t>()) + "/" +
                    std::to_string(group["films"].get<std::int64_t>());
            if (group["recall"].is_number())
                line += "  " + base::formatNumber(100.0 * group["recall"].get<double>(), 4) + " %";
            if (group["interval"].is_array())
                line += " (" + base::formatNumber(100.0 * group["interval"][0].get<double>(), 4) +
                        " to " + base::formatNumber(100.0 * group["interval"][1].get<double>(), 4) +
                        ")";
            if (group["too_few"].get<bool>())
                line += "  too few films to say";
            output.say(line);
        }
    }
}

} // namespace negatoscope::cli
