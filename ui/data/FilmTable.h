#pragma once

#include "ui/shell/AppState.h"

#include <QHash>
#include <QSet>
#include <QString>

#include <memory>
#include <vector>

namespace negatoscope::ui {

/// What the facets and the search field let through. An empty set lets nothing of its group
/// through; `worth` only narrows when something is chosen.
struct FilmFilter
{
    QString text; ///< part of the name or the patient key, any case
    QSet<int> hiddenClasses;
    QSet<int> hiddenSplits; ///< dataset::Split as int
    QSet<QString> hiddenKinds;
    bool hideSingles = false; ///< patients with one film
    bool hideSeveral = false; ///< patients with several
    bool onlyDuplicates = false;
    bool onlyUnknownPatients = false;
};

/// Films per facet, each counted under the filters of the other groups.
struct FacetCounts
{
    QHash<int, int> classes;
    QHash<int, int> splits;
    QHash<QString, int> kinds;
    int singles = 0;
    int several = 0;
    int duplicates = 0;
    int unknownPatients = 0;
};

enum class FilmOrder { ByName, ByPatient, Shuffled };

/// What the browser needs of every film, made once per data set. Immutable: read from any thread.
struct FilmTable
{
    struct Row
    {
        QString searchText;
        int kind = 0;           ///< into `kinds`
        int patient = 0;        ///< dense number
        bool duplicate = false; ///< first or later copy
    };
    ManifestPtr manifest;
    std::vector<Row> rows;      ///< as Manifest::items
    std::vector<QString> kinds; ///< sorted
    std::vector<int> filmsOfPatient;
    QHash<QString, int> itemOfPath;
};
using FilmTablePtr = std::shared_ptr<const FilmTable>;

/// The films that pass a filter, in the order of the browser.
struct FilmSelection
{
    std::vector<int> items;     ///< into Manifest::items
    std::vector<int> rowOfItem; ///< −1 when filtered out
    FacetCounts counts;
    int patients = 0;
};
using FilmSelectionPtr = std::shared_ptr<const FilmSelection>;

/// About 2 µs a film: on a worker for large data sets. Thread: any.
FilmTablePtr makeFilmTable(const ManifestPtr& manifest);
/// One pass over plain arrays. Shuffled is always the same order: a lesson must find its films
/// again. Thread: any.
FilmSelectionPtr selectFilms(const FilmTable& table, const FilmFilter& filter, FilmOrder order);

} // namespace negatoscope::ui
