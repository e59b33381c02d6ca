#include "ui/data/FilmTable.h"

#include "ui/data/FilmImage.h"

#include <algorithm>
#include <array>
#include <map>
#include <random>
#include <string_view>
#include <unordered_map>

namespace negatoscope::ui {

namespace {

/// Numbers the kinds in alphabetical order.
std::map<std::string_view, int> numberedKinds(const dataset::Manifest& manifest)
{
    std::map<std::string_view, int> kinds;
    for (const dataset::FilmItem& item : manifest.items) {
        kinds.try_emplace(item.kind, 0);
    }
    int number = 0;
    for (auto& [name, index] : kinds) {
        index = number++;
    }
    return kinds;
}

void sortFilms(std::vector<int>& items, const FilmTable& table, FilmOrder order)
{
    if (order == FilmOrder::ByPatient) {
        std::stable_sort(items.begin(), items.end(), [&table](int a, int b) {
            return table.rows[static_cast<std::size_t>(a)].patient <
                   table.rows[static_cast<std::size_t>(b)].patient;
        });
    } else if (order == FilmOrder::Shuffled) {
        std::mt19937 engine(7);
        for (std::size_t i = items.size(); i > 1; --i) {
            std::swap(items[i - 1], items[engine() % i]);
        }
    }
}

} // namespace

FilmTablePtr makeFilmTable(const ManifestPtr& manifest)
{
    auto table = std::make_shared<FilmTable>();
    table->manifest = manifest;
    if (manifest == nullptr) {
        return table;
    }
    const auto kinds = numberedKinds(*manifest);
    for (const auto& [name, index] : kinds) {
        table->kinds.push_back(QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())));
    }
    std::unordered_map<std::string_view, int> patients;
    patients.reserve(manifest->items.size());
    table->rows.reserve(manifest->items.size());
    table->itemOfPath.reserve(static_cast<qsizetype>(manifest->items.size()));
    for (const dataset::FilmItem& item : manifest->items) {
        const auto [found, isNew] =
            patients.try_emplace(item.patient, static_cast<int>(patients.size()));
        if (isNew) {
            table->filmsOfPatient.push_back(0);
        }
        ++table->filmsOfPatient[static_cast<std::size_t>(found->second)];
        table->itemOfPath.insert(pathText(item.path), static_cast<int>(table->rows.size()));
        table->rows.push_back({displayName(item.name + '\n' + item.patient).toLower(),
            kinds.at(item.kind), found->second, item.duplicateOf >= 0});
        if (item.duplicateOf >= 0) {
            table->rows[static_cast<std::size_t>(item.duplicateOf)].duplicate = true;
        }
    }
    return table;
}

FilmSelectionPtr selectFilms(const FilmTable& table, const FilmFilter& filter, FilmOrder order)
{
    auto selection = std::make_shared<FilmSelection>();
    const QString needle = filter.text.trimmed().toLower();
    std::vector<char> hiddenKinds;
    for (const QString& kind : table.kinds) {
        hiddenKinds.push_back(filter.hiddenKinds.contains(kind) ? 1 : 0);
    }
    std::vector<int> kindCounts(table.kinds.size(), 0);
    std::vector<char> patientSeen(table.filmsOfPatient.size(), 0);
    FacetCounts& counts = selection->counts;
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        const dataset::FilmItem& item = table.manifest->items[i];
        const FilmTable::Row& row = table.rows[i];
        if (!needle.isEmpty() && !row.searchText.contains(needle)) {
            continue;
        }
        const int split = static_cast<int>(item.split);
        const auto patient = static_cast<std::size_t>(row.patient);
        const bool several = table.filmsOfPatient[patient] > 1;
        // One bit per group that rejects the film.
        const std::array<bool, 5> rejected{filter.hiddenClasses.contains(item.label),
            filter.hiddenSplits.contains(split),
            hiddenKinds[static_cast<std::size_t>(row.kind)] != 0,
            several ? filter.hideSeveral : filter.hideSingles,
            (filter.onlyDuplicates || filter.onlyUnknownPatients) &&
                !(filter.onlyDuplicates && row.duplicate) &&
                !(filter.onlyUnknownPatients && !item.patientKnown)};
        const auto rejections = std::count(rejected.begin(), rejected.end(), true);
        const auto counted = [&](std::size_t group) {
            return rejections == 0 || (rejections == 1 && rejected[group]);
        };
        if (counted(0)) {
            ++counts.classes[item.label];
        }
        if (counted(1)) {
            ++counts.splits[split];
        }
        if (counted(2)) {
            ++kindCounts[static_cast<std::size_t>(row.kind)];
        }
        if (counted(3)) {
            ++(several ? counts.several : counts.singles);
        }
        if (counted(4)) {
            counts.duplicates += row.duplicate ? 1 : 0;
            counts.unknownPatients += item.patientKnown ? 0 : 1;
        }
        if (rejections == 0) {
            selection->items.push_back(static_cast<int>(i));
            selection->patients += patientSeen[patient] == 0 ? 1 : 0;
            patientSeen[patient] = 1;
        }
    }
    for (std::size_t kind = 0; kind < table.kinds.size(); ++kind) {
        counts.kinds.insert(table.kinds[kind], kindCounts[kind]);
    }
    sortFilms(selection->items, table, order);
    selection->rowOfItem.assign(table.rows.size(), -1);
    for (std::size_t row = 0; row < selection->items.size(); ++row) {
        selection->rowOfItem[static_cast<std::size_t>(selection->items[row])] =
            static_cast<int>(row);
    }
    return selection;
}

} // namespace negatoscope::ui
