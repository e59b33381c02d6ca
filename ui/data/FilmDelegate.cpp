#include "ui/data/FilmDelegate.h"

#include "ui/data/FilmImage.h"
#include "ui/data/FilmModel.h"
#include "ui/shell/Theme.h"

#include <QAbstractItemView>
#include <QPainter>
#include <QPainterPath>
#include <QTimer>

namespace negatoscope::ui {

namespace {

constexpr int kGap = 8;
constexpr qint64 kBudgetMs = 6;
constexpr qsizetype kTileBytes = 64LL << 20; ///< ≈ 1,000 films
constexpr qsizetype kBytesPerPixel = 4;

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
    , m_tiles(kTileBytes)
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
    const QString path = index.data(FilmModel::PathRole).toString();
    const qreal ratio = painter->device()->devicePixelRatioF();
    const QImage* picture = model->thumbnails().find(path);
    const QString key = QStringLiteral("%1 %2 %3 %4 %5 %6")
                            .arg(m_filmSize)
                            .arg(ratio)
                            .arg(theme.fontFactor())
                            .arg(theme.isDark() ? 1 : 0)
                            .arg(index.data(FilmModel::SplitRole).toInt())
                            .arg(path);
    const QPixmap* tile = picture != nullptr ? m_tiles.object(key) : nullptr;
    const QRectF film = filmRect(option.rect.topLeft());
    if (tile != nullptr) {
        painter->drawPixmap(option.rect.topLeft(), *tile);
    } else if (m_spent.isValid() && m_spent.elapsed() >= kBudgetMs) {
        // The rest of the page follows in the next turns of the event loop.
        painter->fillRect(film, theme.color(Token::Hover));
        postpone(option);
    } else {
        startBudget();
        QPixmap made(cellSize() * ratio);
        made.setDevicePixelRatio(ratio);
        made.fill(Qt::transparent);
        QPainter inside(&made);
        inside.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
        paintFilm(inside, *model, path, picture);
        paintCaption(inside, *model, index);
        inside.end();
        painter->drawPixmap(option.rect.topLeft(), made);
        if (picture != nullptr) {
            m_tiles.insert(key, new QPixmap(made),
                static_cast<qsizetype>(made.width()) * made.height() * kBytesPerPixel);
        }
    }
    if (option.state.testFlag(QStyle::State_Selected)) {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setBrush(Qt::NoBrush);
        painter->setPen(QPen(theme.color(Token::Accent), 2.5));
        painter->drawRoundedRect(film.adjusted(-3, -3, 3, 3), 8, 8);
        painter->restore();
    }
}

QRectF FilmDelegate::filmRect(const QPointF& corner) const
{
    return {corner.x() + kGap / 2.0, corner.y() + kGap / 2.0, static_cast<qreal>(m_filmSize),
        static_cast<qreal>(m_filmSize)};
}

void FilmDelegate::startBudget() const
{
    if (!m_spent.isValid()) {
        m_spent.start();
        QTimer::singleShot(0, this, [this] {
            m_spent.invalidate();
            if (m_postponedView != nullptr) {
                m_postponedView->update(m_postponed);
            }
            m_postponed = {};
            m_postponedView = nullptr;
        });
    }
}

void FilmDelegate::postpone(const QStyleOptionViewItem& option) const
{
    if (const auto* view = qobject_cast<const QAbstractItemView*>(option.widget)) {
        m_postponedView = view->viewport();
        m_postponed += option.rect;
    }
}

void FilmDelegate::paintFilm(
    QPainter& painter, const FilmModel& model, const QString& path, const QImage* picture) const
{
    const Theme& theme = Theme::instance();
    const QRectF film = filmRect({0.0, 0.0});
    QPainterPath frame;
    frame.addRoundedRect(film, 5, 5);
    if (picture == nullptr) {
        painter.fillPath(frame, theme.color(Token::Hover));
        if (model.thumbnails().failed(path)) {
            const int size = theme.px(18);
            painter.drawPixmap(
                QPointF(film.center().x() - size / 2.0, film.center().y() - size / 2.0),
                theme.pixmap(QStringLiteral("warn"), size, Token::Warn,
                    painter.device()->devicePixelRatioF()));
        }
        return;
    }
    painter.fillPath(frame, theme.color(Token::Film));
    painter.save();
    painter.setClipPath(frame);
    const QSizeF size = QSizeF(picture->size()).scaled(film.size(), Qt::KeepAspectRatioByExpanding);
    painter.drawImage(
        QRectF(film.center() - QPointF(size.width() / 2, size.height() / 2), size), *picture);
    painter.restore();
    painter.setPen(QPen(theme.color(Token::FilmEdge), 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(frame);
}

void FilmDelegate::paintCaption(
    QPainter& painter, const FilmModel& model, const QModelIndex& index) const
{
    const Theme& theme = Theme::instance();
    const QRectF film = filmRect({0.0, 0.0});
    const int label = index.data(FilmModel::ClassRole).toInt();
    const auto split = static_cast<dataset::Split>(index.data(FilmModel::SplitRole).toInt());
    QRectF line(film.left(), film.bottom() + 3, film.width(), theme.px(16));
    if (label >= 0) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.color(Theme::classToken(label, model.manifest()->positiveClass)));
        painter.drawRoundedRect(QRectF(line.left(), line.center().y() - 4, 8, 8), 2, 2);
        line.setLeft(line.left() + 13);
    }
    QFont font = theme.font(FontRole::Micro);
    font.setWeight(QFont::Normal);
    painter.setFont(font);
    if (split != dataset::Split::None) {
        const QString text = splitShort(split);
        painter.setPen(theme.color(splitToken(split)));
        painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, text);
        line.setRight(line.right() - painter.fontMetrics().horizontalAdvance(text) - 5);
    }
    painter.setFont(theme.font(FontRole::Micro));
    painter.setPen(theme.color(Token::Text));
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
        painter.fontMetrics().elidedText(index.data(FilmModel::CaptionRole).toString(),
            Qt::ElideMiddle, static_cast<int>(line.width())));
}

} // namespace negatoscope::ui
