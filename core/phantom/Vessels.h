#pragma once

#include "core/base/Random.h"
#include "core/phantom/Anatomy.h"

namespace negatoscope::phantom {

/// Branching lung vessels from both hila, as soft tissue that takes the place of lung.
void addVessels(Paths& paths, const Patient& patient, const Canvas& canvas, base::Random& random);

} // namespace negatoscope::phantom
