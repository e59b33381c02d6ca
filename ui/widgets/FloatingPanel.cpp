#include "ui/widgets/FloatingPanel.h"

#include "ui/shell/Theme.h"

#include <QPainter>

namespace negatoscope::ui {

void FloatingPanel::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = Theme::instance();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.color(Token::Strong), 1.0));
    painter.setBrush(theme.color(Token::Surface));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 10.0, 10.0);
}

} // namespace negatoscope::ui
