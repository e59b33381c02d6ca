#include "core/model/EmbeddedWeights.h"

// NEGATOSCOPE_PHANTOM_BACKBONE is the file's path, given by CMake.
__asm__(".pushsection .rodata\n"
        ".balign 16\n"
        ".globl negatoscope_phantom_backbone_begin\n"
        "negatoscope_phantom_backbone_begin:\n"
        ".incbin \"" NEGATOSCOPE_PHANTOM_BACKBONE "\"\n"
        ".globl negatoscope_phantom_backbone_end\n"
        "negatoscope_phantom_backbone_end:\n"
        ".byte 0\n"
        ".popsection\n");

extern "C" const std::byte negatoscope_phantom_backbone_begin[];
extern "C" const std::byte negatoscope_phantom_backbone_end[];

namespace negatoscope::model {

std::span<const std::byte> embeddedPhantomBackbone()
{
    return {negatoscope_phantom_backbone_begin, negatoscope_phantom_backbone_end};
}

} // namespace negatoscope::model
