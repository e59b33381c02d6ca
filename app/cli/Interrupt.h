#pragma once

#include <stop_token>
#include <thread>

namespace negatoscope::cli {

/// Ctrl-C (and a request to terminate): once asks to stop and keep, twice to stop now, three times
/// ends the program on the spot. One object, made in main before other threads.
class Interrupt
{
public:
    Interrupt();
    ~Interrupt();
    Interrupt(const Interrupt&) = delete;
    Interrupt& operator=(const Interrupt&) = delete;

    std::stop_token keep() const { return m_keep.get_token(); }
    std::stop_token cancel() const { return m_cancel.get_token(); }

private:
    void watch();

    std::stop_source m_keep;
    std::stop_source m_cancel;
    std::thread m_watcher;
};

} // namespace negatoscope::cli
