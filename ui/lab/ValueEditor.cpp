#include "ui/lab/ValueEditor.h"

#include "core/image/Augmentation.h"
#include "ui/commands/ValueText.h"
#include "ui/widgets/LogSlider.h"
#include "ui/widgets/NumberEdit.h"

#include <QComboBox>
#include <QEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QWheelEvent>

namespace negatoscope::ui {

namespace {

constexpr int kFileEntry = -1; ///< item data of "File…"

/// One form for values that mean the same, so that the shown entry is found again.
nlohmann::json canonical(const std::string& key, const nlohmann::json& value)
{
    if (key == "data_augmentation") {
        if (value.is_null()) {
            return false;
        }
        if (value == nlohmann::json(true)) {
            return image::toJson(image::Augmentation::mild());
        }
    }
    return value;
}

nlohmann::json parsedText(const std::string& text)
{
    nlohmann::json parsed = nlohmann::json::parse(text, nullptr, false);
    return parsed.is_discarded() ? nlohmann::json(text) : parsed;
}

} // namespace

ValueEditor::ValueEditor(const model::ParameterRow& row, QWidget* parent)
    : QWidget(parent)
    , m_row(row)
{
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    buildControl();
    setFocusProxy(m_control);
}

void ValueEditor::adopt(QWidget* control)
{
    m_control = control;
    QString name = QString::fromStdString(m_row.key);
    name.replace(QLatin1Char('.'), QLatin1Char('_'));
    control->setObjectName(name + QStringLiteral("Edit"));
    control->setAccessibleName(schemaText(m_row.label));
    control->setAccessibleDescription(schemaText(m_row.effect));
    control->setToolTip(schemaText(m_row.effect));
    control->installEventFilter(this);
    layout()->addWidget(control);
}

void ValueEditor::buildControl()
{
    const QList<NamedValue> values = namedValues();
    if (!values.isEmpty()) {
        buildChoices(values);
        return;
    }
    const bool number =
        m_row.kind == model::ValueKind::Integer || m_row.kind == model::ValueKind::Real;
    if (m_row.key == "learning_rate") {
        buildSlider();
    } else if (number) {
        buildNumber();
    } else {
        buildText();
    }
}

QList<ValueEditor::NamedValue> ValueEditor::namedValues() const
{
    if (m_row.key == "data_augmentation") {
        return {{tr("Off"), false}, {tr("Mild"), true},
            {tr("Strong"), image::toJson(image::Augmentation::strong())}};
    }
    if (m_row.key == "equilibrate") {
        return {{tr("Off"), false}, {tr("Class weights"), true}, {tr("Oversample"), "oversample"},
            {tr("Undersample"), "undersample"}};
    }
    if (m_row.key == "weights") {
        return {{choiceText("phantom"), "phantom"}, {choiceText("imagenet"), "imagenet"},
            {choiceText("random"), "random"}};
    }
    QList<NamedValue> values;
    if (m_row.kind == model::ValueKind::Boolean) {
        values = {{tr("Off"), false}, {tr("On"), true}};
    } else if (m_row.kind == model::ValueKind::Choice) {
        for (const std::string& choice : m_row.choices) {
            values.append({choiceText(choice), choice});
        }
    }
    if (!values.isEmpty() && m_row.nullable) {
        values.prepend({tr("None"), nullptr});
    }
    return values;
}

void ValueEditor::buildChoices(const QList<NamedValue>& values)
{
    m_values = values;
    auto* box = new QComboBox;
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(4);
    for (int index = 0; index < values.size(); ++index) {
        box->addItem(values[index].name, index);
    }
    if (m_row.key == "weights") {
        box->addItem(tr("File…"), kFileEntry);
    }
    connect(box, &QComboBox::activated, this, [this, box](int item) {
        const int index = box->itemData(item).toInt();
        if (index == kFileEntry) {
            setValue(m_current);
            chooseFile();
            return;
        }
        m_current = m_values[index].value;
        Q_EMIT edited(m_current);
    });
    adopt(box);
}

void ValueEditor::chooseFile()
{
    // Not modal-exec: the event loop of the window goes on, and the page may be closed meanwhile.
    auto* dialog = new QFileDialog(this, tr("Weights of the backbone"), QString(),
        tr("Weights (*.h5 *.keras *.safetensors model.json);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        setValue(path.toStdString());
        Q_EMIT edited(m_current);
    });
    dialog->open();
}

void ValueEditor::buildNumber()
{
    NumberEdit::Format format;
    format.integer = m_row.kind == model::ValueKind::Integer;
    format.logarithmic = m_row.scale == model::Scale::Logarithmic;
    format.nullable = m_row.nullable;
    format.minimum = m_row.minimum;
    format.maximum = m_row.maximum;
    auto* edit = new NumberEdit(format);
    const bool integer = format.integer;
    connect(edit, &NumberEdit::numberEdited, this,
        [this, integer](const std::optional<double>& number) {
            if (!number) {
                m_current = nullptr;
            } else if (integer) {
                m_current = static_cast<std::int64_t>(*number);
            } else {
                m_current = *number;
            }
            Q_EMIT edited(m_current);
        });
    connect(edit, &NumberEdit::rejected, this, &ValueEditor::rejected);
    adopt(edit);
}

void ValueEditor::buildSlider()
{
    auto* slider = new LogSlider;
    slider->setNumberRange(1e-5, 0.1);
    slider->setTicks({1e-5, 1e-4, 1e-3, 1e-2, 0.1},
        {QStringLiteral("1e-5"), QStringLiteral("1e-4"), QStringLiteral("1e-3"),
            QStringLiteral("1e-2"), QLocale().toString(0.1)});
    if (m_row.defaultValue.is_number()) {
        slider->setDefaultNumber(m_row.defaultValue.get<double>());
    }
    connect(slider, &LogSlider::numberEdited, this, [this](double number) {
        m_current = number;
        Q_EMIT edited(m_current);
    });
    adopt(slider);
}

void ValueEditor::buildText()
{
    auto* edit = new QLineEdit;
    connect(edit, &QLineEdit::editingFinished, this, [this, edit] {
        const std::string typed = edit->text().trimmed().toStdString();
        const nlohmann::json value = typed.empty() && m_row.nullable        ? nlohmann::json()
                                     : m_row.kind == model::ValueKind::Text ? nlohmann::json(typed)
                                                                            : parsedText(typed);
        if (value != m_current) {
            m_current = value;
            Q_EMIT edited(value);
        }
    });
    adopt(edit);
}

void ValueEditor::setValue(const nlohmann::json& value)
{
    m_current = value;
    if (auto* box = qobject_cast<QComboBox*>(m_control)) {
        const nlohmann::json wanted = canonical(m_row.key, value);
        int index = 0;
        while (index < m_values.size() && canonical(m_row.key, m_values[index].value) != wanted) {
            ++index;
        }
        if (index == m_values.size()) {
            const QString path =
                value.is_string() ? QString::fromStdString(value.get<std::string>()) : QString();
            m_values.append(
                {m_row.key == "weights" ? QFileInfo(path).fileName() : tr("Custom"), value});
            box->insertItem(index, m_values.last().name, index);
        }
        box->setCurrentIndex(box->findData(index));
    } else if (auto* number = qobject_cast<NumberEdit*>(m_control)) {
        number->setNumber(
            value.is_number() ? std::optional<double>(value.get<double>()) : std::nullopt);
    } else if (auto* slider = qobject_cast<LogSlider*>(m_control)) {
        slider->setNumber(value.is_number() ? value.get<double>() : 0.0);
    } else if (auto* edit = qobject_cast<QLineEdit*>(m_control)) {
        if (value.is_null()) {
            edit->clear();
        } else {
            edit->setText(QString::fromStdString(
                value.is_string() ? value.get<std::string>() : value.dump()));
        }
    }
}

bool ValueEditor::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_control) {
        if (event->type() == QEvent::FocusIn || event->type() == QEvent::MouseButtonPress) {
            Q_EMIT gestureStarted();
        } else if (event->type() == QEvent::Wheel &&
                   qobject_cast<QComboBox*>(m_control) != nullptr) {
            event->ignore(); // scrolling past a box must not change it
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace negatoscope::ui
