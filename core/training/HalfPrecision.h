#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace negatoscope::training {

/// float → IEEE 754 binary16, to nearest even. False when a value is not finite or beyond 65,504.
bool toHalf(std::span<const float> values, std::span<std::uint16_t> out);

/// binary16 in memory order → float. `bytes` holds two for each value of `out`.
void fromHalf(std::span<const std::byte> bytes, std::span<float> out);

} // namespace negatoscope::training
