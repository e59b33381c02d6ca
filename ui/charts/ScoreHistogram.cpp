#include "ui/charts/ScoreHistogram.h"

#include "ui/shell/LightTheme.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace negatoscope::ui {

namespace {

constexpr int kBins = 40;
constexpr double kLowest = 0.001; ///< left end of the axis
constexpr double kHighest = 0.9995;

constexpr double kMiddle = 0.42; ///< height of the axis between the classes

QColor colourOf(Token token, bool light)
{
    const Theme& theme = Theme::instance();
    return light ? lightColor(token) : theme.color(token);
}

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
    std::sort(m_negative.begin(), m_negative.end());
    std::sort(m_positive.begin(), m_positive.end());
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

QRectF ScoreHistogram::plotRect(const QRectF& area) const
{
    const Theme& theme = Theme::instance();
    return area.adjusted(10, theme.px(16), -10, -theme.px(18));
}

double ScoreHistogram::xOf(const QRectF& area, double score) const
{
    const QRectF plot = plotRect(area);
    return plot.left() + fractionOf(score) * plot.width();
}

double ScoreHistogram::scoreAt(double x) const
{
    const QRectF plot = plotRect(rect());
    return scoreOf((x - plot.left()) / plot.width());
}

void ScoreHistogram::describe()
{
    const QLocale locale;
    setAccessibleName(tr("Threshold %1 percent").arg(locale.toString(100.0 * m_threshold, 'f', 1)));
    const auto above = [this](const QList<double>& scores) {
        return scores.end() - std::lower_bound(scores.begin(), scores.end(), m_threshold);
    };
    setAccessibleDescription(
        tr("%1 of %2 %3 and %4 of %5 %6 score at or above it; arrow keys move it")
            .arg(locale.toString(static_cast<qlonglong>(above(m_negative))),
                locale.toString(m_negative.size()), m_negativeName,
                locale.toString(static_cast<qlonglong>(above(m_positive))),
                locale.toString(m_positive.size()), m_positiveName));
}

void ScoreHistogram::paintBars(QPainter& painter, const QRectF& area, bool light) const
{
    const Theme& theme = Theme::instance();
    const QRectF plot = plotRect(area);
    const double middle = plot.top() + plot.height() * kMiddle;
    const int highest =
        std::max({1, *std::max_element(m_negativeBins.begin(), m_negativeBins.end()),
            *std::max_element(m_positiveBins.begin(), m_positiveBins.end())});
    const double unit = plot.height() * (0.98 - kMiddle) / std::sqrt(highest);
    const double binWidth = plot.width() / kBins;
    for (const bool up : {true, false}) {
        const QList<int>& bins = up ? m_negativeBins : m_positiveBins;
        QColor colour = colourOf(up ? Token::Normal : Token::Pneu, light);
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
            colour.setAlphaF(1.0F);
            painter.setPen(wrong ? QPen(colour, 1) : QPen(Qt::NoPen));
            colour.setAlphaF(wrong ? 0.45F : 1.0F);
            painter.setBrush(colour);
            painter.drawRect(bar);
        }
    }
    painter.setPen(QPen(colourOf(Token::Axis, light), 1));
    painter.drawLine(QPointF(plot.left(), middle), QPointF(plot.right(), middle));
    painter.setFont(theme.font(FontRole::Tick));
    painter.setPen(colourOf(Token::Text3, light));
    const QLocale locale;
    for (const double tick : {0.01, 0.1, 0.5, 0.9, 0.99, 0.999}) {
        const QString text =
            locale.toString(100.0 * tick, 'f', tick > 0.99 ? 1 : 0) + QStringLiteral("\u202f%");
        const double w = painter.fontMetrics().horizontalAdvance(text);
        const double left =
            std::clamp(xOf(area, tick) - w / 2, area.left(), area.right() - w - 1.0);
        painter.drawText(QRectF(left, plot.bottom() + 2, w + 2, theme.px(15)),
            Qt::AlignLeft | Qt::AlignVCenter, text);
    }
}

/// The threshold: a line through both halves and a handle on the axis.
void ScoreHistogram::paintHandle(QPainter& painter, const QRectF& area, bool light) const
{
    const Theme& theme = Theme::instance();
    const QRectF plot = plotRect(area);
    const double middle = plot.top() + plot.height() * kMiddle;
    const double x = xOf(area, m_threshold);
    painter.setPen(QPen(colourOf(Token::Text, light), 2));
    painter.drawLine(QPointF(x, plot.top() - theme.px(10)), QPointF(x, plot.bottom()));
    const QRectF handle(x - 7, middle - 12, 14, 24);
    painter.setBrush(colourOf(Token::Surface, light));
    const bool focused = hasFocus() && !light;
    painter.setPen(QPen(colourOf(focused ? Token::Focus : Token::Text, light), 2));
    painter.drawRoundedRect(handle, 5, 5);
    painter.setPen(QPen(colourOf(Token::Text2, light), 1));
    painter.drawLine(QPointF(x - 2, middle - 5), QPointF(x - 2, middle + 5));
    painter.drawLine(QPointF(x + 2, middle - 5), QPointF(x + 2, middle + 5));
}

void ScoreHistogram::render(QPainter& painter, const QRectF& area, bool light) const
{
    const Theme& theme = Theme::instance();
    const QLocale locale;
    painter.setRenderHint(QPainter::Antialiasing);
    paintBars(painter, area, light);
    const QRectF plot = plotRect(area);
    QFont strong = theme.font(FontRole::Label);
    strong.setWeight(QFont::DemiBold);
    painter.setFont(strong);
    painter.setPen(colourOf(Token::NormalText, light));
    painter.drawText(QRectF(plot.left() - 6, area.top(), plot.width(), theme.px(15)),
        Qt::AlignLeft | Qt::AlignVCenter,
        QStringLiteral("%1 %2").arg(m_negativeName, locale.toString(m_negative.size())));
    painter.setPen(colourOf(Token::PneuText, light));
    painter.drawText(
        QRectF(plot.left() - 6, plot.bottom() - theme.px(15), plot.width(), theme.px(15)),
        Qt::AlignLeft | Qt::AlignVCenter,
        QStringLiteral("%1 %2").arg(m_positiveName, locale.toString(m_positive.size())));
    paintHandle(painter, area, light);
}

void ScoreHistogram::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    render(painter, rect(), false);
}

QString ScoreHistogram::barSentence(const QPointF& position) const
{
    const QRectF plot = plotRect(rect());
    const int bin = static_cast<int>((position.x() - plot.left()) / plot.width() * kBins);
    if (bin < 0 || bin >= kBins) {
        return {};
    }
    const QLocale locale;
    const auto percent = [&locale](double score) {
        return locale.toString(100.0 * score, 'f', 1) + QStringLiteral("\u202f%");
    };
    return tr("Scores from %1 to %2: %3 %4 and %5 %6 films")
        .arg(percent(scoreOf(static_cast<double>(bin) / kBins)),
            percent(scoreOf((bin + 1.0) / kBins)), locale.toString(m_negativeBins.at(bin)),
            m_negativeName, locale.toString(m_positiveBins.at(bin)), m_positiveName);
}

bool ScoreHistogram::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        QToolTip::showText(help->globalPos(), barSentence(help->pos()), this);
        return true;
    }
    return QWidget::event(event);
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
    double step = 0.01;
    if (event->modifiers().testFlag(Qt::ShiftModifier)) {
        step = 0.001;
    } else if (event->modifiers().testFlag(Qt::ControlModifier)) {
        step = 0.1;
    }
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
