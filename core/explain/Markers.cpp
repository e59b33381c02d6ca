#include "core/explain/Markers.h"

#include "core/base/Log.h"
#include "core/dataset/Parallel.h"
#include "core/explain/CoverBrush.h"

namespace negatoscope::explain {

std::optional<std::vector<MarkerSeen>> seenMarkers(
    std::span<const std::filesystem::path> films, int threads, std::stop_token stop)
{
    std::vector<MarkerSeen> seen(films.size(), MarkerSeen::Unreadable);
    const auto look = [&](std::size_t film) {
        const auto read = image::decodeFilm(films[film]);
        if (read)
            seen[film] = findMarker(*read) ? MarkerSeen::Yes : MarkerSeen::No;
    };
    try {
        if (dataset::parallelFor(films.size(), threads, "markers", {}, stop, look))
            return seen;
    } catch (const std::exception& exception) {
        base::log(base::LogLevel::Warning, "core.explain",
            std::string("the search for markers failed: ") + exception.what());
    }
    return std::nullopt;
}

} // namespace negatoscope::explain
