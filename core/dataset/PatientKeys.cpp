#include "core/dataset/PatientKeys.h"

#include "core/base/Text.h"

namespace negatoscope::dataset {

namespace {

constexpr auto kFlags = std::regex::ECMAScript | std::regex::icase | std::regex::optimize;
using Match = std::match_results<std::string_view::const_iterator>;

/// "person12_virus_34_1": patients are numbered within bacteria and within virus.
std::optional<PatientKey> pneumoniaKey(std::string_view stem)
{
    static const std::regex kRule(R"(person(\d+)_(bacteria|virus)_(\d+)(?:_(\d+))?)", kFlags);
    Match match;
    if (!std::regex_match(stem.begin(), stem.end(), match, kRule))
        return std::nullopt;
    const std::string kind = base::toLower(match.str(2));
    return PatientKey{kind + ":" + match.str(1), kind};
}

/// "NORMAL2-IM-0123-0001": numbered within each prefix.
std::optional<PatientKey> normalKey(std::string_view stem)
{
    static const std::regex kRule(R"((?:(NORMAL2)-)?IM-(\d+)-(\d+)(?:-(\d+))?)", kFlags);
    Match match;
    if (!std::regex_match(stem.begin(), stem.end(), match, kRule))
        return std::nullopt;
    return PatientKey{(match[1].matched ? "NORMAL2:" : "NORMAL:") + match.str(2), "normal"};
}

/// "BACTERIA-1234-0001" of the third version of the data set: the number is the patient's.
std::optional<PatientKey> mendeleyKey(std::string_view stem)
{
    static const std::regex kRule(R"((BACTERIA|VIRUS|NORMAL)-(\d+)-(\d+))", kFlags);
    Match match;
    if (!std::regex_match(stem.begin(), stem.end(), match, kRule))
        return std::nullopt;
    return PatientKey{match.str(2), base::toLower(match.str(1))};
}

std::optional<PatientKey> searched(std::string_view text, const std::regex& pattern)
{
    Match match;
    if (!std::regex_search(text.begin(), text.end(), match, pattern))
        return std::nullopt;
    if (match.size() == 1)
        return PatientKey{match.str(0), {}};
    std::string key;
    for (std::size_t i = 1; i < match.size(); ++i)
        key += (i > 1 ? ":" : "") + match.str(i);
    return PatientKey{key, {}};
}

} // namespace

base::Result<PatientKeys> PatientKeys::make(const std::string& pattern)
{
    PatientKeys keys;
    if (pattern.empty())
        return keys;
    try {
        keys.m_pattern.emplace(pattern, kFlags);
    } catch (const std::regex_error& error) {
        return base::failure(base::ErrorCode::InvalidUsage,
            std::string("the patient pattern is not a valid expression: ") + error.what(),
            base::printable(pattern), "use an ECMAScript regular expression such as ^([^_]+)_");
    }
    return keys;
}

std::optional<PatientKey> PatientKeys::keyOf(std::string_view name) const
{
    const std::string_view file = name.substr(name.rfind('/') + 1);
    const std::string_view stem = file.substr(0, file.rfind('.'));
    try {
        if (m_pattern) {
            const auto key = searched(file, *m_pattern);
            return key ? key : searched(name, *m_pattern);
        }
        if (auto key = pneumoniaKey(stem))
            return key;
        if (auto key = normalKey(stem))
            return key;
        return mendeleyKey(stem);
    } catch (const std::regex_error&) { // too complex for this name
        return std::nullopt;
    }
}

} // namespace negatoscope::dataset
