#include "core/exporting/ModelFile.h"

#include "core/base/Files.h"
#include "core/exporting/KerasDescription.h"
#include "core/model/Hdf5File.h"
#include "core/model/Hdf5Handle.h"
#include "core/model/StoredModel.h"
#include "core/model/TorchCompat.h"

#include <ctime>
#include <map>
#include <memory>
#include <zip.h>

namespace negatoscope::exporting {

namespace {

/// Something the two libraries could not do.
struct Failed
{
    std::string what;
};

/// A handle that is valid, or Failed.
class Handle : public model::Hdf5Handle
{
public:
    Handle(hid_t id, Close close)
        : Hdf5Handle(id, close)
    {
        if (id < 0)
            throw Failed{"the HDF5 library refuses it"};
    }
    operator hid_t() const { return get(); }
};

void writeName(hid_t group, const std::string& name)
{
    const Handle type(H5Tcopy(H5T_C_S1), H5Tclose);
    H5Tset_size(type, name.size());
    H5Tset_cset(type, H5T_CSET_UTF8);
    const Handle space(H5Screate(H5S_SCALAR), H5Sclose);
    const Handle attribute(
        H5Acreate2(group, "name", type, space, H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
    if (H5Awrite(attribute, type, name.data()) < 0)
        throw Failed{"a name cannot be written"};
}

void writeVariable(hid_t group, int index, const KerasVariable& variable)
{
    std::vector<hsize_t> sizes;
    for (const std::int64_t size : variable.shape)
        sizes.push_back(static_cast<hsize_t>(size));
    const Handle space(
        H5Screate_simple(static_cast<int>(sizes.size()), sizes.data(), nullptr), H5Sclose);
    const Handle dataset(H5Dcreate2(group, std::to_string(index).c_str(), H5T_IEEE_F32LE, space,
                             H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT),
        H5Dclose);
    if (H5Dwrite(dataset, H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, variable.values.data()) <
        0)
        throw Failed{"a variable cannot be written"};
}

/// model.weights.h5: layers/<class>[_n]/vars/0, 1, … (keras.md 8.2), made in memory.
std::vector<std::byte> weightsFile(const std::vector<KerasLayer>& layers)
{
    const std::unique_lock lock = model::hdf5Lock();
    const Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
    constexpr std::size_t kGrowth = 1U << 20;
    H5Pset_fapl_core(access, kGrowth, 0);
    const Handle file(H5Fcreate("weights", H5F_ACC_TRUNC, H5P_DEFAULT, access), H5Fclose);
    const auto group = [](hid_t parent, const std::string& name) {
        return H5Gcreate2(parent, name.c_str(), H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
    };
    {
        const Handle all(group(file, "layers"), H5Gclose);
        std::map<std::string, int> numbers;
        for (const KerasLayer& layer : layers) {
            std::string name = model::kerasSnakeCase(layer.className);
            if (const int number = numbers[name]++; number > 0)
                name += "_" + std::to_string(number);
            const Handle own(group(all, name), H5Gclose);
            const Handle variables(group(own, "vars"), H5Gclose);
            writeName(variables, layer.name);
            for (std::size_t i = 0; i < layer.variables.size(); ++i)
                writeVariable(variables, static_cast<int>(i), layer.variables[i]);
        }
        const Handle none(group(file, "vars"), H5Gclose);
    }
    H5Fflush(file, H5F_SCOPE_GLOBAL);
    const auto size = H5Fget_file_image(file, nullptr, 0);
    if (size <= 0)
        throw Failed{"the weights cannot be written"};
    std::vector<std::byte> bytes(static_cast<std::size_t>(size));
    if (H5Fget_file_image(file, bytes.data(), bytes.size()) < 0)
        throw Failed{"the weights cannot be written"};
    return bytes;
}

struct DiscardArchive
{
    void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct FreeSource
{
    void operator()(zip_source_t* source) const { zip_source_free(source); }
};

void addMember(zip_t* archive, const char* name, const void* bytes, std::size_t size)
{
    zip_source_t* source = zip_source_buffer(archive, bytes, size, 0);
    const zip_int64_t index = source ? zip_file_add(archive, name, source, ZIP_FL_ENC_UTF_8) : -1;
    if (index < 0) {
        if (source)
            zip_source_free(source);
        throw Failed{std::string(name) + " cannot be packed"};
    }
    // As Keras does: the weights do not shrink anyway.
    zip_set_file_compression(archive, static_cast<zip_uint64_t>(index), ZIP_CM_STORE, 0);
}

std::string zipped(
    const std::string& metadata, const std::string& config, const std::vector<std::byte>& weights)
{
    zip_error_t error;
    zip_error_init(&error);
    const std::unique_ptr<zip_source_t, FreeSource> target(
        zip_source_buffer_create(nullptr, 0, 0, &error));
    if (!target)
        throw Failed{"there is not enough memory"};
    zip_source_keep(target.get());
    std::unique_ptr<zip_t, DiscardArchive> archive(
        zip_open_from_source(target.get(), ZIP_TRUNCATE, &error));
    if (!archive)
        throw Failed{"the archive cannot be begun"};
    addMember(archive.get(), "metadata.json", metadata.data(), metadata.size());
    addMember(archive.get(), "config.json", config.data(), config.size());
    addMember(archive.get(), "model.weights.h5", weights.data(), weights.size());
    if (zip_close(archive.get()) != 0)
        throw Failed{"the archive cannot be closed"};
    static_cast<void>(archive.release()); // zip_close has freed it
    std::string bytes;
    if (zip_source_open(target.get()) != 0)
        throw Failed{"the archive cannot be read back"};
    zip_source_seek(target.get(), 0, SEEK_END);
    const zip_int64_t size = zip_source_tell(target.get());
    zip_source_seek(target.get(), 0, SEEK_SET);
    bytes.resize(static_cast<std::size_t>(std::max<zip_int64_t>(size, 0)));
    const bool whole = zip_source_read(target.get(), bytes.data(), bytes.size()) == size;
    zip_source_close(target.get());
    if (size <= 0 || !whole)
        throw Failed{"the archive cannot be read back"};
    return bytes;
}

std::string metadataJson()
{
    const std::time_t now = std::time(nullptr);
    std::tm local{};
    localtime_r(&now, &local);
    std::array<char, 32> date{};
    std::strftime(date.data(), date.size(), "%Y-%m-%d@%H:%M:%S", &local);
    return nlohmann::ordered_json{{"keras_version", "3.6.0"}, {"date_saved", date.data()}}.dump();
}

} // namespace

base::Result<void> writeKeras(
    const model::Classifier& classifier, const std::filesystem::path& path)
{
    try {
        const std::vector<KerasLayer> layers = kerasLayers(classifier);
        const std::string config = kerasConfig(layers, "negatoscope").dump();
        return base::writeFileAtomically(path, zipped(metadataJson(), config, weightsFile(layers)));
    } catch (const Failed& failure) {
        return base::failure(base::ErrorCode::Internal,
            "the Keras file cannot be made: " + failure.what, path.string());
    } catch (const c10::Error& error) {
        return base::failure(base::ErrorCode::Internal,
            "the Keras file cannot be made: " + model::messageOf(error), path.string());
    } catch (const std::exception& error) {
        return base::failure(base::ErrorCode::Internal,
            std::string("the Keras file cannot be made: ") + error.what(), path.string());
    }
}

} // namespace negatoscope::exporting
