#pragma once

#include "app/cli/Commands.h"
#include "core/dataset/Manifest.h"
#include "core/evaluation/Scores.h"
#include "core/model/Classifier.h"
#include "core/training/OperatingNotes.h"

#include <optional>
#include <string>
#include <vector>

namespace negatoscope::cli {

/// Scans the folder with progress, and says on stderr what the user should know (notes, unreadable
/// films). Empty when Ctrl-C was pressed.
base::Result<std::optional<dataset::Manifest>> scanFilms(const DataOptions& data, Session& session);

/// "unreadable: …": the film under the name that the user knows, and why it is left out.
std::string unreadableNote(const std::string& name, base::Error reason);

/// What one film gets from a classifier, or why not.
struct FilmScore
{
    std::vector<float> probabilities; ///< K
    std::optional<base::Error> error;
};

/// Scores of many films: decoded on all cores, forwarded in batches. Films that cannot be read have
/// an error. `done` counts films. Stops on Ctrl-C with what there is (then shorter than `films`).
std::vector<FilmScore> scoreFilms(const model::Classifier& classifier,
    const std::vector<std::filesystem::path>& films, Session& session);

/// What the user chose for a run after training (threshold, calibration, looks at test); nothing
/// for a model that is no run of ours.
training::OperatingNotes notesOf(const std::filesystem::path& model, Session& session);

} // namespace negatoscope::cli
