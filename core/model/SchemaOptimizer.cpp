#include "core/model/SchemaRows.h"

#include <algorithm>

namespace negatoscope::model {

OptimizerConfig defaultOptimizer(const std::string& name)
{
    OptimizerConfig config;
    config.name = name;
    if (name == "sgd")
        config.learningRate = 0.01;
    else if (name == "adamw")
        config.weightDecay = 0.004;
    else if (name == "adadelta")
        config.rho = 0.95;
    else if (name == "lion")
        config.beta2 = 0.99;
    return config;
}

namespace schema {

namespace {

const char* const kGroup = "Optimizer";

std::string optimizerName(const ModelConfig& config)
{
    return config.optimizer.name;
}

ParameterRow member(ParameterRow row, std::vector<std::string> optimizers)
{
    return advanced(onlyFor(std::move(row), "optimizer", std::move(optimizers), optimizerName));
}

template <typename T>
Access<T> option(T OptimizerConfig::*memberPointer)
{
    return field(&ModelConfig::optimizer, memberPointer);
}

void appendMomentumRows(std::vector<ParameterRow>& rows)
{
    const std::vector<std::string> adamFamily{"adam", "adamw", "adamax", "nadam", "lion"};
    rows.push_back(member(realRow({"optimizer.momentum", kGroup, "Momentum",
                                      "How much of the last step is kept. More smooths the way and "
                                      "speeds it up, too much overshoots."},
                              {0.0, 0.9999}, option(&OptimizerConfig::momentum)),
        {"sgd", "rmsprop"}));
    rows.push_back(member(booleanRow({"optimizer.nesterov", kGroup, "Nesterov",
                                         "Looks one step ahead before it corrects."},
                              option(&OptimizerConfig::nesterov)),
        {"sgd"}));
    rows.push_back(member(realRow({"optimizer.rho", kGroup, "Rho",
                                      "Memory of the running mean of squared gradients."},
                              {0.0, 0.99999}, option(&OptimizerConfig::rho)),
        {"rmsprop", "adadelta"}));
    rows.push_back(
        member(booleanRow({"optimizer.centered", kGroup, "Centred",
                              "Divides by the variance of the gradients instead of their "
                              "mean square."},
                   option(&OptimizerConfig::centered)),
            {"rmsprop"}));
    rows.push_back(
        member(realRow({"optimizer.beta_1", kGroup, "Beta 1",
                           "Memory of the running mean of gradients: higher is smoother."},
                   {0.0, 0.99999}, option(&OptimizerConfig::beta1)),
            adamFamily));
    rows.push_back(member(realRow({"optimizer.beta_2", kGroup, "Beta 2",
                                      "Memory of the running mean of squared gradients."},
                              {0.0, 0.9999999}, option(&OptimizerConfig::beta2)),
        adamFamily));
    rows.push_back(member(realRow({"optimizer.epsilon", kGroup, "Epsilon",
                                      "A small number against division by zero; larger damps the "
                                      "steps of rarely used weights."},
                              {1e-16, 1.0, Scale::Logarithmic}, option(&OptimizerConfig::epsilon)),
        {"rmsprop", "adagrad", "adadelta", "adam", "adamw", "adamax", "nadam"}));
    rows.push_back(
        member(booleanRow({"optimizer.amsgrad", kGroup, "AMSGrad",
                              "Never lets the step grow again once gradients were large."},
                   option(&OptimizerConfig::amsgrad)),
            {"adam", "adamw"}));
    rows.push_back(member(
        realRow({"optimizer.initial_accumulator_value", kGroup, "Initial accumulator",
                    "Start of the sum of squared gradients: larger makes the first steps smaller."},
            {0.0, 1e6}, option(&OptimizerConfig::initialAccumulator)),
        {"adagrad"}));
}

} // namespace

std::vector<ParameterRow> optimizerRows()
{
    const std::vector<std::string> names{
        "sgd", "rmsprop", "adagrad", "adadelta", "adam", "adamw", "adamax", "nadam", "lion"};
    std::vector<ParameterRow> rows;
    rows.push_back(notebook(namedObjectRow(
        {"optimizer", kGroup, "Optimizer",
            "The rule that turns gradients into steps. adam and adamw adapt the step of every "
            "weight and are a safe start; sgd is plain and needs its learning rate tuned. A new "
            "name brings its own defaults."},
        names, optimizerName, [](ModelConfig& config, const std::string& name) {
            config.optimizer = defaultOptimizer(name);
        })));
    rows.push_back(
        realRow({"learning_rate", kGroup, "Learning rate",
                    "Size of the steps. Too high never settles or explodes, too low learns "
                    "slowly; it is the first thing to try."},
            {1e-8, 10.0, Scale::Logarithmic}, option(&OptimizerConfig::learningRate)));
    appendMomentumRows(rows);
    rows.push_back(advanced(optionalRealRow(
        {"optimizer.weight_decay", kGroup, "Weight decay",
            "Pulls every weight a little towards zero at each step, which restrains over-fitting. "
            "None leaves it at the optimizer's own (adamw 0.004, others none)."},
        {0.0, 1.0, Scale::Logarithmic}, option(&OptimizerConfig::weightDecay))));
    rows.push_back(advanced(optionalRealRow({"optimizer.clipnorm", kGroup, "Clip norm",
                                                "Shortens the gradient of a variable that is "
                                                "longer than this; tames single wild steps."},
        {1e-8, 1e6, Scale::Logarithmic}, option(&OptimizerConfig::clipNorm))));
    rows.push_back(advanced(
        optionalRealRow({"optimizer.global_clipnorm", kGroup, "Global clip norm",
                            "Shortens all gradients together when they are longer than this."},
            {1e-8, 1e6, Scale::Logarithmic}, option(&OptimizerConfig::globalClipNorm))));
    rows.push_back(advanced(optionalRealRow(
        {"optimizer.clipvalue", kGroup, "Clip value", "Limits every single gradient to ± this."},
        {1e-8, 1e6, Scale::Logarithmic}, option(&OptimizerConfig::clipValue))));
    return rows;
}

std::vector<ParameterRow> lossRows()
{
    const char* const group = "Loss";
    const std::vector<std::string> names{"categorical_crossentropy",
        "sparse_categorical_crossentropy", "binary_crossentropy", "categorical_focal_crossentropy",
        "binary_focal_crossentropy", "hinge", "categorical_hinge", "kl_divergence",
        "mean_squared_error", "mean_absolute_error", "huber", "log_cosh", "poisson",
        "squared_hinge"};
    const auto name = [](const ModelConfig& config) {
        return config.loss.name;
    };
    std::vector<ParameterRow> rows;
    rows.push_back(notebook(namedObjectRow(
        {"loss", group, "Loss",
            "What training makes small. Cross-entropy asks for honest probabilities; the focal "
            "forms look more at films that are still wrong."},
        names, name, [](ModelConfig& config, const std::string& chosen) {
            // Smoothing has its own key, which may have been set before.
            const double smoothing = config.loss.labelSmoothing;
            config.loss = LossConfig{};
            config.loss.name = chosen;
            config.loss.labelSmoothing = smoothing;
        })));
    rows.push_back(advanced(
        realRow({"label_smoothing", group, "Label smoothing",
                    "Moves the targets from 0 and 1 inwards. A little keeps scores from becoming "
                    "over-confident, much blurs the margin."},
            {0.0, 0.999}, field(&ModelConfig::loss, &LossConfig::labelSmoothing))));
    const std::vector<std::string> focal{
        "categorical_focal_crossentropy", "binary_focal_crossentropy"};
    rows.push_back(
        advanced(onlyFor(realRow({"loss.alpha", group, "Focal alpha", "Weight of the focal loss."},
                             {0.0, 1.0}, field(&ModelConfig::loss, &LossConfig::alpha)),
            "loss", focal, name)));
    rows.push_back(advanced(
        onlyFor(realRow({"loss.gamma", group, "Focal gamma",
                            "How strongly easy films are ignored; 0 is plain cross-entropy."},
                    {0.0, 20.0}, field(&ModelConfig::loss, &LossConfig::gamma)),
            "loss", focal, name)));
    rows.push_back(advanced(onlyFor(
        booleanRow({"loss.apply_class_balancing", group, "Focal class balancing",
                       "Weights the positive class by alpha and the negative one by 1 − alpha."},
            field(&ModelConfig::loss, &LossConfig::applyClassBalancing)),
        "loss", {"binary_focal_crossentropy"}, name)));
    return rows;
}

} // namespace schema

} // namespace negatoscope::model
