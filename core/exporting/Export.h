#pragma once

#include "core/evaluation/Language.h"
#include "core/exporting/ModelCard.h"
#include "core/exporting/ModelCheck.h"

#include <optional>
#include <string_view>

namespace negatoscope::exporting {

enum class ExportFormat {
    TorchScript, ///< one .pt file
    Onnx,        ///< one .onnx file
    Keras,       ///< one .keras file
    Safetensors, ///< weights alone under Keras' names
    Folder,      ///< all that others need: model, card, preprocessing, examples that run
    Report,      ///< one HTML page
    Card         ///< one Markdown file
};
const char* formatName(ExportFormat format);
std::optional<ExportFormat> formatFromName(std::string_view name);

struct ExportRequest
{
    std::filesystem::path model; ///< a run folder, or any model file for the first four formats
    std::filesystem::path out;   ///< a file, or for Folder a folder
    ExportFormat format = ExportFormat::Onnx;
    std::vector<std::filesystem::path> films; ///< to compare on; empty = films of the run's data
                                              ///< set, or drawn ones where that is not there
    CardNotes notes;
    evaluation::Language language = evaluation::Language::English;
    /// Runs to stand beside this one in the report, oldest first.
    std::vector<std::filesystem::path> predecessors;
};

struct ExportResult
{
    std::vector<std::filesystem::path> files;
    std::vector<ModelCheck> checks; ///< none for Report and Card
    std::string films;              ///< what the checks ran on, in words
    std::vector<std::string> notes;
};

/// Writes the files, reads each model file back with another reader, and compares it with the
/// run on the films; a file that differs by more than kLargestDifference is removed and is an error
/// (NumericalFailure). Blocking; any thread but the window's.
base::Result<ExportResult> exportModel(const ExportRequest& request);

/// Programs of some twenty lines that read a film: Python with model.onnx, C++ with model.pt.
std::string pythonExample(const model::Classifier& classifier);
std::string cppExample(const model::Classifier& classifier);

} // namespace negatoscope::exporting
