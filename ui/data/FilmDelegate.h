#pragma once

#include <QCache>
#include <QElapsedTimer>
#include <QPixmap>
#include <QPointer>
#include <QRegion>
#include <QStyledItemDelegate>

namespace negatoscope::ui {

class FilmModel;

/// A film on black with its class, patient and split below. While it is being decoded, a skeleton
/// of the same shape.
class FilmDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit FilmDelegate(QObject* parent = nullptr);
    void setFilmSize(int pixels) { m_filmSize = pixels; }
    int filmSize() const { return m_filmSize; }
    QSize cellSize() const;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
        const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    QRectF filmRect(const QPointF& corner) const; ///< of a cell
    void paintFilm(QPainter& painter, const FilmModel& model, const QString& path,
        const QImage* picture) const;
    void paintCaption(QPainter& painter, const FilmModel& model, const QModelIndex& index) const;
    void startBudget() const;
    void postpone(const QStyleOptionViewItem& option) const;

    int m_filmSize = 105;
    mutable QCache<QString, QPixmap> m_tiles; ///< finished cells
    /// Of this turn of the event loop: new cells are drawn for 6 ms, the others in the next turns,
    /// so that a page of new films never stops the window.
    mutable QElapsedTimer m_spent;
    mutable QRegion m_postponed;
    mutable QPointer<QWidget> m_postponedView;
};

} // namespace negatoscope::ui
