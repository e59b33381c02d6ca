#pragma once

#include "ui/shell/Theme.h"

#include <QAbstractTableModel>
#include <QList>
#include <QPointF>
#include <QWidget>

#include <optional>

class QStackedLayout;
class QTableView;

namespace negatoscope::ui {

class LineChartPlot;

/// What a line of a training chart means; it decides colour, dash and width.
enum class SeriesKind { Batch, Ghost, Train, Validation, Test };

/// How the values of a chart are written.
enum class ValueFormat { Number, Percent };

/// "0.110" or "97.1 %", in the locale's writing.
QString chartValueText(double value, ValueFormat format);

/// The numbers of a LineChart as a table: first column x (epoch), one column per series.
class ChartTableModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;
    void setColumns(const QString& xName, const QStringList& names,
        const QList<QList<QPointF>>& series, ValueFormat format);
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString m_xName;
    QStringList m_names;
    QList<double> m_x;
    QList<QList<std::optional<double>>> m_values; ///< by row, by series
    ValueFormat m_format = ValueFormat::Number;
};

/// Loss or accuracy over epochs: train dashed, validation solid, an older run thin behind them,
/// batches as a faint line, the best epoch marked, last values in a gutter at the right. The same
/// numbers stand in a table behind it (key T). Repaints at most once per event-loop turn.
class LineChart : public QWidget
{
    Q_OBJECT

public:
    explicit LineChart(const QString& title, ValueFormat format, QWidget* parent = nullptr);
    ~LineChart() override;

    void setTitle(const QString& title);
    /// Points with x in epochs (1-based; batches have fractions). An empty list hides the line.
    void setSeries(SeriesKind kind, const QString& name, const QList<QPointF>& points);
    void appendPoint(SeriesKind kind, const QPointF& point);
    /// The range of the validation line over several runs, as a soft band behind it: points with
    /// the same x. Empty lists hide it.
    void setBand(const QString& name, const QList<QPointF>& low, const QList<QPointF>& high);
    bool hasBand() const;
    void clear();
    QList<QPointF> points(SeriesKind kind) const;
    void setEpochs(int epochs); ///< x axis 1…epochs
    void setBestEpoch(std::optional<int> epoch);
    void setSelectedEpoch(std::optional<int> epoch); ///< a second rule, from the scrubber
    /// The last points are filled dots; drawn at most ten times a second, `delayMs` after a change.
    void setLive(bool live, int delayMs = 0);
    void setShowsXLabels(bool shows);
    bool isTableShown() const;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

public Q_SLOTS:
    void setTableShown(bool shown);

Q_SIGNALS:
    void epochHovered(int epoch); ///< 0 when the pointer leaves
    void epochClicked(int epoch);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void describe();
    void refreshTable();

    QString m_title;
    ValueFormat m_format;
    QStackedLayout* m_stack = nullptr;
    LineChartPlot* m_plot = nullptr;
    QTableView* m_table = nullptr;
    ChartTableModel* m_model = nullptr;
};

} // namespace negatoscope::ui
