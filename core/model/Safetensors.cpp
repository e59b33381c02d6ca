#include "core/model/Safetensors.h"

#include "core/base/Files.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>

namespace negatoscope::model {

static_assert(std::endian::native == std::endian::little, "the files are little-endian");

namespace {

using base::ErrorCode;
constexpr std::uint64_t kMaxHeader = 16ULL << 20;
constexpr std::size_t kMaxTensors = 100'000;

template <typename T>
T readAs(const std::byte* data)
{
    T value;
    std::memcpy(&value, data, sizeof value);
    return value;
}

using Convert = float (*)(const std::byte*);
struct DataType
{
    const char* name;
    std::size_t size;
    Convert convert;
};
const DataType kDataTypes[] = {
    {"F32", 4,
        [](const std::byte* p) {
            return readAs<float>(p);
        }},
    {"F64", 8,
        [](const std::byte* p) {
            return static_cast<float>(readAs<double>(p));
        }},
    {"F16", 2,
        [](const std::byte* p) {
            return halfToFloat(readAs<std::uint16_t>(p));
        }},
    {"BF16", 2,
        [](const std::byte* p) {
            return std::bit_cast<float>(static_cast<std::uint32_t>(readAs<std::uint16_t>(p)) << 16);
        }},
    {"I32", 4,
        [](const std::byte* p) {
            return static_cast<float>(readAs<std::int32_t>(p));
        }},
    {"I64", 8,
        [](const std::byte* p) {
            return static_cast<float>(readAs<std::int64_t>(p));
        }},
};

tl::unexpected<base::Error> corrupt(const std::string& what, const std::string& where)
{
    return base::failure(ErrorCode::CorruptFile, what, where, "copy the file again");
}

/// A tensor's header entry and data, checked.
base::Result<NamedTensor> decodeTensor(const std::string& name, const nlohmann::json& entry,
    std::span<const std::byte> data, const std::string& where)
{
    const auto bad = [&](const std::string& what) {
        return corrupt("the entry of tensor " + name.substr(0, 80) + " " + what, where);
    };
    if (!entry.is_object() || !entry.contains("dtype") || !entry["dtype"].is_string() ||
        !entry.contains("shape") || !entry["shape"].is_array() || entry["shape"].size() > 8 ||
        !entry.contains("data_offsets") || !entry["data_offsets"].is_array() ||
        entry["data_offsets"].size() != 2)
        return bad("is incomplete");
    const auto typeName = entry["dtype"].get<std::string>();
    const auto* type = std::find_if(std::begin(kDataTypes), std::end(kDataTypes),
        [&](const DataType& candidate) { return typeName == candidate.name; });
    if (type == std::end(kDataTypes))
        return base::failure(ErrorCode::UnsupportedFormat,
            "tensor " + name.substr(0, 80) + " has the data type " + typeName.substr(0, 20), where,
            "save it as F32");
    NamedTensor tensor{name, {}, {}};
    std::uint64_t count = 1;
    for (const auto& side : entry["shape"]) {
        if (!side.is_number_unsigned())
            return bad("has no valid shape");
        const auto size = side.get<std::uint64_t>();
        if (size > data.size() || (size > 0 && count > data.size() / size))
            return bad("is larger than the file");
        count *= size;
        tensor.shape.push_back(static_cast<std::int64_t>(size));
    }
    if (!entry["data_offsets"][0].is_number_unsigned() ||
        !entry["data_offsets"][1].is_number_unsigned())
        return bad("has no valid place");
    const auto first = entry["data_offsets"][0].get<std::uint64_t>();
    const auto last = entry["data_offsets"][1].get<std::uint64_t>();
    if (first > last || last > data.size() || (last - first) != count * type->size)
        return bad("lies outside the file, or does not fit its shape");
    tensor.values.resize(count);
    for (std::size_t i = 0; i < count; ++i)
        tensor.values[i] = type->convert(data.data() + first + i * type->size);
    return tensor;
}

} // namespace

float halfToFloat(std::uint16_t bits)
{
    const std::uint32_t sign = static_cast<std::uint32_t>(bits & 0x8000U) << 16;
    const std::uint32_t exponent = (bits >> 10) & 0x1FU;
    const std::uint32_t mantissa = bits & 0x3FFU;
    if (exponent == 0) { // zero and subnormal: mantissa · 2⁻²⁴
        const float value = static_cast<float>(mantissa) * 5.9604644775390625e-8F;
        return sign ? -value : value;
    }
    const std::uint32_t wide = exponent == 31 ? 255U : exponent + 112U;
    return std::bit_cast<float>(sign | (wide << 23) | (mantissa << 13));
}

std::vector<std::byte> encodeSafetensors(const SafetensorsFile& file)
{
    nlohmann::ordered_json header = nlohmann::ordered_json::object();
    if (!file.metadata.empty())
        header["__metadata__"] = file.metadata;
    std::uint64_t offset = 0;
    for (const NamedTensor& tensor : file.tensors) {
        const std::uint64_t end = offset + tensor.values.size() * sizeof(float);
        header[tensor.name] = {
            {"dtype", "F32"}, {"shape", tensor.shape}, {"data_offsets", {offset, end}}};
        offset = end;
    }
    std::string text = header.dump();
    text.append((8 - text.size() % 8) % 8, ' '); // the data starts on a multiple of 8
    const std::uint64_t headerSize = text.size();
    std::vector<std::byte> bytes(sizeof headerSize + text.size() + offset);
    std::memcpy(bytes.data(), &headerSize, sizeof headerSize);
    std::memcpy(bytes.data() + sizeof headerSize, text.data(), text.size());
    std::byte* out = bytes.data() + sizeof headerSize + text.size();
    for (const NamedTensor& tensor : file.tensors) {
        std::memcpy(out, tensor.values.data(), tensor.values.size() * sizeof(float));
        out += tensor.values.size() * sizeof(float);
    }
    return bytes;
}

base::Result<SafetensorsFile> decodeSafetensors(
    std::span<const std::byte> bytes, const std::string& where)
{
    std::uint64_t headerSize = 0;
    if (bytes.size() < sizeof headerSize)
        return corrupt("the file is too short for safetensors", where);
    std::memcpy(&headerSize, bytes.data(), sizeof headerSize);
    if (headerSize > bytes.size() - sizeof headerSize || headerSize > kMaxHeader)
        return corrupt("the file is truncated or not a safetensors file", where);
    const std::string_view text(
        reinterpret_cast<const char*>(bytes.data()) + sizeof headerSize, headerSize);
    const auto header = nlohmann::json::parse(text.begin(), text.end(), nullptr, false);
    if (!header.is_object() || header.size() > kMaxTensors)
        return corrupt("the header is no JSON object", where);
    const auto data = bytes.subspan(sizeof headerSize + headerSize);
    SafetensorsFile file;
    std::uint64_t total = 0;
    for (const auto& [name, entry] : header.items()) {
        if (name == "__metadata__") {
            for (const auto& [key, value] : entry.items())
                if (value.is_string())
                    file.metadata[key] = value.get<std::string>();
            continue;
        }
        auto tensor = decodeTensor(name, entry, data, where);
        if (!tensor)
            return base::failure(tensor);
        total += tensor->values.size();
        if (total > data.size()) // the smallest type has two bytes: overlapping entries
            return corrupt("tensors overlap", where);
        file.tensors.push_back(std::move(*tensor));
    }
    return file;
}

base::Result<void> writeSafetensors(const std::filesystem::path& path, const SafetensorsFile& file)
{
    return base::writeFileAtomically(path, encodeSafetensors(file));
}

base::Result<SafetensorsFile> readSafetensors(const std::filesystem::path& path)
{
    const auto bytes = base::readFile(path);
    if (!bytes)
        return base::failure(bytes);
    return decodeSafetensors(*bytes, path.string());
}

} // namespace negatoscope::model
