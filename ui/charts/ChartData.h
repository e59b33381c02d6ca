#pragma once

#include "ui/shell/Theme.h"

#include <QList>
#include <QPointF>
#include <QString>
#include <QStringList>

#include <functional>
#include <optional>

namespace negatoscope::ui {

/// One axis of a chart.
struct ChartAxis
{
    QString title{};
    double low = 0.0;
    double high = 1.0;
    QList<double> ticks{};
    QStringList labels{}; ///< one per tick
};

/// Points joined by a line, or alone with error bars.
struct ChartLine
{
    enum class Style { Solid, Dashed, Dotted, Marks };

    QString name{};
    Token token = Token::Val;
    Style style = Style::Solid;
    QList<QPointF> points{};
    QList<QPointF> bars{};   ///< (low, high) of y per point; empty = none
    QList<double> weights{}; ///< 0…1 per mark, its size; empty = all alike
    bool speaks = true;    ///< hovering and the arrow keys say its points
};

/// The room between two lines over the same x: an interval.
struct ChartBand
{
    QString name{};
    Token token = Token::Val;
    QList<double> x{};
    QList<double> low{};
    QList<double> high{};
};

/// The same numbers as rows: for the eye, for a screen reader, for a file.
struct ChartTable
{
    QStringList heads;
    QList<QList<double>> rows; ///< NaN = nothing to say
    QList<int> decimals;       ///< per column, on the screen; files have 9 digits
};

/// Everything that a FigureChart shows, as one value.
struct ChartData
{
    QString title;
    ChartAxis x;
    ChartAxis y;
    QList<ChartBand> bands;
    QList<ChartLine> lines;
    QStringList words; ///< set into the empty corner: "AUC 0.975"
    Qt::Corner corner = Qt::BottomRightCorner;
    int draggable = -1; ///< line along which the operating point moves
    std::function<QString(int line, int point)> sentence; ///< what a point means
    ChartTable table;
};

/// Ticks at 0, 0.2 … 1 as numbers or percents.
ChartAxis unitAxis(const QString& title, bool percent = false);

} // namespace negatoscope::ui
