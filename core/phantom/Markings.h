#pragma once

#include "core/base/Random.h"
#include "core/phantom/Patient.h"
#include "core/phantom/Phantom.h"

namespace negatoscope::phantom {

/// What is on a film besides the patient. Drawn without looking at the opacity.
struct Markings
{
    Marker marker = Marker::None;
    bool tube = false;       ///< a stomach tube or leads with their electrodes
    bool burnedText = false; ///< two lines of exposure figures in a corner
    bool shutter = false;    ///< black collimated edges
};
Markings drawMarkings(base::Random& random);

/// Metal and plastic in the beam, as an equivalent path of bone in mm.
cv::Mat1f tubesAndLeads(const Patient& patient, const Canvas& canvas, base::Random& random);

/// Writes shutter, letter and figures into the finished film.
void drawMarkingsOn(cv::Mat1b& film, const Markings& markings, base::Random& random);

} // namespace negatoscope::phantom
