#pragma once

#include "core/base/Result.h"

#include <optional>
#include <regex>
#include <string>
#include <string_view>

namespace negatoscope::dataset {

/// Whose film it is and what it shows, as far as its name tells.
struct PatientKey
{
    std::string patient;
    std::string kind; ///< "bacteria", "virus", "normal", or ""
};

/// Reads patient keys from film names. Thread: `keyOf` any.
class PatientKeys
{
public:
    /// `pattern`: an ECMAScript regex, case-insensitive, searched in the file's name and then in
    /// its path below the data set; its groups, joined by ':', are the key (the whole match when it
    /// has no group). Empty: the rules of Kermany's data set (science.md 2.2). Error: InvalidUsage.
    static base::Result<PatientKeys> make(const std::string& pattern);

    /// `name`: relative path with '/'. Empty when no rule fits.
    std::optional<PatientKey> keyOf(std::string_view name) const;

private:
    std::optional<std::regex> m_pattern;
};

} // namespace negatoscope::dataset
