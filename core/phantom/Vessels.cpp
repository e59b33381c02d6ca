#include "core/phantom/Vessels.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace negatoscope::phantom {

namespace {

/// Radius classes share one blur each.
constexpr std::array<float, 5> kClasses{0.45F, 0.8F, 1.3F, 2.0F, 2.9F};

class Tree
{
public:
    Tree(const Paths& paths, const Canvas& canvas, base::Random& random)
        : m_paths(paths)
        , m_canvas(canvas)
        , m_random(random)
        , m_splats(kClasses.size(), Splat(canvas))
    {}

    void grow(PatientPoint from, float angle, float radius, float length, int generations)
    {
        constexpr float kStep = 0.6F;
        const int steps = std::max(3, static_cast<int>(length / kStep));
        const float bend = 0.25F * static_cast<float>(m_random.normal());
        const float piece = length / static_cast<float>(steps);
        const float volume = std::numbers::pi_v<float> * radius * radius * piece;
        Splat& splat = m_splats[classOf(radius)];
        PatientPoint p = from;
        PatientPoint middle = from;
        float direction = angle;
        for (int i = 0; i < steps; ++i) {
            direction = angle + bend * static_cast<float>(i) / static_cast<float>(steps);
            p.x += piece * std::cos(direction);
            p.y += piece * std::sin(direction);
            if (inLung(p))
                splat.add(p, volume);
            if (i == steps / 2)
                middle = p;
        }
        if (generations <= 0 || radius < 0.33F)
            return;
        for (const float turn : {-1.0F, 1.0F})
            grow(p, direction + turn * draw(0.20, 0.60), radius * draw(0.64, 0.80),
                length * draw(0.70, 0.92), generations - 1);
        if (m_random.chance(0.35))
            grow(middle, direction + (m_random.chance(0.5) ? 1.0F : -1.0F) * draw(0.6, 1.1),
                radius * 0.5F, length * 0.6F, generations - 2);
    }

    cv::Mat1f path() const
    {
        cv::Mat1f sum = m_canvas.blank();
        for (std::size_t i = 0; i < kClasses.size(); ++i)
            sum += m_splats[i].thinTube(kClasses[i]);
        return sum;
    }

    float draw(double low, double high) { return static_cast<float>(m_random.uniform(low, high)); }

private:
    static std::size_t classOf(float radius)
    {
        std::size_t best = 0;
        while (best + 1 < kClasses.size() &&
               std::abs(kClasses[best + 1] - radius) < std::abs(kClasses[best] - radius))
            ++best;
        return best;
    }

    bool inLung(PatientPoint point) const
    {
        const cv::Point2f pixel = m_canvas.pixelAt(point);
        const int column = static_cast<int>(std::lround(pixel.x));
        const int row = static_cast<int>(std::lround(pixel.y));
        return column >= 0 && row >= 0 && column < m_canvas.side() && row < m_canvas.side() &&
               m_paths.lung(row, column) > 3.0F;
    }

    const Paths& m_paths;
    const Canvas& m_canvas;
    base::Random& m_random;
    std::vector<Splat> m_splats;
};

} // namespace

void addVessels(Paths& paths, const Patient& patient, const Canvas& canvas, base::Random& random)
{
    Tree tree(paths, canvas, random);
    constexpr std::array<float, 7> kTrunks{-1.25F, -0.8F, -0.3F, 0.25F, 0.7F, 1.1F, 1.45F};
    const float thickness = tree.draw(0.85, 1.15);
    for (const int side : kPatientSides) {
        for (const float trunk : kTrunks) {
            const float angle = side > 0 ? trunk : std::numbers::pi_v<float> - trunk;
            // The trunks leave the hilum over some height, not from one point.
            PatientPoint origin = patient.hilum[sideIndex(side)];
            origin.x += tree.draw(-4.0, 4.0);
            origin.y += 9.0F * std::sin(trunk) + tree.draw(-3.0, 3.0);
            tree.grow(origin, angle + 0.1F * static_cast<float>(random.normal()),
                tree.draw(1.3, 2.1) * thickness, tree.draw(16.0, 24.0), 6);
        }
    }
    const cv::Mat1f vessels = tree.path();
    for (int row = 0; row < canvas.side(); ++row) {
        for (int column = 0; column < canvas.side(); ++column) {
            float& lung = paths.lung(row, column);
            const float moved =
                std::min(0.8F * vessels(row, column), 0.8F * lung) * smoothStep(0.0F, 6.0F, lung);
            paths.soft(row, column) += moved;
            lung -= moved;
        }
    }
}

} // namespace negatoscope::phantom
