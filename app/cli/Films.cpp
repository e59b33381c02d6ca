#include "app/cli/Films.h"

#include "core/dataset/Scan.h"
#include "core/evaluation/Scores.h"
#include "core/image/Preprocessing.h"

#include <algorithm>
#include <atomic>
#include <thread>

namespace negatoscope::cli {

namespace {

constexpr std::size_t kBatch = 32;
constexpr std::size_t kNamedUnreadable = 5;

void reportScan(const dataset::Manifest& manifest, Output& output)
{
    for (const std::string& note : manifest.notes)
        output.note("note: " + note);
    const std::size_t unreadable = manifest.unreadable.size();
    for (std::size_t i = 0; i < std::min(unreadable, kNamedUnreadable); ++i)
        output.note(unreadableNote(manifest.unreadable[i].name, manifest.unreadable[i].reason));
    if (unreadable > kNamedUnreadable)
        output.note("unreadable: " + std::to_string(unreadable - kNamedUnreadable) + " more");
}

/// Fills inputs[i] for each film of the batch on all cores.
void decodeBatch(const std::vector<std::filesystem::path>& films, std::size_t first,
    std::size_t count, const image::Preprocessing& preprocessing, std::vector<float>& inputs,
    std::vector<FilmScore>& scores, int threads)
{
    const std::size_t values = preprocessing.valuesPerFilm();
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
        for (std::size_t i = next++; i < count; i = next++) {
            const auto read = image::preprocessFile(
                films[first + i], preprocessing, std::span(inputs).subspan(i * values, values));
            if (!read)
                scores[first + i].error = read.error();
        }
    };
    std::vector<std::jthread> workers;
    for (int t = 1; t < threads; ++t)
        workers.emplace_back(work);
    work();
}

/// Softmax of the batch's logits, over the films that could be read.
void putProbabilities(const std::vector<float>& logits, std::size_t classes,
    const std::vector<std::size_t>& readable, std::vector<FilmScore>& scores)
{
    evaluation::Scores batch;
    batch.classNames.resize(classes);
    batch.labels.assign(readable.size(), 0);
    batch.logits.assign(logits.begin(), logits.end());
    evaluation::fillProbabilities(batch);
    for (std::size_t i = 0; i < readable.size(); ++i)
        for (std::size_t c = 0; c < classes; ++c)
            scores[readable[i]].probabilities.push_back(
                static_cast<float>(batch.probability(i, c)));
}

} // namespace

std::string unreadableNote(const std::string& name, base::Error reason)
{
    reason.where = name;
    return "unreadable: " + base::toSentence(reason);
}

base::Result<std::optional<dataset::Manifest>> scanFilms(const DataOptions& data, Session& session)
{
    if (data.folder.empty())
        return base::failure(
            base::ErrorCode::InvalidUsage, "no folder of films is given", {}, "add --data DIR");
    const auto options = scanOptions(data, session.options);
    if (!options)
        return base::failure(options);
    auto manifest = dataset::scanFolder(
        data.folder, *options,
        [&session](const base::Progress& progress) { session.output.progress(progress); },
        session.interrupt.keep());
    session.output.progressDone();
    if (manifest && *manifest)
        reportScan(**manifest, session.output);
    return manifest;
}

std::vector<FilmScore> scoreFilms(const model::Classifier& classifier,
    const std::vector<std::filesystem::path>& films, Session& session)
{
    const image::Preprocessing& preprocessing = classifier.config.preprocessing;
    const std::size_t values = preprocessing.valuesPerFilm();
    const auto classes = static_cast<std::size_t>(classifier.network.classCount());
    const int threads = session.options.threads > 0
                            ? session.options.threads
                            : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    std::vector<FilmScore> scores(films.size());
    std::vector<float> inputs(kBatch * values);
    for (std::size_t first = 0; first < films.size(); first += kBatch) {
        if (session.interrupt.keep().stop_requested()) {
            scores.resize(first);
            break;
        }
        const std::size_t count = std::min(kBatch, films.size() - first);
        decodeBatch(films, first, count, preprocessing, inputs, scores, threads);
        // Close the gaps of unreadable films.
        std::vector<std::size_t> readable;
        for (std::size_t i = 0; i < count; ++i) {
            if (scores[first + i].error)
                continue;
            const auto from = inputs.begin() + static_cast<std::ptrdiff_t>(i * values);
            const auto to = inputs.begin() + static_cast<std::ptrdiff_t>(readable.size() * values);
            if (from != to)
                std::copy(from, from + static_cast<std::ptrdiff_t>(values), to);
            readable.push_back(first + i);
        }
        if (!readable.empty()) {
            const auto logits = classifier.network.logits(
                std::span(inputs).first(readable.size() * values), readable.size());
            if (logits)
                putProbabilities(*logits, classes, readable, scores);
            else
                for (const std::size_t film : readable)
                    scores[film].error = logits.error();
        }
        session.output.progress({"evaluate", first + count, films.size()});
    }
    session.output.progressDone();
    return scores;
}

training::OperatingNotes notesOf(const std::filesystem::path& model, Session& session)
{
    std::error_code ignored;
    if (!std::filesystem::is_directory(model, ignored))
        return {};
    const auto notes = training::readOperatingNotes(model);
    if (!notes)
        session.output.note("note: " + base::toSentence(notes.error()));
    return notes.value_or(training::OperatingNotes());
}

} // namespace negatoscope::cli
