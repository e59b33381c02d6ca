#include "core/phantom/Markings.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace negatoscope::phantom {

namespace {

float draw(base::Random& random, double low, double high)
{
    return static_cast<float>(random.uniform(low, high));
}

/// A smooth line through a few points (Catmull-Rom), in equal small steps.
void addCurve(Splat& splat, const std::vector<PatientPoint>& points, float volumePerMm)
{
    constexpr int kSteps = 60;
    const auto at = [&points](std::size_t i) {
        return points[std::min(i, points.size() - 1)];
    };
    for (std::size_t i = 0; i + 1 < points.size(); ++i) {
        const PatientPoint p0 = at(i == 0 ? 0 : i - 1);
        const PatientPoint p1 = at(i);
        const PatientPoint p2 = at(i + 1);
        const PatientPoint p3 = at(i + 2);
        const float length = std::hypot(p2.x - p1.x, p2.y - p1.y) / kSteps;
        const auto spline = [](float a, float b, float c, float d, float t) {
            return 0.5F * (2.0F * b + (c - a) * t + (2.0F * a - 5.0F * b + 4.0F * c - d) * t * t +
                              (3.0F * b - a - 3.0F * c + d) * t * t * t);
        };
        for (int k = 0; k < kSteps; ++k) {
            const float t = (static_cast<float>(k) + 0.5F) / kSteps;
            splat.add({spline(p0.x, p1.x, p2.x, p3.x, t), spline(p0.y, p1.y, p2.y, p3.y, t)},
                volumePerMm * length);
        }
    }
}

void drawLetter(cv::Mat1b& film, char letter, base::Random& random)
{
    const auto side = static_cast<float>(film.cols);
    const double size = random.uniform(0.40, 0.95) * side / 224.0;
    const int fonts[] = {cv::FONT_HERSHEY_SIMPLEX, cv::FONT_HERSHEY_DUPLEX};
    const int font = fonts[random.below(2)];
    const int thickness =
        std::max(1, static_cast<int>(std::lround(size * random.uniform(1.0, 2.2))));
    const float margin = draw(random, 0.01, 0.13) * side;
    // In the upper corner or at mid-height, on the side that it names.
    const float baseline =
        (random.chance(0.55) ? draw(random, 0.08, 0.2) : draw(random, 0.3, 0.62)) * side;
    const float width = 20.0F * static_cast<float>(size);
    const float x = letter == 'R' ? margin : side - margin - width;
    const double grey = random.uniform(195.0, 255.0);
    cv::putText(film, std::string(1, letter),
        {static_cast<int>(std::lround(x)), static_cast<int>(std::lround(baseline))}, font, size,
        grey, thickness, cv::LINE_AA);
}

void drawFigures(cv::Mat1b& film, base::Random& random)
{
    const double scale = film.cols / 224.0;
    const bool top = random.chance(0.5);
    for (int line = 0; line < 2; ++line) {
        std::string text;
        for (int i = 0; i < 6; ++i)
            text += static_cast<char>('0' + random.below(10));
        const int y = static_cast<int>((top ? 7.0 + 7.0 * line : 214.0 + 7.0 * line) * scale);
        cv::putText(film, text, {static_cast<int>(190.0 * scale), y}, cv::FONT_HERSHEY_PLAIN,
            0.5 * scale, 200.0, 1, cv::LINE_AA);
    }
}

/// Black edges of the collimator, each a little askew.
void drawShutter(cv::Mat1b& film, base::Random& random)
{
    const auto side = static_cast<float>(film.cols);
    for (int edge = 0; edge < 4; ++edge) {
        if (!random.chance(0.5))
            continue;
        const float depth = draw(random, 0.01, 0.07) * side;
        const float slant = draw(random, -0.015, 0.015) * side;
        std::array<cv::Point2f, 4> corners{cv::Point2f(-1.0F, -1.0F), cv::Point2f(side, -1.0F),
            cv::Point2f(side, depth + slant), cv::Point2f(-1.0F, depth - slant)};
        std::vector<cv::Point> polygon;
        for (cv::Point2f corner : corners) {
            if (edge == 1)
                corner = {corner.x, side - corner.y};
            else if (edge == 2)
                corner = {corner.y, corner.x};
            else if (edge == 3)
                corner = {side - corner.y, corner.x};
            polygon.emplace_back(
                static_cast<int>(std::lround(corner.x)), static_cast<int>(std::lround(corner.y)));
        }
        cv::fillConvexPoly(film, polygon, 0.0, cv::LINE_AA);
    }
}

} // namespace

Markings drawMarkings(base::Random& random)
{
    Markings markings;
    const double letter = random.uniform();
    markings.marker = letter < 0.5   ? Marker::RightLetter
                      : letter < 0.7 ? Marker::LeftLetter
                                     : Marker::None;
    markings.tube = random.chance(0.25);
    markings.burnedText = random.chance(0.15);
    markings.shutter = random.chance(0.25);
    return markings;
}

cv::Mat1f tubesAndLeads(const Patient& patient, const Canvas& canvas, base::Random& random)
{
    Splat thin(canvas);
    cv::Mat1f discs = canvas.blank();
    const float h = patient.lungHeight;
    if (random.chance(0.45)) {
        // A stomach tube: down the gullet, to the left under the diaphragm.
        addCurve(thin,
            {{patient.headX * 0.3F, -80.0F}, {draw(random, -3.0, 3.0), -20.0F},
                {draw(random, -3.0, 4.0), 0.4F * h}, {draw(random, 0.0, 8.0), 0.95F * h},
                {draw(random, 22.0, 40.0), h + draw(random, 18.0, 35.0)}},
            3.0F);
        return thin.thinTube(1.3F);
    }
    const auto leads = 1 + random.below(3);
    for (std::uint64_t i = 0; i < leads; ++i) {
        const float side = random.chance(0.5) ? -1.0F : 1.0F;
        const PatientPoint pad{
            side * draw(random, 0.45, 1.0) * patient.halfWidth, draw(random, -0.05, 1.05) * h};
        addCurve(thin,
            {pad, {pad.x + side * draw(random, 5.0, 35.0), pad.y + draw(random, -30.0, 45.0)},
                {side * (patient.halfWidth + draw(random, 15.0, 40.0)),
                    pad.y + draw(random, -40.0, 90.0)},
                {side * draw(random, 110.0, 160.0), pad.y + draw(random, -50.0, 120.0)}},
            1.6F);
        const float radius = draw(random, 2.5, 4.5);
        for (int row = 0; row < canvas.side(); ++row) {
            for (int column = 0; column < canvas.side(); ++column) {
                const PatientPoint p =
                    canvas.patientAt(static_cast<float>(column), static_cast<float>(row));
                const float r = std::hypot(p.x - pad.x, p.y - pad.y);
                discs(row, column) += 7.0F * smoothStep(radius + 0.6F, radius - 0.6F, r);
            }
        }
    }
    return cv::Mat1f(discs + thin.thinTube(0.9F));
}

void drawMarkingsOn(cv::Mat1b& film, const Markings& markings, base::Random& random)
{
    if (markings.shutter)
        drawShutter(film, random);
    if (markings.burnedText)
        drawFigures(film, random);
    if (markings.marker != Marker::None)
        drawLetter(film, markings.marker == Marker::RightLetter ? 'R' : 'L', random);
}

} // namespace negatoscope::phantom
