#include "core/model/KerasArchive.h"

#include "core/model/KerasH5.h"

#include <memory>
#include <zip.h>

namespace negatoscope::model {

namespace {

using base::ErrorCode;

constexpr std::uint64_t kMaxConfig = 64ULL << 20;
constexpr std::int64_t kMaxMembers = 10'000;

struct CloseArchive
{
    void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct CloseMember
{
    void operator()(zip_file_t* member) const { zip_fclose(member); }
};
using Archive = std::unique_ptr<zip_t, CloseArchive>;
using Member = std::unique_ptr<zip_file_t, CloseMember>;

tl::unexpected<base::Error> corrupt(const std::string& what, const std::string& where)
{
    return base::failure(ErrorCode::CorruptFile, what, where, "copy or export the file again");
}

base::Result<Archive> openArchive(std::span<const std::byte> bytes, const std::string& where)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
    Archive archive(source ? zip_open_from_source(source, ZIP_RDONLY, &error) : nullptr);
    if (!archive && source)
        zip_source_free(source);
    zip_error_fini(&error);
    if (!archive)
        return corrupt("the .keras file is not a readable ZIP archive", where);
    if (zip_get_num_entries(archive.get(), 0) > kMaxMembers)
        return corrupt("the archive has too many members", where);
    return archive;
}

/// A member unpacked; never more than it declares, never more than `limit`.
base::Result<std::vector<std::byte>> readMember(
    zip_t* archive, const char* name, std::uint64_t limit, const std::string& where)
{
    zip_stat_t info;
    zip_stat_init(&info);
    if (zip_stat(archive, name, 0, &info) != 0 || !(info.valid & ZIP_STAT_SIZE))
        return corrupt(std::string("the archive has no ") + name, where);
    if (info.size > limit)
        return base::failure(ErrorCode::TooLarge,
            std::string(name) + " would unpack to " + std::to_string(info.size >> 20) + " MB",
            where, "use a smaller model");
    const Member member(zip_fopen(archive, name, 0));
    if (!member)
        return corrupt(std::string(name) + " cannot be unpacked", where);
    std::vector<std::byte> bytes;
    constexpr std::size_t kPiece = 1U << 20; // grows with what really comes, not with what is said
    while (bytes.size() < info.size) {
        const std::size_t before = bytes.size();
        const std::size_t wanted = std::min<std::uint64_t>(kPiece, info.size - before);
        bytes.resize(before + wanted);
        const auto got = zip_fread(member.get(), bytes.data() + before, wanted);
        if (got <= 0)
            return corrupt(std::string(name) + " is damaged", where);
        bytes.resize(before + static_cast<std::size_t>(got));
    }
    // Reading to the very end makes libzip compare the checksum.
    std::byte extra{};
    if (zip_fread(member.get(), &extra, 1) != 0)
        return corrupt(std::string(name) + " is damaged", where);
    return bytes;
}

} // namespace

base::Result<StoredModel> readKerasArchive(
    std::span<const std::byte> bytes, const std::string& where)
{
    const auto archive = openArchive(bytes, where);
    if (!archive)
        return base::failure(archive);
    const auto config = readMember(archive->get(), "config.json", kMaxConfig, where);
    if (!config)
        return base::failure(config);
    const auto* text = reinterpret_cast<const char*>(config->data());
    auto topology = nlohmann::json::parse(text, text + config->size(), nullptr, false);
    if (!topology.is_object())
        return corrupt("config.json is not valid JSON", where);
    const auto weights = readMember(archive->get(), "model.weights.h5", kMaxModelBytes, where);
    if (!weights)
        return base::failure(weights);
    auto model = readKerasWeightsH5(*weights, topology, where);
    if (model)
        model->source = "Keras .keras";
    return model;
}

} // namespace negatoscope::model
