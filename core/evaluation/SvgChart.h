#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace negatoscope::evaluation {

/// One picture of a report as inline SVG: a frame with two axes that the caller draws into in data
/// coordinates. Colours are CSS classes of the page, so that light and dark are one picture.
class SvgChart
{
public:
    using Points = std::vector<std::pair<double, double>>;

    struct Axis
    {
        double low = 0.0;
        double high = 1.0;
        std::vector<std::pair<double, std::string>> ticks;
        std::string title;
    };

    struct Size
    {
        double width = 420.0;
        double height = 300.0;
        double left = 52.0; ///< margins in pixels
        double right = 14.0;
        double top = 12.0;
        double bottom = 42.0;
    };

    /// `description` is what a screen reader says.
    SvgChart(const Size& size, Axis x, Axis y, std::string_view description);

    double left() const { return m_size.left; }
    double right() const { return m_size.width - m_size.right; }
    double top() const { return m_size.top; }
    double bottom() const { return m_size.height - m_size.bottom; }
    double pixelX(double x) const;
    double pixelY(double y) const;

    void line(const Points& points, std::string_view cssClass);
    /// Between two lines over the same x.
    void area(const Points& lower, const Points& upper, std::string_view cssClass);
    void box(double x0, double y0, double x1, double y1, std::string_view cssClass);
    void dot(double x, double y, double radius, std::string_view cssClass);
    /// Pixel coordinates; anchor is start, middle or end.
    void text(double pixelX, double pixelY, std::string_view text, std::string_view anchor,
        std::string_view cssClass = "tick");

    std::string finish() &&;

private:
    Size m_size;
    Axis m_x;
    Axis m_y;
    std::string m_svg;
};

/// "%.2f" for coordinates, without a trailing ".00".
std::string svgNumber(double value);

} // namespace negatoscope::evaluation
