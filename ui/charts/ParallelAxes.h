#pragma once

#include <QList>
#include <QString>
#include <QWidget>

#include <map>
#include <optional>
#include <utility>

namespace negatoscope::ui {

/// One upright axis: what stands over it and at its two ends.
struct ParallelAxis
{
    QString title{};
    QString low{};
    QString high{};
    bool brushable = true; ///< a range of it can be kept
    bool operator==(const ParallelAxis&) const = default;
};

/// One line through all axes.
struct ParallelLine
{
    QList<double> at{}; ///< 0 (bottom) … 1 (top) for each axis; NaN passes the axis by
    double rank = 0.0;  ///< 0 = the first place (dark) … 1 = the last one (pale)
    bool isFirst = false;
    bool isStopped = false; ///< dashed and weak
    int run = -1;           ///< 0…3: drawn as this run of the comparison
};

/// Parallel coordinates. A drag along an axis keeps a range, and the lines outside fade; a click on
/// the axis lets go. By keyboard: Left and Right choose an axis, Up and Down move a range of a
/// quarter along it, Delete lets go.
class ParallelAxes : public QWidget
{
    Q_OBJECT

public:
    explicit ParallelAxes(QWidget* parent = nullptr);
    /// Lets go of all ranges.
    void setAxes(const QList<ParallelAxis>& axes);
    /// The first lines are drawn last, over the others.
    void setLines(const QList<ParallelLine>& lines);
    void setEmptyText(const QString& text);
    void setBrush(int axis, std::optional<std::pair<double, double>> range);
    const QList<ParallelAxis>& axes() const { return m_axes; }
    const QList<ParallelLine>& lines() const { return m_lines; }
    int keptCount() const; ///< lines inside all ranges
    bool isKept(int line) const;
    QSize sizeHint() const override { return {900, 260}; }
    QSize minimumSizeHint() const override { return {300, 150}; }

Q_SIGNALS:
    void brushChanged();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    /// What a screen reader says of it.
    virtual QString description() const;
    void describe();

private:
    double axisX(qsizetype axis) const;
    double pixelY(double coordinate) const;
    double coordinateAt(double y) const;
    void paintAxis(QPainter& painter, int axis) const;
    void paintLine(QPainter& painter, int index) const;

    QList<ParallelAxis> m_axes;
    QList<ParallelLine> m_lines;
    QString m_emptyText;
    std::map<int, std::pair<double, double>> m_brushes;
    int m_axis = 0; ///< of the keyboard
    int m_dragged = -1;
    double m_dragFrom = 0.0;
};

} // namespace negatoscope::ui
