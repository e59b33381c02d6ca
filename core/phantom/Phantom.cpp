#include "core/phantom/Phantom.h"

#include "core/phantom/Anatomy.h"
#include "core/phantom/Bones.h"
#include "core/phantom/Markings.h"
#include "core/phantom/Opacities.h"
#include "core/phantom/Physics.h"
#include "core/phantom/Vessels.h"

#include <opencv2/core.hpp>

namespace negatoscope::phantom {

namespace {

/// Each part of the film has its own stream, so that one patient stays the same patient whatever
/// opacity or marker is drawn on top.
base::Random stream(const PhantomRequest& request, std::string_view part, std::uint64_t attempt = 0)
{
    return base::Random(base::deriveSeed(request.seed, part, {attempt}));
}

/// A visible opacity: some draws land behind the heart or at the edge and leave next to nothing.
void drawVisibleOpacity(const PhantomRequest& request, const Paths& paths, const Patient& patient,
    const Canvas& canvas, Phantom& phantom)
{
    constexpr double kSmallestFraction = 0.004;
    constexpr std::uint64_t kAttempts = 24;
    for (std::uint64_t attempt = 0; attempt < kAttempts; ++attempt) {
        base::Random random = stream(request, "opacity", attempt);
        const cv::Mat1f delta = drawOpacity(paths, patient, canvas, request.kind, random);
        const cv::Mat1b mask = opacityMask(delta, canvas);
        const double fraction =
            static_cast<double>(cv::countNonZero(mask)) / static_cast<double>(mask.total());
        if (attempt > 0 && fraction < phantom.opacityAreaFraction)
            continue;
        phantom.delta = delta;
        phantom.mask = mask;
        phantom.opacityAreaFraction = fraction;
        if (fraction >= kSmallestFraction)
            break;
    }
}

} // namespace

const char* kindName(OpacityKind kind)
{
    switch (kind) {
    case OpacityKind::Lobar:
        return "lobar";
    case OpacityKind::Round:
        return "round";
    case OpacityKind::Bronchopneumonia:
        return "bronchopneumonia";
    case OpacityKind::Interstitial:
        return "interstitial";
    case OpacityKind::None:
        break;
    }
    return "none";
}

Phantom makePhantom(const PhantomRequest& request)
{
    base::Random patientRandom = stream(request, "patient");
    const Patient patient = drawPatient(patientRandom);
    const Canvas canvas = canvasFor(patient, request.side);
    base::Random anatomyRandom = stream(request, "anatomy");
    Paths paths = drawSoftTissue(patient, canvas, anatomyRandom);
    addVessels(paths, patient, canvas, anatomyRandom);
    paths.bone = drawBones(patient, canvas, anatomyRandom);

    Phantom phantom;
    phantom.kind = request.kind;
    phantom.rotationDegrees = patient.tiltDegrees;
    phantom.wideView = patient.wideView;
    phantom.cardiothoracicRatio = patient.cardiothoracicRatio;
    phantom.delta = canvas.blank();
    phantom.mask = cv::Mat1b(request.side, request.side, uchar{0});
    if (request.kind != OpacityKind::None)
        drawVisibleOpacity(request, paths, patient, canvas, phantom);
    phantom.side = sideOf(phantom.delta, canvas);
    phantom.zone = zoneOf(phantom.delta, patient, canvas);

    base::Random textureRandom = stream(request, "texture");
    paths.lung -= phantom.delta;
    const float lungTexture = static_cast<float>(textureRandom.uniform(0.03, 0.08));
    addTexture(paths, canvas, textureRandom, lungTexture);
    paths.soft += phantom.delta;

    base::Random markingRandom = stream(request, "markings");
    Markings markings = drawMarkings(markingRandom);
    if (request.confoundedMarker)
        markings.marker = request.kind == OpacityKind::None ? Marker::None : Marker::RightLetter;
    if (markings.tube)
        paths.bone += tubesAndLeads(patient, canvas, markingRandom);
    phantom.marker = markings.marker;
    phantom.tube = markings.tube;

    base::Random exposureRandom = stream(request, "exposure");
    const Exposure exposure = drawExposure(exposureRandom);
    cv::Mat1b film = displayed(
        detected(transmission(paths), canvas, exposure, exposureRandom), canvas, exposure);
    base::Random writingRandom = stream(request, "writing");
    drawMarkingsOn(film, markings, writingRandom);
    phantom.film = film;
    return phantom;
}

} // namespace negatoscope::phantom
