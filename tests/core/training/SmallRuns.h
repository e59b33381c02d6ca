#pragma once

#include "core/dataset/Manifest.h"
#include "core/model/ModelConfig.h"
#include "core/training/RunRecord.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <functional>
#include <string>

/// Whole runs on small generated films with a small random backbone.
namespace negatoscope::testing {

inline constexpr int kSide = 32;

/// Draws one film of a class into a file.
using FilmWriter = std::function<void(const std::filesystem::path&, int label, int number)>;
/// A bright disc on the left (class 0) or right (class 1), and noise.
void writeFilm(const std::filesystem::path& path, int label, int number);
/// `perClass` films of each class: half to train, a quarter each to validate and test.
dataset::Manifest makeFilms(
    const std::filesystem::path& root, int perClass, const FilmWriter& write = writeFilm);

model::LayerSpec layer(const char* type, const char* option, const nlohmann::json& value);
/// Four epochs of a small head.
model::ModelConfig smallConfig();
/// Everything whose state a resumed run must carry: dropout, average, schedule, early stopping.
model::ModelConfig statefulConfig();

std::string sentence(const training::RunRecord& run);
/// Fails the test where any figure or score differs in a bit.
void compareRuns(const training::RunRecord& a, const training::RunRecord& b);

} // namespace negatoscope::testing
