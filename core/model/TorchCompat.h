#pragma once

// What differs between LibTorch 2.x and 1.13, in one place. Private to files that may see ATen.

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>
#include <c10/core/GradMode.h>
#include <torch/version.h>

#include <cstdint>
#include <optional>
#include <string>

namespace negatoscope::model {

/// What LibTorch's operators take for a value that may be absent. A tensor that may be absent is
/// written as an undefined one, which every version takes.
#if TORCH_VERSION_MAJOR < 2
template <typename T>
using Optional = c10::optional<T>;
#else
template <typename T>
using Optional = std::optional<T>;
#endif

inline at::Generator makeGenerator(std::uint64_t seed)
{
    return at::make_generator<at::CPUGeneratorImpl>(seed);
}

/// The first line of a LibTorch error: the rest is a stack trace.
inline std::string messageOf(const c10::Error& error)
{
    const std::string text = error.what_without_backtrace();
    return text.substr(0, text.find('\n'));
}

} // namespace negatoscope::model
