#include "core/dataset/ReportHtml.h"

#include "core/base/Text.h"

#include <algorithm>
#include <sstream>

namespace negatoscope::dataset {

namespace {

using base::htmlEscaped;

constexpr const char* kHead =
    R"(<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Data set report</title><style>
body{font:15px/1.5 system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem;color:#1b2430;background:#fff}
h1{font-size:1.6rem}h2{font-size:1.15rem;margin-top:2rem}table{border-collapse:collapse}
td,th{padding:.25rem .8rem .25rem 0;text-align:left;border-bottom:1px solid #dde3ea;vertical-align:top}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}.bar{display:flex;width:22rem;height:1rem}
.good{color:#0a6b4b}.bad{color:#a3261b}code{overflow-wrap:anywhere}
@media(prefers-color-scheme:dark){body{background:#12171d;color:#dce4ec}td,th{border-color:#2b3540}
.good{color:#5fd0a5}.bad{color:#ff9186}}</style></head><body>
)";
constexpr const char* kBarColours[] = {
    "#3d7ea6", "#d9822b", "#5a9e6f", "#8a6bb1", "#c2566b", "#7d8a97"};
constexpr std::size_t kMostRows = 500;

/// Rows up to a sensible number, and how many more there are.
template <typename Container, typename Write>
void rows(std::ostringstream& page, const Container& container, Write write)
{
    std::size_t written = 0;
    for (const auto& entry : container) {
        if (written++ == kMostRows)
            break;
        write(entry);
    }
    if (container.size() > kMostRows)
        page << "<tr><td>and " << container.size() - kMostRows << " more</td></tr>";
}

void writeSplits(std::ostringstream& page, const DatasetReport& report, const Manifest& manifest)
{
    page << "<h2>Splits and classes</h2><table><tr><th>Split<th class=n>Films<th class=n>Patients";
    for (const std::string& name : manifest.classNames)
        page << "<th class=n>" << htmlEscaped(name);
    page << "<th>Balance</tr>";
    for (const auto& counts : report.splits) {
        page << "<tr><td>" << splitName(counts.split) << "<td class=n>" << counts.films
             << "<td class=n>" << counts.patients;
        for (const std::size_t films : counts.perClass)
            page << "<td class=n>" << films;
        page << "<td><div class=bar>";
        for (std::size_t c = 0; c < counts.perClass.size(); ++c) {
            const double percent =
                100.0 * static_cast<double>(counts.perClass[c]) / static_cast<double>(counts.films);
            page << "<span title=\"" << htmlEscaped(manifest.classNames[c])
                 << "\" style=\"width:" << percent
                 << "%;background:" << kBarColours[c % std::size(kBarColours)] << "\"></span>";
        }
        page << "</div></tr>";
    }
    page << "</table><p>" << report.unknownPatients
         << " films have a name that tells no patient; each counts as its own.</p>";
}

void writeFormats(std::ostringstream& page, const DatasetReport& report)
{
    page << "<h2>Formats and sizes</h2><table><tr><th>Format<th class=n>Films</tr>";
    for (const auto& [format, films] : report.formats)
        page << "<tr><td>" << htmlEscaped(format) << "<td class=n>" << films << "</tr>";
    page << "</table><p>" << report.colourFilms << " films are stored in colour.</p>"
         << "<table><tr><th>Size<th class=n>Films</tr>";
    std::vector<std::pair<std::pair<int, int>, std::size_t>> sizes(
        report.sizes.begin(), report.sizes.end());
    std::stable_sort(sizes.begin(), sizes.end(),
        [](const auto& a, const auto& b) { return a.second > b.second; });
    rows(page, sizes, [&](const auto& entry) {
        page << "<tr><td>" << entry.first.first << " × " << entry.first.second << "<td class=n>"
             << entry.second << "</tr>";
    });
    page << "</table>";
}

void writeLeakage(std::ostringstream& page, const DatasetReport& report, const Manifest& manifest)
{
    const bool clean = report.patientsAcrossSplits.empty() && report.duplicatesAcrossSplits.empty();
    page << "<h2>Leakage</h2><p class=" << (clean ? "good>" : "bad>");
    if (clean)
        page << "No patient and no picture is in two splits.";
    else
        page << report.patientsAcrossSplits.size() << " patients and "
             << report.duplicatesAcrossSplits.size() << " identical films are in two splits.";
    page << "</p><table>";
    rows(page, report.patientsAcrossSplits, [&](const std::string& patient) {
        page << "<tr><td>patient <code>" << htmlEscaped(patient) << "</code></tr>";
    });
    rows(page, report.duplicatesAcrossSplits, [&](std::size_t i) {
        page << "<tr><td><code>" << htmlEscaped(manifest.items.at(i).name) << "</code><td>"
             << splitName(manifest.items.at(i).split) << "</tr>";
    });
    page << "</table>";
}

void writeDuplicates(std::ostringstream& page, const DatasetReport& report,
    const Manifest& manifest, const std::vector<NearDuplicate>& nearDuplicates)
{
    const auto name = [&](std::size_t i) {
        return "<code>" + htmlEscaped(manifest.items.at(i).name) + "</code>";
    };
    page << "<h2>Duplicates</h2><p>" << report.exactDuplicates.size()
         << " groups of identical files, " << report.duplicatesAcrossClasses.size()
         << " of these films with two labels; " << nearDuplicates.size()
         << " pairs that look alike.</p><table>";
    rows(page, report.exactDuplicates, [&](const std::vector<std::size_t>& group) {
        page << "<tr><td>identical<td>";
        for (const std::size_t i : group)
            page << name(i) << "<br>";
        page << "</tr>";
    });
    rows(page, nearDuplicates, [&](const NearDuplicate& pair) {
        page << "<tr><td>correlation " << base::formatNumber(pair.correlation, 4) << "<td>"
             << name(pair.first) << "<br>" << name(pair.second) << "</tr>";
    });
    page << "</table>";
}

void writeUnreadable(std::ostringstream& page, const Manifest& manifest)
{
    page << "<h2>Unreadable files</h2>";
    if (manifest.unreadable.empty())
        page << "<p class=good>None.</p>";
    page << "<table>";
    rows(page, manifest.unreadable, [&](const UnreadableFilm& film) {
        page << "<tr><td><code>" << htmlEscaped(film.name) << "</code><td>"
             << htmlEscaped(film.reason.what) << "</tr>";
    });
    page << "</table><p>" << manifest.ignoredFiles
         << " other files are no films by their name.</p>";
}

} // namespace

std::string htmlReport(const DatasetReport& report, const Manifest& manifest,
    const std::vector<NearDuplicate>& nearDuplicates)
{
    std::ostringstream page;
    page.imbue(std::locale::classic());
    page << kHead << "<h1>Data set " << htmlEscaped(manifest.root.filename().string()) << "</h1><p>"
         << manifest.items.size() << " readable films in <code>"
         << htmlEscaped(manifest.root.string()) << "</code></p>";
    for (const std::string& note : manifest.notes)
        page << "<p>Note: " << htmlEscaped(note) << ".</p>";
    writeSplits(page, report, manifest);
    writeLeakage(page, report, manifest);
    writeDuplicates(page, report, manifest, nearDuplicates);
    writeUnreadable(page, manifest);
    writeFormats(page, report);
    page << "</body></html>\n";
    return page.str();
}

std::string splitCsv(const Manifest& manifest)
{
    std::string csv = "file,label,split,patient,kind,hash\r\n";
    for (const FilmItem& item : manifest.items) {
        const std::string label =
            item.label >= 0 ? manifest.classNames.at(static_cast<std::size_t>(item.label)) : "";
        csv += base::csvField(item.name) + "," + base::csvField(label) + "," +
               splitName(item.split) + "," + base::csvField(item.patient) + "," + item.kind + "," +
               item.hash + "\r\n";
    }
    return csv;
}

} // namespace negatoscope::dataset
