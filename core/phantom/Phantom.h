#pragma once

#include <opencv2/core/mat.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace negatoscope::phantom {

enum class OpacityKind { None, Lobar, Round, Bronchopneumonia, Interstitial };
enum class Side { None, Right, Left, Both }; ///< the patient's
enum class Zone { None, Upper, Middle, Lower, Diffuse };
enum class Marker { None, RightLetter, LeftLetter };

const char* kindName(
    OpacityKind kind); ///< "none", "lobar", "round", "bronchopneumonia", "interstitial"

/// What to draw. Everything not fixed is drawn from the seed, independently of the kind.
struct PhantomRequest
{
    std::uint64_t seed = 0;
    int side = 224; ///< pixels of the square film
    OpacityKind kind = OpacityKind::None;
    /// Ties the marker letter to the presence of an opacity: the shortcut lesson.
    bool confoundedMarker = false;
};

/// One phantom film with its exact truth.
struct Phantom
{
    cv::Mat film; ///< CV_8UC1, side×side
    cv::Mat
        mask; ///< CV_8UC1, 255 where the opacity is (science.md 8.1, step 8); empty iff kind None
    cv::Mat delta; ///< CV_32FC1, extra soft-tissue path in mm: graded truth
    OpacityKind kind = OpacityKind::None;
    Side side = Side::None;
    Zone zone = Zone::None;
    Marker marker = Marker::None;
    double opacityAreaFraction = 0.0; ///< mask area / film area
    double rotationDegrees = 0.0;     ///< in-plane tilt of the patient on the film
    bool wideView = false;            ///< field of view with arms and abdomen
    bool tube = false;                ///< a stomach tube or leads lie in the beam
    double cardiothoracicRatio = 0.0;
};

/// Analytic chest phantom: path lengths per material, three-bin Beer-Lambert, scatter, noise,
/// display curve (science.md 8.1). The same request gives the same bytes. Thread: any.
Phantom makePhantom(const PhantomRequest& request);

} // namespace negatoscope::phantom
