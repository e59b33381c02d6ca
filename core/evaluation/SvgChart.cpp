#include "core/evaluation/SvgChart.h"

#include "core/base/Text.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace negatoscope::evaluation {

std::string svgNumber(double value)
{
    char text[48];
    const double rounded = std::round(value * 100.0) / 100.0;
    // to_chars gives the shortest form and knows no locale.
    const auto end = std::to_chars(text, text + sizeof text, rounded == 0.0 ? 0.0 : rounded);
    return std::string(text, end.ptr);
}

SvgChart::SvgChart(const Size& size, Axis x, Axis y, std::string_view description)
    : m_size(size)
    , m_x(std::move(x))
    , m_y(std::move(y))
{
    m_svg = "<svg viewBox=\"0 0 " + svgNumber(size.width) + " " + svgNumber(size.height) +
            "\" role=\"img\" aria-label=\"" + base::htmlEscaped(description) + "\">";
    for (const auto& [value, label] : m_y.ticks) {
        const double at = pixelY(value);
        m_svg += "<path class=\"grid\" d=\"M" + svgNumber(left()) + " " + svgNumber(at) + "H" +
                 svgNumber(right()) + "\"/>";
        text(left() - 8.0, at + 4.0, label, "end");
    }
    for (const auto& [value, label] : m_x.ticks)
        text(pixelX(value), bottom() + 16.0, label, "middle");
    m_svg += "<path class=\"axis\" d=\"M" + svgNumber(left()) + " " + svgNumber(bottom()) + "H" +
             svgNumber(right()) + "\"/>";
    if (!m_x.title.empty())
        text(0.5 * (left() + right()), m_size.height - 6.0, m_x.title, "middle", "axisTitle");
    if (!m_y.title.empty())
        m_svg += "<text class=\"axisTitle\" text-anchor=\"middle\" transform=\"translate(13 " +
                 svgNumber(0.5 * (top() + bottom())) + ") rotate(-90)\">" +
                 base::htmlEscaped(m_y.title) + "</text>";
}

double SvgChart::pixelX(double x) const
{
    return left() + (x - m_x.low) / (m_x.high - m_x.low) * (right() - left());
}

double SvgChart::pixelY(double y) const
{
    return bottom() - (y - m_y.low) / (m_y.high - m_y.low) * (bottom() - top());
}

void SvgChart::line(const Points& points, std::string_view cssClass)
{
    if (points.empty())
        return;
    m_svg += "<path class=\"" + std::string(cssClass) + "\" d=\"";
    char command = 'M';
    for (const auto& [x, y] : points) {
        m_svg += command + svgNumber(pixelX(x)) + " " + svgNumber(pixelY(y));
        command = 'L';
    }
    m_svg += "\"/>";
}

void SvgChart::area(const Points& lower, const Points& upper, std::string_view cssClass)
{
    Points outline(lower);
    outline.insert(outline.end(), upper.rbegin(), upper.rend());
    line(outline, cssClass);
}

void SvgChart::box(double x0, double y0, double x1, double y1, std::string_view cssClass)
{
    const double l = std::min(pixelX(x0), pixelX(x1));
    const double t = std::min(pixelY(y0), pixelY(y1));
    m_svg += "<rect class=\"" + std::string(cssClass) + "\" x=\"" + svgNumber(l) + "\" y=\"" +
             svgNumber(t) + "\" width=\"" + svgNumber(std::abs(pixelX(x1) - pixelX(x0))) +
             "\" height=\"" + svgNumber(std::abs(pixelY(y1) - pixelY(y0))) + "\"/>";
}

void SvgChart::dot(double x, double y, double radius, std::string_view cssClass)
{
    m_svg += "<circle class=\"" + std::string(cssClass) + "\" cx=\"" + svgNumber(pixelX(x)) +
             "\" cy=\"" + svgNumber(pixelY(y)) + "\" r=\"" + svgNumber(radius) + "\"/>";
}

void SvgChart::text(double atX, double atY, std::string_view content, std::string_view anchor,
    std::string_view cssClass)
{
    m_svg += "<text class=\"" + std::string(cssClass) + "\" x=\"" + svgNumber(atX) + "\" y=\"" +
             svgNumber(atY) + "\" text-anchor=\"" + std::string(anchor) + "\">" +
             base::htmlEscaped(content) + "</text>";
}

std::string SvgChart::finish() &&
{
    return std::move(m_svg) + "</svg>";
}

} // namespace negatoscope::evaluation
