#include "app/cli/Commands.h"
#include "core/base/Files.h"
#include "core/base/Text.h"
#include "core/dataset/Report.h"
#include "core/dataset/ReportHtml.h"
#include "core/dataset/Scan.h"

#include <CLI/CLI.hpp>

#include <memory>

namespace negatoscope::cli {

namespace {

/// Above this the search for films that look alike (all pairs) takes minutes.
constexpr std::size_t kMostForNearDuplicates = 20'000;
/// Lists on the terminal are cut here; the report has more.
constexpr std::size_t kMostLines = 20;

struct DatasetOptions
{
    DataOptions data;
    std::string patientPattern;
    std::string report;
    std::string out;
    bool quick = false;
};

base::Result<std::optional<dataset::Manifest>> scan(const DatasetOptions& options, Session& session)
{
    auto scanning = scanOptions(options.data, session.options);
    if (!scanning)
        return base::failure(scanning);
    scanning->patientPattern = options.patientPattern;
    scanning->seed = session.options.seed.value_or(0);
    auto manifest = dataset::scanFolder(
        options.data.folder, *scanning,
        [&session](const base::Progress& progress) { session.output.progress(progress); },
        session.interrupt.keep());
    session.output.progressDone();
    return manifest;
}

template <typename Container, typename Line>
void sayLines(Output& output, const Container& container, Line line)
{
    std::size_t said = 0;
    for (const auto& entry : container) {
        if (said++ == kMostLines)
            break;
        output.say("  " + base::printable(line(entry)));
    }
    if (container.size() > kMostLines)
        output.say("  and " + std::to_string(container.size() - kMostLines) + " more");
}

void saySplits(
    Output& output, const dataset::DatasetReport& report, const dataset::Manifest& manifest)
{
    for (const auto& counts : report.splits) {
        std::string line = std::string(dataset::splitName(counts.split)) + ": " +
                           std::to_string(counts.films) + " films of " +
                           std::to_string(counts.patients) + " patients";
        for (std::size_t c = 0; c < counts.perClass.size(); ++c) {
            const double percent =
                100.0 * static_cast<double>(counts.perClass[c]) / static_cast<double>(counts.films);
            line += (c == 0 ? "; " : ", ") + base::printable(manifest.classNames[c]) + " " +
                    std::to_string(counts.perClass[c]) + " (" + base::formatNumber(percent, 3) +
                    " %)";
        }
        output.say(line);
    }
}

void sayDuplicates(Output& output, const dataset::DatasetReport& report,
    const dataset::Manifest& manifest, const std::vector<dataset::NearDuplicate>& alike)
{
    output.say("Identical films: " + std::to_string(report.exactDuplicates.size()) + " groups, " +
               std::to_string(report.duplicatesAcrossClasses.size()) + " films with two labels");
    output.say("Films that look alike: " + std::to_string(alike.size()) + " pairs");
    sayLines(output, alike, [&](const dataset::NearDuplicate& pair) {
        return manifest.items.at(pair.first).name + "  " + manifest.items.at(pair.second).name;
    });
    output.say("Leakage across splits: " + std::to_string(report.patientsAcrossSplits.size()) +
               " patients, " + std::to_string(report.duplicatesAcrossSplits.size()) +
               " identical films");
    sayLines(
        output, report.patientsAcrossSplits, [](const std::string& patient) { return patient; });
}

void sayReport(Output& output, const dataset::DatasetReport& report,
    const dataset::Manifest& manifest, const std::vector<dataset::NearDuplicate>& alike)
{
    output.say(std::to_string(manifest.items.size()) + " films in " +
               base::printable(manifest.root.string()));
    saySplits(output, report, manifest);
    std::string formats;
    for (const auto& [format, films] : report.formats)
        formats += (formats.empty() ? "" : ", ") + format + " " + std::to_string(films);
    output.say(
        "Formats: " + formats + "; " + std::to_string(report.colourFilms) + " stored in colour");
    output.say("Sizes: " + std::to_string(report.sizes.size()));
    sayLines(output, report.sizes, [](const auto& size) {
        return std::to_string(size.first.first) + " x " + std::to_string(size.first.second) + ": " +
               std::to_string(size.second);
    });
    output.say("Films whose name tells no patient: " + std::to_string(report.unknownPatients));
    sayDuplicates(output, report, manifest, alike);
    output.say("Unreadable files: " + std::to_string(manifest.unreadable.size()));
    sayLines(output, manifest.unreadable,
        [](const dataset::UnreadableFilm& film) { return film.name + ": " + film.reason.what; });
    for (const std::string& note : manifest.notes)
        output.say("Note: " + base::printable(note));
}

nlohmann::ordered_json eventOf(const dataset::DatasetReport& report,
    const dataset::Manifest& manifest, const std::vector<dataset::NearDuplicate>& alike)
{
    nlohmann::ordered_json event{{"event", "scan"}};
    const nlohmann::json fields = dataset::toJson(report, manifest);
    for (const auto& field : fields.items())
        event[field.key()] = field.value();
    auto& pairs = event["near_duplicates"] = nlohmann::ordered_json::array();
    for (const auto& pair : alike) {
        pairs.push_back({{"first", jsonText(manifest.items.at(pair.first).name)},
            {"second", jsonText(manifest.items.at(pair.second).name)},
            {"correlation", pair.correlation}});
    }
    return event;
}

int runScan(const DatasetOptions& options, Session& session)
{
    Output& output = session.output;
    const auto scanned = scan(options, session);
    if (!scanned)
        return output.fail(scanned.error());
    if (!*scanned)
        return kExitStopped;
    const dataset::Manifest& manifest = **scanned;
    std::vector<dataset::NearDuplicate> alike;
    constexpr double kThreshold = 0.985;
    if (!options.quick && manifest.items.size() <= kMostForNearDuplicates) {
        alike = dataset::findNearDuplicates(
            manifest, kThreshold,
            [&output](const base::Progress& progress) { output.progress(progress); },
            session.interrupt.keep());
        output.progressDone();
    } else {
        output.note("Films that look alike were not searched for.");
    }
    if (session.interrupt.keep().stop_requested())
        return kExitStopped;
    const dataset::DatasetReport report = dataset::makeReport(manifest);
    output.event(eventOf(report, manifest, alike));
    sayReport(output, report, manifest, alike);
    if (!options.report.empty()) {
        const auto written =
            base::writeFileAtomically(options.report, dataset::htmlReport(report, manifest, alike));
        if (!written)
            return output.fail(written.error());
        output.note("The report is " + base::printable(options.report));
    }
    return kExitDone;
}

int runSplit(const DatasetOptions& options, Session& session)
{
    Output& output = session.output;
    auto scanned = scan(options, session);
    if (!scanned)
        return output.fail(scanned.error());
    if (!*scanned)
        return kExitStopped;
    dataset::Manifest& manifest = **scanned;
    if (manifest.classNames.empty()) {
        return output.fail({base::ErrorCode::InsufficientData, "the films have no classes",
            options.data.folder, "put the films of each class into a folder of its own"});
    }
    const auto ratios =
        options.data.split.empty() ? dataset::SplitRatios{} : parseSplit(options.data.split);
    if (!ratios)
        return output.fail(ratios.error());
    // Whatever the folders say: this command makes a new split of all films.
    dataset::splitByPatient(manifest, *ratios, session.options.seed.value_or(0));
    const auto written = base::writeFileAtomically(options.out, dataset::splitCsv(manifest));
    if (!written)
        return output.fail(written.error());
    const dataset::DatasetReport report = dataset::makeReport(manifest);
    nlohmann::ordered_json films;
    for (const auto& counts : report.splits)
        films[dataset::splitName(counts.split)] = counts.films;
    output.event({{"event", "split"}, {"out", jsonText(options.out)}, {"films", films},
        {"unreadable", manifest.unreadable.size()}});
    saySplits(output, report, manifest);
    return kExitDone;
}

void addFolderOptions(CLI::App& command, const std::shared_ptr<DatasetOptions>& options)
{
    command.add_option("folder", options->data.folder, "Folder of films")
        ->required()
        ->type_name("DIR");
    command.add_option("--split", options->data.split,
        "Parts of train, validation and test, as 70/15/15, where the folder has none");
    command.add_option("--positive", options->data.positive, "Name of the positive class");
    command.add_flag("--keep-val", options->data.keepValidation,
        "Use a val folder of fewer than 100 films as it is");
    command.add_option("--patient-pattern", options->patientPattern,
        "Regular expression on film names whose groups tell the patient");
}

} // namespace

void addDatasetCommand(CLI::App& app, Session& session)
{
    auto options = std::make_shared<DatasetOptions>();
    CLI::App* command = app.add_subcommand("dataset", "What a folder of films holds");
    command->require_subcommand(1);
    CLI::App* scanning = command->add_subcommand(
        "scan", "Counts, patients, duplicates, leakage and unreadable files of a folder");
    addFolderOptions(*scanning, options);
    scanning->add_option("--report", options->report, "Also write an HTML page")->type_name("FILE");
    scanning->add_flag("--quick", options->quick, "Do not search for films that look alike");
    scanning->callback([options, &session] {
        session.run = [options, &session] {
            return runScan(*options, session);
        };
    });
    CLI::App* splitting = command->add_subcommand(
        "split", "Write a new split of all films, by patient, every class alike");
    addFolderOptions(*splitting, options);
    splitting->add_option("--out", options->out, "CSV file to write")
        ->required()
        ->type_name("FILE");
    splitting->callback([options, &session] {
        session.run = [options, &session] {
            return runSplit(*options, session);
        };
    });
}

} // namespace negatoscope::cli
