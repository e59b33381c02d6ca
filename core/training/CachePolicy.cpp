#include "core/training/CacheFiles.h"
#include "core/training/FeatureCache.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>

namespace negatoscope::training {

namespace {

std::string megabytes(std::uint64_t bytes)
{
    return std::to_string((bytes + (1 << 20) - 1) >> 20) + " MB";
}

struct OldCache
{
    std::filesystem::path folder;
    std::filesystem::file_time_type used;
    std::uint64_t bytes = 0;
};

std::vector<OldCache> cachesIn(const std::filesystem::path& folder)
{
    std::vector<OldCache> found;
    std::error_code code;
    for (const auto& entry : std::filesystem::directory_iterator(folder, code)) {
        if (!entry.path().filename().string().starts_with("features-"))
            continue;
        OldCache cache{entry.path(), {}, 0};
        std::error_code ignored;
        cache.used = std::filesystem::last_write_time(entry.path() / "index", ignored);
        for (const char* name : {"index", "data"}) {
            const auto size = std::filesystem::file_size(entry.path() / name, ignored);
            cache.bytes += ignored ? 0 : size;
        }
        found.push_back(std::move(cache));
    }
    std::sort(found.begin(), found.end(),
        [](const OldCache& a, const OldCache& b) { return a.used < b.used; });
    return found;
}

/// True when it is gone: nobody had it open.
bool removeIfUnused(const std::filesystem::path& folder)
{
    auto data = CacheFile::open(folder / "data");
    if (!data || !data->lockExclusive(false))
        return false;
    std::error_code code;
    std::filesystem::remove_all(folder, code);
    return !code;
}

} // namespace

std::uint64_t evictLeastRecentlyUsed(
    const std::filesystem::path& folder, std::uint64_t needed, std::uint64_t limit)
{
    const std::vector<OldCache> caches = cachesIn(folder);
    std::uint64_t used = 0;
    for (const OldCache& cache : caches)
        used += cache.bytes;
    for (const OldCache& cache : caches) {
        if (used + needed <= limit)
            break;
        if (removeIfUnused(cache.folder))
            used -= cache.bytes;
    }
    return used;
}

bool isHalfEnough(int cut, const std::string& pooling)
{
    constexpr int kBackboneSize = 154;
    return cut >= kBackboneSize && pooling.empty();
}

CacheVerdict cacheValidity(const model::ModelConfig& config, int cut, std::size_t entries,
    std::size_t entryBytes, bool onDisk, const CacheLimits& limits)
{
    const bool bank = config.views.total() > 0;
    if (cut == 0 && (config.augmentation || bank))
        return {false, "Nothing in front of the trained layers is frozen, so every epoch draws "
                       "fresh views and nothing can be computed ahead"};
    const std::uint64_t bytes = static_cast<std::uint64_t>(entries) * entryBytes;
    const std::uint64_t limit = onDisk ? limits.diskBytes : limits.memoryBytes;
    if (bytes > limit)
        return {false, "What the frozen layers give would need " + megabytes(bytes) + " of " +
                           (onDisk ? "disk" : "memory") + "; the limit is " + megabytes(limit)};
    if (cut == 0)
        return {true, "No layer is frozen: only the prepared films are kept"};
    std::string reason = "The first " + std::to_string(cut) +
                         " layers are frozen and see the same pixels in every epoch: what they "
                         "give is computed once";
    if (config.augmentation || bank)
        reason += ", for a bank of views of each film";
    return {true, reason};
}

} // namespace negatoscope::training
