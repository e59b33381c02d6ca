#pragma once

#include "core/evaluation/Language.h"
#include "core/evaluation/Scores.h"

#include <cstdint>
#include <string>
#include <vector>

namespace negatoscope::evaluation {

enum class FindingKind {
    NoFilms,
    NotFinite,          ///< a score is NaN or infinite
    OneClassData,       ///< all films have the same label
    FewFilms,           ///< a class has fewer than 30 films; count = how many
    ConstantScores,     ///< every film gets nearly the same score
    OneClassCalled,     ///< every film is called `className` at the threshold
    WorseThanChance,    ///< AUC (`value`) below 0.5
    NoBetterThanAlways, ///< accuracy `value` ≤ `reference`, that of always calling `className`
    MostOfAClassMissed, ///< `count` of `total` films of `className` are called something else
    FarBelowValidation, ///< AUC or balanced accuracy: test `value`, validation `reference`
};

/// Something that the figures of a model give away, in plain words by `sentence`.
struct Finding
{
    FindingKind kind = FindingKind::NoFilms;
    std::string className{};
    double value = 0.0;
    double reference = 0.0;
    std::int64_t count = 0;
    std::int64_t total = 0;
    bool ofAuc = true; ///< FarBelowValidation: AUC, else balanced accuracy
};

/// What is wrong with the model or the films, gravest first; empty when nothing is. With
/// `validation` the films are taken as test films and compared with it.
std::vector<Finding> diagnose(
    const Scores& scores, double threshold, const Scores* validation = nullptr);

std::string sentence(const Finding& finding, Language language = Language::English);

} // namespace negatoscope::evaluation
