#include "core/training/FeatureCache.h"

#include "core/base/Files.h"
#include "core/base/Hash.h"
#include "core/base/Log.h"
#include "core/training/CacheFiles.h"
#include "core/training/HalfPrecision.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace negatoscope::training {

namespace {

using HashText = std::array<char, 32>; ///< 128 bits in hexadecimal digits

/// One line of the index. Fixed size, so that a torn last record is recognised by its length or by
/// its own checksum.
struct IndexRecord
{
    HashText key{};
    HashText dataHash{};
    std::uint64_t slot = 0;
    HashText recordHash{}; ///< of the fields above
};
static_assert(sizeof(IndexRecord) == 104);

constexpr std::string_view kMagic = "negatoscope-features-1\n";

HashText hashOf(std::span<const std::byte> bytes)
{
    HashText text{};
    const std::string hex = base::contentHash(bytes);
    std::copy_n(hex.begin(), text.size(), text.begin());
    return text;
}

HashText hashOfKey(const CacheKey& key)
{
    const std::string text = key.filmHash + "\n" + key.view;
    return hashOf(std::as_bytes(std::span(text.data(), text.size())));
}

HashText hashOfRecord(const IndexRecord& record)
{
    return hashOf(std::as_bytes(std::span(&record, 1)).first(offsetof(IndexRecord, recordHash)));
}

/// Of a key that is a good hash already.
struct FirstBytes
{
    std::size_t operator()(const HashText& text) const
    {
        std::size_t value = 0;
        // Hexadecimal digits: 16 of them are 8 bytes of the hash.
        for (std::size_t i = 0; i < 16; ++i)
            value = value << 4 | static_cast<std::size_t>((text[i] & 0x0F) + (text[i] >> 6) * 9);
        return value;
    }
};

std::filesystem::path folderOf(const std::filesystem::path& folder, const CacheSpace& space)
{
    return folder / ("features-" + space.fingerprint());
}

struct Known
{
    std::uint64_t slot = 0;
    HashText dataHash{};
    bool checked = false; ///< the data has been compared with its hash
};

} // namespace

std::string CacheSpace::fingerprint() const
{
    const std::string text = preprocessing + "|" + backboneHash + "|" + std::to_string(cut) + "|" +
                             pooling + "|" + std::to_string(valuesPerEntry) +
                             (half ? "|f16" : "|f32");
    return base::contentHash(std::string_view(text));
}

struct FeatureCache::Private
{
    CacheSpace space;
    std::filesystem::path folder; ///< of this space; empty = in memory
    CacheFile index;
    CacheFile data;
    Mapping mapping;
    std::vector<std::byte> memory;
    std::size_t slots = 0;
    std::uint64_t indexRead = 0; ///< bytes of the index that have been understood
    std::uint64_t nextSlot = 0;  ///< first one that no record names
    mutable std::unordered_map<HashText, Known, FirstBytes> known;

    std::size_t entryBytes() const { return space.entryBytes(); }
    bool onDisk() const { return !folder.empty(); }
    std::span<const std::byte> all() const;
    std::span<const std::byte> bytesOf(std::uint64_t slot) const;
    base::Result<void> openFiles();
    base::Result<void> readIndex();
    base::Result<void> readAll();
    void remember(const IndexRecord& record, bool checked, std::uint64_t available);
    base::Result<void> mapAll();
    base::Result<void> appendToDisk(const std::vector<std::size_t>& fresh,
        std::span<const CacheKey> keys, std::span<const std::byte> stored);
};

std::span<const std::byte> FeatureCache::Private::all() const
{
    return {onDisk() ? mapping.data() : memory.data(), slots * entryBytes()};
}

std::span<const std::byte> FeatureCache::Private::bytesOf(std::uint64_t slot) const
{
    return all().subspan(static_cast<std::size_t>(slot) * entryBytes(), entryBytes());
}

/// Reads what other runs, or this one before, have added. Stops at the first record that is not
/// whole: nothing after it can have been promised.
base::Result<void> FeatureCache::Private::readIndex()
{
    const auto bytes = index.readFrom(indexRead);
    if (!bytes)
        return base::failure(bytes);
    const std::span<const std::byte> all = *bytes;
    std::size_t position = 0;
    if (indexRead == 0) {
        if (all.size() < kMagic.size() ||
            std::memcmp(all.data(), kMagic.data(), kMagic.size()) != 0) {
            index.truncate(0);
            indexRead = kMagic.size();
            return index.writeAt(0, std::as_bytes(std::span(kMagic.data(), kMagic.size())));
        }
        position = kMagic.size();
    }
    const std::uint64_t available = data.size() / entryBytes();
    for (; position + sizeof(IndexRecord) <= all.size(); position += sizeof(IndexRecord)) {
        IndexRecord record;
        std::memcpy(&record, all.data() + position, sizeof record);
        if (record.recordHash != hashOfRecord(record))
            break;
        remember(record, false, available);
    }
    indexRead += position;
    return {};
}

void FeatureCache::Private::remember(
    const IndexRecord& record, bool checked, std::uint64_t available)
{
    nextSlot = std::max(nextSlot, record.slot + 1);
    if (record.slot < available)
        known[record.key] = Known{record.slot, record.dataHash, checked};
}

base::Result<void> FeatureCache::Private::mapAll()
{
    const auto whole = static_cast<std::size_t>(data.size() / entryBytes());
    if (auto mapped = mapping.map(data, whole * entryBytes()); !mapped)
        return mapped;
    slots = whole;
    return {};
}

base::Result<void> FeatureCache::Private::readAll()
{
    auto read = readIndex();
    return read ? mapAll() : read;
}

base::Result<void> FeatureCache::Private::appendToDisk(const std::vector<std::size_t>& fresh,
    std::span<const CacheKey> keys, std::span<const std::byte> stored)
{
    // Slots that no record names (a killed writer's) are overwritten.
    std::vector<IndexRecord> records;
    for (std::size_t i = 0; i < fresh.size(); ++i) {
        const auto bytes = stored.subspan(fresh[i] * entryBytes(), entryBytes());
        IndexRecord record;
        record.key = hashOfKey(keys[fresh[i]]);
        record.dataHash = hashOf(bytes);
        record.slot = nextSlot + i;
        record.recordHash = hashOfRecord(record);
        if (auto written = data.writeAt(record.slot * entryBytes(), bytes); !written)
            return written;
        records.push_back(record);
    }
    if (auto flushed = data.flush(); !flushed)
        return flushed;
    const auto promise = std::as_bytes(std::span(records.data(), records.size()));
    if (auto written = index.writeAt(indexRead, promise); !written) {
        index.truncate(indexRead);
        return written;
    }
    if (auto flushed = index.flush(); !flushed)
        return flushed;
    indexRead += promise.size();
    const std::uint64_t available = data.size() / entryBytes();
    for (const IndexRecord& record : records)
        remember(record, true, available);
    return mapAll();
}

base::Result<void> FeatureCache::Private::openFiles()
{
    // Another process may evict the folder between our opening and our locking of it: once more.
    for (int attempt = 0; attempt < 3; ++attempt) {
        if (auto made = base::makeFolder(folder); !made)
            return made;
        auto openedIndex = CacheFile::open(folder / "index");
        auto openedData = CacheFile::open(folder / "data");
        if (!openedIndex || !openedData)
            return base::failure(openedIndex ? openedData : openedIndex);
        index = std::move(*openedIndex);
        data = std::move(*openedData);
        data.lockShared(); // held while open: nobody evicts this cache
        std::error_code code;
        if (std::filesystem::exists(folder / "data", code))
            break;
    }
    index.lockExclusive(true);
    auto read = readAll();
    index.unlock();
    return read;
}

FeatureCache::FeatureCache(std::unique_ptr<Private> p)
    : m_private(std::move(p))
{}
FeatureCache::FeatureCache(FeatureCache&&) noexcept = default;
FeatureCache& FeatureCache::operator=(FeatureCache&&) noexcept = default;
FeatureCache::~FeatureCache() = default;

base::Result<FeatureCache> FeatureCache::open(const std::filesystem::path& folder,
    const CacheSpace& space, std::size_t expectedEntries, const CacheLimits& limits)
{
    auto p = std::make_unique<Private>();
    p->space = space;
    const std::uint64_t expected = static_cast<std::uint64_t>(expectedEntries) * space.entryBytes();
    if (folder.empty()) {
        if (expected > limits.memoryBytes)
            return base::failure(base::ErrorCode::TooLarge,
                "the features need " + std::to_string(expected >> 20) +
                    " MB of memory; the limit is " + std::to_string(limits.memoryBytes >> 20) +
                    " MB",
                {}, "give a folder for the feature cache");
        p->memory.reserve(expectedEntries * space.entryBytes());
        return FeatureCache(std::move(p));
    }
    p->folder = folderOf(folder, space);
    if (auto opened = p->openFiles(); !opened)
        return base::failure(opened);
    const std::uint64_t present = p->known.size() * p->entryBytes();
    const std::uint64_t needed = expected > present ? expected - present : 0;
    if (evictLeastRecentlyUsed(folder, needed, limits.diskBytes) + needed > limits.diskBytes)
        return base::failure(base::ErrorCode::TooLarge,
            "the features need " + std::to_string(expected >> 20) +
                " MB; the cache folder may hold " + std::to_string(limits.diskBytes >> 20) + " MB",
            folder.string(), "allow a larger cache");
    std::error_code ignored;
    std::filesystem::last_write_time(
        p->folder / "index", std::filesystem::file_time_type::clock::now(), ignored);
    return FeatureCache(std::move(p));
}

bool FeatureCache::isThere(const std::filesystem::path& folder, const CacheSpace& space)
{
    std::error_code code;
    return std::filesystem::exists(folderOf(folder, space) / "index", code);
}

const CacheSpace& FeatureCache::space() const
{
    return m_private->space;
}

std::size_t FeatureCache::size() const
{
    return m_private->known.size();
}

std::optional<std::size_t> FeatureCache::find(const CacheKey& key) const
{
    const auto found = m_private->known.find(hashOfKey(key));
    if (found == m_private->known.end())
        return std::nullopt;
    Known& entry = found->second;
    if (!entry.checked) {
        if (entry.slot >= m_private->slots ||
            hashOf(m_private->bytesOf(entry.slot)) != entry.dataHash) {
            base::log(base::LogLevel::Warning, "core.train",
                "a feature cache entry is damaged and will be computed again");
            m_private->known.erase(found);
            return std::nullopt;
        }
        entry.checked = true;
    }
    return static_cast<std::size_t>(entry.slot);
}

bool FeatureCache::contains(const CacheKey& key) const
{
    return m_private->known.contains(hashOfKey(key));
}

base::Result<void> FeatureCache::append(
    std::span<const CacheKey> keys, std::span<const float> values)
{
    Private& p = *m_private;
    std::vector<std::uint16_t> halves;
    std::span<const std::byte> stored = std::as_bytes(values);
    if (p.space.half) {
        halves.resize(values.size());
        if (!toHalf(values, halves))
            return base::failure(base::ErrorCode::NumericalFailure,
                "the frozen layers give values that half precision cannot hold", {},
                "use other weights");
        stored = std::as_bytes(std::span<const std::uint16_t>(halves));
    }
    if (p.onDisk()) {
        p.index.lockExclusive(true);
        if (auto read = p.readAll(); !read) {
            p.index.unlock();
            return read;
        }
    }
    std::vector<std::size_t> fresh;
    std::unordered_set<HashText, FirstBytes> seen;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (!find(keys[i]) && seen.insert(hashOfKey(keys[i])).second)
            fresh.push_back(i);
    }
    if (p.onDisk()) {
        auto written = fresh.empty() ? base::Result<void>() : p.appendToDisk(fresh, keys, stored);
        p.index.unlock();
        return written;
    }
    for (const std::size_t i : fresh) {
        const auto bytes = stored.subspan(i * p.entryBytes(), p.entryBytes());
        p.memory.insert(p.memory.end(), bytes.begin(), bytes.end());
        p.known[hashOfKey(keys[i])] = Known{p.slots++, {}, true};
    }
    return {};
}

base::Result<void> FeatureCache::refresh()
{
    if (!m_private->onDisk())
        return {};
    // The lock keeps writers from being half-way through a record.
    m_private->index.lockExclusive(true);
    auto read = m_private->readAll();
    m_private->index.unlock();
    return read;
}

void FeatureCache::read(std::size_t slot, std::span<float> out) const
{
    const auto bytes = m_private->bytesOf(slot);
    if (m_private->space.half)
        fromHalf(bytes, out);
    else
        std::memcpy(out.data(), bytes.data(), bytes.size());
}

std::span<const std::byte> FeatureCache::bytes() const
{
    return m_private->all();
}

std::span<const float> FeatureCache::values() const
{
    // Mapped pages and the heap are aligned beyond what a float needs.
    const void* start = bytes().data();
    return {static_cast<const float*>(start), slotCount() * space().valuesPerEntry};
}

std::size_t FeatureCache::slotCount() const
{
    return m_private->slots;
}

void FeatureCache::releasePages() const
{
    m_private->mapping.releasePages();
}

} // namespace negatoscope::training
