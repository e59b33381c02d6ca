#include "app/cli/Output.h"

#include "core/base/Text.h"

#include <algorithm>
#include <cstdio>
#include <unistd.h>

namespace negatoscope::cli {

namespace {

constexpr std::chrono::milliseconds kBarInterval{100};
constexpr std::chrono::seconds kLineInterval{5};

std::string secondsText(double seconds)
{
    const auto whole = static_cast<long>(seconds + 0.5);
    if (whole >= 3600)
        return std::to_string(whole / 3600) + " h " + std::to_string(whole % 3600 / 60) + " min";
    if (whole >= 60)
        return std::to_string(whole / 60) + " min " + std::to_string(whole % 60) + " s";
    return std::to_string(whole) + " s";
}

const char* stageName(const std::string& stage)
{
    if (stage == "scan")
        return "Reading films";
    if (stage == "features")
        return "Features";
    if (stage == "evaluate")
        return "Scoring films";
    if (stage == "phantoms")
        return "Drawing phantoms";
    if (stage == "download")
        return "Downloading";
    return stage.c_str();
}

} // namespace

std::string jsonText(const std::string& bytes)
{
    return base::printable(bytes);
}

void Output::event(const nlohmann::ordered_json& event)
{
    if (!m_json || m_quiet)
        return;
    const std::string line =
        event.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
    std::fwrite(line.data(), 1, line.size(), stdout);
    std::fflush(stdout);
}

void Output::say(const std::string& line)
{
    if (m_json || m_quiet)
        return;
    progressDone();
    std::fprintf(stdout, "%s\n", line.c_str());
    std::fflush(stdout);
}

void Output::note(const std::string& line)
{
    if (m_quiet)
        return;
    progressDone();
    std::fprintf(stderr, "%s\n", base::printable(line).c_str());
}

int Output::fail(const base::Error& error)
{
    progressDone();
    event({{"event", "error"}, {"code", base::errorCodeName(error.code)},
        {"message", base::toSentence(error)}, {"path", jsonText(error.where)}});
    std::fprintf(stderr, "error: %s\n", base::toSentence(error).c_str());
    return base::exitCodeOf(error.code);
}

void Output::progress(const base::Progress& progress)
{
    this->progress(stageName(progress.stage), progress.done, progress.total);
}

void Output::progress(const std::string& what, std::uint64_t done, std::uint64_t total)
{
    if (m_quiet)
        return;
    const auto now = Clock::now();
    const bool terminal = isatty(STDERR_FILENO) == 1;
    if (what != m_stage) {
        progressDone();
        m_stage = what;
        m_started = now;
        m_lastShown = now;
    }
    const bool last = total > 0 && done >= total;
    const auto interval = terminal ? Clock::duration(kBarInterval) : Clock::duration(kLineInterval);
    if (now - m_lastShown < interval && !(terminal && last))
        return;
    m_lastShown = now;
    const double passed = std::chrono::duration<double>(now - m_started).count();
    const double share =
        total == 0 ? 0.0 : std::min(1.0, static_cast<double>(done) / static_cast<double>(total));
    const double left = share > 0.0 ? passed * (1.0 - share) / share : 0.0;
    const std::string counted =
        total == 0 ? what + " " + std::to_string(done)
                   : what + " " + std::to_string(done) + "/" + std::to_string(total);
    if (terminal)
        drawBar(counted, share, left);
    else
        std::fprintf(stderr, "%s, %s left\n", counted.c_str(), secondsText(left).c_str());
}

void Output::drawBar(const std::string& what, double share, double left)
{
    constexpr int kWidth = 30;
    const int filled = static_cast<int>(share * kWidth);
    std::string bar(static_cast<std::size_t>(filled), '#');
    bar.resize(kWidth, '.');
    std::fprintf(stderr, "\r\033[K[%s] %3d %%  %s  %s left", bar.c_str(),
        static_cast<int>(share * 100.0), what.c_str(), secondsText(left).c_str());
    std::fflush(stderr);
    m_barDrawn = true;
}

void Output::progressDone()
{
    if (m_barDrawn)
        std::fprintf(stderr, "\r\033[K");
    m_barDrawn = false;
    m_stage.clear();
}

} // namespace negatoscope::cli
