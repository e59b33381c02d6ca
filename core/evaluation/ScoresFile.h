#pragma once

#include "core/base/Result.h"
#include "core/evaluation/Scores.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace negatoscope::evaluation {

/// The scores of one model in a file that may hold those of several.
struct NamedScores
{
    std::string name; ///< the column's: "score", "logit_A"
    Scores scores;    ///< without patients where the file names none
};

/// Scores from a CSV text (RFC 4180; comma, semicolon or tab) with one line per film:
/// - `file` (or film, image, filename, name) and `label` (or class, truth): required;
/// - `patient`, and `kind` or `subtype`: where there are any;
/// - `score_<class>` for every class that a label names: probabilities of K classes (as scoresCsv
///   writes them);
/// - otherwise every other column of numbers is one model: log-odds of the positive class when its
///   name begins with "logit" or a value lies outside 0…1, else its probability.
/// Labels are class names, or 0 and 1 for NORMAL and PNEUMONIA. The positive class is `positive`
/// where given, else PNEUMONIA, else the last by name. Errors: CorruptFile (no header, a line with
/// another number of fields, a score that is not a number; the line is named), InsufficientData (no
/// film, no column of scores, a single class in a file of class names), InvalidUsage (`positive` is
/// no class of the file).
base::Result<std::vector<NamedScores>> parseScoresCsv(
    std::string_view text, const std::string& positive = {});

/// The same from a file of at most 64 MiB.
base::Result<std::vector<NamedScores>> readScoresCsv(
    const std::filesystem::path& path, const std::string& positive = {});

/// Column `column` of a CSV file by the file name of each film ("" where a film has no line): a
/// grouping that somebody else made. The first column, or the one called file, film, image,
/// filename or name, holds the films; folders before a name are ignored.
struct FilmColumns
{
    std::vector<std::string> names;               ///< of the columns, without the films'
    std::vector<std::vector<std::string>> values; ///< by column, by film of the caller
    std::size_t matched = 0;                      ///< films that have a line
};
base::Result<FilmColumns> readFilmColumns(
    const std::filesystem::path& path, const std::vector<std::string>& films);

} // namespace negatoscope::evaluation
