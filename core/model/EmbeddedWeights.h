#pragma once

#include <cstddef>
#include <span>

namespace negatoscope::model {

/// The bytes of resources/models/phantom_backbone.safetensors, part of the program. They live as
/// long as it runs.
std::span<const std::byte> embeddedPhantomBackbone();

} // namespace negatoscope::model
