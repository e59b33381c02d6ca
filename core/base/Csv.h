#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace negatoscope::base {

/// Rows of fields of a CSV text by RFC 4180: quoted fields may hold commas, quotes, line breaks.
std::vector<std::vector<std::string>> parseCsv(std::string_view text);

} // namespace negatoscope::base
