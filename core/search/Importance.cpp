#include "core/search/Importance.h"

#include <opencv2/core.hpp>
#include <opencv2/ml.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace negatoscope::search {

namespace {

constexpr int kSteps = 60; ///< of a coordinate: a multiple of most numbers of choices

/// A box of a tree and what is predicted in it.
struct Leaf
{
    std::vector<double> low;
    std::vector<double> high;
    double value = 0.0;
    double volume() const
    {
        double product = 1.0;
        for (std::size_t i = 0; i < low.size(); ++i)
            product *= high[i] - low[i];
        return product;
    }
};

std::vector<Leaf> leavesOf(const cv::ml::RTrees& forest, int root, std::size_t dimensions)
{
    struct Open
    {
        int node;
        Leaf box;
    };
    const auto& nodes = forest.getNodes();
    const auto& splits = forest.getSplits();
    std::vector<Leaf> leaves;
    std::vector<Open> open{
        {root, {std::vector<double>(dimensions, 0.0), std::vector<double>(dimensions, 1.0), 0.0}}};
    while (!open.empty()) {
        Open at = std::move(open.back());
        open.pop_back();
        const auto& node = nodes[static_cast<std::size_t>(at.node)];
        if (node.split < 0) {
            at.box.value = node.value;
            leaves.push_back(std::move(at.box));
            continue;
        }
        const auto& split = splits[static_cast<std::size_t>(node.split)];
        const auto variable = static_cast<std::size_t>(split.varIdx);
        const double cut = std::clamp<double>(split.c, at.box.low[variable], at.box.high[variable]);
        Open below = at;
        below.box.high[variable] = cut;
        at.box.low[variable] = cut;
        below.node = split.inversed ? node.right : node.left;
        at.node = split.inversed ? node.left : node.right;
        open.push_back(std::move(below));
        open.push_back(std::move(at));
    }
    return leaves;
}

/// Mean of the tree at every step of one coordinate, over everything else.
std::vector<double> marginal(const std::vector<Leaf>& leaves, std::size_t dimension)
{
    std::vector<double> effect(kSteps, 0.0);
    for (const Leaf& leaf : leaves) {
        const double width = leaf.high[dimension] - leaf.low[dimension];
        if (width <= 0.0)
            continue;
        const double others = leaf.volume() / width;
        for (int step = 0; step < kSteps; ++step) {
            const double low = std::max(leaf.low[dimension], static_cast<double>(step) / kSteps);
            const double high =
                std::min(leaf.high[dimension], static_cast<double>(step + 1) / kSteps);
            if (high > low)
                effect[static_cast<std::size_t>(step)] +=
                    leaf.value * others * (high - low) * kSteps;
        }
    }
    return effect;
}

double variance(const std::vector<double>& values)
{
    const auto n = static_cast<double>(values.size());
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
    double sum = 0.0;
    for (const double value : values)
        sum += (value - mean) * (value - mean);
    return sum / n;
}

double variance(const std::vector<Leaf>& leaves)
{
    double mean = 0.0;
    double square = 0.0;
    for (const Leaf& leaf : leaves) {
        mean += leaf.volume() * leaf.value;
        square += leaf.volume() * leaf.value * leaf.value;
    }
    return std::max(0.0, square - mean * mean);
}

/// The middle of the value's cell: where in it the point lies means nothing, and least of all for
/// the only value of a fixed parameter.
float coordinate(const SearchSpace& space, std::size_t parameter, const Point& point)
{
    constexpr double kMiddle = 0.5;
    if (!space.isActive(parameter, point))
        return static_cast<float>(kMiddle);
    const Parameter& p = space.parameters()[parameter];
    return static_cast<float>(p.coordinateOf(p.valueAt(point[parameter])).value_or(kMiddle));
}

cv::Ptr<cv::ml::RTrees> grow(const cv::Mat& points, const cv::Mat& values)
{
    constexpr int kTrees = 64;
    constexpr int kDepth = 24;
    constexpr int kLeast = 3;
    auto forest = cv::ml::RTrees::create();
    forest->setMaxDepth(kDepth);
    forest->setMinSampleCount(kLeast);
    forest->setRegressionAccuracy(0.0F);
    forest->setUseSurrogates(false);
    forest->setActiveVarCount(std::max(1, (points.cols * 2 + 2) / 3));
    forest->setTermCriteria({cv::TermCriteria::MAX_ITER, kTrees, 0.0});
    forest->train(cv::ml::TrainData::create(points, cv::ml::ROW_SAMPLE, values));
    return forest;
}

} // namespace

std::vector<Importance> importances(
    const SearchSpace& space, const std::vector<Trial>& trials, const Objective& objective)
{
    constexpr int kFewest = 8;
    const std::size_t dimensions = space.dimensions();
    cv::Mat points(0, static_cast<int>(dimensions), CV_32F);
    cv::Mat values(0, 1, CV_32F);
    for (const Trial& trial : trials) {
        if (!trial.objective || trial.point.size() != dimensions)
            continue;
        cv::Mat row(1, static_cast<int>(dimensions), CV_32F);
        for (std::size_t i = 0; i < dimensions; ++i)
            row.at<float>(static_cast<int>(i)) = coordinate(space, i, trial.point);
        points.push_back(row);
        values.push_back(static_cast<float>(objective.scaled(*trial.objective)));
    }
    if (points.rows < kFewest)
        return {};
    std::vector<Importance> found(dimensions);
    for (std::size_t i = 0; i < dimensions; ++i) {
        found[i].path = space.parameters()[i].path;
        found[i].effect.assign(kSteps, 0.0);
    }
    try {
        const cv::Ptr<cv::ml::RTrees> forest = grow(points, values);
        const auto& roots = forest->getRoots();
        double total = 0.0;
        for (const int root : roots) {
            const std::vector<Leaf> leaves = leavesOf(*forest, root, dimensions);
            total += variance(leaves);
            for (std::size_t i = 0; i < dimensions; ++i) {
                const std::vector<double> effect = marginal(leaves, i);
                found[i].share += variance(effect);
                for (int step = 0; step < kSteps; ++step)
                    found[i].effect[static_cast<std::size_t>(step)] +=
                        effect[static_cast<std::size_t>(step)] / static_cast<double>(roots.size());
            }
        }
        if (total <= 0.0)
            return {};
        for (Importance& importance : found)
            importance.share = std::min(1.0, importance.share / total);
    } catch (const cv::Exception&) {
        return {};
    }
    std::stable_sort(found.begin(), found.end(),
        [](const Importance& a, const Importance& b) { return a.share > b.share; });
    return found;
}

} // namespace negatoscope::search
