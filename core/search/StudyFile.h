#pragma once

#include "core/search/Study.h"

#include <filesystem>
#include <optional>

namespace negatoscope::search {

/// What a study is, beside its journal: enough to go on with it in another process.
struct StudyPlan
{
    nlohmann::json space; ///< as in a space file
    model::ModelConfig base;
    StudyOptions options; ///< journal is the one in the folder
};

/// <folder>/study.json. Errors: files.
base::Result<void> writeStudyPlan(const StudyPlan& plan, const std::filesystem::path& folder);
/// Errors: files; CorruptFile.
base::Result<StudyPlan> readStudyPlan(const std::filesystem::path& folder);
/// The plan of the study below <workspace>/searches whose journal was written last; none where
/// there is none that can be read.
std::optional<StudyPlan> lastStudyPlan(const std::filesystem::path& workspace);

} // namespace negatoscope::search
