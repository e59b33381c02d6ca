#pragma once

#include "core/base/Random.h"
#include "core/phantom/Canvas.h"

#include <array>
#include <vector>

namespace negatoscope::phantom {

/// A function of the patient's y, tabulated every half millimetre.
class Profile
{
public:
    Profile()
        : m_values(kCount)
    {}
    template <typename Function>
    explicit Profile(Function function)
        : m_values(kCount)
    {
        for (int i = 0; i < kCount; ++i)
            m_values[static_cast<std::size_t>(i)] =
                function(kFirst + kStep * static_cast<float>(i));
    }
    float operator()(float y) const
    {
        const float position = (y - kFirst) / kStep;
        if (!(position > 0.0F))
            return m_values.front();
        const auto index = static_cast<std::size_t>(position);
        if (index + 1 >= m_values.size())
            return m_values.back();
        const float part = position - static_cast<float>(index);
        return m_values[index] + part * (m_values[index + 1] - m_values[index]);
    }

private:
    static constexpr float kFirst = -200.0F;
    static constexpr float kStep = 0.5F;
    static constexpr int kCount = 1401;
    std::vector<float> m_values;
};

/// -1: the patient's right (left on the film); +1: the patient's left.
inline constexpr std::array<int, 2> kPatientSides{-1, 1};
inline std::size_t sideIndex(int side)
{
    return side < 0 ? 0 : 1;
}

/// One ellipse in the frontal plane that carries an ellipsoid of given depth.
struct Ellipsoid
{
    PatientPoint centre;
    float along = 1.0F;     ///< semi-axis along the tilted axis, mm
    float across = 1.0F;    ///< the other semi-axis, mm
    float thickness = 1.0F; ///< path through the centre, mm
    float tilt = 0.0F;      ///< radians, clockwise on the film

    float path(PatientPoint point) const;
    float halfWidth() const; ///< extent in x
};

/// All the sizes of one small patient in mm, and how the film was taken. Drawn once per seed.
struct Patient
{
    float halfWidth = 87.0F;     ///< w: inner chest wall at its widest
    float halfDepth = 57.0F;     ///< d
    float lungHeight = 130.0F;   ///< H: apex to right dome
    std::array<float, 2> dome{}; ///< y of the highest point of each dome
    std::array<PatientPoint, 2> hilum;
    PatientPoint carina;
    Ellipsoid ventricle;
    Ellipsoid atrium;
    float cardiothoracicRatio = 0.5F;
    std::array<float, 2> armAngle{}; ///< radians: 0 straight out, + down, − raised
    float vertebraHeight = 12.5F;
    float spineCurve = 0.0F; ///< mm of sideways bow
    float spineShift = 0.0F; ///< mm: axial rotation moves the spine against the chest
    float headX = 0.0F;
    float headY = -100.0F; ///< centre of the head
    float wall = 12.0F;    ///< chest wall, mm

    // The film
    bool wideView = false;
    double fieldMm = 212.0;
    double centreX = 0.0;
    double centreY = 80.0;
    double tiltDegrees = 0.0;

    Profile outerEdge; ///< inner chest wall |x| at a height y; 0 above the apex
    Profile innerEdge; ///< mediastinal edge |x| of the lung, without the heart
    float lungFloor(int side, float x, float y) const; ///< y where the lung ends in front
    float spineX(float y) const;
};

Patient drawPatient(base::Random& random);
Canvas canvasFor(const Patient& patient, int side);

} // namespace negatoscope::phantom
