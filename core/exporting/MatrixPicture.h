#pragma once

#include "core/base/Result.h"
#include "core/evaluation/Confusion.h"

#include <string>
#include <vector>

namespace negatoscope::exporting {

/// A confusion matrix as a PNG file: rows are the truth, columns the call, cells coloured by their
/// share of the row and labelled with counts. For servers and documents that show no more than a
/// picture; the window draws its own. Errors: Internal.
base::Result<std::string> confusionMatrixPng(
    const evaluation::ConfusionMatrix& matrix, const std::vector<std::string>& classNames);

/// {"classes": […], "matrix": [[…], …], "rows": "truth", "columns": "called"}.
std::string confusionMatrixJson(
    const evaluation::ConfusionMatrix& matrix, const std::vector<std::string>& classNames);
/// "truth,<class>,<class>,…", one row for each class.
std::string confusionMatrixCsv(
    const evaluation::ConfusionMatrix& matrix, const std::vector<std::string>& classNames);

} // namespace negatoscope::exporting
