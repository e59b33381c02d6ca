#pragma once

#include <cstddef>
#include <optional>

namespace negatoscope::evaluation {

/// A 95 % confidence interval unless the function that made it says otherwise.
struct Interval
{
    double low = 0.0;
    double high = 0.0;
    bool contains(double value) const { return low <= value && value <= high; }
};

/// Why a figure has no value. The window translates the code, `reasonText` is the English sentence.
enum class Undefined {
    No,                    ///< it has a value
    NoFilms,               ///< nothing to measure on
    NoPositiveFilm,        ///< no film of the positive class
    NoNegativeFilm,        ///< no film of any other class
    NothingCalledPositive, ///< e.g. PPV
    NothingCalledNegative, ///< e.g. NPV
    OneClassCalled,        ///< every film was called the same class (more than two classes)
    ClassWithoutFilm,      ///< one of the classes has no film
    NoFalsePositive,       ///< a ratio whose denominator is the false positives
    NoFalseNegative,       ///< a ratio whose denominator is the false negatives
    NoError,               ///< odds ratio of a test without any error
    NothingNegativeRight,  ///< negative likelihood ratio of a test with specificity 0
    ChanceOnly,            ///< agreement expected by chance is already complete (kappa)
    NotFinite,             ///< a score is NaN or infinite
    NotAProbability,       ///< a score lies outside 0…1
    UnknownLabel,          ///< a label names no class
    NoPositiveClass,       ///< the scores do not say which class is the positive one
    NoVariance,            ///< a test statistic whose variance is zero
    NotReachable           ///< no threshold fulfils the wish
};

/// "no film was called positive", …; "" for Undefined::No.
const char* reasonText(Undefined reason);

/// One number that may not exist. Undefined is a value with a reason: never 0, never NaN.
struct Figure
{
    std::optional<double> value;
    Undefined undefined = Undefined::NoFilms;
    std::optional<Interval> interval;

    static Figure of(double value) { return {value, Undefined::No, std::nullopt}; }
    static Figure of(double value, Interval interval) { return {value, Undefined::No, interval}; }
    static Figure none(Undefined reason) { return {std::nullopt, reason, std::nullopt}; }

    bool isDefined() const { return value.has_value(); }
    const char* undefinedReason() const { return reasonText(undefined); }
};

} // namespace negatoscope::evaluation
