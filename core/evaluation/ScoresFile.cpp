#include "core/evaluation/ScoresFile.h"

#include "core/base/Csv.h"
#include "core/base/Files.h"
#include "core/base/Text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <set>
#include <unordered_map>

namespace negatoscope::evaluation {

namespace {

using Rows = std::vector<std::vector<std::string>>;

constexpr std::array<std::string_view, 5> kFilmNames{"file", "film", "image", "filename", "name"};
constexpr std::array<std::string_view, 3> kLabelNames{"label", "class", "truth"};
constexpr std::array<std::string_view, 2> kKindNames{"kind", "subtype"};
constexpr std::array<std::string_view, 1> kPatientNames{"patient"};
constexpr std::string_view kClassPrefix = "score_";

base::Error corrupt(const std::string& what)
{
    return {base::ErrorCode::CorruptFile, what, {},
        "give a CSV file with the columns file, label and score"};
}

/// Semicolons and tabs become commas where the header has no comma outside quotes.
Rows parsed(std::string_view text)
{
    if (text.starts_with("\xEF\xBB\xBF")) // a byte order mark, as spreadsheets write it
        text.remove_prefix(3);
    const std::string_view head = text.substr(0, text.find('\n'));
    char separator = ',';
    if (head.find(',') == std::string_view::npos)
        separator = head.find(';') != std::string_view::npos ? ';' : '\t';
    if (separator == ',')
        return base::parseCsv(text);
    std::string swapped(text);
    bool quoted = false;
    for (char& c : swapped) {
        quoted = c == '"' ? !quoted : quoted;
        if (!quoted && (c == separator || c == ','))
            c = c == separator ? ',' : '.'; // a decimal comma, as in 0,93
    }
    return base::parseCsv(swapped);
}

template <std::size_t N>
std::optional<std::size_t> columnOf(
    const std::vector<std::string>& head, const std::array<std::string_view, N>& names)
{
    for (const std::string_view name : names)
        for (std::size_t column = 0; column < head.size(); ++column)
            if (base::toLower(head[column]) == name)
                return column;
    return std::nullopt;
}

std::optional<double> numberIn(const std::string& text)
{
    const auto first = text.find_first_not_of(" \t+");
    if (first == std::string::npos)
        return std::nullopt;
    double value = 0.0;
    const char* end = text.data() + text.size();
    const auto read = std::from_chars(text.data() + first, end, value);
    const bool whole =
        read.ec == std::errc() && std::all_of(read.ptr, end, [](char c) { return c == ' '; });
    return whole && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

struct Layout
{
    std::size_t film = 0;
    std::size_t label = 0;
    std::optional<std::size_t> kind{};
    std::optional<std::size_t> patient{};
    std::vector<std::size_t> others{}; ///< may hold scores
};

base::Result<Layout> layoutOf(const Rows& rows)
{
    if (rows.empty())
        return base::failure(corrupt("the file of scores is empty"));
    const auto film = columnOf(rows.front(), kFilmNames);
    const auto label = columnOf(rows.front(), kLabelNames);
    if (!film || !label)
        return base::failure(corrupt(
            std::string("the file of scores has no column '") + (film ? "label" : "file") + "'"));
    for (std::size_t line = 1; line < rows.size(); ++line)
        if (rows[line].size() != rows.front().size())
            return base::failure(corrupt("line " + std::to_string(line + 1) + " has " +
                                         std::to_string(rows[line].size()) + " fields instead of " +
                                         std::to_string(rows.front().size())));
    if (rows.size() < 2)
        return base::failure(base::ErrorCode::InsufficientData, "the file of scores has no film");
    Layout layout{.film = *film, .label = *label};
    layout.kind = columnOf(rows.front(), kKindNames);
    layout.patient = columnOf(rows.front(), kPatientNames);
    for (std::size_t column = 0; column < rows.front().size(); ++column)
        if (column != *film && column != *label && column != layout.kind &&
            column != layout.patient)
            layout.others.push_back(column);
    return layout;
}

/// Films, labels, kinds and patients, still without scores.
base::Result<Scores> filmsOf(const Rows& rows, const Layout& layout, const std::string& positive)
{
    Scores scores;
    std::set<std::string> labels;
    for (std::size_t line = 1; line < rows.size(); ++line)
        labels.insert(rows[line][layout.label]);
    const bool numbered = std::all_of(labels.begin(), labels.end(),
        [](const std::string& label) { return label == "0" || label == "1"; });
    if (numbered)
        scores.classNames = {"NORMAL", "PNEUMONIA"};
    else
        scores.classNames.assign(labels.begin(), labels.end());
    if (scores.classNames.size() < 2)
        return base::failure(base::ErrorCode::InsufficientData,
            "all films of the file of scores are " + base::printable(*labels.begin()), {},
            "give a file with films of at least two classes");
    const auto& names = scores.classNames;
    const auto found =
        std::find(names.begin(), names.end(), positive.empty() ? "PNEUMONIA" : positive);
    if (found == names.end() && !positive.empty())
        return base::failure(base::ErrorCode::InvalidUsage,
            "the file of scores has no class '" + base::printable(positive) + "'");
    scores.positiveClass = found == names.end() ? static_cast<int>(names.size()) - 1
                                                : static_cast<int>(found - names.begin());
    for (std::size_t line = 1; line < rows.size(); ++line) {
        const std::vector<std::string>& row = rows[line];
        scores.films.push_back(row[layout.film]);
        scores.labels.push_back(
            numbered ? (row[layout.label] == "1" ? 1 : 0)
                     : static_cast<int>(std::find(names.begin(), names.end(), row[layout.label]) -
                                        names.begin()));
        if (layout.kind)
            scores.kinds.push_back(row[*layout.kind]);
        if (layout.patient)
            scores.patients.push_back(row[*layout.patient]);
    }
    return scores;
}

/// The column's numbers; nothing when it holds words. Error: a word among numbers.
base::Result<std::optional<std::vector<double>>> numbersOf(const Rows& rows, std::size_t column)
{
    std::vector<double> numbers;
    std::size_t wrong = 0;
    for (std::size_t line = 1; line < rows.size(); ++line) {
        if (const auto number = numberIn(rows[line][column]))
            numbers.push_back(*number);
        else
            wrong = wrong == 0 ? line : wrong;
    }
    if (numbers.empty())
        return std::optional<std::vector<double>>();
    if (wrong != 0)
        return base::failure(corrupt(
            "'" + base::printable(rows[wrong][column]) + "' in line " + std::to_string(wrong + 1) +
            ", column " + base::printable(rows.front()[column]) + ", is not a finite number"));
    return std::optional(std::move(numbers));
}

void setBinary(Scores& scores, const std::vector<double>& numbers, bool areLogits)
{
    const auto positive = static_cast<std::size_t>(scores.positiveClass);
    for (std::size_t film = 0; film < numbers.size(); ++film) {
        if (areLogits) {
            scores.logits.insert(scores.logits.end(), {0.0, 0.0});
            scores.logits[2 * film + positive] = numbers[film];
        } else {
            scores.probabilities.insert(
                scores.probabilities.end(), {1.0 - numbers[film], 1.0 - numbers[film]});
            scores.probabilities[2 * film + positive] = numbers[film];
        }
    }
    if (areLogits)
        fillProbabilities(scores);
}

/// The columns score_<class>, one per class; empty when one of them is not there.
std::vector<std::size_t> classColumns(const std::vector<std::string>& head, const Scores& films)
{
    std::vector<std::size_t> columns;
    for (const std::string& name : films.classNames) {
        const auto found = std::find(head.begin(), head.end(), std::string(kClassPrefix) + name);
        if (found == head.end())
            return {};
        columns.push_back(static_cast<std::size_t>(found - head.begin()));
    }
    return columns;
}

base::Result<NamedScores> manyClasses(
    const Rows& rows, const std::vector<std::size_t>& columns, Scores films)
{
    films.probabilities.resize(films.size() * columns.size());
    for (std::size_t cls = 0; cls < columns.size(); ++cls) {
        const auto numbers = numbersOf(rows, columns[cls]);
        if (!numbers)
            return base::failure(numbers);
        if (!*numbers)
            return base::failure(corrupt("a column of scores holds no number"));
        for (std::size_t film = 0; film < films.size(); ++film)
            films.probabilities[film * columns.size() + cls] = (**numbers)[film];
    }
    return NamedScores{"score", std::move(films)};
}

std::string fileNameOf(const std::string& name)
{
    return name.substr(name.find_last_of("/\\") + 1);
}

} // namespace

base::Result<std::vector<NamedScores>> parseScoresCsv(
    std::string_view text, const std::string& positive)
{
    const Rows rows = parsed(text);
    const auto layout = layoutOf(rows);
    if (!layout)
        return base::failure(layout);
    const auto films = filmsOf(rows, *layout, positive);
    if (!films)
        return base::failure(films);
    if (const auto columns = classColumns(rows.front(), *films); !columns.empty()) {
        auto scores = manyClasses(rows, columns, *films);
        if (!scores)
            return base::failure(scores);
        return std::vector<NamedScores>{std::move(*scores)};
    }
    if (films->classCount() != 2)
        return base::failure(base::ErrorCode::InsufficientData,
            "the file of scores has " + std::to_string(films->classCount()) +
                " classes, but not one column of scores for each",
            {}, "name the columns score_<class>");
    std::vector<NamedScores> models;
    for (const std::size_t column : layout->others) {
        const auto numbers = numbersOf(rows, column);
        if (!numbers)
            return base::failure(numbers);
        if (!*numbers)
            continue;
        const bool outside = std::any_of((*numbers)->begin(), (*numbers)->end(),
            [](double number) { return number < 0.0 || number > 1.0; });
        NamedScores model{rows.front()[column], *films};
        setBinary(
            model.scores, **numbers, outside || base::toLower(model.name).starts_with("logit"));
        models.push_back(std::move(model));
    }
    if (models.empty())
        return base::failure(base::ErrorCode::InsufficientData,
            "the file of scores has no column of numbers", {}, "add a column called score");
    return models;
}

base::Result<std::vector<NamedScores>> readScoresCsv(
    const std::filesystem::path& path, const std::string& positive)
{
    const auto text = base::readTextFile(path);
    if (!text)
        return base::failure(text);
    auto models = parseScoresCsv(*text, positive);
    if (!models && models.error().where.empty()) {
        base::Error error = models.error();
        error.where = path.string();
        return base::failure(error);
    }
    return models;
}

base::Result<FilmColumns> readFilmColumns(
    const std::filesystem::path& path, const std::vector<std::string>& films)
{
    const auto text = base::readTextFile(path);
    if (!text)
        return base::failure(text);
    const Rows rows = parsed(*text);
    if (rows.size() < 2 || rows.front().size() < 2)
        return base::failure(base::ErrorCode::CorruptFile,
            "the file has no table of films and groups", path.string(),
            "give a CSV file with the film in the first column and a group in another");
    const std::size_t key = columnOf(rows.front(), kFilmNames).value_or(0);
    std::unordered_map<std::string, std::size_t> lineOf;
    for (std::size_t line = 1; line < rows.size(); ++line)
        if (rows[line].size() == rows.front().size())
            lineOf.emplace(fileNameOf(rows[line][key]), line);
    FilmColumns result;
    std::vector<std::size_t> lines;
    for (const std::string& film : films) {
        const auto found = lineOf.find(fileNameOf(film));
        lines.push_back(found == lineOf.end() ? 0 : found->second);
        result.matched += found == lineOf.end() ? 0 : 1;
    }
    for (std::size_t column = 0; column < rows.front().size(); ++column) {
        if (column == key)
            continue;
        result.names.push_back(rows.front()[column]);
        std::vector<std::string>& values = result.values.emplace_back();
        for (const std::size_t line : lines)
            values.push_back(line == 0 ? std::string() : rows[line][column]);
    }
    if (result.matched == 0)
        return base::failure(base::ErrorCode::InsufficientData,
            "no line of the file names a film that is shown", path.string(),
            "put the films' file names into the first column");
    return result;
}

} // namespace negatoscope::evaluation
