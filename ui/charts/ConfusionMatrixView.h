#pragma once

#include <QList>
#include <QStringList>
#include <QWidget>

namespace negatoscope::ui {

/// Rows are the truth, columns what the network called. K×K counts with each cell's share of its
/// row; two classes also show TN, FP, FN, TP. Arrow keys walk the cells, Enter or a click opens
/// their films.
class ConfusionMatrixView : public QWidget
{
    Q_OBJECT

public:
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

Q_SIGNALS:
    void cellActivated(int truth, int call);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;

private:
    void describe();
    void paintCell(QPainter& painter, int truth, int call) const;
    void paintHeads(QPainter& painter) const;
    int cellAt(const QPointF& position) const;
    QString shortName(int cls) const;
    QString quadrantName(int truth, int call) const;

    QStringList m_names;
    int m_positive = -1;
    QList<qlonglong> m_counts;
    QString m_context;
    int m_current = -1; ///< keyboard cell
    int m_hovered = -1;
};

} // namespace negatoscope::ui
