#include "core/explain/Agreement.h"

#include "core/explain/Overlay.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace negatoscope::explain {

namespace {

constexpr double kFair = 0.3;
constexpr double kGood = 0.7;

std::vector<double> ranksOf(std::span<const double> values)
{
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(),
        [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
    std::vector<double> ranks(values.size());
    for (std::size_t first = 0; first < order.size();) {
        std::size_t last = first;
        while (last + 1 < order.size() && values[order[last + 1]] == values[order[first]])
            ++last;
        for (std::size_t i = first; i <= last; ++i)
            ranks[order[i]] = 0.5 * static_cast<double>(first + last);
        first = last + 1;
    }
    return ranks;
}

/// The cells as an even share of the input.
cv::Mat evenCells(const HeatMap& map, cv::Size size)
{
    cv::Mat plane = map.cells;
    if (map.grid.x.step > 0.0 && map.grid.y.step > 0.0) {
        image::Preprocessing input;
        input.width = static_cast<int>(map.grid.x.step) * map.cells.cols;
        input.height = static_cast<int>(map.grid.y.step) * map.cells.rows;
        plane = evidenceOnFilm(map.cells, input.width, input.height, input, true, map.grid);
    }
    cv::Mat even;
    cv::resize(plane, even, size, 0.0, 0.0, cv::INTER_AREA);
    return even;
}

std::vector<double> valuesOf(const cv::Mat& resized)
{
    std::vector<double> values;
    for (int y = 0; y < resized.rows; ++y)
        for (int x = 0; x < resized.cols; ++x)
            values.push_back(static_cast<double>(resized.at<float>(y, x)));
    return values;
}

} // namespace

std::optional<double> spearman(std::span<const double> a, std::span<const double> b)
{
    if (a.size() != b.size() || a.size() < 3)
        return std::nullopt;
    const std::vector<double> ra = ranksOf(a);
    const std::vector<double> rb = ranksOf(b);
    const double mean = 0.5 * static_cast<double>(a.size() - 1);
    double both = 0.0;
    double squaresA = 0.0;
    double squaresB = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        both += (ra[i] - mean) * (rb[i] - mean);
        squaresA += (ra[i] - mean) * (ra[i] - mean);
        squaresB += (rb[i] - mean) * (rb[i] - mean);
    }
    if (squaresA <= 0.0 || squaresB <= 0.0)
        return std::nullopt;
    return both / std::sqrt(squaresA * squaresB);
}

std::optional<double> agreement(const HeatMap& a, const HeatMap& b)
{
    if (a.cells.empty() || b.cells.empty())
        return std::nullopt;
    const cv::Size size(std::min(a.cells.cols, b.cells.cols), std::min(a.cells.rows, b.cells.rows));
    if (a.cells.size() == b.cells.size() && a.grid == b.grid)
        return spearman(valuesOf(a.cells), valuesOf(b.cells));
    return spearman(valuesOf(evenCells(a, size)), valuesOf(evenCells(b, size)));
}

AgreementWord agreementWord(double rho)
{
    return rho < kFair   ? AgreementWord::Disagree
           : rho > kGood ? AgreementWord::Good
                         : AgreementWord::Fair;
}

} // namespace negatoscope::explain
