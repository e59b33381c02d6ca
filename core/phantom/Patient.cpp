#include "core/phantom/Patient.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace negatoscope::phantom {

namespace {

float draw(base::Random& random, double low, double high)
{
    return static_cast<float>(random.uniform(low, high));
}

/// Heart: a tilted left ventricle and a right atrium whose outer edges give exactly the drawn
/// share of the chest's inner width.
void drawHeart(Patient& patient, base::Random& random)
{
    const float w = patient.halfWidth;
    const float ratio = draw(random, 0.42, 0.58);
    const float width = ratio * 2.0F * w;
    const float right = draw(random, 0.30, 0.37) * width;
    Ellipsoid& lv = patient.ventricle;
    lv.tilt = draw(random, 32.0, 48.0) * std::numbers::pi_v<float> / 180.0F;
    lv.along = draw(random, 0.50, 0.55) * width;
    lv.across = draw(random, 0.36, 0.41) * width;
    lv.thickness = draw(random, 60.0, 74.0);
    lv.centre = {width - right - lv.halfWidth(), patient.lungHeight - draw(random, 26.0, 34.0)};
    Ellipsoid& ra = patient.atrium;
    ra.along = draw(random, 0.30, 0.34) * width;
    ra.across = draw(random, 0.38, 0.46) * width;
    ra.thickness = draw(random, 48.0, 58.0);
    ra.centre = {ra.along - right, patient.lungHeight - draw(random, 30.0, 38.0)};
    patient.cardiothoracicRatio = ratio;
}

void drawFilm(Patient& patient, base::Random& random)
{
    patient.wideView = random.chance(0.3);
    patient.fieldMm =
        patient.wideView ? random.uniform(238.0, 275.0) : random.uniform(200.0, 230.0);
    const double above = patient.wideView ? random.uniform(0.20, 0.29) : random.uniform(0.11, 0.22);
    patient.centreX = random.uniform(-7.0, 7.0);
    patient.centreY = patient.fieldMm * (0.5 - above);
    patient.tiltDegrees =
        random.chance(0.12) ? random.uniform(-16.0, 16.0) : random.uniform(-5.0, 5.0);
}

} // namespace

float Ellipsoid::path(PatientPoint point) const
{
    const float dx = point.x - centre.x;
    const float dy = point.y - centre.y;
    const float c = std::cos(tilt);
    const float s = std::sin(tilt);
    const float p = (dx * c + dy * s) / along;
    const float q = (-dx * s + dy * c) / across;
    return thickness * std::sqrt(std::max(0.0F, 1.0F - p * p - q * q));
}

float Ellipsoid::halfWidth() const
{
    return std::hypot(along * std::cos(tilt), across * std::sin(tilt));
}

float Patient::lungFloor(int side, float x, float y) const
{
    const float inner = innerEdge(y);
    const float outer = outerEdge(y);
    const float across =
        std::clamp((std::abs(x) - inner) / std::max(outer - inner, 0.01F), 0.0F, 1.2F);
    constexpr float kTop = 0.40F;
    const float t = std::abs(across - kTop) / (1.0F - kTop);
    const float fall = across > kTop ? 27.0F * t * t : 12.0F * t * t;
    return dome[sideIndex(side)] + fall;
}

float Patient::spineX(float y) const
{
    return spineShift + spineCurve * std::sin(y / 60.0F);
}

Patient drawPatient(base::Random& random)
{
    Patient patient;
    patient.halfWidth = draw(random, 70.0, 88.0);
    patient.halfDepth = draw(random, 52.0, 62.0);
    patient.lungHeight = draw(random, 116.0, 148.0);
    patient.wall = draw(random, 8.0, 18.0);
    patient.dome = {patient.lungHeight, patient.lungHeight + draw(random, 3.0, 9.0)};
    for (const int side : kPatientSides) {
        patient.hilum[sideIndex(side)] = {static_cast<float>(side) * draw(random, 17.0, 22.0),
            patient.lungHeight * draw(random, 0.43, 0.49) - (side > 0 ? 4.0F : 0.0F)};
        patient.armAngle[sideIndex(side)] = 0.0F;
    }
    patient.carina = {draw(random, -3.0, 2.0), patient.lungHeight * draw(random, 0.34, 0.40)};
    drawHeart(patient, random);
    // Arms beside the body or raised, mostly both alike.
    const bool raised = random.chance(0.45);
    for (float& angle : patient.armAngle)
        angle = raised ? draw(random, -1.25, -0.45) : draw(random, 1.0, 1.45);
    patient.vertebraHeight = draw(random, 11.5, 13.8);
    patient.spineCurve = static_cast<float>(random.normal()) * 1.2F;
    patient.spineShift = static_cast<float>(random.normal()) * 1.6F;
    patient.headX = static_cast<float>(random.normal()) * 9.0F;
    patient.headY = draw(random, -104.0, -84.0);
    drawFilm(patient, random);
    patient.outerEdge = Profile([w = patient.halfWidth, h = patient.lungHeight](float y) {
        const float t = std::clamp(1.0F - y / (0.93F * h), 0.0F, 1.0F);
        return y > 0.0F ? w * std::pow(1.0F - std::pow(t, 2.5F), 0.56F) : 0.0F;
    });
    patient.innerEdge =
        Profile([](float y) { return 11.0F + 13.0F * std::exp(-std::max(0.0F, y) / 9.0F); });
    return patient;
}

Canvas canvasFor(const Patient& patient, int side)
{
    return {side, patient.fieldMm, patient.centreX, patient.centreY, patient.tiltDegrees};
}

} // namespace negatoscope::phantom
