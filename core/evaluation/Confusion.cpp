#include "core/evaluation/Confusion.h"

#include "core/evaluation/Intervals.h"

#include <algorithm>
#include <cmath>

namespace negatoscope::evaluation {

namespace {

double real(std::int64_t count)
{
    return static_cast<double>(count);
}

/// The reason why one of the classes cannot be measured, or No.
Undefined missingClass(const BinaryCounts& c)
{
    if (c.total() == 0)
        return Undefined::NoFilms;
    if (c.positives() == 0)
        return Undefined::NoPositiveFilm;
    return c.negatives() == 0 ? Undefined::NoNegativeFilm : Undefined::No;
}

Figure ratio(double numerator, double denominator, Undefined classes, Undefined reason)
{
    if (classes != Undefined::No)
        return Figure::none(classes);
    return denominator == 0.0 ? Figure::none(reason) : Figure::of(numerator / denominator);
}

Figure mccOf(const BinaryCounts& c, Undefined classes)
{
    if (classes != Undefined::No)
        return Figure::none(classes);
    if (c.calledPositive() == 0)
        return Figure::none(Undefined::NothingCalledPositive);
    if (c.calledNegative() == 0)
        return Figure::none(Undefined::NothingCalledNegative);
    const double denominator = std::sqrt(real(c.positives()) * real(c.negatives())) *
                               std::sqrt(real(c.calledPositive()) * real(c.calledNegative()));
    return Figure::of((real(c.tp) * real(c.tn) - real(c.fp) * real(c.fn)) / denominator);
}

Figure kappaOf(const BinaryCounts& c)
{
    if (c.total() == 0)
        return Figure::none(Undefined::NoFilms);
    const double n = real(c.total());
    const double agreed = real(c.tp + c.tn) / n;
    const double byChance = (real(c.positives()) * real(c.calledPositive()) +
                                real(c.negatives()) * real(c.calledNegative())) /
                            (n * n);
    return byChance == 1.0 ? Figure::none(Undefined::ChanceOnly)
                           : Figure::of((agreed - byChance) / (1.0 - byChance));
}

} // namespace

CountFigures figuresOf(const BinaryCounts& c)
{
    const Undefined classes = missingClass(c);
    const Undefined empty = c.total() == 0 ? Undefined::NoFilms : Undefined::No;
    const auto because = [empty](Undefined reason) {
        return empty != Undefined::No ? empty : reason;
    };
    CountFigures figures;
    figures.counts = c;
    figures.accuracy = proportion(c.tp + c.tn, c.total(), Undefined::NoFilms);
    figures.prevalence = proportion(c.positives(), c.total(), Undefined::NoFilms);
    figures.sensitivity = proportion(c.tp, c.positives(), because(Undefined::NoPositiveFilm));
    figures.specificity = proportion(c.tn, c.negatives(), because(Undefined::NoNegativeFilm));
    figures.ppv = proportion(c.tp, c.calledPositive(), because(Undefined::NothingCalledPositive));
    figures.npv = proportion(c.tn, c.calledNegative(), because(Undefined::NothingCalledNegative));
    figures.f1 = ratio(2.0 * real(c.tp), 2.0 * real(c.tp) + real(c.fp) + real(c.fn), empty,
        Undefined::NoPositiveFilm);
    figures.mcc = mccOf(c, classes);
    figures.kappa = kappaOf(c);
    if (classes == Undefined::No) {
        const double sensitivity = *figures.sensitivity.value;
        const double specificity = *figures.specificity.value;
        figures.balancedAccuracy = Figure::of(0.5 * (sensitivity + specificity));
        figures.youden = Figure::of(sensitivity + specificity - 1.0);
    } else {
        figures.balancedAccuracy = figures.youden = Figure::none(classes);
    }
    figures.likelihoodRatioPositive = ratio(real(c.tp) * real(c.negatives()),
        real(c.fp) * real(c.positives()), classes, Undefined::NoFalsePositive);
    figures.likelihoodRatioNegative = ratio(real(c.fn) * real(c.negatives()),
        real(c.tn) * real(c.positives()), classes, Undefined::NothingNegativeRight);
    figures.oddsRatio =
        ratio(real(c.tp) * real(c.tn), real(c.fp) * real(c.fn), classes, Undefined::NoError);
    return figures;
}

void setAllUndefined(CountFigures& figures, Undefined reason)
{
    for (Figure* figure : {&figures.accuracy, &figures.balancedAccuracy, &figures.sensitivity,
             &figures.specificity, &figures.ppv, &figures.npv, &figures.f1, &figures.mcc,
             &figures.kappa, &figures.likelihoodRatioPositive, &figures.likelihoodRatioNegative,
             &figures.oddsRatio, &figures.youden, &figures.prevalence})
        *figure = Figure::none(reason);
}

CountFigures alwaysPositive(const BinaryCounts& counts)
{
    return figuresOf({.tp = counts.positives(), .fn = 0, .tn = 0, .fp = counts.negatives()});
}

CountFigures alwaysNegative(const BinaryCounts& counts)
{
    return figuresOf({.tp = 0, .fn = counts.positives(), .tn = counts.negatives(), .fp = 0});
}

std::int64_t ConfusionMatrix::rowSum(int truth) const
{
    std::int64_t sum = 0;
    for (int called = 0; called < classes; ++called)
        sum += at(truth, called);
    return sum;
}

std::int64_t ConfusionMatrix::columnSum(int called) const
{
    std::int64_t sum = 0;
    for (int truth = 0; truth < classes; ++truth)
        sum += at(truth, called);
    return sum;
}

std::int64_t ConfusionMatrix::total() const
{
    std::int64_t sum = 0;
    for (const std::int64_t cell : cells)
        sum += cell;
    return sum;
}

std::int64_t ConfusionMatrix::correct() const
{
    std::int64_t sum = 0;
    for (int cls = 0; cls < classes; ++cls)
        sum += at(cls, cls);
    return sum;
}

BinaryCounts ConfusionMatrix::oneVersusRest(int cls) const
{
    BinaryCounts counts;
    counts.tp = at(cls, cls);
    counts.fn = rowSum(cls) - counts.tp;
    counts.fp = columnSum(cls) - counts.tp;
    counts.tn = total() - counts.tp - counts.fn - counts.fp;
    return counts;
}

std::vector<int> calledClasses(const Scores& scores, double threshold)
{
    const std::size_t classes = scores.classCount();
    std::vector<int> called(scores.size(), -1);
    const bool twoClasses =
        classes == 2 && (scores.positiveClass == 0 || scores.positiveClass == 1);
    for (std::size_t film = 0; film < scores.size() && classes > 0; ++film) {
        const double* row = scores.probabilities.data() + film * classes;
        if (std::any_of(row, row + classes, [](double p) { return std::isnan(p); }))
            continue;
        if (twoClasses)
            called[film] = row[scores.positiveClass] >= threshold ? scores.positiveClass
                                                                  : 1 - scores.positiveClass;
        else
            called[film] = static_cast<int>(std::max_element(row, row + classes) - row);
    }
    return called;
}

ConfusionMatrix confusionMatrix(const Scores& scores, double threshold)
{
    ConfusionMatrix matrix;
    matrix.classes = static_cast<int>(scores.classCount());
    matrix.cells.assign(scores.classCount() * scores.classCount(), 0);
    const std::vector<int> called = calledClasses(scores, threshold);
    for (std::size_t film = 0; film < scores.size(); ++film) {
        const int truth = scores.labels[film];
        if (truth >= 0 && truth < matrix.classes && called[film] >= 0)
            ++matrix.cells[static_cast<std::size_t>(truth * matrix.classes + called[film])];
    }
    return matrix;
}

Figure accuracyOf(const ConfusionMatrix& matrix)
{
    return proportion(matrix.correct(), matrix.total(), Undefined::NoFilms);
}

Figure balancedAccuracyOf(const ConfusionMatrix& matrix)
{
    if (matrix.total() == 0)
        return Figure::none(Undefined::NoFilms);
    double sum = 0.0;
    for (int cls = 0; cls < matrix.classes; ++cls) {
        const std::int64_t films = matrix.rowSum(cls);
        if (films == 0)
            return Figure::none(Undefined::ClassWithoutFilm);
        sum += real(matrix.at(cls, cls)) / real(films);
    }
    return Figure::of(sum / matrix.classes);
}

Figure mccOf(const ConfusionMatrix& matrix)
{
    const double n = real(matrix.total());
    if (n == 0.0)
        return Figure::none(Undefined::NoFilms);
    double agreement = n * real(matrix.correct());
    double calledSpread = n * n;
    double truthSpread = n * n;
    for (int cls = 0; cls < matrix.classes; ++cls) {
        const double row = real(matrix.rowSum(cls));
        const double column = real(matrix.columnSum(cls));
        agreement -= row * column;
        truthSpread -= row * row;
        calledSpread -= column * column;
    }
    if (truthSpread == 0.0)
        return Figure::none(Undefined::ClassWithoutFilm);
    if (calledSpread == 0.0)
        return Figure::none(Undefined::OneClassCalled);
    return Figure::of(agreement / (std::sqrt(truthSpread) * std::sqrt(calledSpread)));
}

Figure kappaOf(const ConfusionMatrix& matrix)
{
    const double n = real(matrix.total());
    if (n == 0.0)
        return Figure::none(Undefined::NoFilms);
    double byChance = 0.0;
    for (int cls = 0; cls < matrix.classes; ++cls)
        byChance += real(matrix.rowSum(cls)) * real(matrix.columnSum(cls)) / (n * n);
    return byChance == 1.0 ? Figure::none(Undefined::ChanceOnly)
                           : Figure::of((real(matrix.correct()) / n - byChance) / (1.0 - byChance));
}

} // namespace negatoscope::evaluation
