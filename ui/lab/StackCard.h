#pragma once

#include <QFrame>

class QHBoxLayout;

namespace negatoscope::ui {

class ElideLabel;

/// One row of the layer stack, 38 high: place for a grip, type icon, name over caption, inline
/// fields, buttons. Selected: accent; with an error: red outline and the sentence below.
class StackCard : public QFrame
{
    Q_OBJECT

public:
    StackCard(const QString& iconName, const QString& name, QWidget* parent = nullptr);
    void setCaption(const QString& caption);
    QString caption() const;
    void setName(const QString& name);
    void setError(const QString& sentence); ///< empty = none
    QString error() const { return m_error; }
    void setSelected(bool selected);
    bool isSelected() const { return m_selected; }
    void setStruck(bool struck); ///< a disabled layer
    void setChangedDot(bool shown);
    virtual void setCompact(bool compact); ///< no caption
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void addField(QWidget* field); ///< right-aligned, in order
    QRectF gripRect() const;
    void setGripVisible(bool visible) { m_grip = visible; }

private:
    int rowHeight() const;
    void updateHeight();

    QString m_iconName;
    ElideLabel* m_name = nullptr;
    ElideLabel* m_caption = nullptr;
    ElideLabel* m_errorLabel = nullptr;
    QHBoxLayout* m_row = nullptr;
    QString m_error;
    bool m_selected = false;
    bool m_struck = false;
    bool m_grip = false;
    bool m_dot = false;
    bool m_compact = false;
};

} // namespace negatoscope::ui
