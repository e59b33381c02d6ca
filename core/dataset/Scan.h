#pragma once

#include "core/base/Progress.h"
#include "core/base/Result.h"
#include "core/dataset/Manifest.h"

#include <optional>
#include <stop_token>
#include <string>

namespace negatoscope::dataset {

/// Ratios of a patient-grouped split, in parts of 1.
struct SplitRatios
{
    double train = 0.70;
    double validation = 0.15;
    double test = 0.15;
};

struct ScanOptions
{
    SplitRatios ratios;        ///< used when the folder has no train/val/test
    std::uint64_t seed = 0;    ///< of the split
    std::string positiveClass; ///< "" = PNEUMONIA if present, else the last
    bool keepSmallValidation =
        false;                  ///< false: a `val` folder under 100 films is merged and re-split
    std::string patientPattern; ///< ECMAScript regex whose groups make the key; "" = built-in rules
    int threads = 0;            ///< 0 = all cores
};

/// Reads a folder `DIR/{train,val,test}/CLASS/*`, `DIR/CLASS/*`, or loose films, probes and hashes
/// every film on all cores, finds patients and exact duplicates, and splits by patient where the
/// folder does not. Never follows link loops. An unreadable film is listed, not an error.
/// Errors: NotFound, PermissionDenied, InsufficientData (no film at all). A requested stop gives
/// an empty optional.
base::Result<std::optional<Manifest>> scanFolder(const std::filesystem::path& root,
    const ScanOptions& options = {}, const base::ProgressCallback& progress = {},
    std::stop_token stop = {});

/// Splits again by patient, stratified by class and kind; films with equal content stay together.
/// Items in Split::None with a label are included.
void splitByPatient(Manifest& manifest, const SplitRatios& ratios, std::uint64_t seed);

/// Enough to train on: at least two classes and 2 films per class in train, and some validation.
base::Result<void> checkTrainable(const Manifest& manifest);

} // namespace negatoscope::dataset
