#pragma once

#include <QEvent>
#include <QScrollArea>
#include <QScrollBar>

namespace negatoscope::ui {

/// A frameless vertical scroll area that wants to be exactly as high as its content and may be
/// squeezed down to `minimumHeight`.
class FittingScrollArea final : public QScrollArea
{
public:
    explicit FittingScrollArea(int leastHeight, QWidget* parent = nullptr)
        : QScrollArea(parent)
        , m_leastHeight(leastHeight)
    {
        setWidgetResizable(true);
        setFrameShape(QFrame::NoFrame);
        setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
        setFocusPolicy(Qt::NoFocus);
        viewport()->setAutoFillBackground(false);
    }

    void setContent(QWidget* content)
    {
        setWidget(content);
        content->setAutoFillBackground(false); // the card's surface shows through
        content->installEventFilter(this);
    }

    QSize sizeHint() const override
    {
        const QSize content = widget() != nullptr ? widget()->sizeHint() : QSize();
        return {content.width(), content.height()};
    }

    QSize minimumSizeHint() const override
    {
        const QSize content = widget() != nullptr ? widget()->minimumSizeHint() : QSize();
        return {content.width(), qMin(m_leastHeight, sizeHint().height())};
    }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (watched == widget() && event->type() == QEvent::LayoutRequest) {
            setMaximumHeight(qMax(1, widget()->sizeHint().height()));
            updateGeometry();
        }
        return QScrollArea::eventFilter(watched, event);
    }

private:
    int m_leastHeight;
};

} // namespace negatoscope::ui
