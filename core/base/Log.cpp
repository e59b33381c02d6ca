#include "core/base/Log.h"

#include <utility>

namespace negatoscope::base {

namespace {
LogSink& sinkInUse()
{
    static LogSink sink;
    return sink;
}
} // namespace

void setLogSink(LogSink sink)
{
    sinkInUse() = std::move(sink);
}

void log(LogLevel level, const char* category, const std::string& message)
{
    if (const LogSink& sink = sinkInUse())
        sink(level, category, message);
}

} // namespace negatoscope::base
