#pragma once

#include "core/base/Progress.h"
#include "core/phantom/Phantom.h"

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

namespace negatoscope::phantom {

/// A whole set of phantoms.
struct PhantomPlan
{
    std::size_t count = 0;
    std::uint64_t seed = 0;
    int side = 224;
    std::optional<OpacityKind> kind; ///< all of one kind; otherwise mixed
    double noneFraction = 0.5;       ///< share without opacity in a mixed set; the rest equally
    bool confoundedMarker = false;
};

/// One request per film, in a fixed order; film i is the same whatever the count.
std::vector<PhantomRequest> planPhantoms(const PhantomPlan& plan);

/// Draws all of them on `threads` threads (0 = all cores). `use` is called from the workers, for
/// different films at the same time. False when stopped before the end. An exception that `use`
/// throws ends the work and is thrown again here.
bool forEachPhantom(std::span<const PhantomRequest> requests, int threads,
    const std::function<void(std::size_t, Phantom&&)>& use,
    const base::ProgressCallback& progress = {}, std::stop_token stop = {});

} // namespace negatoscope::phantom
