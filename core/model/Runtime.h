#pragma once

#include <string>

namespace negatoscope::model {

/// Once, from main, before any tensor exists: how many threads LibTorch uses on this and later
/// threads' operators (0 = all cores), and an allocator that keeps freed memory (each operator
/// would otherwise fault its output in anew: 1.6-1.75 times the forward time).
void initRuntime(int threads);

/// For a thread that runs its own stream of films: LibTorch's operators on this thread use one
/// core.
void useOneThreadHere();

/// The same with `threads` cores.
void useThreadsHere(int threads);

/// This thread, and those that it starts, give way to others: by this much niceness, on
/// top of what they have.
void giveWayHere(int niceness = 10);

/// "2.13.0".
std::string torchVersion();

/// False when matrix products run on a reference BLAS (another library's libblas was loaded before
/// LibTorch's): training is then many times slower. Takes a few milliseconds.
bool blasIsFast();

} // namespace negatoscope::model
