#pragma once

#include <string_view>

namespace negatoscope::evaluation {

enum class Language { English, French };

/// "fr" and what begins so is French; anything else English.
inline Language languageOf(std::string_view name)
{
    return name.starts_with("fr") ? Language::French : Language::English;
}

} // namespace negatoscope::evaluation
