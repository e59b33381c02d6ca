#include "ui/charts/ScoreHistogram.h"

#include "ui/shell/Theme.h"

#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace negatoscope::ui {

namespace {

constexpr int kBins = 40;
constexpr double kLowest = 0.001; ///< left end of the axis
constexpr double kHighest = 0.9995;

double logOdds(double score)
{
    const double p = std::clamp(score, kLowest, kHighest);
    return std::log(p / (1.0 - p));
}

double fractionOf(double score)
{
    return (logOdds(score) - logOdds(kLowest)) / (logOdds(kHighest) - logOdds(kLowest));
}

double scoreOf(double fraction)
{
    const double z =
        logOdds(kLowest) + std::clamp(fraction, 0.0, 1.0) * (logOdds(kHighest) - logOdds(kLowest));
    return 1.0 / (1.0 + std::exp(-z));
}

QList<int> binned(const QList<double>& scores)
{
    QList<int> bins(kBins, 0);
    for (const double score : scores) {
        ++bins[std::clamp(static_cast<int>(fractionOf(score) * kBins), 0, kBins - 1)];
    }
    return bins;
}

} // namespace

ScoreHistogram::ScoreHistogram(QWidget* parent)
    : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    connect(&Theme::instance(), &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
    rebin();
}

void ScoreHistogram::setScores(const QList<double>& scores, const QList<bool>& positive,
    const QString& negativeName, const QString& positiveName)
{
    m_negative.clear();
    m_positive.clear();
    for (qsizetype i = 0; i < std::min(scores.size(), positive.size()); ++i) {
        (positive.at(i) ? m_positive : m_negative).append(scores.at(i));
    }
    m_negativeName = negativeName;
    m_positiveName = positiveName;
    rebin();
}

void ScoreHistogram::clear()
{
    m_negative.clear();
    m_positive.clear();
    rebin();
}

void ScoreHistogram::rebin()
{
    m_negativeBins = binned(m_negative);
    m_positiveBins = binned(m_positive);
    describe();
    update();
}

void ScoreHistogram::setThreshold(double threshold)
{
    threshold = std::clamp(threshold, kLowest, kHighest);
    if (!qFuzzyCompare(threshold, m_threshold)) {
        m_threshold = threshold;
        describe();
        update();
        Q_EMIT thresholdChanged(threshold);
    }
}

QSize ScoreHistogram::sizeHint() const
{
    return {340, Theme::instance().px(112)};
}

QSize ScoreHistogram::minimumSizeHint() const
{
    return {200, Theme::instance().px(76)};
}

QRectF ScoreHistogram::plotRect() const
{
    const Theme& theme = Theme::instance();
    return QRectF(rect()).adjusted(10, theme.px(16), -10, -theme.px(18));
}

double ScoreHistogram::xOf(double score) const
{
    const QRectF plot = plotRect();
    return plot.left() + fractionOf(score) * plot.width();
}

double ScoreHistogram::scoreAt(double x) const
{
    const QRectF plot = plotRect();
    return scoreOf((x - plot.left()) / plot.width());
}

void ScoreHistogram::describe()
{
    const QLocale locale;
    setAccessibleName(tr("Threshold %1 percent").arg(locale.toString(100.0 * m_threshold, 'f', 1)));
    const auto above = [this](const QList<double>& scores) {
        return std::count_if(
            scores.begin(), scores.end(), [this](double s) { return s >= m_threshold; });
    };
    setAccessibleDescription(
        tr("%1 of %2 %3 and %4 of %5 %6 score at or above it; arrow keys move it")
            .arg(locale.toString(static_cast<qlonglong>(above(m_negative))),
                locale.toString(m_negative.size()), m_negativeName,
                locale.toString(static_cast<qlonglong>(above(m_positive))),
                locale.toString(m_positive.size()), m_positiveName));
}

void ScoreHistogram::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::instance();
    const QLocale locale;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF plot = plotRect();
    const double middle = plot.top() + plot.height() * 0.42;
    const int highest =
        std::max({1, *std::max_element(m_negativeBins.begin(), m_negativeBins.end()),
            *std::max_element(m_positiveBins.begin(), m_positiveBins.end())});
    const double unit = plot.height() * 0.56 / std::sqrt(highest);
    const double binWidth = plot.width() / kBins;

    const auto drawBars = [&](const QList<int>& bins, Token hue, bool up) {
        for (int bin = 0; bin < kBins; ++bin) {
            if (bins.at(bin) == 0) {
                continue;
            }
            const double h = std::min(
                std::sqrt(bins.at(bin)) * unit, up ? middle - plot.top() : plot.bottom() - middle);
            const double x = plot.left() + bin * binWidth;
            const QRectF bar(x + 0.5, up ? middle - h : middle, binWidth - 1.0, h);
            const bool called = scoreOf((bin + 0.5) / kBins) >= m_threshold;
            const bool wrong = up ? called : !called;
            painter.setPen(wrong ? QPen(theme.color(hue), 1) : QPen(Qt::NoPen));
            painter.setBrush(theme.color(hue, wrong ? 0.45 : 1.0));
            painter.drawRect(bar);
        }
    };
    drawBars(m_negativeBins, Token::Normal, true);
    drawBars(m_positiveBins, Token::Pneu, false);
    painter.setPen(QPen(theme.color(Token::Axis), 1));
    painter.drawLine(QPointF(plot.left(), middle), QPointF(plot.right(), middle));

    painter.setFont(theme.font(FontRole::Tick));
    painter.setPen(theme.color(Token::Text3));
    for (const double tick : {0.01, 0.1, 0.5, 0.9, 0.99, 0.999}) {
        const QString text =
            locale.toString(100.0 * tick, 'f', tick > 0.99 ? 1 : 0) + QStringLiteral("\u202f%");
        const double w = painter.fontMetrics().horizontalAdvance(text);
        const double left = std::clamp(xOf(tick) - w / 2, 0.0, width() - w - 1.0);
        painter.drawText(QRectF(left, plot.bottom() + 2, w + 2, theme.px(15)),
            Qt::AlignLeft | Qt::AlignVCenter, text);
    }
    QFont strong = theme.font(FontRole::Label);
    strong.setWeight(QFont::DemiBold);
    painter.setFont(strong);
    painter.setPen(theme.color(Token::NormalText));
    painter.drawText(QRectF(plot.left() - 6, 0, plot.width(), theme.px(15)),
        Qt::AlignLeft | Qt::AlignVCenter,
        QStringLiteral("%1 %2").arg(m_negativeName, locale.toString(m_negative.size())));
    painter.setPen(theme.color(Token::PneuText));
    painter.drawText(
        QRectF(plot.left() - 6, plot.bottom() - theme.px(15), plot.width(), theme.px(15)),
        Qt::AlignLeft | Qt::AlignVCenter,
        QStringLiteral("%1 %2").arg(m_positiveName, locale.toString(m_positive.size())));

    // The threshold: a line through both halves and a handle on the axis.
    const double x = xOf(m_threshold);
    painter.setPen(QPen(theme.color(Token::Text), 2));
    painter.drawLine(QPointF(x, plot.top() - theme.px(10)), QPointF(x, plot.bottom()));
    const QRectF handle(x - 7, middle - 12, 14, 24);
    painter.setBrush(theme.color(Token::Surface));
    painter.setPen(QPen(theme.color(hasFocus() ? Token::Focus : Token::Text), 2));
    painter.drawRoundedRect(handle, 5, 5);
    painter.setPen(QPen(theme.color(Token::Text2), 1));
    painter.drawLine(QPointF(x - 2, middle - 5), QPointF(x - 2, middle + 5));
    painter.drawLine(QPointF(x + 2, middle - 5), QPointF(x + 2, middle + 5));
}

void ScoreHistogram::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton) {
        setThreshold(scoreAt(event->position().x()));
    }
}

void ScoreHistogram::mouseMoveEvent(QMouseEvent* event)
{
    if (event->buttons().testFlag(Qt::LeftButton)) {
        setThreshold(scoreAt(event->position().x()));
    }
}

void ScoreHistogram::keyPressEvent(QKeyEvent* event)
{
    const double step = event->modifiers().testFlag(Qt::ShiftModifier) ? 0.001 : 0.01;
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Down:
        setThreshold(m_threshold - step);
        break;
    case Qt::Key_Right:
    case Qt::Key_Up:
        setThreshold(m_threshold + step);
        break;
    default:
        QWidget::keyPressEvent(event);
    }
}

} // namespace negatoscope::ui
