#pragma once

#include "core/base/Result.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace negatoscope::model {

/// One float32 tensor of a safetensors file, C order.
struct NamedTensor
{
    std::string name;
    std::vector<std::int64_t> shape;
    std::vector<float> values;
};

struct SafetensorsFile
{
    std::map<std::string, std::string> metadata;
    std::vector<NamedTensor> tensors; ///< in the order of their data
};

/// https://huggingface.co/docs/safetensors: u64 header size, JSON header, data. Writes F32; reads
/// F32, F64, F16, BF16, I32 and I64 as floats. Every size and offset is checked against the file;
/// `where` names it in errors (CorruptFile, UnsupportedFormat).
std::vector<std::byte> encodeSafetensors(const SafetensorsFile& file);
base::Result<SafetensorsFile> decodeSafetensors(
    std::span<const std::byte> bytes, const std::string& where);

base::Result<void> writeSafetensors(const std::filesystem::path& path, const SafetensorsFile& file);
base::Result<SafetensorsFile> readSafetensors(const std::filesystem::path& path);

/// IEEE half precision and bfloat16 to float, for several file formats.
float halfToFloat(std::uint16_t bits);

} // namespace negatoscope::model
