#pragma once

#include "core/base/Result.h"
#include "core/model/LayerStack.h"

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace negatoscope::model {

/// The process-wide lock of the HDF5 library, which is not made for several threads. Also keeps it
/// from printing its errors.
std::unique_lock<std::mutex> hdf5Lock();

/// An HDF5 file in memory, opened for reading. Holds the process-wide lock of the HDF5 library
/// while it lives, and keeps the library from printing. Nothing in the file is trusted.
class Hdf5File
{
public:
    static base::Result<Hdf5File> open(std::span<const std::byte> bytes, const std::string& where);
    Hdf5File(Hdf5File&& other) noexcept;
    Hdf5File& operator=(Hdf5File&&) = delete;
    ~Hdf5File();

    bool hasGroup(const std::string& path) const;
    bool hasDataset(const std::string& path) const;
    std::vector<std::string> children(const std::string& group) const;
    /// A text attribute; nothing when it is absent or no text.
    std::optional<std::string> text(const std::string& object, const char* attribute) const;
    /// A list of texts, in one attribute or cut into attribute0, attribute1, … as Keras does.
    std::optional<std::vector<std::string>> texts(
        const std::string& object, const std::string& attribute) const;

    struct Values
    {
        Shape shape;
        std::vector<float> values;
    };
    /// A numeric dataset as floats.
    base::Result<Values> dataset(const std::string& path);

private:
    Hdf5File(std::unique_lock<std::mutex> lock, std::int64_t file, std::string where);

    std::optional<std::vector<std::string>> readTexts(
        const std::string& object, const std::string& attribute) const;

    std::unique_lock<std::mutex> m_lock;
    std::int64_t m_file = -1; ///< hid_t
    std::string m_where;
    std::uint64_t m_valuesRead = 0;
};

} // namespace negatoscope::model
