#pragma once

#include "core/model/ConfigSchema.h"

#include <QString>
#include <QWidget>

namespace negatoscope::ui {

/// The control that fits a row of the configuration table: number, choice, on/off, text, slider.
/// It shows a value and reports what the user makes of it; it knows neither draft nor undo.
class ValueEditor final : public QWidget
{
    Q_OBJECT

public:
    /// `row` must outlive the editor (rows of the schema live as long as the program).
    explicit ValueEditor(const model::ParameterRow& row, QWidget* parent = nullptr);
    void setValue(const nlohmann::json& value);
    const model::ParameterRow& row() const { return m_row; }
    QWidget* control() const { return m_control; }

Q_SIGNALS:
    void edited(const nlohmann::json& value);
    void rejected(const QString& sentence); ///< what was typed cannot be used
    void gestureStarted();                  ///< edits from now on are one undo step

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct NamedValue
    {
        QString name;
        nlohmann::json value;
    };

    void buildControl();
    void buildChoices(const QList<NamedValue>& values);
    void buildNumber();
    void buildSlider();
    void buildText();
    QList<NamedValue> namedValues() const;
    void adopt(QWidget* control);
    void chooseFile();

    const model::ParameterRow& m_row;
    QWidget* m_control = nullptr;
    QList<NamedValue> m_values; ///< of the combo box, in its order
    nlohmann::json m_current;
};

} // namespace negatoscope::ui
