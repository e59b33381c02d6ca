#include "core/dataset/Balance.h"

#include "core/base/Random.h"

#include <algorithm>
#include <numeric>

namespace negatoscope::dataset {

namespace {

std::vector<std::vector<std::size_t>> filmsByClass(const std::vector<int>& labels, int classCount)
{
    std::vector<std::vector<std::size_t>> films(static_cast<std::size_t>(std::max(0, classCount)));
    for (std::size_t i = 0; i < labels.size(); ++i) {
        if (labels[i] >= 0 && labels[i] < classCount)
            films[static_cast<std::size_t>(labels[i])].push_back(i);
    }
    return films;
}

/// `wanted` films of one class: whole rounds, then a random part of one more.
void draw(std::vector<std::size_t> films, std::size_t wanted, base::Random& random,
    std::vector<std::size_t>& indices)
{
    if (films.empty())
        return;
    for (; wanted >= films.size(); wanted -= films.size())
        indices.insert(indices.end(), films.begin(), films.end());
    random.shuffle(films);
    indices.insert(
        indices.end(), films.begin(), films.begin() + static_cast<std::ptrdiff_t>(wanted));
}

} // namespace

std::vector<double> balancedClassWeights(const std::vector<int>& labels, int classCount)
{
    const auto films = filmsByClass(labels, classCount);
    std::size_t total = 0;
    for (const auto& class_ : films)
        total += class_.size();
    std::vector<double> weights;
    for (const auto& class_ : films) {
        weights.push_back(
            class_.empty() ? 1.0
                           : static_cast<double>(total) / (static_cast<double>(films.size()) *
                                                              static_cast<double>(class_.size())));
    }
    return weights;
}

std::vector<std::size_t> balancedIndices(
    const std::vector<int>& labels, int classCount, Balance balance, std::uint64_t seed)
{
    std::vector<std::size_t> indices;
    if (balance == Balance::None || balance == Balance::ClassWeights) {
        indices.resize(labels.size());
        std::iota(indices.begin(), indices.end(), std::size_t{0});
        return indices;
    }
    const auto films = filmsByClass(labels, classCount);
    std::size_t smallest = labels.size();
    std::size_t largest = 0;
    for (const auto& class_ : films) {
        largest = std::max(largest, class_.size());
        if (!class_.empty())
            smallest = std::min(smallest, class_.size());
    }
    base::Random random(base::deriveSeed(seed, "balance"));
    for (const auto& class_ : films)
        draw(class_, balance == Balance::Oversample ? largest : smallest, random, indices);
    random.shuffle(indices);
    return indices;
}

} // namespace negatoscope::dataset
