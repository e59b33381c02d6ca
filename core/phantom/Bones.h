#pragma once

#include "core/base/Random.h"
#include "core/phantom/Anatomy.h"

namespace negatoscope::phantom {

/// Path length through bone in mm: eleven pairs of ribs as tubes along their 3-D centre lines,
/// clavicles, scapulae, upper arms, spine, jaw and skull.
cv::Mat1f drawBones(const Patient& patient, const Canvas& canvas, base::Random& random);

} // namespace negatoscope::phantom
