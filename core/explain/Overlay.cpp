#include "core/explain/Overlay.h"

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <new>

namespace negatoscope::explain {

namespace {

using base::ErrorCode;

constexpr std::array<double, 3> kFor{242.0, 124.0, 32.0};
constexpr std::array<double, 3> kAgainst{70.0, 170.0, 235.0};

/// Where one row or column of film pixels reads the cells.
struct Sample
{
    int first = 0;
    int second = 0;
    float share = 0.0F; ///< of the second
    bool seen = true;   ///< false: outside the network's input
};

std::vector<Sample> samplesOf(int filmSide, double scale, double offset, int inputSide, int cells,
    bool smooth, const CellAxis& axis)
{
    const double step = axis.step > 0.0 ? axis.step : static_cast<double>(inputSide) / cells;
    // Where cell 0 begins, as a continuous coordinate: a pixel's centre is half a pixel in.
    const double start = axis.step > 0.0 ? axis.first + 0.5 - 0.5 * step : 0.0;
    std::vector<Sample> samples(static_cast<std::size_t>(filmSide));
    for (int pixel = 0; pixel < filmSide; ++pixel) {
        Sample& sample = samples[static_cast<std::size_t>(pixel)];
        const double inInput = (pixel + 0.5) * scale + offset;
        sample.seen = inInput >= 0.0 && inInput <= inputSide;
        const double inCells = (inInput - start) / step - (smooth ? 0.5 : 0.0);
        const double floor = std::floor(inCells);
        sample.first = std::clamp(static_cast<int>(floor), 0, cells - 1);
        sample.second =
            smooth ? std::clamp(static_cast<int>(floor) + 1, 0, cells - 1) : sample.first;
        sample.share = static_cast<float>(inCells - floor);
    }
    return samples;
}

/// How opaque the evidence is, 0…options.opacity; scale > 0.
double strengthOf(float evidence, double scale, const OverlayOptions& options)
{
    if (!options.bothSigns && evidence < 0.0F)
        return 0.0;
    return options.opacity * std::min(1.0, std::abs(static_cast<double>(evidence)) / scale);
}

double scaleOf(const cv::Mat& cells, const OverlayOptions& options)
{
    const double own = cv::norm(cells, cv::NORM_INF);
    return options.scale > 0.0 ? options.scale : own > 0.0 ? own : 1.0;
}

std::string base64(const std::vector<unsigned char>& bytes)
{
    static constexpr char kDigits[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const std::size_t left = std::min<std::size_t>(3, bytes.size() - i);
        unsigned word = 0;
        for (std::size_t k = 0; k < 3; ++k)
            word = word << 8 | (k < left ? bytes[i + k] : 0U);
        for (std::size_t k = 0; k < 4; ++k)
            text += k <= left ? kDigits[word >> (18 - 6 * k) & 63U] : '=';
    }
    return text;
}

} // namespace

cv::Mat evidenceOnFilm(const cv::Mat& cells, int filmWidth, int filmHeight,
    const image::Preprocessing& preprocessing, bool smooth, const CellGrid& grid)
{
    const image::Placement placement = image::placementOf(filmWidth, filmHeight, preprocessing);
    const auto columns = samplesOf(filmWidth, placement.scaleX, placement.offsetX,
        preprocessing.width, cells.cols, smooth, grid.x);
    const auto rows = samplesOf(filmHeight, placement.scaleY, placement.offsetY,
        preprocessing.height, cells.rows, smooth, grid.y);
    cv::Mat evidence(filmHeight, filmWidth, CV_32FC1);
    for (int y = 0; y < filmHeight; ++y) {
        const Sample& row = rows[static_cast<std::size_t>(y)];
        const auto* upper = cells.ptr<float>(row.first);
        const auto* lower = cells.ptr<float>(row.second);
        auto* out = evidence.ptr<float>(y);
        for (int x = 0; x < filmWidth; ++x) {
            const Sample& column = columns[static_cast<std::size_t>(x)];
            if (!row.seen || !column.seen) {
                out[x] = std::numeric_limits<float>::quiet_NaN();
                continue;
            }
            const float top =
                upper[column.first] + column.share * (upper[column.second] - upper[column.first]);
            const float bottom =
                lower[column.first] + column.share * (lower[column.second] - lower[column.first]);
            out[x] = top + row.share * (bottom - top);
        }
    }
    return evidence;
}

cv::Mat evidenceLayer(const cv::Mat& cells, const image::Preprocessing& preprocessing,
    const OverlayOptions& options, const CellGrid& grid)
{
    // A film of the input's own size: input pixels are its pixels.
    const cv::Mat evidence = evidenceOnFilm(
        cells, preprocessing.width, preprocessing.height, preprocessing, options.smooth, grid);
    const double scale = scaleOf(cells, options);
    cv::Mat layer(evidence.rows, evidence.cols, CV_8UC4);
    for (int y = 0; y < evidence.rows; ++y) {
        const auto* value = evidence.ptr<float>(y);
        auto* pixel = layer.ptr<cv::Vec4b>(y);
        for (int x = 0; x < evidence.cols; ++x) {
            const double strength = strengthOf(value[x], scale, options);
            const auto& colour = value[x] > 0.0F ? kFor : kAgainst;
            for (int channel = 0; channel < 3; ++channel)
                pixel[x][channel] = cv::saturate_cast<unsigned char>(
                    strength * colour[static_cast<std::size_t>(2 - channel)]);
            pixel[x][3] = cv::saturate_cast<unsigned char>(255.0 * strength);
        }
    }
    return layer;
}

cv::Mat toRgb8(const cv::Mat& pixels)
{
    cv::Mat eight;
    pixels.convertTo(eight, CV_8U, pixels.depth() == CV_16U ? 1.0 / 257.0 : 1.0);
    if (eight.channels() == 1)
        cv::cvtColor(eight, eight, cv::COLOR_GRAY2RGB);
    return eight;
}

base::Result<cv::Mat> overlayOnFilm(const image::Film& film, const HeatMap& map,
    const image::Preprocessing& preprocessing, const OverlayOptions& options)
{
    try {
        cv::Mat picture = toRgb8(film.pixels);
        const cv::Mat evidence = evidenceOnFilm(
            map.cells, picture.cols, picture.rows, preprocessing, options.smooth, map.grid);
        const double scale = scaleOf(map.cells, options);
        for (int y = 0; y < picture.rows; ++y) {
            const auto* value = evidence.ptr<float>(y);
            auto* pixel = picture.ptr<cv::Vec3b>(y);
            for (int x = 0; x < picture.cols; ++x) {
                if (std::isnan(value[x]))
                    continue;
                const double strength = strengthOf(value[x], scale, options);
                const auto& colour = value[x] > 0.0F ? kFor : kAgainst;
                for (int channel = 0; channel < 3; ++channel) {
                    const double mixed = (1.0 - strength) * pixel[x][channel] +
                                         strength * colour[static_cast<std::size_t>(channel)];
                    pixel[x][channel] = cv::saturate_cast<unsigned char>(mixed);
                }
            }
        }
        return picture;
    } catch (const std::bad_alloc&) {
        return base::failure(ErrorCode::OutOfMemory, "not enough memory for the overlay");
    } catch (const cv::Exception& error) {
        return base::failure(ErrorCode::Internal, error.what(), "heat map overlay");
    }
}

base::Result<std::vector<unsigned char>> encodePng(const cv::Mat& picture, int maxSide)
{
    try {
        cv::Mat out = picture;
        const int side = std::max(picture.cols, picture.rows);
        if (side > maxSide) {
            const double scale = static_cast<double>(maxSide) / side;
            cv::resize(picture, out,
                cv::Size(std::max(1, cvRound(picture.cols * scale)),
                    std::max(1, cvRound(picture.rows * scale))),
                0.0, 0.0, cv::INTER_AREA);
        }
        if (out.channels() == 3)
            cv::cvtColor(out, out, cv::COLOR_RGB2BGR);
        std::vector<unsigned char> bytes;
        if (!cv::imencode(".png", out, bytes))
            return base::failure(ErrorCode::Internal, "the picture cannot be written as PNG");
        return bytes;
    } catch (const std::bad_alloc&) {
        return base::failure(ErrorCode::OutOfMemory, "not enough memory for the picture");
    } catch (const cv::Exception& error) {
        return base::failure(ErrorCode::Internal, error.what(), "PNG");
    }
}

base::Result<std::string> pngBase64(const cv::Mat& picture, int maxSide)
{
    const auto bytes = encodePng(picture, maxSide);
    if (!bytes)
        return base::failure(bytes);
    return base64(*bytes);
}

} // namespace negatoscope::explain
