#include "core/dataset/PatientSplit.h"

#include "core/base/Random.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <unordered_map>

namespace negatoscope::dataset {

namespace {

/// Union-find over positions in a list.
class Groups
{
public:
    explicit Groups(std::size_t count)
        : m_parent(count)
    {
        std::iota(m_parent.begin(), m_parent.end(), std::size_t{0});
    }
    std::size_t find(std::size_t i)
    {
        while (m_parent[i] != i)
            i = m_parent[i] = m_parent[m_parent[i]];
        return i;
    }
    /// The smaller position leads, so that the result does not depend on the order of unions.
    void unite(std::size_t a, std::size_t b)
    {
        a = find(a);
        b = find(b);
        m_parent[std::max(a, b)] = std::min(a, b);
    }

private:
    std::vector<std::size_t> m_parent;
};

using Group = std::vector<std::size_t>;      // item indices
using Stratum = std::pair<int, std::string>; // class and kind

/// Films that must not be parted: the same patient, or the same picture.
std::vector<Group> groupsOf(const Manifest& manifest, const std::vector<std::size_t>& items)
{
    Groups groups(items.size());
    std::unordered_map<std::string, std::size_t> byPatient;
    std::unordered_map<std::string, std::size_t> byHash;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const FilmItem& item = manifest.items[items[i]];
        groups.unite(i, byPatient.try_emplace(item.patient, i).first->second);
        if (!item.hash.empty())
            groups.unite(i, byHash.try_emplace(item.hash, i).first->second);
    }
    std::map<std::size_t, Group> byLeader;
    for (std::size_t i = 0; i < items.size(); ++i)
        byLeader[groups.find(i)].push_back(items[i]);
    std::vector<Group> result;
    for (auto& [leader, group] : byLeader)
        result.push_back(std::move(group));
    return result;
}

Stratum stratumOf(const Manifest& manifest, const Group& group)
{
    std::map<Stratum, std::size_t> counts;
    for (const std::size_t i : group)
        ++counts[{manifest.items[i].label, manifest.items[i].kind}];
    return std::max_element(counts.begin(), counts.end(), [](const auto& a, const auto& b) {
        return a.second < b.second;
    })->first;
}

std::array<double, 3> sharesOf(const SplitRatios& ratios)
{
    std::array<double, 3> shares{ratios.train, ratios.validation, ratios.test};
    for (double& share : shares)
        share = std::isfinite(share) ? std::max(0.0, share) : 0.0;
    const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
    if (sum <= 0.0)
        return {1.0, 0.0, 0.0};
    for (double& share : shares)
        share /= sum;
    return shares;
}

/// Deals the groups out, largest first, each to the split that is relatively emptiest (the
/// divisor method of Webster and Sainte-Laguë), so that every split gets large and small patients.
void deal(Manifest& manifest, std::vector<Group>& groups, const std::array<double, 3>& shares)
{
    std::stable_sort(groups.begin(), groups.end(),
        [](const Group& a, const Group& b) { return a.size() > b.size(); });
    std::array<double, 3> filled{};
    for (const Group& group : groups) {
        const auto size = static_cast<double>(group.size());
        std::size_t best = kSplits.size();
        double bestFill = 0.0;
        for (std::size_t s = 0; s < kSplits.size(); ++s) {
            if (shares[s] <= 0.0)
                continue;
            const double fill = (filled[s] + size / 2.0) / shares[s];
            if (best == kSplits.size() || fill < bestFill) {
                best = s;
                bestFill = fill;
            }
        }
        filled[best] += size;
        for (const std::size_t i : group)
            manifest.items[i].split = kSplits[best];
    }
}

} // namespace

void splitItemsByPatient(Manifest& manifest, const std::vector<std::size_t>& items,
    const SplitRatios& ratios, std::uint64_t seed)
{
    const std::array<double, 3> shares = sharesOf(ratios);
    std::map<Stratum, std::vector<Group>> strata;
    for (Group& group : groupsOf(manifest, items)) {
        const Stratum stratum = stratumOf(manifest, group);
        strata[stratum].push_back(std::move(group));
    }
    std::uint64_t number = 0;
    for (auto& [stratum, groups] : strata) {
        base::Random random(base::deriveSeed(seed, "split", {number++}));
        random.shuffle(groups);
        deal(manifest, groups, shares);
    }
}

void splitByPatient(Manifest& manifest, const SplitRatios& ratios, std::uint64_t seed)
{
    std::vector<std::size_t> labelled;
    for (std::size_t i = 0; i < manifest.items.size(); ++i) {
        manifest.items[i].split = Split::None;
        if (manifest.items[i].label >= 0)
            labelled.push_back(i);
    }
    splitItemsByPatient(manifest, labelled, ratios, seed);
}

} // namespace negatoscope::dataset
