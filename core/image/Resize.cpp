#include "core/image/Resize.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace negatoscope::image {

namespace {

/// The two source samples of one output sample and the weight of the upper one.
struct Tap
{
    int low = 0;
    int high = 0;
    float weight = 0.0F;
};

std::vector<Tap> bilinearTaps(int from, int to)
{
    // tensorflow/core/kernels/image/resize_bilinear_op.cc with HalfPixelScaler: all in float32.
    const float scale = static_cast<float>(from) / static_cast<float>(to);
    std::vector<Tap> taps(static_cast<std::size_t>(to));
    for (int i = 0; i < to; ++i) {
        const float position = (static_cast<float>(i) + 0.5F) * scale - 0.5F;
        const float floor = std::floor(position);
        Tap& tap = taps[static_cast<std::size_t>(i)];
        tap.low = std::clamp(static_cast<int>(floor), 0, from - 1);
        tap.high = std::clamp(static_cast<int>(std::ceil(position)), 0, from - 1);
        tap.weight = position - floor;
    }
    return taps;
}

/// A run of source samples and their weights, which add up to 1.
struct Run
{
    int first = 0;
    std::vector<float> weights;
};

std::vector<Run> areaRuns(int from, int to)
{
    std::vector<Run> runs(static_cast<std::size_t>(to));
    if (from <= to) {
        const std::vector<Tap> taps = bilinearTaps(from, to);
        for (std::size_t i = 0; i < runs.size(); ++i) {
            runs[i].first = taps[i].low;
            runs[i].weights = {1.0F};
            if (taps[i].high > taps[i].low)
                runs[i].weights = {1.0F - taps[i].weight, taps[i].weight};
        }
        return runs;
    }
    const double scale = static_cast<double>(from) / to;
    for (int i = 0; i < to; ++i) {
        const double begin = i * scale;
        const double end = std::min<double>(from, (i + 1) * scale);
        Run& run = runs[static_cast<std::size_t>(i)];
        run.first = static_cast<int>(begin);
        for (int k = run.first; k < end; ++k) {
            const double covered = std::min<double>(end, k + 1) - std::max<double>(begin, k);
            run.weights.push_back(static_cast<float>(covered / (end - begin)));
        }
    }
    return runs;
}

template <typename Value>
constexpr float unitOf()
{
    return std::is_same_v<Value, std::uint16_t> ? 257.0F : 1.0F;
}

template <typename Value>
cv::Mat bilinear(const cv::Mat& film, int width, int height)
{
    const int channels = film.channels();
    cv::Mat out(height, width, CV_32FC(channels));
    const std::vector<Tap> columns = bilinearTaps(film.cols, width);
    const std::vector<Tap> rows = bilinearTaps(film.rows, height);
    const std::size_t rowValues =
        static_cast<std::size_t>(width) * static_cast<std::size_t>(channels);
    std::vector<float> upper(rowValues);
    std::vector<float> lower(rowValues);
    int upperRow = -1;
    int lowerRow = -1;
    const auto fill = [&](std::vector<float>& line, int row) {
        const auto* source = film.ptr<Value>(row);
        std::size_t k = 0;
        for (const Tap& tap : columns) {
            for (int c = 0; c < channels; ++c) {
                const float left =
                    static_cast<float>(source[tap.low * channels + c]) / unitOf<Value>();
                const float right =
                    static_cast<float>(source[tap.high * channels + c]) / unitOf<Value>();
                line[k++] = left + (right - left) * tap.weight;
            }
        }
    };
    for (int y = 0; y < height; ++y) {
        const Tap& tap = rows[static_cast<std::size_t>(y)];
        if (tap.low == lowerRow) {
            std::swap(upper, lower);
            std::swap(upperRow, lowerRow);
        }
        if (tap.low != upperRow)
            fill(upper, upperRow = tap.low);
        if (tap.high != lowerRow)
            fill(lower, lowerRow = tap.high);
        auto* to = out.ptr<float>(y);
        for (std::size_t i = 0; i < rowValues; ++i)
            to[i] = upper[i] + (lower[i] - upper[i]) * tap.weight;
    }
    return out;
}

template <typename Value>
cv::Mat area(const cv::Mat& film, int width, int height)
{
    const auto channels = static_cast<std::size_t>(film.channels());
    cv::Mat out(height, width, CV_32FC(film.channels()));
    const std::vector<Run> columns = areaRuns(film.cols, width);
    const std::vector<Run> rows = areaRuns(film.rows, height);
    std::vector<float> line(static_cast<std::size_t>(film.cols) * channels);
    for (int y = 0; y < height; ++y) {
        // Down the columns first: whole source rows are added, which vectorises.
        std::fill(line.begin(), line.end(), 0.0F);
        const Run& vertical = rows[static_cast<std::size_t>(y)];
        for (std::size_t k = 0; k < vertical.weights.size(); ++k) {
            const auto* source = film.ptr<Value>(vertical.first + static_cast<int>(k));
            const float weight = vertical.weights[k] / unitOf<Value>();
            for (std::size_t i = 0; i < line.size(); ++i)
                line[i] += weight * static_cast<float>(source[i]);
        }
        auto* to = out.ptr<float>(y);
        for (const Run& run : columns) {
            for (std::size_t c = 0; c < channels; ++c) {
                const float* from =
                    line.data() + static_cast<std::size_t>(run.first) * channels + c;
                float sum = 0.0F;
                for (std::size_t k = 0; k < run.weights.size(); ++k)
                    sum += run.weights[k] * from[k * channels];
                *to++ = sum;
            }
        }
    }
    return out;
}

} // namespace

cv::Mat resizeBilinear(const cv::Mat& film, int width, int height)
{
    if (film.size() == cv::Size(width, height) && film.depth() != CV_16U) {
        cv::Mat cast; // the same values as below, sooner
        film.convertTo(cast, CV_32F);
        return cast;
    }
    switch (film.depth()) {
    case CV_8U:
        return bilinear<std::uint8_t>(film, width, height);
    case CV_16U:
        return bilinear<std::uint16_t>(film, width, height);
    default:
        CV_Assert(film.depth() == CV_32F);
        return bilinear<float>(film, width, height);
    }
}

cv::Mat resizeByArea(const cv::Mat& film, int width, int height)
{
    if (film.cols <= width && film.rows <= height)
        return resizeBilinear(film, width, height);
    switch (film.depth()) {
    case CV_8U:
        return area<std::uint8_t>(film, width, height);
    case CV_16U:
        return area<std::uint16_t>(film, width, height);
    default:
        CV_Assert(film.depth() == CV_32F);
        return area<float>(film, width, height);
    }
}

} // namespace negatoscope::image
