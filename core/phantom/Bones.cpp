#include "core/phantom/Bones.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <span>

namespace negatoscope::phantom {

namespace {

constexpr float kPi = std::numbers::pi_v<float>;

float draw(base::Random& random, double low, double high)
{
    return static_cast<float>(random.uniform(low, high));
}

float square(float x)
{
    return x * x;
}

/// Volume per millimetre of a tube with a shell and a core that is a quarter bone.
float tubeArea(float radius, float shell)
{
    return kPi * (square(radius) - 0.75F * square(std::max(0.0F, radius - shell)));
}

/// Deposits a polyline of constant cross-section.
void addLine(Splat& splat, std::span<const PatientPoint> points, float area)
{
    constexpr float kStep = 0.6F;
    for (std::size_t i = 1; i < points.size(); ++i) {
        const PatientPoint a = points[i - 1];
        const PatientPoint b = points[i];
        const float length = std::hypot(b.x - a.x, b.y - a.y);
        const int steps = std::max(1, static_cast<int>(length / kStep));
        for (int k = 0; k < steps; ++k) {
            const float t = (static_cast<float>(k) + 0.5F) / static_cast<float>(steps);
            splat.add({a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)},
                area * length / static_cast<float>(steps));
        }
    }
}

struct RibShape
{
    float level = 0.0F; ///< y at the spine
    float width = 0.0F; ///< |x| where it lies sideways
    float drop = 0.0F;  ///< half of the way down from back to front, mm
    float arch = 0.0F;  ///< rise behind
    float end = 2.3F;   ///< angle where the bone ends and cartilage begins
    float radius = 2.8F;
    float strength = 1.0F;
};

/// The centre line runs on an ellipse around the chest: angle 0 behind at the spine, 90° sideways,
/// 180° in front. Where the tube runs along the beam its path piles up by itself.
void addRib(Splat& splat, const Patient& patient, const RibShape& rib, int side)
{
    constexpr int kSteps = 240;
    constexpr float kStart = 0.10F;
    const float area = tubeArea(rib.radius, 1.0F) * rib.strength;
    PatientPoint last{};
    float lastDepth = 0.0F;
    for (int i = 0; i <= kSteps; ++i) {
        const float angle = kStart + (rib.end - kStart) * static_cast<float>(i) / kSteps;
        const PatientPoint p{static_cast<float>(side) * rib.width * std::sin(angle) +
                                 patient.spineShift * std::cos(angle) * 0.5F,
            rib.level + rib.drop * (1.0F - std::cos(0.95F * angle)) -
                rib.arch * std::sin(std::min(2.2F * angle, kPi))};
        const float depth = (patient.halfDepth - 3.0F) * std::cos(angle);
        if (i > 0) {
            const float length =
                std::sqrt(square(p.x - last.x) + square(p.y - last.y) + square(depth - lastDepth));
            const float flare = 1.0F - 0.5F * smoothStep(rib.end - 0.5F, rib.end, angle);
            splat.add({0.5F * (p.x + last.x), 0.5F * (p.y + last.y)}, area * length * flare);
        }
        last = p;
        lastDepth = depth;
    }
}

cv::Mat1f ribs(const Patient& patient, const Canvas& canvas, base::Random& random)
{
    constexpr int kPairs = 12;
    const float h = patient.lungHeight;
    const float spacing = draw(random, 0.096, 0.106) * h;
    const float slope = draw(random, 0.95, 1.45);
    const float strength = draw(random, 1.0, 1.6);
    const float first = draw(random, -0.07, -0.02) * h;
    // Two radii are enough: upper and lower ribs.
    std::array<Splat, 2> splats{Splat(canvas), Splat(canvas)};
    const std::array<float, 2> radii{draw(random, 2.3, 2.7), draw(random, 2.6, 3.1)};
    for (int k = 0; k < kPairs; ++k) {
        const auto number = static_cast<float>(k);
        const std::size_t group = k < 4 ? 0 : 1;
        for (const int side : kPatientSides) {
            RibShape rib;
            rib.level = first + spacing * number + draw(random, -0.8, 0.8);
            rib.drop = h * slope * (0.105F + 0.013F * std::min(number, 8.0F));
            rib.arch = h * (0.045F - 0.004F * number);
            const float sideways = rib.level + rib.drop;
            const float wall = patient.outerEdge(std::max(0.16F * h, sideways));
            rib.width = wall + 2.5F;
            rib.end = k < 10 ? draw(random, 2.20, 2.45) : draw(random, 1.3, 1.8);
            rib.radius = radii[group];
            rib.strength = strength * (k < 2 ? 0.7F : 1.0F) * draw(random, 0.85, 1.15);
            addRib(splats[group], patient, rib, side);
        }
    }
    return cv::Mat1f(splats[0].tube(radii[0], 1.0F) + splats[1].tube(radii[1], 1.0F));
}

void addShoulder(Splat& edges, Splat& tubes, const Patient& patient, base::Random& random, int side,
    float tubeRadius)
{
    const auto sx = static_cast<float>(side);
    const float w = patient.halfWidth;
    const float h = patient.lungHeight;
    const bool raised = patient.armAngle[sideIndex(side)] < 0.0F;
    const float lift = raised ? draw(random, 6.0, 16.0) : draw(random, -3.0, 7.0);
    // Clavicle: an S from the sternum to the shoulder.
    std::vector<PatientPoint> clavicle;
    const float sternal = draw(random, -2.0, 8.0);
    for (int i = 0; i <= 24; ++i) {
        const float t = static_cast<float>(i) / 24.0F;
        clavicle.push_back({sx * (7.0F + t * w * 0.90F),
            sternal - lift * t - 5.0F * std::sin(1.7F * kPi * t) * (1.0F - 0.3F * t)});
    }
    addLine(tubes, clavicle, tubeArea(tubeRadius, 1.2F) * 1.4F);
    // Scapula: medial border, lower tip, lateral border, spine.
    const float out = raised ? 10.0F : 0.0F;
    const PatientPoint glenoid{sx * (w + 5.0F), 9.0F};
    const PatientPoint tip{sx * (w * 0.86F + out), h * 0.47F - out};
    const PatientPoint upper{sx * (w * 0.60F + out), -2.0F};
    const std::array<PatientPoint, 3> border{
        upper, PatientPoint{sx * (w * 0.64F + out), h * 0.22F}, tip};
    const std::array<PatientPoint, 3> lateral{
        tip, PatientPoint{sx * (w * 0.98F + out), h * 0.22F}, glenoid};
    const std::array<PatientPoint, 2> spine{
        PatientPoint{sx * (w * 0.62F + out), h * 0.07F}, PatientPoint{sx * (w + 8.0F), -5.0F}};
    addLine(edges, border, 3.0F);
    addLine(edges, lateral, 8.0F);
    addLine(edges, spine, 6.0F);
    // Upper arm with its growth plate's round head.
    const float angle = patient.armAngle[sideIndex(side)];
    const PatientPoint head{sx * (w + 13.0F), 7.0F};
    const PatientPoint elbow{
        head.x + sx * 140.0F * std::cos(angle), head.y + 140.0F * std::sin(angle)};
    const std::array<PatientPoint, 2> shaft{
        PatientPoint{head.x + 0.05F * (elbow.x - head.x), head.y + 0.05F * (elbow.y - head.y)},
        elbow};
    addLine(tubes, shaft, tubeArea(5.0F, 1.9F) * 1.1F);
}

/// Bone that is drawn per pixel: bodies of the spine, jaw, skull, heads of the arms.
class AreaBones
{
public:
    AreaBones(const Patient& patient, base::Random& random)
        : m_patient(patient)
        , m_strength(draw(random, 0.55, 0.95))
        , m_phase(draw(random, 0.0, 1.0))
    {}

    float path(PatientPoint p) const { return spine(p) + head(p) + shoulders(p); }

private:
    float spine(PatientPoint p) const
    {
        const float x = p.x - m_patient.spineX(p.y);
        if (std::abs(x) > 26.0F)
            return 0.0F;
        const float height = m_patient.vertebraHeight;
        const float position = p.y / height + m_phase;
        const float y = (position - std::floor(position) - 0.5F) * height; // from the body's centre
        const float half = 8.4F + 0.017F * (p.y + 20.0F);
        const float across = std::abs(x) / (half * (1.0F + 0.06F * square(2.2F * y / height)));
        const float along = std::abs(y) / (0.42F * height);
        const float body =
            std::max(0.0F, 1.0F - std::max(std::pow(across, 6.0F), std::pow(along, 8.0F)));
        float path = 6.0F * std::sqrt(body);
        // End plates are denser.
        path += 2.2F * std::exp(-square((along - 0.88F) / 0.13F)) * (across < 1.0F ? 1.0F : 0.0F);
        const auto blob = [&](float cx, float cy, float rx, float ry) {
            return std::exp(-square(square((x - cx) / rx) + square((y - cy) / ry)));
        };
        path += 2.6F * (blob(-5.4F, -1.0F, 1.9F, 2.6F) + blob(5.4F, -1.0F, 1.9F, 2.6F));
        path += 2.2F * blob(0.0F, 3.0F, 1.6F, 3.4F);
        path +=
            1.5F * (blob(-half - 4.0F, -2.0F, 5.0F, 2.3F) + blob(half + 4.0F, -2.0F, 5.0F, 2.3F));
        return m_strength * path;
    }

    float head(PatientPoint p) const
    {
        if (p.y > -20.0F)
            return 0.0F;
        const float x = (p.x - m_patient.headX) / 44.0F;
        const float y = (p.y - m_patient.headY) / 49.0F;
        const float r = std::sqrt(square(x) + square(y));
        if (r >= 1.0F)
            return 0.0F;
        // Jaw: a bright rim; skull base: a general brightness with teeth-like unevenness.
        const float rim = 11.0F * std::exp(-square((r - 0.90F) / 0.07F));
        const float teeth = 1.0F + 0.25F * std::sin(p.x * 0.9F) * std::sin(p.y * 0.7F);
        return rim + 9.0F * teeth * smoothStep(0.85F, 0.55F, r);
    }

    float shoulders(PatientPoint p) const
    {
        float path = 0.0F;
        for (const int side : kPatientSides) {
            const float dx = p.x - static_cast<float>(side) * (m_patient.halfWidth + 12.0F);
            const float dy = p.y - 6.0F;
            path += 0.55F * std::sqrt(std::max(0.0F, square(9.5F) - square(dx) - square(dy)));
        }
        return path;
    }

    const Patient& m_patient;
    float m_strength;
    float m_phase;
};

} // namespace

cv::Mat1f drawBones(const Patient& patient, const Canvas& canvas, base::Random& random)
{
    cv::Mat1f bone = ribs(patient, canvas, random);
    Splat edges(canvas);
    Splat tubes(canvas);
    constexpr float kTube = 3.2F;
    constexpr float kEdge = 1.8F;
    for (const int side : kPatientSides)
        addShoulder(edges, tubes, patient, random, side, kTube);
    bone += edges.thinTube(kEdge);
    bone += tubes.tube(kTube, 1.2F);
    const AreaBones area(patient, random);
    for (int row = 0; row < canvas.side(); ++row) {
        for (int column = 0; column < canvas.side(); ++column)
            bone(row, column) +=
                area.path(canvas.patientAt(static_cast<float>(column), static_cast<float>(row)));
    }
    return bone;
}

} // namespace negatoscope::phantom
