#include "core/training/EarlierCut.h"

#include "core/model/Network_impl.h"

#include <functional>
#include <numeric>

namespace negatoscope::training {

std::optional<EarlierCut> findEarlierCut(const model::Network& network,
    const std::filesystem::path& folder, const CacheSpace& wanted, model::Pooling pooling,
    const CacheLimits& limits)
{
    const auto& layout = network.impl().layout;
    if (folder.empty())
        return std::nullopt;
    for (int cut = wanted.cut - 1; cut > 0; --cut) {
        if (model::deepestCut(layout, cut) != cut)
            continue;
        const model::Shape& shape = layout[static_cast<std::size_t>(cut) - 1].output;
        CacheSpace space = wanted;
        space.cut = cut;
        space.pooling.clear();
        space.half = isHalfEnough(cut, {});
        space.valuesPerEntry = static_cast<std::size_t>(
            std::accumulate(shape.begin(), shape.end(), std::int64_t{1}, std::multiplies<>()));
        if (!FeatureCache::isThere(folder, space))
            continue;
        auto cache = FeatureCache::open(folder, space, 0, limits);
        if (!cache || cache->size() == 0)
            continue;
        auto rest = model::FrozenPrefix::build(network, wanted.cut, pooling, cut);
        if (!rest)
            return std::nullopt;
        return EarlierCut{std::move(*cache), std::move(*rest)};
    }
    return std::nullopt;
}

} // namespace negatoscope::training
