#pragma once

#include "ui/widgets/AccessibleItems.h"

#include <QList>
#include <QPair>
#include <QStringList>
#include <QWidget>

namespace negatoscope::ui {

/// Rows are the truth, columns what the network called. K×K counts with each cell's share of its
/// row or column; two classes also show TN, FP, FN, TP. Arrow keys walk the cells; a click or Space
/// picks one (again: lets it go; with Ctrl: one more), Escape none; Enter opens the films of what
/// is picked, or of the cell.
class ConfusionMatrixView : public QWidget, public AccessibleItems
{
    Q_OBJECT

public:
    using Cell = QPair<int, int>; ///< truth, call
    enum class Share { OfRow, OfColumn };

    explicit ConfusionMatrixView(QWidget* parent = nullptr);
    /// `counts` row-major K×K. `positiveClass` decides the colours (−1: by position).
    void setMatrix(
        const QStringList& classNames, int positiveClass, const QList<qlonglong>& counts);
    void clear();
    int classCount() const { return static_cast<int>(m_names.size()); }
    qlonglong count(int truth, int call) const;
    /// Said after "Confusion matrix": "validation, threshold 50 percent".
    void setContext(const QString& text);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    /// Where a cell is drawn, in this widget's coordinates.
    QRectF cellRect(int truth, int call) const;
    QString cellSentence(int truth, int call) const;
    void setShare(Share share);
    Share share() const { return m_share; }
    void setPicked(const QList<QPair<int, int>>& cells);
    /// Draws into any device; `light` takes the light theme's colours whatever the window has.
    void render(QPainter& painter, const QRectF& area, bool light) const;
    // Each cell for screen readers, row by row.
    int itemCount() const override { return static_cast<int>(m_counts.size()); }
    QString itemText(int item) const override;
    QRect itemRect(int item) const override;
    int currentItem() const override { return m_current; }
    bool isItemSelected(int item) const override;
    void pressItem(int item) override { pick(item, false); }
    QString csv() const; ///< RFC 4180: a row per truth, a column per call

Q_SIGNALS:
    void picked(const QList<QPair<int, int>>& cells); ///< by the user; empty = none
    void cellActivated(int truth, int call);          ///< Enter or double-click

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;

private:
    struct Canvas; ///< where and in whose colours to draw
    void describe();
    void paintCell(QPainter& painter, const Canvas& canvas, int truth, int call) const;
    void paintHeads(QPainter& painter, const Canvas& canvas) const;
    QRectF cellRectIn(const QRectF& area, int truth, int call) const;
    double shareOf(int truth, int call) const; ///< NaN without films
    void pick(int cell, bool more);
    int cellAt(const QPointF& position) const;
    QString shortName(int cls) const;
    QString quadrantName(int truth, int call) const;

    QStringList m_names;
    int m_positive = -1;
    QList<qlonglong> m_counts;
    QList<Cell> m_picked;
    Share m_share = Share::OfRow;
    QString m_context;
    int m_current = -1; ///< keyboard cell
    int m_hovered = -1;
};

} // namespace negatoscope::ui
