#include "ui/evaluation/FilmPicture.h"

#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace negatoscope::ui {

namespace {

void paintCross(QPainter& painter, const QRectF& box, const FilmLook& look)
{
    const Theme& theme = Theme::instance();
    const QPointF centre(box.right() - 9.0, box.top() + 9.0);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.color(look.mark));
    painter.drawEllipse(centre, 7.0, 7.0);
    painter.setPen(QPen(theme.color(look.onMark), 1.6));
    painter.drawLine(centre + QPointF(-2.6, -2.6), centre + QPointF(2.6, 2.6));
    painter.drawLine(centre + QPointF(2.6, -2.6), centre + QPointF(-2.6, 2.6));
}

void paintScore(QPainter& painter, const QRectF& box, const QString& score)
{
    const Theme& theme = Theme::instance();
    QFont font = theme.font(FontRole::Micro);
    font.setWeight(QFont::DemiBold);
    painter.setFont(font);
    const double width = QFontMetricsF(font).horizontalAdvance(score) + 6.0;
    const QRectF corner(box.right() - width - 3, box.bottom() - theme.px(17), width, theme.px(14));
    painter.fillRect(corner, theme.color(Token::Film, 0.62));
    painter.setPen(theme.color(Token::OnAccent)); // light in both themes: films are black
    painter.drawText(corner, Qt::AlignCenter, score);
}

} // namespace

QString filmScoreText(double score, double threshold)
{
    const bool near = std::abs(score - threshold) < 0.01;
    return QLocale().toString(100.0 * score, 'f', near ? 1 : 0) + QStringLiteral("\u202f%");
}

void paintFilmPicture(QPainter& painter, const QRectF& box, const FilmLook& look)
{
    const Theme& theme = Theme::instance();
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.color(Token::Film));
    painter.drawRoundedRect(box, 5, 5);
    if (look.image != nullptr && !look.image->isNull()) {
        const QImage& image = *look.image;
        const double shorter = std::min(image.width(), image.height());
        const QRectF source(
            (image.width() - shorter) / 2.0, (image.height() - shorter) / 2.0, shorter, shorter);
        painter.drawImage(box.adjusted(1, 1, -1, -1), image, source);
    }
    painter.setBrush(Qt::NoBrush);
    painter.setPen(
        QPen(theme.color(look.wrong ? look.mark : Token::FilmEdge), look.wrong ? 3.0 : 1.0));
    painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 5, 5);
    if (look.crossed > 0.0) {
        painter.setPen(QPen(theme.color(Token::Accent, look.crossed), 3.0));
        painter.drawRoundedRect(box.adjusted(-1, -1, 1, 1), 6, 6);
    }
    paintScore(painter, box, look.score);
    if (look.wrong) {
        paintCross(painter, box, look);
    }
    if (look.selected) {
        painter.setBrush(theme.color(Token::Accent, 0.22));
        painter.setPen(QPen(theme.color(Token::Accent), 3.0));
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 5, 5);
        painter.drawPixmap(box.topLeft() + QPointF(4, 4),
            theme.pixmap(QStringLiteral("check"), 14, Token::OnAccent,
                painter.device()->devicePixelRatioF()));
    }
    if (look.current) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme.color(Token::Focus), 2.0));
        painter.drawRoundedRect(box.adjusted(-2, -2, 2, 2), 6, 6);
    }
}

} // namespace negatoscope::ui
