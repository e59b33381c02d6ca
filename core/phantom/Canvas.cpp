#include "core/phantom/Canvas.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace negatoscope::phantom {

namespace {

/// Share of a pixel that lies within the disc, minus three quarters of the core's.
float discOverPixel(float dx, float dy, float radius, float core, float pixel)
{
    constexpr int kSub = 6;
    float sum = 0.0F;
    for (int j = 0; j < kSub; ++j) {
        for (int i = 0; i < kSub; ++i) {
            const float x = dx + pixel * ((static_cast<float>(i) + 0.5F) / kSub - 0.5F);
            const float y = dy + pixel * ((static_cast<float>(j) + 0.5F) / kSub - 0.5F);
            const float r2 = x * x + y * y;
            if (r2 < radius * radius)
                sum += r2 < core * core ? 0.25F : 1.0F;
        }
    }
    return sum;
}

} // namespace

Canvas::Canvas(int side, double fieldMm, double centreX, double centreY, double tiltDegrees)
    : m_side(side)
    , m_mmPerPixel(static_cast<float>(fieldMm / side))
    , m_centreX(static_cast<float>(centreX))
    , m_centreY(static_cast<float>(centreY))
    , m_cosine(static_cast<float>(std::cos(tiltDegrees * std::numbers::pi / 180.0)))
    , m_sine(static_cast<float>(std::sin(tiltDegrees * std::numbers::pi / 180.0)))
{}

PatientPoint Canvas::patientAt(float column, float row) const
{
    const float half = 0.5F * static_cast<float>(m_side - 1);
    const float u = (column - half) * m_mmPerPixel;
    const float v = (row - half) * m_mmPerPixel;
    return {m_centreX + m_cosine * u + m_sine * v, m_centreY - m_sine * u + m_cosine * v};
}

cv::Point2f Canvas::pixelAt(PatientPoint point) const
{
    const float half = 0.5F * static_cast<float>(m_side - 1);
    const float x = point.x - m_centreX;
    const float y = point.y - m_centreY;
    return {half + (m_cosine * x - m_sine * y) / m_mmPerPixel,
        half + (m_sine * x + m_cosine * y) / m_mmPerPixel};
}

cv::Mat1f Canvas::blank() const
{
    return cv::Mat1f(m_side, m_side, 0.0F);
}

Splat::Splat(const Canvas& canvas)
    : m_canvas(canvas)
    , m_volume(canvas.blank())
{}

void Splat::add(PatientPoint point, float volume)
{
    const cv::Point2f pixel = m_canvas.pixelAt(point);
    const float column = std::floor(pixel.x);
    const float row = std::floor(pixel.y);
    const int side = m_canvas.side();
    if (!(column > -2.0F && row > -2.0F && column < static_cast<float>(side) + 1.0F &&
            row < static_cast<float>(side) + 1.0F))
        return;
    const float fx = pixel.x - column;
    const float fy = pixel.y - row;
    const int x0 = static_cast<int>(column);
    const int y0 = static_cast<int>(row);
    const auto deposit = [&](int x, int y, float share) {
        if (x >= 0 && y >= 0 && x < side && y < side)
            m_volume(y, x) += share * volume;
    };
    deposit(x0, y0, (1.0F - fx) * (1.0F - fy));
    deposit(x0 + 1, y0, fx * (1.0F - fy));
    deposit(x0, y0 + 1, (1.0F - fx) * fy);
    deposit(x0 + 1, y0 + 1, fx * fy);
    m_empty = false;
}

cv::Mat1f Splat::tube(float radiusMm, float shellMm) const
{
    if (m_empty)
        return m_volume.clone();
    const float pixel = m_canvas.mmPerPixel();
    const int reach = static_cast<int>(std::ceil(radiusMm / pixel + 0.5F));
    const float core = shellMm > 0.0F ? std::max(0.0F, radiusMm - shellMm) : 0.0F;
    cv::Mat1f kernel(2 * reach + 1, 2 * reach + 1);
    float sum = 0.0F;
    for (int j = -reach; j <= reach; ++j) {
        for (int i = -reach; i <= reach; ++i) {
            const float value = discOverPixel(static_cast<float>(i) * pixel,
                static_cast<float>(j) * pixel, radiusMm, core, pixel);
            kernel(j + reach, i + reach) = value;
            sum += value;
        }
    }
    kernel /= sum * pixel * pixel;
    cv::Mat1f path;
    cv::filter2D(m_volume, path, CV_32F, kernel, {-1, -1}, 0.0, cv::BORDER_CONSTANT);
    return path;
}

cv::Mat1f Splat::thinTube(float radiusMm) const
{
    if (m_empty)
        return m_volume.clone();
    const float pixel = m_canvas.mmPerPixel();
    const double sigma = std::max(0.35F, 0.5F * radiusMm / pixel);
    cv::Mat1f path;
    cv::GaussianBlur(m_volume, path, {0, 0}, sigma, sigma, cv::BORDER_CONSTANT);
    path /= pixel * pixel;
    return path;
}

cv::Mat1f blurred(const cv::Mat1f& image, float sigmaMm, float mmPerPixel)
{
    const double sigma = sigmaMm / mmPerPixel;
    cv::Mat1f result;
    constexpr double kWide = 6.0;
    if (sigma < kWide) {
        cv::GaussianBlur(image, result, {0, 0}, sigma, sigma, cv::BORDER_REPLICATE);
        return result;
    }
    const int factor = std::max(2, static_cast<int>(sigma / 3.0));
    const cv::Size small(std::max(4, image.cols / factor), std::max(4, image.rows / factor));
    const double shrink = static_cast<double>(image.cols) / small.width;
    cv::Mat1f reduced;
    cv::resize(image, reduced, small, 0, 0, cv::INTER_AREA);
    cv::GaussianBlur(
        reduced, reduced, {0, 0}, sigma / shrink, sigma / shrink, cv::BORDER_REPLICATE);
    cv::resize(reduced, result, image.size(), 0, 0, cv::INTER_LINEAR);
    return result;
}

float smoothStep(float edge0, float edge1, float x)
{
    const float t = std::clamp((x - edge0) / (edge1 - edge0), 0.0F, 1.0F);
    return t * t * (3.0F - 2.0F * t);
}

} // namespace negatoscope::phantom
