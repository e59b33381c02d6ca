#include "core/phantom/Anatomy.h"

#include "core/phantom/Texture.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace negatoscope::phantom {

namespace {

float square(float x)
{
    return x * x;
}

/// Chord of a body whose cross-section is a little squarer than an ellipse.
float chord(float depth, float position)
{
    const float t = std::abs(position);
    return t >= 1.0F ? 0.0F : 2.0F * depth * std::sqrt(1.0F - t * t * std::sqrt(t));
}

float distanceToSegment(PatientPoint p, PatientPoint a, PatientPoint b)
{
    const float dx = b.x - a.x;
    const float dy = b.y - a.y;
    const float t =
        std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / (dx * dx + dy * dy), 0.0F, 1.0F);
    return std::hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}

/// The outlines that depend on the height only.
struct Outlines
{
    explicit Outlines(const Patient& patient)
        : bodyWidth([&](float y) {
            const float neck = 24.0F;
            const float h = patient.lungHeight;
            const float trunk = (patient.halfWidth + patient.wall) *
                                (0.93F + 0.07F * smoothStep(0.1F * h, 0.9F * h, y));
            const float slope = smoothStep(-58.0F, -2.0F, y);
            return neck + (trunk - neck) * slope;
        })
        , bodyDepth([&](float y) {
            return patient.halfDepth + patient.wall -
                   16.0F * smoothStep(0.12F * patient.lungHeight, -50.0F, y);
        })
        , mediastinumRight([](float) { return 15.0F; })
        , mediastinumLeft([](float) { return 15.0F; })
    {}
    Profile bodyWidth;
    Profile bodyDepth;
    Profile mediastinumRight;
    Profile mediastinumLeft;
};

float bell(float x, float centre, float width)
{
    return std::exp(-square((x - centre) / width));
}

Outlines drawOutlines(const Patient& patient, base::Random& random)
{
    Outlines outlines(patient);
    const float h = patient.lungHeight;
    const auto bump = [&random](double low, double high) {
        return static_cast<float>(random.uniform(low, high));
    };
    const float vena = bump(15.0, 19.0);
    const float knob = bump(3.0, 7.0);
    const float trunk = bump(3.0, 8.0);
    // The thymus of small children: a sail above the heart, one side or both.
    const bool thymus = random.chance(0.35);
    const float sailRight = thymus ? bump(0.0, 12.0) : 0.0F;
    const float sailLeft = thymus ? bump(0.0, 12.0) : 0.0F;
    const auto sail = [h](float y) {
        return smoothStep(0.02F * h, 0.2F * h, y) * smoothStep(0.48F * h, 0.34F * h, y);
    };
    outlines.mediastinumRight = Profile([&](float y) {
        return vena + 5.0F * smoothStep(0.35F * h, 0.6F * h, y) + sailRight * sail(y) +
               4.0F * smoothStep(0.0F, -30.0F, y);
    });
    outlines.mediastinumLeft = Profile([&](float y) {
        return 14.0F + knob * bell(y, 0.22F * h, 8.0F) + trunk * bell(y, 0.37F * h, 10.0F) +
               10.0F * smoothStep(0.4F * h, 0.62F * h, y) + sailLeft * sail(y) +
               4.0F * smoothStep(0.0F, -30.0F, y);
    });
    return outlines;
}

float bodyPath(const Patient& patient, const Outlines& outlines, PatientPoint p)
{
    float squares = square(chord(outlines.bodyDepth(p.y), p.x / outlines.bodyWidth(p.y)));
    for (const int side : kPatientSides) {
        // Upper arm from the shoulder joint outwards.
        const float angle = patient.armAngle[sideIndex(side)];
        const float sx = static_cast<float>(side);
        const PatientPoint shoulder{sx * (patient.halfWidth + 4.0F), 8.0F};
        const PatientPoint elbow{
            shoulder.x + sx * 150.0F * std::cos(angle), shoulder.y + 150.0F * std::sin(angle)};
        const float distance = distanceToSegment(p, shoulder, elbow);
        squares += 4.0F * std::max(0.0F, square(21.0F) - square(distance));
    }
    if (p.y < -30.0F) {
        const float head =
            1.0F - square((p.x - patient.headX) / 52.0F) - square((p.y - patient.headY) / 52.0F);
        squares += square(125.0F) * std::max(0.0F, head);
    }
    return std::sqrt(squares);
}

/// Lung of one side without the heart: in front down to the dome, and the recess behind it.
float lungPath(const Patient& patient, PatientPoint p)
{
    const float x = std::abs(p.x);
    const float outer = patient.outerEdge(p.y);
    const float inner = patient.innerEdge(p.y);
    if (p.y <= 0.0F || x >= outer || x <= inner)
        return 0.0F;
    const int side = p.x < 0.0F ? -1 : 1;
    const float full = 2.0F * (patient.halfDepth - 7.0F) * std::sqrt(1.0F - square(x / outer)) *
                       std::sqrt(std::min(1.0F, (x - inner) / 9.0F)) *
                       std::sqrt(std::min(1.0F, p.y / 18.0F));
    const float floor = patient.lungFloor(side, x, p.y);
    const float front = smoothStep(floor, floor - 4.0F, p.y);
    const float recess = 0.26F * smoothStep(floor + 20.0F, floor - 4.0F, p.y);
    return full * std::max(front, recess);
}

float mediastinumPath(const Patient& patient, const Outlines& outlines, PatientPoint p)
{
    const float half = p.x < 0.0F ? outlines.mediastinumRight(p.y) : outlines.mediastinumLeft(p.y);
    const float vessels =
        p.y > -60.0F ? 46.0F * std::sqrt(std::max(0.0F, 1.0F - square(p.x / half))) : 0.0F;
    float hila = 0.0F;
    for (const PatientPoint& hilum : patient.hilum)
        hila += 16.0F * std::exp(-square((p.x - hilum.x) / 8.0F) - square((p.y - hilum.y) / 12.0F));
    const float heart = std::sqrt(
        square(patient.ventricle.path(p)) + square(patient.atrium.path(p)) + square(vessels));
    return heart + hila;
}

/// Trachea and main bronchi.
cv::Mat1f airways(const Patient& patient, const Canvas& canvas)
{
    Splat trachea(canvas);
    const float top = -70.0F;
    constexpr int kSteps = 160;
    constexpr float kRadius = 4.6F;
    const float area = std::numbers::pi_v<float> * square(kRadius);
    for (int i = 0; i < kSteps; ++i) {
        const float t = (static_cast<float>(i) + 0.5F) / kSteps;
        const float length = (patient.carina.y - top) / kSteps;
        trachea.add(
            {patient.carina.x * t + 1.2F * std::sin(5.0F * t), top + t * (patient.carina.y - top)},
            area * length);
    }
    cv::Mat1f air = trachea.tube(kRadius);
    constexpr float kBronchus = 3.1F;
    Splat bronchi(canvas);
    for (const PatientPoint& hilum : patient.hilum) {
        const float dx = hilum.x - patient.carina.x;
        const float dy = hilum.y + 4.0F - patient.carina.y;
        constexpr int kBronchusSteps = 50;
        const float length = std::hypot(dx, dy) / kBronchusSteps;
        for (int i = 0; i < kBronchusSteps; ++i) {
            const float t = (static_cast<float>(i) + 0.5F) / kBronchusSteps;
            bronchi.add({patient.carina.x + t * dx, patient.carina.y + t * dy},
                std::numbers::pi_v<float> * square(kBronchus) * length);
        }
    }
    air += bronchi.tube(kBronchus);
    return air;
}

/// Gas in stomach and bowel as soft-edged ellipsoids.
std::vector<Ellipsoid> drawBowelGas(const Patient& patient, base::Random& random)
{
    const auto draw = [&random](double low, double high) {
        return static_cast<float>(random.uniform(low, high));
    };
    std::vector<Ellipsoid> gas;
    if (random.chance(0.7)) {
        Ellipsoid stomach;
        stomach.centre = {draw(26.0, 48.0), patient.dome[1] + draw(13.0, 24.0)};
        stomach.along = draw(13.0, 26.0);
        stomach.across = draw(7.0, 13.0);
        stomach.thickness = draw(14.0, 34.0);
        stomach.tilt = draw(-0.4, 0.4);
        gas.push_back(stomach);
    }
    const auto loops = random.below(6);
    for (std::uint64_t i = 0; i < loops; ++i) {
        Ellipsoid loop;
        loop.centre = {draw(-55.0, 65.0), patient.dome[1] + draw(38.0, 100.0)};
        loop.along = draw(7.0, 18.0);
        loop.across = draw(5.0, 11.0);
        loop.thickness = draw(8.0, 22.0);
        loop.tilt = draw(-1.5, 1.5);
        gas.push_back(loop);
    }
    return gas;
}

} // namespace

Paths drawSoftTissue(const Patient& patient, const Canvas& canvas, base::Random& random)
{
    const Outlines outlines = drawOutlines(patient, random);
    const std::vector<Ellipsoid> gas = drawBowelGas(patient, random);
    const cv::Mat1f air = airways(patient, canvas);
    Paths paths{canvas.blank(), canvas.blank(), canvas.blank()};
    for (int row = 0; row < canvas.side(); ++row) {
        for (int column = 0; column < canvas.side(); ++column) {
            const PatientPoint p =
                canvas.patientAt(static_cast<float>(column), static_cast<float>(row));
            const float body = bodyPath(patient, outlines, p);
            float lung = std::min(lungPath(patient, p), body);
            if (lung > 0.0F)
                lung -= std::min(lung, mediastinumPath(patient, outlines, p));
            float hollow = air(row, column);
            if (p.y > 0.8F * patient.lungHeight) {
                for (const Ellipsoid& bubble : gas)
                    hollow += bubble.path(p);
            }
            paths.lung(row, column) = lung;
            paths.soft(row, column) = body - lung - std::min(hollow, 0.6F * (body - lung));
        }
    }
    return paths;
}

void addTexture(Paths& paths, const Canvas& canvas, base::Random& random, float lungTexture)
{
    cv::Mat1f ridged = fractalNoise(canvas, random, 6.0F, 4, Ridges::Yes);
    const auto mean = static_cast<float>(cv::mean(ridged)[0]);
    const cv::Mat1f uneven = fractalNoise(canvas, random, 9.0F, 4);
    const cv::Mat1f trabeculae = fractalNoise(canvas, random, 3.0F, 3);
    for (int row = 0; row < canvas.side(); ++row) {
        for (int column = 0; column < canvas.side(); ++column) {
            float& lung = paths.lung(row, column);
            float& soft = paths.soft(row, column);
            const float inBody = std::min(1.0F, soft / 30.0F);
            const float change = std::clamp(
                lung * lungTexture * (ridged(row, column) - mean), -0.3F * lung, 0.6F * lung);
            soft = std::max(0.0F, soft + change + uneven(row, column) * inBody);
            lung -= change;
            paths.bone(row, column) *= std::max(0.0F, 1.0F + 0.18F * trabeculae(row, column));
        }
    }
}

} // namespace negatoscope::phantom
