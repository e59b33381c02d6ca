#include "app/cli/Interrupt.h"

#include "app/cli/Output.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <unistd.h>

namespace negatoscope::cli {

namespace {

/// A signal handler may only write to a pipe; a thread reads it and asks to stop.
std::array<int, 2> g_pipe{-1, -1};

constexpr char kSignal = 's';
constexpr char kEnd = 'e';

void send(char what)
{
    const int saved = errno;
    [[maybe_unused]] const ssize_t written = write(g_pipe[1], &what, 1);
    errno = saved;
}

void onSignal(int)
{
    send(kSignal);
}

void say(const char* text, std::size_t length)
{
    [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, text, length);
}

} // namespace

Interrupt::Interrupt()
{
    if (pipe2(g_pipe.data(), O_CLOEXEC) != 0)
        return; // without a pipe the default of Ctrl-C stays: end at once
    m_watcher = std::thread([this] { watch(); });
    struct sigaction action = {};
    action.sa_handler = onSignal;
    action.sa_flags = SA_RESTART;
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
    // A reader that went away is an error of writing, not an end without a word.
    signal(SIGPIPE, SIG_IGN);
}

Interrupt::~Interrupt()
{
    if (!m_watcher.joinable())
        return;
    signal(SIGINT, SIG_DFL);
    signal(SIGTERM, SIG_DFL);
    send(kEnd);
    m_watcher.join();
}

void Interrupt::watch()
{
    constexpr char kFirst[] = "\nStopping after this step; press Ctrl-C again to stop now.\n";
    int count = 0;
    char what = kSignal;
    while (read(g_pipe[0], &what, 1) == 1 && what == kSignal) {
        ++count;
        if (count == 1) {
            say(kFirst, sizeof kFirst - 1);
            m_keep.request_stop();
        } else if (count == 2) {
            m_cancel.request_stop();
        } else {
            std::_Exit(kExitStopped);
        }
    }
}

} // namespace negatoscope::cli
