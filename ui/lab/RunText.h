#pragma once

#include "core/training/RunRecord.h"

#include <QString>

namespace negatoscope::ui {

QString durationText(double seconds); ///< "0:29", "1 min 10 s"

/// A title and one sentence below it.
struct RunSentence
{
    QString title;
    QString text;
};

/// What an inline notice of the trainer is called: "constant_scores" → "Every film gets the same
/// score".
QString noticeTitle(const QString& code);

/// While a run is under way: is validation loss still falling?
RunSentence progressSentence(const training::RunRecord& live);

/// What changed between two runs, what it did at a threshold of 0.5, and whether that is more than
/// chance (exact McNemar on the validation films of both).
RunSentence changeSentence(const training::RunRecord& before, const training::RunRecord& after);

} // namespace negatoscope::ui
