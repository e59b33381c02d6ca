#include "ui/commands/ValueText.h"

#include <QCoreApplication>
#include <QHash>
#include <QLocale>

namespace negatoscope::ui {

namespace {

/// Names that people use for values of the dictionary. Proper names are not translated.
struct ChoiceName
{
    const char* choice;
    const char* name;
};

constexpr ChoiceName kChoiceNames[] = {
    {"sgd", "SGD"},
    {"rmsprop", "RMSprop"},
    {"adagrad", "Adagrad"},
    {"adadelta", "Adadelta"},
    {"adam", "Adam"},
    {"adamw", "AdamW"},
    {"adamax", "Adamax"},
    {"nadam", "Nadam"},
    {"lion", "Lion"},
    {"relu", "ReLU"},
    {"relu6", "ReLU6"},
    {"elu", "ELU"},
    {"selu", "SELU"},
    {"gelu", "GELU"},
    {"silu", "SiLU"},
    {"softmax", "Softmax"},
    {"sigmoid", "Sigmoid"},
    {"categorical_crossentropy", QT_TRANSLATE_NOOP("ConfigChoice", "Cross-entropy")},
    {"sparse_categorical_crossentropy", QT_TRANSLATE_NOOP("ConfigChoice", "Cross-entropy, sparse")},
    {"binary_crossentropy", QT_TRANSLATE_NOOP("ConfigChoice", "Binary cross-entropy")},
    {"categorical_focal_crossentropy", QT_TRANSLATE_NOOP("ConfigChoice", "Focal")},
    {"binary_focal_crossentropy", QT_TRANSLATE_NOOP("ConfigChoice", "Focal, binary")},
    {"kl_divergence", QT_TRANSLATE_NOOP("ConfigChoice", "KL divergence")},
    {"mean_squared_error", QT_TRANSLATE_NOOP("ConfigChoice", "Squared error")},
    {"no_tuning", QT_TRANSLATE_NOOP("ConfigChoice", "Head only")},
    {"fine_tuning", QT_TRANSLATE_NOOP("ConfigChoice", "Fine tuning")},
    {"full_tuning", QT_TRANSLATE_NOOP("ConfigChoice", "Everything")},
    {"two_stage", QT_TRANSLATE_NOOP("ConfigChoice", "Head first, then fine")},
    {"max", QT_TRANSLATE_NOOP("ConfigChoice", "Max")},
    {"avg", QT_TRANSLATE_NOOP("ConfigChoice", "Average")},
    {"oversample", QT_TRANSLATE_NOOP("ConfigChoice", "Oversample")},
    {"undersample", QT_TRANSLATE_NOOP("ConfigChoice", "Undersample")},
    {"class_weights", QT_TRANSLATE_NOOP("ConfigChoice", "Class weights")},
    {"phantom", QT_TRANSLATE_NOOP("ConfigChoice", "Phantoms (built in)")},
    {"imagenet", QT_TRANSLATE_NOOP("ConfigChoice", "ImageNet")},
    {"random", QT_TRANSLATE_NOOP("ConfigChoice", "Random")},
};

QString translatedChoice(const char* text)
{
    return QCoreApplication::translate("ConfigChoice", text);
}

QString numberText(const model::ParameterRow& row, double value)
{
    if (row.kind == model::ValueKind::Integer) {
        return QLocale().toString(static_cast<qlonglong>(value));
    }
    if (row.scale == model::Scale::Logarithmic) {
        return scientificText(value);
    }
    return decimalText(value);
}

} // namespace

QString schemaText(const std::string& text)
{
    return text.empty() ? QString() : QCoreApplication::translate("ConfigSchema", text.c_str());
}

QString choiceText(const std::string& choice)
{
    for (const ChoiceName& known : kChoiceNames) {
        if (choice == known.choice) {
            return translatedChoice(known.name);
        }
    }
    QString text = QString::fromStdString(choice).replace(QLatin1Char('_'), QLatin1Char(' '));
    if (!text.isEmpty()) {
        text[0] = text[0].toUpper();
    }
    return text;
}

QString valueText(const model::ParameterRow& row, const nlohmann::json& value)
{
    if (value.is_null()) {
        return translatedChoice(QT_TRANSLATE_NOOP("ConfigChoice", "none"));
    }
    if (value.is_boolean()) {
        return value.get<bool>() ? translatedChoice(QT_TRANSLATE_NOOP("ConfigChoice", "on"))
                                 : translatedChoice(QT_TRANSLATE_NOOP("ConfigChoice", "off"));
    }
    if (value.is_number()) {
        return numberText(row, value.get<double>());
    }
    if (value.is_string()) {
        return row.kind == model::ValueKind::Text ? QString::fromStdString(value.get<std::string>())
                                                  : choiceText(value.get<std::string>());
    }
    if (value.is_array() && !value.empty() && value[0].is_number_integer()) {
        QStringList sides;
        for (const nlohmann::json& side : value) {
            sides << QString::fromStdString(side.dump());
        }
        return sides.join(QStringLiteral(" × "));
    }
    return QString::fromStdString(
        value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

const model::ParameterRow* findArgument(const model::LayerRow& row, const std::string& key)
{
    for (const model::ParameterRow& argument : row.arguments) {
        if (argument.key == key) {
            return &argument;
        }
    }
    return nullptr;
}

QString layerName(const model::LayerSpec& spec)
{
    const model::LayerRow* row = model::findLayer(spec.type);
    return row != nullptr ? schemaText(row->label) : QString::fromStdString(spec.type);
}

QString layerSpecTitle(const model::LayerSpec& spec)
{
    const model::LayerRow* row = model::findLayer(spec.type);
    const QString name = layerName(spec);
    if (row == nullptr || row->countKey.empty()) {
        return name;
    }
    const auto value = spec.options.find(row->countKey);
    const model::ParameterRow* argument = findArgument(*row, row->countKey);
    if (value == spec.options.end() || argument == nullptr) {
        return name;
    }
    return QStringLiteral("%1 %2").arg(name, valueText(*argument, *value));
}

} // namespace negatoscope::ui
