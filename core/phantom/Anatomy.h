#pragma once

#include "core/base/Random.h"
#include "core/phantom/Patient.h"

namespace negatoscope::phantom {

/// Path length per pixel and material, in mm (parallel beam from back to front).
struct Paths
{
    cv::Mat1f soft; ///< everything of water density
    cv::Mat1f lung; ///< aerated lung (0.26 of soft tissue)
    cv::Mat1f bone; ///< cortical bone, which takes the place of soft tissue
};

/// Trunk, arms, head, lungs, heart, mediastinum and the air in the airways and the abdomen. Bones
/// and vessels are added by their own files.
Paths drawSoftTissue(const Patient& patient, const Canvas& canvas, base::Random& random);

/// Lung fine structure and soft-tissue unevenness, after opacities: `lungTexture` is the relative
/// depth of the ridged noise on the lung path.
void addTexture(Paths& paths, const Canvas& canvas, base::Random& random, float lungTexture);

} // namespace negatoscope::phantom
