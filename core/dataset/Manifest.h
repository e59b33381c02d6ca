#pragma once

#include "core/base/Result.h"
#include "core/image/Film.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace negatoscope::dataset {

enum class Split { Train, Validation, Test, None };
inline constexpr std::array<Split, 3> kSplits{Split::Train, Split::Validation, Split::Test};
const char* splitName(Split split); ///< "train", "val", "test", "none"

/// One readable film of a data set.
struct FilmItem
{
    std::filesystem::path path; ///< absolute
    std::string name; ///< relative to the data set's root, '/' separated; identity in tables
    int label = -1;   ///< index into Manifest::classNames; -1 unknown
    Split split = Split::None;
    std::string patient;       ///< key by science.md 2.2; unique per film when unknown
    bool patientKnown = false; ///< the name followed a rule
    std::string kind;          ///< "bacteria", "virus", "normal", or ""
    std::string hash;          ///< base::contentHash of the file
    int duplicateOf = -1;      ///< first item with the same content, -1 if this is the first
    image::FilmInfo info;
};

struct UnreadableFilm
{
    std::string name;
    base::Error reason;
};

/// What a folder of films holds. A value: copied to threads, stored with runs.
struct Manifest
{
    std::filesystem::path root;
    std::vector<std::string> classNames; ///< folder names, sorted
    int positiveClass = -1;      ///< PNEUMONIA if present, else the last; -1 without classes
    std::vector<FilmItem> items; ///< sorted by name
    std::vector<UnreadableFilm> unreadable;
    std::size_t ignoredFiles = 0;  ///< not films by their name
    bool splitFromFolders = false; ///< train/val/test were folders
    std::vector<std::string>
        notes; ///< what the user should know: "val has 16 films and was merged …"

    std::vector<std::size_t> indicesOf(Split split) const;
    std::size_t count(Split split, int label) const;
};

} // namespace negatoscope::dataset
