#include "ui/lab/RunText.h"

#include "core/evaluation/Comparison.h"
#include "core/evaluation/ThresholdSweep.h"
#include "ui/lab/ConfigDiff.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace negatoscope::ui {

namespace {

constexpr double kThreshold = 0.5;
constexpr double kChance = 0.05;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(RunText)
};

double metricOf(const training::EpochRecord& epoch, const char* name)
{
    const auto value = epoch.metrics.find(name);
    return value != epoch.metrics.end() ? value->second : std::nan("");
}

QString percent(double value)
{
    return QLocale().toString(100.0 * value, 'f', 1);
}

QString pText(double p)
{
    return p < 0.001 ? Words::tr("p < %1").arg(QLocale().toString(0.001))
                     : Words::tr("p = %1").arg(QLocale().toString(p, 'g', 2));
}

/// "specificity 91.0 → 94.8" for the rate that moved most; empty where nothing can be said.
QString rateText(const evaluation::Scores& before, const evaluation::Scores& after)
{
    if (!before.hasPositiveClass() || !after.hasPositiveClass()) {
        return {};
    }
    const auto a = evaluation::ThresholdSweep(before).figuresAt(kThreshold);
    const auto b = evaluation::ThresholdSweep(after).figuresAt(kThreshold);
    const auto moved = [](const evaluation::Figure& x, const evaluation::Figure& y) {
        return x.value && y.value ? std::abs(*y.value - *x.value) : -1.0;
    };
    const bool specificity =
        moved(a.specificity, b.specificity) > moved(a.sensitivity, b.sensitivity);
    const evaluation::Figure& from = specificity ? a.specificity : a.sensitivity;
    const evaluation::Figure& to = specificity ? b.specificity : b.sensitivity;
    if (!from.value || !to.value) {
        return {};
    }
    return Words::tr("At 50 %: %1 %2 → %3.")
        .arg(specificity ? Words::tr("specificity") : Words::tr("sensitivity"),
            percent(*from.value), percent(*to.value));
}

QString effectText(
    const training::RunRecord& before, const training::RunRecord& after, qsizetype changes)
{
    const auto paired =
        evaluation::compare(before.validation, kThreshold, after.validation, kThreshold);
    if (!paired) {
        return Words::tr("The two runs have no validation films in common.");
    }
    const auto fixed = static_cast<int>(paired->mcNemar.c);
    const auto broken = static_cast<int>(paired->mcNemar.b);
    const double p = paired->mcNemar.exactP;
    QString text = rateText(before.validation, after.validation);
    if (fixed == 0 && broken == 0) {
        return (text + Words::tr(" Every film is called the same.")).trimmed();
    }
    text += Words::tr(" %1 films fixed, %2 broken (%3): ").arg(fixed).arg(broken).arg(pText(p));
    text += p > kChance ? Words::tr("this may be chance.") : Words::tr("more than chance.");
    if (changes > 1) {
        text += Words::tr(" %1 things differ: which one did it cannot be said.").arg(changes);
    }
    return text.trimmed();
}

} // namespace

QString durationText(double seconds)
{
    const int whole = static_cast<int>(std::lround(std::max(0.0, seconds)));
    if (whole < 60) {
        return seconds < 10.0 ? Words::tr("%1 s").arg(QLocale().toString(seconds, 'f', 1))
                              : Words::tr("%1 s").arg(whole);
    }
    return Words::tr("%1 min %2 s").arg(whole / 60).arg(whole % 60);
}

QString noticeTitle(const QString& code)
{
    if (code == QLatin1String("constant_scores")) {
        return Words::tr("Every film gets the same score");
    }
    if (code == QLatin1String("batch_norm_trap")) {
        return Words::tr("Batch normalisation misleads here");
    }
    if (code == QLatin1String("one_class_predictions")) {
        return Words::tr("Every film is called the same");
    }
    return Words::tr("The trainer says");
}

RunSentence progressSentence(const training::RunRecord& live)
{
    if (live.history.empty()) {
        return {};
    }
    const training::EpochRecord& last = live.history.back();
    const double now = metricOf(last, "val_loss");
    if (!std::isfinite(now)) {
        return {};
    }
    RunSentence sentence;
    const QString value = QLocale().toString(now, 'f', 3);
    if (live.bestEpoch == last.epoch) {
        sentence.title = Words::tr("Validation is still getting better: loss %1 after epoch %2.")
                             .arg(value)
                             .arg(last.epoch + 1);
    } else {
        sentence.title = Words::tr("Epoch %1 stays the best; validation loss is %2 after epoch %3.")
                             .arg(live.bestEpoch + 1)
                             .arg(value)
                             .arg(last.epoch + 1);
    }
    sentence.text = Words::tr("You can stop now and keep epoch %1. Numbers on the right move with "
                              "each epoch.")
                        .arg(live.bestEpoch + 1);
    return sentence;
}

RunSentence changeSentence(const training::RunRecord& before, const training::RunRecord& after)
{
    const QStringList changes = configDifferences(before.config, after.config);
    const QString name = QString::fromStdString(before.name).toLower();
    RunSentence sentence;
    if (changes.isEmpty()) {
        sentence.title = Words::tr("Same settings as %1").arg(name);
    } else {
        QString list = changes.mid(0, 2).join(QStringLiteral(" · "));
        if (changes.size() > 2) {
            list += Words::tr(" · and %n more", nullptr, static_cast<int>(changes.size()) - 2);
        }
        sentence.title = Words::tr("Changed since %1: %2").arg(name, list);
    }
    sentence.text = effectText(before, after, changes.size());
    return sentence;
}

} // namespace negatoscope::ui
