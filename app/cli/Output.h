#pragma once

#include "core/base/Progress.h"
#include "core/base/Result.h"

#include <nlohmann/json.hpp>

#include <chrono>
#include <string>

namespace negatoscope::cli {

/// Exit codes that are not those of an error (base::exitCodeOf).
inline constexpr int kExitDone = 0;
inline constexpr int kExitStopped = 4;

/// Everything the program says: JSON Lines or plain lines on stdout, errors, notes and progress on
/// stderr. One thread at a time.
class Output
{
public:
    void setJson(bool json) { m_json = json; }
    bool json() const { return m_json; }
    /// Says nothing but errors: one of several processes that do the same.
    void setQuiet() { m_quiet = true; }

    /// One JSON line; nothing in plain mode.
    void event(const nlohmann::ordered_json& event);
    /// One line for people on stdout; nothing in JSON mode.
    void say(const std::string& line);
    /// One line for people on stderr.
    void note(const std::string& line);
    /// The error in both forms; gives its exit code.
    int fail(const base::Error& error);

    /// A bar with the remaining time on a terminal, a line now and then elsewhere.
    void progress(const std::string& what, std::uint64_t done, std::uint64_t total);
    void progress(const base::Progress& progress);
    /// Ends the bar.
    void progressDone();

private:
    using Clock = std::chrono::steady_clock;
    void drawBar(const std::string& what, double share, double left);

    bool m_json = false;
    bool m_quiet = false;
    bool m_barDrawn = false;
    std::string m_stage;
    Clock::time_point m_started;
    Clock::time_point m_lastShown;
};

/// Text as JSON: valid UTF-8, no control characters.
std::string jsonText(const std::string& bytes);

} // namespace negatoscope::cli
