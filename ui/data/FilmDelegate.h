#pragma once

#include <QStyledItemDelegate>

namespace negatoscope::ui {

/// A film on black with its class, patient and split below. While it is being decoded, a skeleton
/// of the same shape.
class FilmDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit FilmDelegate(QObject* parent = nullptr);
    void setFilmSize(int pixels) { m_filmSize = pixels; }
    int filmSize() const { return m_filmSize; }
    /// False while a film is being read: classes and names would tell the answer.
    void setTellsClass(bool tells) { m_tellsClass = tells; }
    QSize cellSize() const;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
        const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    int m_filmSize = 105;
    bool m_tellsClass = true;
};

} // namespace negatoscope::ui
