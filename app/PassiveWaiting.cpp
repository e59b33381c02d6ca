// Linked into both programs. OpenMP's threads must sleep while they wait, not spin: on two cores
// those that spin take a core from the window, and cost tenfold on a busy machine. OpenMP reads the
// wish from the environment when its library is loaded, before main: the program is started once
// more with it set. Done before any library is initialised, that costs a few milliseconds.

#include <array>
#include <cstddef>
#include <cstring>
#include <unistd.h>

namespace {

char g_wish[] = "OMP_WAIT_POLICY=passive";
constexpr std::size_t kNameLength = 16; ///< with the equals sign
constexpr std::size_t kMostVariables = 4096;

/// Runs before the constructors of all libraries: of the C library only what has no state.
void startWithPassiveWaiting(int /*argc*/, char** arguments, char** environment)
{
    static std::array<char*, kMostVariables + 2> extended;
    std::size_t count = 0;
    for (; environment[count] != nullptr; ++count) {
        if (count == kMostVariables || std::strncmp(environment[count], g_wish, kNameLength) == 0) {
            return; // set already; nobody has so many variables
        }
        extended[count] = environment[count];
    }
    extended[count] = g_wish;
    execve("/proc/self/exe", arguments, extended.data());
    // Where that is not possible the program is only slower.
}

using Early = void (*)(int, char**, char**);
[[gnu::section(".preinit_array"), gnu::used]] const Early g_early = startWithPassiveWaiting;

} // namespace
