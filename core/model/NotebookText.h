#pragma once

#include "core/base/Result.h"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace negatoscope::model {

/// Limits that keep hostile text harmless.
inline constexpr std::size_t kMaxNotebookBytes = 1U << 20;
inline constexpr int kMaxNotebookDepth = 64;

struct NotebookContent
{
    nlohmann::json value; ///< object of the assigned names, or the value of one bare literal
    bool named = false;   ///< names were assigned
};

/// Reads JSON, or Python text that assigns literals: `params = {…}`, `added_layers = […]`.
/// Understands comments, True/False/None and JSON's true/false/null, tuples (as arrays), all string
/// quotes, trailing commas, underscores in numbers, + - * / // % ** of numbers, and names of
/// numbers, strings or truth values assigned further up. Nothing is evaluated: a call, an import,
/// an index is an error that says the line. Values are finite. Errors: InvalidConfiguration.
base::Result<NotebookContent> parseNotebookText(std::string_view text);

/// One value, as it stands behind `--set KEY=`: a literal as above, or else the text itself.
nlohmann::json parseSettingValue(std::string_view text);

/// The value as Python: True, None, 'text'. Arrays of numbers become tuples, other arrays lists.
std::string toPythonLiteral(const nlohmann::ordered_json& value);

} // namespace negatoscope::model
