#pragma once

#include "ui/shell/Theme.h"

#include <QWidget>

namespace negatoscope::ui {

/// Tones of badges and notices: text on a soft ground, contrast ≥ 4.7.
enum class Tone {
    Neutral,
    Accent,
    Ok,
    Warn,
    Error,
    Info,
    Normal,
    Pneumonia,
    Train,
    Validation,
    Test
};
Token toneText(Tone tone);
Token toneSoft(Tone tone);

/// A rounded word with an optional icon. Not clickable.
class Badge : public QWidget
{
    Q_OBJECT

public:
    explicit Badge(const QString& text = {}, Tone tone = Tone::Neutral,
        const QString& iconName = {}, QWidget* parent = nullptr);
    QString text() const { return m_text; }
    void setText(const QString& text);
    void setTone(Tone tone);
    void setIconName(const QString& iconName);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_text;
    Tone m_tone;
    QString m_iconName;
};

} // namespace negatoscope::ui
