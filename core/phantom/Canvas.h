#pragma once

#include <opencv2/core.hpp>

#include <vector>

namespace negatoscope::phantom {

/// A point of the patient's frontal plane in mm: x to the patient's left (right on the film), 0 at
/// the midline; y downwards, 0 at the lung apex.
struct PatientPoint
{
    float x = 0.0F;
    float y = 0.0F;
};

/// The square film over the patient: pixels ↔ patient millimetres (parallel beam, in-plane tilt).
class Canvas
{
public:
    /// `fieldMm` is the film's side; (centreX, centreY) the patient point under its centre.
    Canvas(int side, double fieldMm, double centreX, double centreY, double tiltDegrees);

    int side() const { return m_side; }
    float mmPerPixel() const { return m_mmPerPixel; }
    PatientPoint patientAt(float column, float row) const;
    /// Pixel coordinates (pixel centres at integers) of a patient point.
    cv::Point2f pixelAt(PatientPoint point) const;
    cv::Mat1f blank() const;

private:
    int m_side;
    float m_mmPerPixel;
    float m_centreX;
    float m_centreY;
    float m_cosine;
    float m_sine;
};

/// Collects volume (mm³) in single points and turns it into path lengths (mm). Points along a line
/// become a tube: a uniform disc of radius R swept along a line gives the chord 2√(R²−x²) of a
/// cylinder. Sum of path × pixel area = deposited volume, as long as nothing lies over the film's
/// edge.
class Splat
{
public:
    explicit Splat(const Canvas& canvas);

    /// Bilinear deposit of `volume` mm³.
    void add(PatientPoint point, float volume);
    bool empty() const { return m_empty; }

    /// Path map for a solid tube of this radius; with a shell of `shellMm`, the core inside it
    /// counts a quarter (marrow).
    cv::Mat1f tube(float radiusMm, float shellMm = 0.0F) const;
    /// The same for thin tubes by a Gaussian of the disc's variance, σ² = R²/4: quicker.
    cv::Mat1f thinTube(float radiusMm) const;

private:
    const Canvas& m_canvas;
    cv::Mat1f m_volume;
    bool m_empty = true;
};

/// Gaussian blur with σ in mm and replicated border; wide ones work on a reduced copy.
cv::Mat1f blurred(const cv::Mat1f& image, float sigmaMm, float mmPerPixel);

/// 3t²−2t³ between two edges (either order), clamped.
float smoothStep(float edge0, float edge1, float x);

} // namespace negatoscope::phantom
