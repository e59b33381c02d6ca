#include "core/training/NumpyFile.h"

#include "core/base/Files.h"

#include <cstring>
#include <limits>
#include <string>

namespace negatoscope::training {

namespace {

constexpr std::string_view kMagic = "\x93NUMPY";
constexpr std::size_t kPreamble = 10; ///< magic, version, header length
constexpr std::size_t kAlignment = 64;

std::string headerFor(const NumpyArray& array)
{
    std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (";
    for (const std::int64_t size : array.shape)
        header += std::to_string(size) + ", ";
    header += "), }";
    while ((kPreamble + header.size() + 1) % kAlignment != 0)
        header += ' ';
    return header + "\n";
}

tl::unexpected<base::Error> damaged(const std::filesystem::path& path, const char* what)
{
    return base::failure(base::ErrorCode::CorruptFile, what, path.string());
}

base::Result<std::vector<std::int64_t>> shapeIn(
    const std::string& header, const std::filesystem::path& path)
{
    const std::size_t open = header.find("'shape': (");
    const std::size_t close = header.find(')', open == std::string::npos ? 0 : open);
    if (open == std::string::npos || close == std::string::npos)
        return damaged(path, "the NumPy header has no shape");
    std::vector<std::int64_t> shape;
    std::int64_t number = -1;
    for (std::size_t i = open + 10; i <= close; ++i) {
        const char c = header[i];
        if (c >= '0' && c <= '9') {
            number = (number < 0 ? 0 : number) * 10 + (c - '0');
            if (number > std::numeric_limits<std::int32_t>::max())
                return damaged(path, "the NumPy header has an impossible shape");
        } else if (number >= 0) {
            shape.push_back(number);
            number = -1;
        }
    }
    return shape;
}

} // namespace

base::Result<void> writeNumpy(const std::filesystem::path& path, const NumpyArray& array)
{
    const std::string header = headerFor(array);
    std::string text(kMagic);
    text += '\x01';
    text += '\x00';
    text += static_cast<char>(header.size() & 255U);
    text += static_cast<char>(header.size() >> 8U);
    text += header;
    std::vector<std::byte> bytes(text.size() + array.values.size() * sizeof(float));
    std::memcpy(bytes.data(), text.data(), text.size());
    if (!array.values.empty())
        std::memcpy(
            bytes.data() + text.size(), array.values.data(), array.values.size() * sizeof(float));
    return base::writeFileAtomically(path, std::span<const std::byte>(bytes));
}

base::Result<NumpyArray> readNumpy(const std::filesystem::path& path)
{
    const auto bytes = base::readFile(path);
    if (!bytes)
        return base::failure(bytes);
    if (bytes->size() < kPreamble || std::memcmp(bytes->data(), kMagic.data(), kMagic.size()) != 0)
        return damaged(path, "this is not a NumPy file");
    const auto low = std::to_integer<std::size_t>((*bytes)[8]);
    const auto high = std::to_integer<std::size_t>((*bytes)[9]);
    const std::size_t start = kPreamble + low + (high << 8U);
    if (std::to_integer<int>((*bytes)[6]) != 1 || start > bytes->size())
        return damaged(path, "the NumPy header is truncated or of an unknown version");
    std::string header(start - kPreamble, ' ');
    std::memcpy(header.data(), bytes->data() + kPreamble, header.size());
    if (header.find("'<f4'") == std::string::npos ||
        header.find("'fortran_order': False") == std::string::npos)
        return base::failure(base::ErrorCode::UnsupportedFormat,
            "only float32 arrays in C order are read", path.string());
    auto shape = shapeIn(header, path);
    if (!shape)
        return base::failure(shape);
    NumpyArray array;
    array.shape = std::move(*shape);
    array.values.resize((bytes->size() - start) / sizeof(float));
    std::uint64_t expected = 1;
    for (const std::int64_t size : array.shape) {
        expected *= static_cast<std::uint64_t>(size);
        if (expected > array.values.size())
            break;
    }
    if (expected != array.values.size())
        return damaged(path, "the NumPy file does not hold as many values as it says");
    if (!array.values.empty())
        std::memcpy(
            array.values.data(), bytes->data() + start, array.values.size() * sizeof(float));
    return array;
}

} // namespace negatoscope::training
