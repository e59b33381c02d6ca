#include "core/exporting/Export.h"

#include "core/base/Files.h"
#include "core/base/Text.h"
#include "core/evaluation/Report.h"
#include "core/exporting/ModelFile.h"
#include "core/exporting/PredecessorReport.h"
#include "core/phantom/PhantomSet.h"

#include <array>
#include <ctime>

namespace negatoscope::exporting {

namespace {

using base::ErrorCode;
using base::Result;

constexpr std::size_t kFilms = 24;

std::string today()
{
    const std::time_t now = std::time(nullptr);
    std::tm local{};
    localtime_r(&now, &local);
    std::array<char, 32> text{};
    std::strftime(text.data(), text.size(), "%Y-%m-%d", &local);
    return text.data();
}

/// Films of the data set that the run was measured on, as far as they are still there.
std::vector<std::filesystem::path> filmsOfRun(const std::filesystem::path& folder)
{
    std::vector<std::filesystem::path> films;
    std::error_code code;
    if (!std::filesystem::exists(folder / "run.json", code))
        return films;
    const auto run = training::readRun(folder);
    if (!run || !run->environment.is_object())
        return films;
    const std::filesystem::path root = run->environment.value("data_root", std::string());
    if (root.empty())
        return films;
    for (const evaluation::Scores* scores : {&run->test, &run->validation}) {
        // Spread over the list, so that all classes are among them.
        const std::size_t step = std::max<std::size_t>(1, scores->films.size() / kFilms);
        for (std::size_t i = 0; i < scores->films.size() && films.size() < kFilms; i += step)
            if (std::filesystem::is_regular_file(root / scores->films[i], code))
                films.push_back(root / scores->films[i]);
    }
    return films;
}

struct CheckFilms
{
    PreparedFilms prepared;
    std::string words;
};

CheckFilms filmsToCheck(const ExportRequest& request, const image::Preprocessing& input)
{
    CheckFilms films;
    auto paths = request.films.empty() ? filmsOfRun(request.model) : request.films;
    if (paths.size() > kFilms)
        paths.resize(kFilms);
    for (const auto& path : paths) {
        std::vector<float> values(input.valuesPerFilm());
        if (image::preprocessFile(path, input, values))
            films.prepared.push_back(std::move(values));
    }
    if (!films.prepared.empty()) {
        films.words = std::to_string(films.prepared.size()) + " films of the data set";
        return films;
    }
    phantom::PhantomPlan plan;
    plan.count = kFilms;
    for (const auto& drawn : phantom::planPhantoms(plan)) {
        std::vector<float> values(input.valuesPerFilm());
        const image::Film film{phantom::makePhantom(drawn).film, {}};
        image::scaleToNetwork(image::resizeToInput(film, input), values);
        films.prepared.push_back(std::move(values));
    }
    films.words = std::to_string(kFilms) + " drawn films (the run's own are not there)";
    return films;
}

/// One model file: written, read back by another reader, compared.
class ModelExport
{
public:
    ModelExport(const model::Classifier& classifier, const CheckFilms& films, ExportResult& result)
        : m_classifier(classifier)
        , m_films(films)
        , m_result(result)
    {}

    Result<void> write(ExportFormat format, const std::filesystem::path& path)
    {
        if (auto written = writeFile(format, path); !written)
            return written;
        m_result.files.push_back(path);
        if (format == ExportFormat::Safetensors)
            return checkWeights(path);
        const auto check = readBack(format, path);
        if (!check)
            return base::failure(check);
        m_result.checks.push_back(*check);
        if (check->agrees())
            return {};
        std::error_code ignored;
        std::filesystem::remove(path, ignored);
        return base::failure(ErrorCode::NumericalFailure,
            "the exported model differs from the run by " +
                base::formatNumber(check->largestDifference, 3),
            path.string(), "the file was removed; please report the run's settings");
    }

private:
    Result<void> writeFile(ExportFormat format, const std::filesystem::path& path) const
    {
        switch (format) {
        case ExportFormat::TorchScript:
            return writeTorchScript(m_classifier, path);
        case ExportFormat::Onnx:
            return writeOnnx(m_classifier, path);
        case ExportFormat::Keras:
            return writeKeras(m_classifier, path);
        case ExportFormat::Safetensors:
            return m_classifier.network.save(path);
        case ExportFormat::Folder:
        case ExportFormat::Report:
        case ExportFormat::Card:
            break;
        }
        return base::failure(ErrorCode::Internal, "not a model file", path.string());
    }

    Result<ModelCheck> readBack(ExportFormat format, const std::filesystem::path& path) const
    {
        if (format == ExportFormat::TorchScript)
            return checkTorchScript(path, m_classifier, m_films.prepared);
        if (format == ExportFormat::Onnx)
            return checkOnnx(path, m_classifier, m_films.prepared);
        return checkKeras(path, m_classifier, m_films.prepared);
    }

    Result<void> checkWeights(const std::filesystem::path& path)
    {
        auto network =
            model::Network::build(m_classifier.config, m_classifier.network.classCount());
        if (!network)
            return base::failure(network);
        if (auto loaded = network->load(path); !loaded)
            return loaded;
        if (network->weightsHash() != m_classifier.network.weightsHash())
            return base::failure(
                ErrorCode::NumericalFailure, "the weights differ from the run's", path.string());
        m_result.checks.push_back({"weights read back, bit for bit", m_films.prepared.size(), 0.0});
        return {};
    }

    const model::Classifier& m_classifier;
    const CheckFilms& m_films;
    ExportResult& m_result;
};

Result<void> writeText(
    ExportResult& result, const std::filesystem::path& path, const std::string& text)
{
    auto written = base::writeFileAtomically(path, text);
    if (written)
        result.files.push_back(path);
    return written;
}

CardNotes dated(CardNotes notes)
{
    if (notes.date.empty())
        notes.date = today();
    return notes;
}

Result<ExportResult> exportFolder(
    const ExportRequest& request, const model::Classifier& classifier, const CheckFilms& films)
{
    ExportResult result;
    if (auto made = base::makeFolder(request.out); !made)
        return base::failure(made);
    ModelExport models(classifier, films, result);
    for (const auto& [format, name] : {std::pair{ExportFormat::Onnx, "model.onnx"},
             std::pair{ExportFormat::TorchScript, "model.pt"},
             std::pair{ExportFormat::Keras, "model.keras"},
             std::pair{ExportFormat::Safetensors, "weights.safetensors"}}) {
        const auto written = models.write(format, request.out / name);
        if (!written && written.error().code == ErrorCode::UnsupportedFormat)
            result.notes.push_back(base::toSentence(written.error()));
        else if (!written)
            return base::failure(written);
    }
    std::vector<std::pair<const char*, std::string>> texts{
        {"preprocessing.json", preprocessingJson(classifier)},
        {"predict.py", pythonExample(classifier)}, {"predict.cpp", cppExample(classifier)}};
    if (const auto run = training::readRun(request.model)) {
        texts.emplace_back("MODEL_CARD.md", modelCard(*run, dated(request.notes)));
        texts.emplace_back("notebook.py", model::toNotebookText(withoutPaths(run->config)));
    } else {
        result.notes.emplace_back("no model card: the model is not a run of ours");
    }
    for (const auto& [name, text] : texts)
        if (auto written = writeText(result, request.out / name, text); !written)
            return base::failure(written);
    return result;
}

Result<ExportResult> exportText(const ExportRequest& request)
{
    const auto run = training::readRun(request.model);
    if (!run)
        return base::failure(run);
    ExportResult result;
    if (request.format == ExportFormat::Card) {
        if (auto written = writeText(result, request.out, modelCard(*run, dated(request.notes)));
            !written)
            return base::failure(written);
        return result;
    }
    std::vector<training::RunRecord> predecessors;
    for (const auto& folder : request.predecessors) {
        auto other = training::readRun(folder);
        if (!other)
            return base::failure(other);
        predecessors.push_back(*std::move(other));
    }
    const std::string html =
        finalReport(*run, predecessors, dated(request.notes), request.language);
    if (auto written = writeText(result, request.out, html); !written)
        return base::failure(written);
    return result;
}

} // namespace

const char* formatName(ExportFormat format)
{
    switch (format) {
    case ExportFormat::TorchScript:
        return "torchscript";
    case ExportFormat::Onnx:
        return "onnx";
    case ExportFormat::Keras:
        return "keras";
    case ExportFormat::Safetensors:
        return "safetensors";
    case ExportFormat::Folder:
        return "folder";
    case ExportFormat::Report:
        return "report";
    case ExportFormat::Card:
        return "card";
    }
    return "";
}

std::optional<ExportFormat> formatFromName(std::string_view name)
{
    for (const ExportFormat format : {ExportFormat::TorchScript, ExportFormat::Onnx,
             ExportFormat::Keras, ExportFormat::Safetensors, ExportFormat::Folder,
             ExportFormat::Report, ExportFormat::Card})
        if (name == formatName(format))
            return format;
    return std::nullopt;
}

base::Result<ExportResult> exportModel(const ExportRequest& request)
{
    try {
        if (request.format == ExportFormat::Report || request.format == ExportFormat::Card)
            return exportText(request);
        const auto classifier = model::loadClassifier(request.model);
        if (!classifier)
            return base::failure(classifier);
        const CheckFilms films = filmsToCheck(request, classifier->config.preprocessing);
        Result<ExportResult> result;
        if (request.format == ExportFormat::Folder) {
            result = exportFolder(request, *classifier, films);
        } else {
            result = ExportResult{};
            if (auto written =
                    ModelExport(*classifier, films, *result).write(request.format, request.out);
                !written)
                return base::failure(written);
        }
        if (result)
            result->films = films.words;
        return result;
    } catch (const std::exception& error) {
        return base::failure(ErrorCode::Internal, std::string("the export failed: ") + error.what(),
            request.out.string());
    }
}

} // namespace negatoscope::exporting
