#include "ui/data/FilmDelegate.h"

#include "ui/data/FilmImage.h"
#include "ui/data/FilmModel.h"
#include "ui/shell/Theme.h"

#include <QPainter>
#include <QPainterPath>

namespace negatoscope::ui {

namespace {

constexpr int kGap = 8;

Token splitToken(dataset::Split split)
{
    switch (split) {
    case dataset::Split::Validation:
        return Token::ValText;
    case dataset::Split::Test:
        return Token::TestText;
    default:
        return Token::Text3;
    }
}

} // namespace

FilmDelegate::FilmDelegate(QObject* parent)
    : QStyledItemDelegate(parent)
{}

QSize FilmDelegate::cellSize() const
{
    return {m_filmSize + kGap, m_filmSize + Theme::instance().px(18) + kGap};
}

QSize FilmDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const
{
    return cellSize();
}

void FilmDelegate::paint(
    QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const auto* model = qobject_cast<const FilmModel*>(index.model());
    if (model == nullptr) {
        return;
    }
    const Theme& theme = Theme::instance();
    painter->save();
    painter->setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    const QRectF film(
        option.rect.left() + kGap / 2.0, option.rect.top() + kGap / 2.0, m_filmSize, m_filmSize);
    const QString path = index.data(FilmModel::PathRole).toString();
    QPainterPath frame;
    frame.addRoundedRect(film, 5, 5);
    const QImage* picture = model->thumbnails().find(path);
    if (picture != nullptr) {
        painter->fillPath(frame, theme.color(Token::Film));
        painter->save();
        painter->setClipPath(frame);
        const QSizeF size =
            QSizeF(picture->size()).scaled(film.size(), Qt::KeepAspectRatioByExpanding);
        painter->drawImage(
            QRectF(film.center() - QPointF(size.width() / 2, size.height() / 2), size), *picture);
        painter->restore();
        painter->setPen(QPen(theme.color(Token::FilmEdge), 1));
        painter->setBrush(Qt::NoBrush);
        painter->drawPath(frame);
    } else {
        painter->fillPath(frame, theme.color(Token::Hover));
        if (model->thumbnails().failed(path)) {
            const int size = theme.px(18);
            painter->drawPixmap(
                QPointF(film.center().x() - size / 2.0, film.center().y() - size / 2.0),
                theme.pixmap(QStringLiteral("warn"), size, Token::Warn,
                    painter->device()->devicePixelRatioF()));
        }
    }
    if (option.state.testFlag(QStyle::State_Selected)) {
        painter->setBrush(Qt::NoBrush);
        painter->setPen(QPen(theme.color(Token::Accent), 2.5));
        painter->drawRoundedRect(film.adjusted(-3, -3, 3, 3), 8, 8);
    }

    const int label = index.data(FilmModel::ClassRole).toInt();
    const auto split = static_cast<dataset::Split>(index.data(FilmModel::SplitRole).toInt());
    QRectF line(film.left(), film.bottom() + 3, film.width(), theme.px(16));
    if (label >= 0 && m_tellsClass) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(theme.color(Theme::classToken(label, model->manifest()->positiveClass)));
        painter->drawRoundedRect(QRectF(line.left(), line.center().y() - 4, 8, 8), 2, 2);
        line.setLeft(line.left() + 13);
    }
    QFont font = theme.font(FontRole::Micro);
    font.setWeight(QFont::Normal);
    painter->setFont(font);
    if (split != dataset::Split::None) {
        const QString text = splitShort(split);
        painter->setPen(theme.color(splitToken(split)));
        painter->drawText(line, Qt::AlignRight | Qt::AlignVCenter, text);
        line.setRight(line.right() - painter->fontMetrics().horizontalAdvance(text) - 5);
    }
    painter->setFont(theme.font(FontRole::Micro));
    painter->setPen(theme.color(Token::Text));
    painter->drawText(line, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
        painter->fontMetrics().elidedText(m_tellsClass
                                              ? index.data(FilmModel::CaptionRole).toString()
                                              : tr("film %1").arg(index.row() + 1),
            Qt::ElideMiddle, static_cast<int>(line.width())));
    painter->restore();
}

} // namespace negatoscope::ui
