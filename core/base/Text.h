#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace negatoscope::base {

/// The text made safe for a terminal, a log line or JSON: valid UTF-8 (broken bytes become U+FFFD)
/// and no control characters (a line break becomes a space). File names may hold anything.
std::string printable(std::string_view bytes);

/// The candidate nearest to `name` by edit distance, or "" when none is near enough to suggest.
std::string nearestName(std::string_view name, const std::vector<std::string>& candidates);

/// "1,024" style thousands are left to the window; this is "%.*g" without the locale.
std::string formatNumber(double value, int significantDigits = 9);

std::string toLower(std::string_view ascii);

/// A field of a CSV file by RFC 4180: quoted when it holds a comma, a quote or a line break.
std::string csvField(std::string_view text);

/// Text for HTML: & < > " ' escaped, and made printable.
std::string htmlEscaped(std::string_view text);

} // namespace negatoscope::base
