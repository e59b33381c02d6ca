#pragma once

#include <functional>
#include <string>

namespace negatoscope::base {

enum class LogLevel { Debug, Info, Warning };

/// Where core's messages go. Set once by the program before any thread starts; silent by default.
/// No file contents, no patient keys and no full paths at Info level or above.
using LogSink = std::function<void(LogLevel, const char* category, const std::string& message)>;
void setLogSink(LogSink sink);

/// Categories: "core.image", "core.dataset", "core.model", "core.train", …
void log(LogLevel level, const char* category, const std::string& message);

} // namespace negatoscope::base
