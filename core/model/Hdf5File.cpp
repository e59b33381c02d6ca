#include "core/model/Hdf5File.h"

#include "core/model/Hdf5Handle.h"
#include "core/model/StoredModel.h"

#include <cstring>
#include <utility>

namespace negatoscope::model {

namespace {

using base::ErrorCode;

constexpr hsize_t kMaxNames = 100'000;
constexpr std::size_t kMaxTextBytes = 64U << 20;
constexpr int kMaxRank = 8;

std::mutex& libraryMutex()
{
    static std::mutex mutex;
    return mutex;
}

/// Every link of the path exists and the end is an object of this type.
bool hasObject(hid_t file, const std::string& path, H5O_type_t type)
{
    if (path == "/" || path.empty())
        return type == H5O_TYPE_GROUP;
    for (std::size_t end = path.find('/', 1);; end = path.find('/', end + 1)) {
        const std::string part = path.substr(0, end);
        if (H5Lexists(file, part.c_str(), H5P_DEFAULT) <= 0)
            return false;
        // No links out of the file: they would open whatever they name.
        H5L_info_t link;
        if (H5Lget_info(file, part.c_str(), &link, H5P_DEFAULT) < 0 || link.type != H5L_TYPE_HARD)
            return false;
        if (end == std::string::npos)
            break;
    }
    H5O_info_t info;
    return H5Oget_info_by_name(file, path.c_str(), &info, H5P_DEFAULT) >= 0 && info.type == type;
}

std::vector<std::string> readVariableTexts(hid_t attribute, hid_t space, hsize_t count)
{
    const Hdf5Handle memory(H5Tcopy(H5T_C_S1), H5Tclose);
    H5Tset_size(memory.get(), H5T_VARIABLE);
    const Hdf5Handle fileType(H5Aget_type(attribute), H5Tclose);
    H5Tset_cset(memory.get(), H5Tget_cset(fileType.get()));
    std::vector<char*> pointers(count, nullptr);
    std::vector<std::string> result;
    if (H5Aread(attribute, memory.get(), pointers.data()) < 0)
        return result;
    std::size_t total = 0;
    for (const char* text : pointers) {
        const std::size_t length = text ? std::strlen(text) : 0;
        total += length;
        if (total > kMaxTextBytes)
            break;
        result.emplace_back(text ? text : "", length);
    }
    H5Dvlen_reclaim(memory.get(), space, H5P_DEFAULT, pointers.data());
    return result;
}

std::vector<std::string> readFixedTexts(hid_t attribute, hid_t type, hsize_t count)
{
    const std::size_t size = H5Tget_size(type);
    std::vector<std::string> result;
    if (size == 0 || size > kMaxTextBytes || count > kMaxTextBytes / size)
        return result;
    std::vector<char> buffer(size * count);
    if (buffer.empty() || H5Aread(attribute, type, buffer.data()) < 0)
        return result;
    for (hsize_t i = 0; i < count; ++i) {
        const char* text = buffer.data() + i * size;
        result.emplace_back(text, strnlen(text, size));
    }
    return result;
}

} // namespace

Hdf5File::Hdf5File(std::unique_lock<std::mutex> lock, std::int64_t file, std::string where)
    : m_lock(std::move(lock))
    , m_file(file)
    , m_where(std::move(where))
{}

Hdf5File::Hdf5File(Hdf5File&& other) noexcept
    : m_lock(std::move(other.m_lock))
    , m_file(std::exchange(other.m_file, -1))
    , m_where(std::move(other.m_where))
    , m_valuesRead(other.m_valuesRead)
{}

Hdf5File::~Hdf5File()
{
    if (m_file >= 0)
        H5Fclose(m_file);
}

std::unique_lock<std::mutex> hdf5Lock()
{
    std::unique_lock lock(libraryMutex());
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
    return lock;
}

base::Result<Hdf5File> Hdf5File::open(std::span<const std::byte> bytes, const std::string& where)
{
    std::unique_lock lock = hdf5Lock();
    H5PLset_loading_state(0); // a file must not make the library load plug-ins
    const Hdf5Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
    constexpr std::size_t kIncrement = 1U << 16;
    H5Pset_fapl_core(access.get(), kIncrement, 0);
    // HDF5 copies the image; it takes a mutable pointer but does not write.
    if (H5Pset_file_image(access.get(), const_cast<std::byte*>(bytes.data()), bytes.size()) < 0)
        return base::failure(ErrorCode::OutOfMemory, "the model does not fit into memory", where);
    const hid_t file = H5Fopen("model.h5", H5F_ACC_RDONLY, access.get());
    if (file < 0)
        return base::failure(ErrorCode::CorruptFile, "the file is truncated or not valid HDF5",
            where, "copy or download it again");
    return Hdf5File(std::move(lock), file, where);
}

bool Hdf5File::hasGroup(const std::string& path) const
{
    return hasObject(m_file, path, H5O_TYPE_GROUP);
}

bool Hdf5File::hasDataset(const std::string& path) const
{
    return hasObject(m_file, path, H5O_TYPE_DATASET);
}

std::vector<std::string> Hdf5File::children(const std::string& group) const
{
    std::vector<std::string> names;
    const Hdf5Handle handle(H5Gopen2(m_file, group.c_str(), H5P_DEFAULT), H5Gclose);
    H5G_info_t info;
    if (!handle || H5Gget_info(handle.get(), &info) < 0 || info.nlinks > kMaxNames)
        return names;
    const auto collect = [](hid_t, const char* name, const H5L_info_t*, void* data) -> herr_t {
        auto& list = *static_cast<std::vector<std::string>*>(data);
        if (list.size() > kMaxNames)
            return -1;
        list.emplace_back(name);
        return 0;
    };
    hsize_t position = 0;
    H5Literate(handle.get(), H5_INDEX_NAME, H5_ITER_NATIVE, &position, collect, &names);
    return names;
}

std::optional<std::vector<std::string>> Hdf5File::readTexts(
    const std::string& object, const std::string& attribute) const
{
    if (H5Aexists_by_name(m_file, object.c_str(), attribute.c_str(), H5P_DEFAULT) <= 0)
        return std::nullopt;
    const Hdf5Handle handle(
        H5Aopen_by_name(m_file, object.c_str(), attribute.c_str(), H5P_DEFAULT, H5P_DEFAULT),
        H5Aclose);
    if (!handle)
        return std::nullopt;
    const Hdf5Handle space(H5Aget_space(handle.get()), H5Sclose);
    const Hdf5Handle type(H5Aget_type(handle.get()), H5Tclose);
    const hssize_t count = space ? H5Sget_simple_extent_npoints(space.get()) : -1;
    if (!type || count < 0 || static_cast<hsize_t>(count) > kMaxNames)
        return std::nullopt;
    // h5py writes an empty list as an array of float64.
    if (count == 0 || H5Tget_class(type.get()) != H5T_STRING)
        return count == 0 ? std::optional(std::vector<std::string>()) : std::nullopt;
    const auto points = static_cast<hsize_t>(count);
    return H5Tis_variable_str(type.get()) > 0 ? readVariableTexts(handle.get(), space.get(), points)
                                              : readFixedTexts(handle.get(), type.get(), points);
}

std::optional<std::string> Hdf5File::text(const std::string& object, const char* attribute) const
{
    auto list = readTexts(object, attribute);
    if (!list || list->size() != 1)
        return std::nullopt;
    return std::move(list->front());
}

std::optional<std::vector<std::string>> Hdf5File::texts(
    const std::string& object, const std::string& attribute) const
{
    if (auto list = readTexts(object, attribute))
        return list;
    std::vector<std::string> all;
    for (int part = 0; part < 1000; ++part) {
        const auto piece = readTexts(object, attribute + std::to_string(part));
        if (!piece)
            return part == 0 ? std::nullopt : std::optional(all);
        all.insert(all.end(), piece->begin(), piece->end());
    }
    return all;
}

base::Result<Hdf5File::Values> Hdf5File::dataset(const std::string& path)
{
    const auto bad = [&](const std::string& what) {
        return base::failure(ErrorCode::CorruptFile, "the variable " + path + " " + what, m_where,
            "copy or download the file again");
    };
    if (!hasDataset(path))
        return bad("is missing");
    const Hdf5Handle handle(H5Dopen2(m_file, path.c_str(), H5P_DEFAULT), H5Dclose);
    const Hdf5Handle space(handle ? H5Dget_space(handle.get()) : -1, H5Sclose);
    const Hdf5Handle type(handle ? H5Dget_type(handle.get()) : -1, H5Tclose);
    if (!space || !type)
        return bad("cannot be opened");
    const Hdf5Handle creation(H5Dget_create_plist(handle.get()), H5Pclose);
    if (!creation || H5Pget_layout(creation.get()) == H5D_VIRTUAL ||
        H5Pget_external_count(creation.get()) > 0)
        return bad("lies in another file");
    const H5T_class_t kind = H5Tget_class(type.get());
    if (kind != H5T_FLOAT && kind != H5T_INTEGER)
        return bad("holds no numbers");
    const int rank = H5Sget_simple_extent_ndims(space.get());
    if (rank < 0 || rank > kMaxRank)
        return bad("has no valid shape");
    std::vector<hsize_t> sides(static_cast<std::size_t>(rank));
    H5Sget_simple_extent_dims(space.get(), sides.data(), nullptr);
    Values result;
    std::uint64_t count = 1;
    for (const hsize_t side : sides) {
        if (side > kMaxModelValues || (side > 0 && count > kMaxModelValues / side))
            return base::failure(ErrorCode::TooLarge,
                "the variable " + path + " claims to have billions of numbers", m_where,
                "copy or download the file again");
        count *= side;
        result.shape.push_back(static_cast<std::int64_t>(side));
    }
    m_valuesRead += count;
    if (m_valuesRead > kMaxModelValues)
        return base::failure(ErrorCode::TooLarge, "the model has too many parameters", m_where,
            "use a smaller model");
    result.values.resize(count);
    if (count > 0 && H5Dread(handle.get(), H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT,
                         result.values.data()) < 0)
        return bad("cannot be read");
    return result;
}

} // namespace negatoscope::model
