#pragma once

#include "core/base/Result.h"
#include "core/model/ModelConfig.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace negatoscope::training {

/// What all entries of one cache have in common; any difference is another cache.
struct CacheSpace
{
    std::string preprocessing; ///< image::fingerprint(Preprocessing)
    std::string backboneHash;  ///< model::Network::backboneHash(); "" when cut is 0
    int cut = 0;               ///< activation that enters this backbone layer; 0 = the film itself
    std::string pooling;       ///< "max", "average", or "" for the whole map
    std::size_t valuesPerEntry = 0;
    bool half = false; ///< stored with half precision (11 significant bits)

    std::size_t entryBytes() const { return valuesPerEntry * (half ? 2 : sizeof(float)); }
    std::string fingerprint() const; ///< names the folder
};

/// One stored activation: a film (base::contentHash of its file) seen in one way ("original",
/// "flip", an augmentation's fingerprint with a number).
struct CacheKey
{
    std::string filmHash;
    std::string view;
};

struct CacheLimits
{
    std::uint64_t diskBytes = 8ULL << 30;     ///< over all caches of a folder
    std::uint64_t memoryBytes = 320ULL << 20; ///< of one cache without a folder
};

/// Activations of the frozen part, computed once and shared by all runs. With a folder: two files
/// per space, `data` (mapped into memory) and `index`, whose records are written only after their
/// data has reached the disk and carry checksums of both, so that a process killed at any moment
/// leaves a valid cache; writers of several processes take turns by a lock. Least recently used
/// spaces are deleted when the folder outgrows its limit. Without a folder: kept in memory.
/// Thread: one at a time.
class FeatureCache
{
public:
    /// Errors: TooLarge when `expectedEntries` cannot fit, DiskFull, PermissionDenied.
    static base::Result<FeatureCache> open(const std::filesystem::path& folder,
        const CacheSpace& space, std::size_t expectedEntries, const CacheLimits& limits = {});
    /// Whether a cache of this space has been begun in `folder`.
    static bool isThere(const std::filesystem::path& folder, const CacheSpace& space);
    FeatureCache(FeatureCache&&) noexcept;
    FeatureCache& operator=(FeatureCache&&) noexcept;
    ~FeatureCache();

    const CacheSpace& space() const;
    std::size_t size() const; ///< valid entries

    /// Where an entry lies in values(), if it is there and its data is what was written.
    std::optional<std::size_t> find(const CacheKey& key) const;

    /// The same without looking at the data, which may turn out to be damaged.
    bool contains(const CacheKey& key) const;

    /// Adds entries (values: keys.size() × valuesPerEntry). What is known already is not written
    /// again. On failure nothing of this call counts. Errors: DiskFull, Unreadable,
    /// NumericalFailure (a value that half precision cannot hold).
    base::Result<void> append(std::span<const CacheKey> keys, std::span<const float> values);

    /// Entries that other writers have added since become known. Errors: Unreadable.
    base::Result<void> refresh();

    /// One entry as floats (valuesPerEntry). Several threads may read at once while nobody appends.
    void read(std::size_t slot, std::span<float> out) const;

    /// All slots, slotCount() × valuesPerEntry floats, or halves as the space says. Valid until the
    /// next append or refresh.
    std::span<const std::byte> bytes() const;
    /// The same of a space that is not half.
    std::span<const float> values() const;
    std::size_t slotCount() const;

    /// Gives mapped pages back to the system: large caches should not count as our memory between
    /// epochs.
    void releasePages() const;

private:
    struct Private;
    explicit FeatureCache(std::unique_ptr<Private> p);
    std::unique_ptr<Private> m_private;
};

/// Whether what is cached here is stored with half precision: the maps behind the whole backbone,
/// the largest of all, of which only a head learns. In front of trained layers the rounding grows
/// from epoch to epoch, beyond the 1e-3 by which a run may differ from one without the cache.
bool isHalfEnough(int cut, const std::string& pooling);

/// Whether the activations in front of `cut` may be computed once for this configuration, and why
/// (not) in one sentence; what the Lab shows as a badge.
struct CacheVerdict
{
    bool valid = false;
    std::string reason;
};
CacheVerdict cacheValidity(const model::ModelConfig& config, int cut, std::size_t entries,
    std::size_t entryBytes, bool onDisk, const CacheLimits& limits = {});

/// Deletes least recently used caches in `folder` until `needed` more bytes fit into the limit.
/// Caches in use by any process stay. Returns the bytes that are left in use.
std::uint64_t evictLeastRecentlyUsed(
    const std::filesystem::path& folder, std::uint64_t needed, std::uint64_t limit);

} // namespace negatoscope::training
