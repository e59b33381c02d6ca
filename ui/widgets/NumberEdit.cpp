#include "ui/widgets/NumberEdit.h"

#include "ui/widgets/NumberText.h"

#include <QKeyEvent>
#include <QLocale>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace negatoscope::ui {

namespace {

/// Reads the user's own decimal separator, and the point as well.
std::optional<double> parsedNumber(const QString& text)
{
    bool ok = false;
    double number = QLocale().toDouble(text, &ok);
    if (!ok) {
        number = QLocale::c().toDouble(text, &ok);
    }
    return ok && std::isfinite(number) ? std::optional<double>(number) : std::nullopt;
}

} // namespace

NumberEdit::NumberEdit(const Format& format, QWidget* parent)
    : QLineEdit(parent)
    , m_format(format)
{
    setAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    if (format.nullable) {
        setPlaceholderText(tr("none"));
    }
    connect(this, &QLineEdit::editingFinished, this, &NumberEdit::commit);
}

void NumberEdit::setNumber(std::optional<double> number)
{
    m_number = number;
    m_rejected = false;
    const QString text = number ? textOf(*number) : QString();
    if (text != this->text()) {
        setText(text);
    }
}

QString NumberEdit::textOf(double number) const
{
    if (m_format.integer) {
        return QString::number(static_cast<qlonglong>(number));
    }
    return m_format.logarithmic ? scientificText(number) : decimalText(number, m_format.decimals);
}

QString NumberEdit::rangeSentence() const
{
    QString sentence = tr("%1 to %2, please", "allowed range")
                           .arg(textOf(m_format.minimum), textOf(m_format.maximum));
    if (m_format.nullable) {
        sentence += tr("; empty for none");
    }
    return sentence;
}

void NumberEdit::commit()
{
    const QString typed = text().trimmed();
    if (typed.isEmpty() && m_format.nullable) {
        if (m_number || m_rejected) {
            m_number.reset();
            m_rejected = false;
            Q_EMIT numberEdited(std::nullopt);
        }
        return;
    }
    const std::optional<double> number = parsedNumber(typed);
    const bool whole = !m_format.integer || (number && std::floor(*number) == *number);
    if (!number || !whole || *number < m_format.minimum || *number > m_format.maximum) {
        m_rejected = true;
        Q_EMIT rejected(rangeSentence());
        return;
    }
    // The text shows fewer digits than the value may have: only a changed text is an edit.
    if (m_rejected || !m_number || typed != textOf(*m_number)) {
        m_rejected = false;
        m_number = number;
        Q_EMIT numberEdited(number);
        setText(textOf(*number));
    }
}

void NumberEdit::step(double steps)
{
    const double current = m_number.value_or(m_format.minimum);
    double next = current;
    if (m_format.integer) {
        next = current + steps;
    } else if (m_format.logarithmic) {
        next = current <= 0.0 ? std::max(m_format.minimum, 1e-6)
                              : current * std::pow(10.0, steps / 10.0);
    } else {
        next = current + steps * (m_format.maximum - m_format.minimum <= 1.0 ? 0.05 : 0.1);
    }
    next = std::clamp(next, m_format.minimum, m_format.maximum);
    setText(textOf(next));
    m_number = next;
    m_rejected = false;
    Q_EMIT numberEdited(next);
}

bool NumberEdit::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Up || key == Qt::Key_Down) {
            event->accept(); // steps of this number, before any command of the page
            return true;
        }
    }
    return QLineEdit::event(event);
}

void NumberEdit::keyPressEvent(QKeyEvent* event)
{
    if (event->modifiers().testFlag(Qt::AltModifier)) {
        QLineEdit::keyPressEvent(event);
        return;
    }
    const double size = event->modifiers().testFlag(Qt::ControlModifier) ? 10.0 : 1.0;
    switch (event->key()) {
    case Qt::Key_Up:
        step(size);
        break;
    case Qt::Key_Down:
        step(-size);
        break;
    default:
        QLineEdit::keyPressEvent(event);
        break;
    }
}

void NumberEdit::wheelEvent(QWheelEvent* event)
{
    if (!hasFocus()) {
        event->ignore(); // the page scrolls
        return;
    }
    step(event->angleDelta().y() > 0 ? 1.0 : -1.0);
    event->accept();
}

void NumberEdit::focusOutEvent(QFocusEvent* event)
{
    QLineEdit::focusOutEvent(event);
    setCursorPosition(0);
}

} // namespace negatoscope::ui
