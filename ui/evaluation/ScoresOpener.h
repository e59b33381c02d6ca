#pragma once

#include "core/evaluation/ScoresFile.h"
#include "ui/shell/AppState.h"

namespace negatoscope::ui {

/// One run per model of a file of scores: no training, only what it says about films. They are
/// shown like any other run, as neither validation nor test.
QList<RunPtr> runsOfScores(const std::vector<evaluation::NamedScores>& models, const QString& path);

/// Reads a CSV file of scores in the background, shows its last model in the Lab and keeps the
/// others beside it for comparison; says what is wrong in a toast. Thread: GUI only.
void openScores(AppState& state, const QString& path);

} // namespace negatoscope::ui
