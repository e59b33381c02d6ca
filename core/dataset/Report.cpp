#include "core/dataset/Report.h"

#include "core/base/Text.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>
#include <unordered_map>

namespace negatoscope::dataset {

namespace {

using nlohmann::json;

DatasetReport::SplitCounts countsOf(const Manifest& manifest, Split split)
{
    DatasetReport::SplitCounts counts;
    counts.split = split;
    counts.perClass.resize(manifest.classNames.size());
    std::set<std::string_view> patients;
    for (const FilmItem& item : manifest.items) {
        if (item.split != split)
            continue;
        ++counts.films;
        patients.insert(item.patient);
        if (item.label >= 0)
            ++counts.perClass.at(static_cast<std::size_t>(item.label));
    }
    counts.patients = patients.size();
    return counts;
}

/// Groups of at least two films with equal bytes, in the order of their first film.
std::vector<std::vector<std::size_t>> duplicateGroups(const Manifest& manifest)
{
    std::map<std::size_t, std::vector<std::size_t>> groups;
    for (std::size_t i = 0; i < manifest.items.size(); ++i) {
        if (manifest.items[i].duplicateOf < 0)
            continue;
        const auto first = static_cast<std::size_t>(manifest.items[i].duplicateOf);
        auto& group = groups[first];
        if (group.empty())
            group.push_back(first);
        group.push_back(i);
    }
    std::vector<std::vector<std::size_t>> result;
    for (auto& [first, group] : groups)
        result.push_back(std::move(group));
    return result;
}

template <typename Same>
bool allAgree(const Manifest& manifest, const std::vector<std::size_t>& group, Same same)
{
    return std::all_of(group.begin(), group.end(),
        [&](std::size_t i) { return same(manifest.items[group.front()], manifest.items[i]); });
}

void addDuplicates(const Manifest& manifest, DatasetReport& report)
{
    report.exactDuplicates = duplicateGroups(manifest);
    for (const auto& group : report.exactDuplicates) {
        const bool oneSplit = allAgree(manifest, group,
            [](const FilmItem& a, const FilmItem& b) { return a.split == b.split; });
        const bool oneClass = allAgree(manifest, group,
            [](const FilmItem& a, const FilmItem& b) { return a.label == b.label; });
        if (!oneSplit) {
            report.duplicatesAcrossSplits.insert(
                report.duplicatesAcrossSplits.end(), group.begin(), group.end());
        }
        if (!oneClass) {
            report.duplicatesAcrossClasses.insert(
                report.duplicatesAcrossClasses.end(), group.begin(), group.end());
        }
    }
}

void addLeakage(const Manifest& manifest, DatasetReport& report)
{
    std::map<std::string, std::set<Split>> splits;
    for (const FilmItem& item : manifest.items) {
        if (item.patientKnown && item.split != Split::None)
            splits[item.patient].insert(item.split);
    }
    for (const auto& [patient, seen] : splits) {
        if (seen.size() > 1)
            report.patientsAcrossSplits.push_back(patient);
    }
}

json namesOf(const Manifest& manifest, const std::vector<std::size_t>& items)
{
    json names = json::array();
    for (const std::size_t i : items)
        names.push_back(base::printable(manifest.items.at(i).name));
    return names;
}

json splitsToJson(const DatasetReport& report, const Manifest& manifest)
{
    json splits = json::object();
    for (const auto& counts : report.splits) {
        json classes = json::object();
        for (std::size_t c = 0; c < counts.perClass.size(); ++c)
            classes[base::printable(manifest.classNames[c])] = counts.perClass[c];
        splits[splitName(counts.split)] = {
            {"films", counts.films}, {"patients", counts.patients}, {"classes", classes}};
    }
    return splits;
}

} // namespace

DatasetReport makeReport(const Manifest& manifest)
{
    DatasetReport report;
    for (const Split split : {Split::Train, Split::Validation, Split::Test, Split::None}) {
        auto counts = countsOf(manifest, split);
        if (counts.films > 0)
            report.splits.push_back(std::move(counts));
    }
    for (const FilmItem& item : manifest.items) {
        ++report.formats[item.info.format];
        ++report.sizes[{item.info.width, item.info.height}];
        constexpr int kFirstColour = 3;
        report.colourFilms += item.info.channels >= kFirstColour ? 1 : 0;
        report.unknownPatients += item.patientKnown ? 0 : 1;
    }
    addDuplicates(manifest, report);
    addLeakage(manifest, report);
    return report;
}

json toJson(const DatasetReport& report, const Manifest& manifest)
{
    json classNames = json::array();
    for (const std::string& name : manifest.classNames)
        classNames.push_back(base::printable(name));
    json sizes = json::array();
    for (const auto& [size, films] : report.sizes)
        sizes.push_back({{"width", size.first}, {"height", size.second}, {"films", films}});
    json duplicates = json::array();
    for (const auto& group : report.exactDuplicates)
        duplicates.push_back(namesOf(manifest, group));
    json leaking = json::array();
    for (const std::string& patient : report.patientsAcrossSplits)
        leaking.push_back(base::printable(patient));
    json unreadable = json::array();
    for (const UnreadableFilm& film : manifest.unreadable) {
        unreadable.push_back(
            {{"file", base::printable(film.name)}, {"code", base::errorCodeName(film.reason.code)},
                {"message", base::printable(film.reason.what)}});
    }
    const bool hasPositive = manifest.positiveClass >= 0;
    return {{"films", manifest.items.size()}, {"classes", classNames},
        {"positive", hasPositive
                         ? json(classNames.at(static_cast<std::size_t>(manifest.positiveClass)))
                         : json(nullptr)},
        {"splits", splitsToJson(report, manifest)},
        {"split_from_folders", manifest.splitFromFolders}, {"formats", report.formats},
        {"sizes", sizes}, {"colour_films", report.colourFilms},
        {"unknown_patients", report.unknownPatients}, {"exact_duplicates", duplicates},
        {"duplicates_across_splits", namesOf(manifest, report.duplicatesAcrossSplits)},
        {"duplicates_across_classes", namesOf(manifest, report.duplicatesAcrossClasses)},
        {"patients_across_splits", leaking}, {"unreadable", unreadable},
        {"ignored_files", manifest.ignoredFiles}, {"notes", manifest.notes}};
}

} // namespace negatoscope::dataset
