#pragma once

#include "ui/charts/ChartData.h"

#include <QAbstractTableModel>
#include <QWidget>

class QStackedLayout;
class QTableView;

namespace negatoscope::ui {

/// A ChartTable for a view.
class FigureTableModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;
    void setTable(const ChartTable& table);
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    ChartTable m_table;
};

/// Any chart of two axes: lines, marks with error bars, bands, an operating point that can be
/// dragged along a line. Hovering says what a point means; Left and Right walk along the points
/// (and move the operating point), T shows the numbers as a table.
class FigureChart final : public QWidget
{
    Q_OBJECT

public:
    explicit FigureChart(QWidget* parent = nullptr);
    void setData(const ChartData& data);
    const ChartData& data() const { return m_data; }
    void clear(const QString& reason = {}); ///< why there is nothing to draw
    void setSmall(bool small);              ///< ticks only at the ends, narrow margins
    /// A dot at the place; `sentence` is read out by a screen reader.
    void setOperatingPoint(std::optional<QPointF> point, const QString& sentence = {});
    std::optional<QPointF> operatingPoint() const { return m_operating; }
    bool isTableShown() const;
    /// Where a value is drawn, in this widget's coordinates.
    QPointF toPixel(const QPointF& value) const;
    /// Draws into any device; `light` takes the light theme's colours whatever the window has.
    void render(QPainter& painter, const QRectF& area, bool light) const;
    QString csv() const; ///< the table, RFC 4180, 9 digits
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

public Q_SLOTS:
    void setTableShown(bool shown);

Q_SIGNALS:
    void pointChosen(int line, int point); ///< by dragging or the arrow keys, on the draggable line

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Place
    {
        int line = -1;
        int point = -1;
    };
    QRectF plotRect(const QRectF& area) const;
    QPointF placeIn(const QRectF& area, const QPointF& value) const;
    void paintAxes(QPainter& painter, const QRectF& area, bool light) const;
    void paintBand(QPainter& painter, const QRectF& area, bool light, const ChartBand& band) const;
    void paintMarks(QPainter& painter, const QRectF& area, bool light, const ChartLine& line) const;
    void paintWords(QPainter& painter, const QRectF& area, bool light) const;
    Place nearest(const QPointF& position, int onlyLine, double reach) const;
    void speak(const Place& place, const QPoint& at);
    void step(int steps);
    void describe();

    ChartData m_data;
    QString m_reason;
    bool m_small = false;
    std::optional<QPointF> m_operating;
    QString m_operatingSentence;
    Place m_current; ///< hovered or reached by the keyboard
    QStackedLayout* m_stack = nullptr;
    QWidget* m_canvas = nullptr;
    QTableView* m_table = nullptr;
    FigureTableModel* m_model = nullptr;
};

} // namespace negatoscope::ui
