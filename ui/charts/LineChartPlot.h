#pragma once

#include "ui/charts/LineChart.h"

#include <QElapsedTimer>
#include <QTimer>
#include <qcustomplot.h>

#include <array>

namespace negatoscope::ui {

/// The drawing of a LineChart: QCustomPlot for axes and lines, our own painting for the title,
/// the legend, the end labels and the marks on top.
class LineChartPlot final : public QCustomPlot
{
    Q_OBJECT

public:
    explicit LineChartPlot(ValueFormat format, QWidget* parent = nullptr);

    void setTitle(const QString& title);
    void setSeries(SeriesKind kind, const QString& name, const QList<QPointF>& points);
    void appendPoint(SeriesKind kind, const QPointF& point);
    void setBand(const QString& name, const QList<QPointF>& low, const QList<QPointF>& high);
    QString bandName() const { return m_band.name; }
    QList<QPointF> bandLow() const { return m_band.points; }
    QList<QPointF> bandHigh() const { return m_bandHigh.points; }
    void clearSeries();
    QList<QPointF> points(SeriesKind kind) const { return at(kind).points; }
    QString seriesName(SeriesKind kind) const { return at(kind).name; }
    void setEpochs(int epochs);
    void setBestEpoch(std::optional<int> epoch);
    void setSelectedEpoch(std::optional<int> epoch);
    void setLive(bool live);
    void setShowsXLabels(bool shows);
    void setFocusShown(bool shown);

Q_SIGNALS:
    void epochHovered(int epoch);
    void epochClicked(int epoch);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    struct Series
    {
        QString name;
        QList<QPointF> points;
        QCPGraph* graph = nullptr;
    };
    Series& at(SeriesKind kind) { return m_series[static_cast<std::size_t>(kind)]; }
    const Series& at(SeriesKind kind) const { return m_series[static_cast<std::size_t>(kind)]; }

    static void fill(Series& series, const QList<QPointF>& points);
    void applyTheme();
    void rescale();
    void scheduleReplot(); ///< soon; a live chart at most ten times a second
    QPen penOf(SeriesKind kind) const;
    Token textTokenOf(SeriesKind kind) const;
    QPointF toPixels(const QPointF& point) const;
    int epochAt(const QPointF& position) const;
    double valueAt(SeriesKind kind, int epoch) const; ///< NaN when there is none

    void paintHead(QPainter& painter) const;
    void paintBest(QPainter& painter) const;
    void paintRules(QPainter& painter) const;
    void paintEnds(QPainter& painter) const;
    void paintHover(QPainter& painter) const;

    ValueFormat m_format;
    QString m_title;
    std::array<Series, 5> m_series;
    Series m_band; ///< its lower edge; the fill reaches the upper one
    Series m_bandHigh;
    int m_epochs = 10;
    std::optional<int> m_best;
    std::optional<int> m_selected;
    int m_hovered = 0;
    QTimer m_replot;
    QElapsedTimer m_sinceReplot;
    bool m_live = false;
    bool m_showsXLabels = true;
    bool m_focusShown = false;
};

} // namespace negatoscope::ui
