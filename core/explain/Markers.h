#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

namespace negatoscope::explain {

enum class MarkerSeen : char { No, Yes, Unreadable };

/// Whether each film carries a marker letter (findMarker), on `threads` threads (0: all cores).
/// Decodes every film in full: some 10 ms each. Empty when stopped. Thread: any.
std::optional<std::vector<MarkerSeen>> seenMarkers(
    std::span<const std::filesystem::path> films, int threads = 0, std::stop_token stop = {});

} // namespace negatoscope::explain
