#include "core/dataset/Scan.h"

#include "core/base/Files.h"
#include "core/base/Hash.h"
#include "core/base/Log.h"
#include "core/base/Text.h"
#include "core/dataset/FolderWalk.h"
#include "core/dataset/Parallel.h"
#include "core/dataset/PatientKeys.h"
#include "core/dataset/PatientSplit.h"

#include <algorithm>
#include <new>
#include <set>
#include <unordered_map>

namespace negatoscope::dataset {

namespace {

using base::ErrorCode;
using base::failure;
using base::Result;

/// Kaggle's validation folder has 16 films, on which nothing can be measured (science.md 2.4).
constexpr std::size_t kSmallValidation = 100;

/// What reading one file gave.
struct Reading
{
    Result<image::FilmInfo> info = image::FilmInfo{};
    std::string hash;
    std::optional<PatientKey> key;
};

Reading readOne(const FoundFile& file, const PatientKeys& keys)
{
    Reading reading;
    auto bytes = base::readFile(file.path, image::kMaxFilmBytes);
    if (!bytes) {
        reading.info = failure(bytes);
    } else {
        reading.hash = base::contentHash(*bytes);
        reading.info = image::probeFilm(std::span<const std::byte>(*bytes), file.name);
    }
    if (!reading.info)
        reading.info.error().where = file.name;
    else
        reading.key = keys.keyOf(file.name);
    return reading;
}

std::vector<std::string> classNamesOf(const std::vector<FoundFile>& files)
{
    std::set<std::string> names;
    for (const FoundFile& file : files) {
        if (!file.className.empty())
            names.insert(file.className);
    }
    return {names.begin(), names.end()};
}

Result<int> positiveClassOf(const std::vector<std::string>& names, const std::string& wanted)
{
    const auto indexOf = [&](const std::string& name) {
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (base::toLower(names[i]) == base::toLower(name))
                return static_cast<int>(i);
        }
        return -1;
    };
    if (names.empty())
        return -1;
    if (wanted.empty()) {
        const int pneumonia = indexOf("PNEUMONIA");
        return pneumonia >= 0 ? pneumonia : static_cast<int>(names.size()) - 1;
    }
    const int found = indexOf(wanted);
    if (found < 0) {
        std::string list;
        for (const std::string& name : names)
            list += (list.empty() ? "" : ", ") + base::printable(name);
        return failure(ErrorCode::InvalidUsage, "there is no such class to be the positive one",
            base::printable(wanted), "choose one of " + list);
    }
    return found;
}

FilmItem itemOf(FoundFile& file, Reading& reading, const std::vector<std::string>& classNames)
{
    FilmItem item;
    item.path = std::move(file.path);
    item.name = std::move(file.name);
    item.split = file.split;
    if (!file.className.empty()) {
        const auto found = std::lower_bound(classNames.begin(), classNames.end(), file.className);
        item.label = static_cast<int>(found - classNames.begin());
    }
    item.patientKnown = reading.key.has_value();
    item.patient = reading.key ? reading.key->patient : "film:" + item.name;
    item.kind = reading.key ? reading.key->kind : std::string();
    item.hash = std::move(reading.hash);
    item.info = *reading.info;
    return item;
}

void markDuplicates(std::vector<FilmItem>& items)
{
    std::unordered_map<std::string, int> first;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const auto [found, isNew] = first.try_emplace(items[i].hash, static_cast<int>(i));
        items[i].duplicateOf = isNew ? -1 : found->second;
    }
}

void moveAll(Manifest& manifest, Split from, Split to)
{
    for (FilmItem& item : manifest.items) {
        if (item.split == from)
            item.split = to;
    }
}

/// Makes the splits that the folder does not give.
void completeSplits(Manifest& manifest, const ScanOptions& options)
{
    if (manifest.classNames.empty())
        return;
    if (!manifest.splitFromFolders) {
        splitByPatient(manifest, options.ratios, options.seed);
        return;
    }
    const std::size_t train = manifest.indicesOf(Split::Train).size();
    const std::size_t validation = manifest.indicesOf(Split::Validation).size();
    const std::size_t test = manifest.indicesOf(Split::Test).size();
    if (train == 0)
        return;
    SplitRatios ratios = options.ratios;
    if (validation == 0 && test == 0) {
        manifest.notes.push_back("there is only a train folder: it was split by patient");
    } else if (validation == 0) {
        manifest.notes.push_back(
            "there is no val folder: validation films were taken from train by patient");
        ratios.test = 0.0;
    } else if (validation < kSmallValidation && !options.keepSmallValidation) {
        manifest.notes.push_back(
            "val has " + std::to_string(validation) +
            " films, too few to measure on: it was merged into train and split again by patient");
        moveAll(manifest, Split::Validation, Split::Train);
        ratios.test = 0.0;
    } else {
        return;
    }
    splitItemsByPatient(manifest, manifest.indicesOf(Split::Train), ratios, options.seed);
}

void addNotes(Manifest& manifest)
{
    const auto unlabelled = std::count_if(manifest.items.begin(), manifest.items.end(),
        [](const FilmItem& item) { return item.label < 0; });
    if (!manifest.classNames.empty() && unlabelled > 0) {
        manifest.notes.push_back(
            std::to_string(unlabelled) + " films lie outside the class folders and have no label");
    }
    const std::size_t unreadable = manifest.unreadable.size();
    if (unreadable > 0) {
        manifest.notes.push_back(unreadable == 1 ? "1 file cannot be read; the rest are used"
                                                 : std::to_string(unreadable) +
                                                       " files cannot be read; the rest are used");
    }
}

Result<std::optional<Manifest>> scan(const std::filesystem::path& root, const ScanOptions& options,
    const base::ProgressCallback& progress, const std::stop_token& stop)
{
    const auto keys = PatientKeys::make(options.patientPattern);
    if (!keys)
        return failure(keys);
    std::error_code code;
    Manifest manifest;
    manifest.root = std::filesystem::absolute(root, code).lexically_normal();
    auto found = findFiles(manifest.root, stop);
    if (!found)
        return failure(found);
    std::vector<Reading> readings(found->files.size());
    const bool finished = parallelFor(readings.size(), options.threads, "scan", progress, stop,
        [&](std::size_t i) { readings[i] = readOne(found->files[i], *keys); });
    if (!finished)
        return std::optional<Manifest>();

    manifest.classNames = classNamesOf(found->files);
    const auto positive = positiveClassOf(manifest.classNames, options.positiveClass);
    if (!positive)
        return failure(positive);
    manifest.positiveClass = *positive;
    manifest.unreadable = std::move(found->unreadable);
    manifest.ignoredFiles = found->ignored;
    manifest.splitFromFolders = found->hasSplitFolders;
    manifest.notes = std::move(found->notes);
    manifest.items.reserve(readings.size());
    for (std::size_t i = 0; i < readings.size(); ++i) {
        if (readings[i].info)
            manifest.items.push_back(itemOf(found->files[i], readings[i], manifest.classNames));
        else
            manifest.unreadable.push_back({found->files[i].name, readings[i].info.error()});
    }
    if (manifest.items.empty()) {
        if (manifest.unreadable.empty()) {
            return failure(ErrorCode::InsufficientData, "there are no films in this folder",
                root.string(), "choose a folder with JPEG, PNG, TIFF, BMP, WebP or DICOM films");
        }
        return failure(ErrorCode::InsufficientData,
            "none of the " + std::to_string(manifest.unreadable.size()) +
                " films can be read, the first because " + manifest.unreadable.front().reason.what,
            root.string(), "check the files");
    }
    markDuplicates(manifest.items);
    completeSplits(manifest, options);
    addNotes(manifest);
    return std::optional<Manifest>(std::move(manifest));
}

} // namespace

Result<std::optional<Manifest>> scanFolder(const std::filesystem::path& root,
    const ScanOptions& options, const base::ProgressCallback& progress, std::stop_token stop)
{
    try {
        auto manifest = scan(root, options, progress, stop);
        if (manifest && *manifest) {
            base::log(base::LogLevel::Info, "core.dataset",
                std::to_string((*manifest)->items.size()) + " films, " +
                    std::to_string((*manifest)->unreadable.size()) + " unreadable");
        }
        return manifest;
    } catch (const std::bad_alloc&) {
        return failure(
            ErrorCode::OutOfMemory, "not enough memory to scan the folder", root.string());
    } catch (const std::exception& exception) {
        return failure(ErrorCode::Internal, std::string("the scan failed: ") + exception.what(),
            root.string());
    }
}

Result<void> checkTrainable(const Manifest& manifest)
{
    const std::string where = manifest.root.string();
    if (manifest.items.empty())
        return failure(ErrorCode::InsufficientData, "there are no films", where);
    if (manifest.classNames.size() < 2) {
        return failure(ErrorCode::InsufficientData,
            manifest.classNames.empty()
                ? std::string("the films have no classes")
                : "all films belong to one class, " + base::printable(manifest.classNames[0]),
            where, "put the films of each class into a folder of its own");
    }
    constexpr std::size_t kFewest = 2;
    for (std::size_t c = 0; c < manifest.classNames.size(); ++c) {
        const std::size_t films = manifest.count(Split::Train, static_cast<int>(c));
        if (films < kFewest) {
            return failure(ErrorCode::InsufficientData,
                "the class " + base::printable(manifest.classNames[c]) + " has " +
                    std::to_string(films) + (films == 1 ? " film" : " films") + " to train on",
                where, "add films: at least 2 of each class are needed, hundreds are useful");
        }
    }
    if (manifest.indicesOf(Split::Validation).empty()) {
        return failure(ErrorCode::InsufficientData, "there are no films to validate on", where,
            "add films, or give validation a larger share");
    }
    return {};
}

} // namespace negatoscope::dataset
