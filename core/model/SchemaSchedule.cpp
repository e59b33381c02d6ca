#include "core/model/SchemaRows.h"

namespace negatoscope::model::schema {

namespace {

const std::vector<std::string>& monitoredFigures()
{
    static const std::vector<std::string> kNames{"val_loss", "val_accuracy", "val_auc",
        "val_precision", "val_recall", "loss", "accuracy", "auc", "precision", "recall"};
    return kNames;
}

template <typename T>
Access<T> schedule(T ScheduleConfig::*member)
{
    return field(&ModelConfig::schedule, member);
}

/// A part that is there or not: false, null, true, or an object of its options.
template <typename Part>
ParameterRow switchRow(
    Words words, std::optional<Part> ModelConfig::*part, std::string numberOption)
{
    ParameterRow row =
        booleanRow(words, {[part](const ModelConfig& config) { return (config.*part).has_value(); },
                              [part](ModelConfig& config, bool on) {
                                  if (on && !(config.*part))
                                      config.*part = Part{};
                                  else if (!on)
                                      (config.*part).reset();
                              }});
    row.set = [part, key = words.key, numberOption, setSwitch = row.set](
                  ModelConfig& config, const nlohmann::json& value) -> base::Result<void> {
        if (value.is_null()) {
            (config.*part).reset();
            return {};
        }
        if (value.is_number())
            return setMembers(config, key, {{numberOption, value}});
        if (!value.is_object())
            return setSwitch(config, value);
        ModelConfig changed = config;
        changed.*part = Part{};
        if (const auto set = setMembers(changed, key, value); !set)
            return set;
        config = std::move(changed);
        return {};
    };
    return row;
}

void appendPlateauRows(std::vector<ParameterRow>& rows, const char* group)
{
    const auto name = [](const ModelConfig& config) {
        return config.schedule.name;
    };
    const auto plateau = [&name](ParameterRow row) {
        return advanced(onlyFor(std::move(row), "schedule", {"reduce_on_plateau"}, name));
    };
    rows.push_back(
        plateau(realRow({"schedule.factor", group, "Plateau factor",
                            "The learning rate is multiplied by this when nothing improves."},
            {0.0, 0.999}, schedule(&ScheduleConfig::factor))));
    rows.push_back(plateau(integerRow({"schedule.patience", group, "Plateau patience",
                                          "Epochs without improvement before the rate is lowered."},
        {0, 10000}, schedule(&ScheduleConfig::patience))));
    rows.push_back(plateau(realRow({"schedule.min_delta", group, "Plateau minimum change",
                                       "Smaller changes do not count as improvement."},
        {0.0, 10.0}, schedule(&ScheduleConfig::minDelta))));
    rows.push_back(plateau(integerRow({"schedule.cooldown", group, "Plateau cool-down",
                                          "Epochs of rest after the rate was lowered."},
        {0, 10000}, schedule(&ScheduleConfig::cooldown))));
    rows.push_back(plateau(realRow(
        {"schedule.min_lr", group, "Lowest learning rate", "The rate is never lowered below this."},
        {0.0, 10.0, Scale::Logarithmic}, schedule(&ScheduleConfig::minLearningRate))));
    rows.push_back(plateau(
        choiceRow({"schedule.monitor", group, "Plateau watches", "The figure that must improve."},
            monitoredFigures(), schedule(&ScheduleConfig::monitor))));
}

void appendEarlyStoppingRows(std::vector<ParameterRow>& rows)
{
    const char* const group = "Early stopping";
    const auto part = &ModelConfig::earlyStopping;
    const auto whenOn = [](ParameterRow row) {
        return advanced(onlyWhere(std::move(row),
            [](const ModelConfig& config) { return config.earlyStopping.has_value(); }));
    };
    rows.push_back(switchRow({"early_stopping", group, "Early stopping",
                                 "Ends training when the watched figure has not improved for some "
                                 "epochs; saves time and over-fitting."},
        part, "patience"));
    rows.push_back(whenOn(
        choiceRow({"early_stopping.monitor", group, "Watches", "The figure that must improve."},
            monitoredFigures(), field(part, &EarlyStoppingConfig::monitor))));
    rows.push_back(whenOn(realRow({"early_stopping.min_delta", group, "Minimum change",
                                      "Smaller changes do not count as improvement."},
        {0.0, 10.0}, field(part, &EarlyStoppingConfig::minDelta))));
    rows.push_back(whenOn(integerRow({"early_stopping.patience", group, "Patience",
                                         "Epochs without improvement before training ends."},
        {0, 10000}, field(part, &EarlyStoppingConfig::patience))));
    rows.push_back(whenOn(booleanRow({"early_stopping.restore_best_weights", group, "Restore best",
                                         "Goes back to the weights of the best epoch at the end."},
        field(part, &EarlyStoppingConfig::restoreBestWeights))));
    rows.push_back(whenOn(integerRow({"early_stopping.start_from_epoch", group, "Starts at epoch",
                                         "Nothing is watched before this epoch."},
        {0, 10000}, field(part, &EarlyStoppingConfig::startFromEpoch))));
}

void appendEmaRows(std::vector<ParameterRow>& rows)
{
    const char* const group = "Averaging";
    const auto whenOn = [](ParameterRow row) {
        return advanced(onlyWhere(
            std::move(row), [](const ModelConfig& config) { return config.ema.has_value(); }));
    };
    rows.push_back(advanced(switchRow({"ema", group, "Weight averaging",
                                          "The model is a running mean of the weights, which is "
                                          "steadier than the last step."},
        &ModelConfig::ema, "momentum")));
    rows.push_back(whenOn(realRow(
        {"ema.momentum", group, "Averaging momentum", "Nearer to 1 averages over more steps."},
        {0.0, 0.999999}, field(&ModelConfig::ema, &EmaConfig::momentum))));
    rows.push_back(whenOn(realRow({"ema.start_fraction", group, "Averaging starts at",
                                      "Fraction of all steps before which nothing is averaged."},
        {0.0, 0.99}, field(&ModelConfig::ema, &EmaConfig::startFraction))));
}

} // namespace

std::vector<ParameterRow> scheduleRows()
{
    const char* const group = "Schedule";
    const auto name = [](const ModelConfig& config) {
        return config.schedule.name;
    };
    std::vector<ParameterRow> rows;
    rows.push_back(namedObjectRow(
        {"schedule", group, "Learning-rate schedule",
            "How the learning rate changes over the run: constant, falling along a cosine or by a "
            "factor per epoch, or lowered when a figure stops improving."},
        {"constant", "cosine", "exponential", "reduce_on_plateau"}, name,
        [](ModelConfig& config, const std::string& chosen) {
            // Every schedule can warm up.
            const double warmUp = config.schedule.warmUp;
            config.schedule = ScheduleConfig{};
            config.schedule.name = chosen;
            config.schedule.warmUp = warmUp;
        }));
    rows.push_back(
        advanced(realRow({"schedule.warm_up", group, "Warm-up",
                             "Fraction of all steps over which the rate rises from zero; "
                             "protects pretrained weights from the first wild steps."},
            {0.0, 1.0}, schedule(&ScheduleConfig::warmUp))));
    rows.push_back(
        advanced(onlyFor(realRow({"schedule.alpha", group, "Cosine floor",
                                     "Fraction of the learning rate that is left at the end."},
                             {0.0, 1.0}, schedule(&ScheduleConfig::alpha)),
            "schedule", {"cosine"}, name)));
    rows.push_back(advanced(
        onlyFor(realRow({"schedule.decay_rate", group, "Decay rate", "Factor per decay_epochs."},
                    {1e-6, 1.0}, schedule(&ScheduleConfig::decayRate)),
            "schedule", {"exponential"}, name)));
    rows.push_back(advanced(onlyFor(realRow({"schedule.decay_epochs", group, "Decay epochs",
                                                "Epochs over which the factor applies once."},
                                        {0.01, 10000.0}, schedule(&ScheduleConfig::decayEpochs)),
        "schedule", {"exponential"}, name)));
    appendPlateauRows(rows, group);
    appendEarlyStoppingRows(rows);
    appendEmaRows(rows);
    return rows;
}

} // namespace negatoscope::model::schema
