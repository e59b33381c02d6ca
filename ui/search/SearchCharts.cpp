#include "ui/search/SearchCharts.h"

#include "ui/search/TrialModel.h"
#include "ui/shell/Theme.h"

#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace negatoscope::ui {

namespace {

QPen penOf(const QColor& color, qreal width, Qt::PenStyle style = Qt::SolidLine)
{
    QPen pen(color, width, style);
    pen.setCosmetic(true);
    return pen;
}

void beginPainting(QPainter& painter)
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(Theme::instance().font(FontRole::Tick));
}

} // namespace

// --- CurveFan

CurveFan::CurveFan(QWidget* parent)
    : QWidget(parent)
{
    setAccessibleName(tr("Learning curves of all trials"));
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void CurveFan::clear(const search::Objective& objective)
{
    m_objective = objective;
    m_trials.clear();
    m_running.clear();
    update();
}

void CurveFan::addPoint(int trial, double value)
{
    m_running[trial].push_back(value);
    update();
}

void CurveFan::setTrials(const std::vector<search::Trial>& bestFirst)
{
    m_trials = bestFirst;
    for (const search::Trial& trial : m_trials)
        m_running.erase(trial.number);
    setAccessibleDescription(
        m_trials.empty() ? tr("No trial yet") : tr("%n trials", nullptr, int(m_trials.size())));
    update();
}

void CurveFan::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::instance();
    QPainter painter(this);
    beginPainting(painter);
    std::vector<double> values;
    std::size_t epochs = 2;
    const auto look = [&](const std::vector<double>& curve) {
        epochs = std::max(epochs, curve.size());
        std::copy_if(curve.begin(), curve.end(), std::back_inserter(values),
            [](double value) { return std::isfinite(value); });
    };
    for (const search::Trial& trial : m_trials)
        look(trial.curve);
    for (const auto& [number, curve] : m_running)
        look(curve);
    const QRectF area =
        QRectF(rect()).adjusted(theme.px(52), theme.px(8), -theme.px(10), -theme.px(22));
    painter.setPen(theme.color(Token::Text3));
    if (values.empty()) {
        painter.drawText(rect(), Qt::AlignCenter, tr("Curves appear with the first epoch"));
        return;
    }
    std::sort(values.begin(), values.end());
    // The worst tenth would flatten all others: it is cut off at the edge.
    const std::size_t tenth = values.size() / 10;
    const bool small = m_objective.smallerIsBetter;
    const double low = small ? values.front() : values[tenth];
    const double high =
        std::max(low + 1e-6, small ? values[values.size() - 1 - tenth] : values.back());
    const auto place = [&](std::size_t epoch, double value) {
        return QPointF(area.left() + area.width() * double(epoch) / double(epochs - 1),
            area.bottom() - area.height() * (std::clamp(value, low, high) - low) / (high - low));
    };
    constexpr int kTicks = 4;
    for (int i = 0; i <= kTicks; ++i) {
        const double value = low + (high - low) * i / kTicks;
        const double y = place(0, value).y();
        painter.setPen(penOf(theme.color(Token::Grid), 1));
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
        painter.setPen(theme.color(Token::Text3));
        painter.drawText(QRectF(0, y - 8, area.left() - 6, 16), Qt::AlignRight | Qt::AlignVCenter,
            QLocale().toString(value, 'f', 3));
    }
    painter.drawText(QRectF(area.left(), area.bottom() + 2, area.width(), 18), Qt::AlignCenter,
        tr("epochs 1 to %1").arg(epochs));
    const auto draw = [&](const std::vector<double>& curve, const QPen& pen) {
        QPolygonF line;
        for (std::size_t e = 0; e < curve.size(); ++e)
            if (std::isfinite(curve[e]))
                line << place(e, curve[e]);
        painter.setPen(pen);
        if (line.size() == 1)
            painter.drawEllipse(line.front(), 1.5, 1.5);
        painter.drawPolyline(line);
    };
    for (const search::Trial& trial : m_trials)
        if (trial.outcome != search::TrialOutcome::Completed)
            draw(trial.curve, penOf(theme.color(Token::Axis, 0.6), 1, Qt::DashLine));
    for (const search::Trial& trial : m_trials)
        if (trial.outcome == search::TrialOutcome::Completed)
            draw(trial.curve, penOf(theme.color(Token::Train, 0.7), 1.2));
    for (const auto& [number, curve] : m_running)
        draw(curve, penOf(theme.color(Token::Val), 2));
    if (!m_trials.empty())
        draw(m_trials.front().curve, penOf(theme.color(Token::Accent), 2.5));
}

// --- ParallelCoordinates

ParallelCoordinates::ParallelCoordinates(QWidget* parent)
    : ParallelAxes(parent)
{
    setAccessibleName(tr("Parallel coordinates of all trials"));
    setEmptyText(tr("One line per trial will appear here"));
}

void ParallelCoordinates::setSpace(
    std::optional<search::SearchSpace> space, const search::Objective& objective)
{
    m_space = std::move(space);
    QList<ParallelAxis> axes;
    if (m_space) {
        for (const search::Parameter& parameter : m_space->parameters())
            axes.append({QString::fromStdString(parameter.path),
                trialValueText(parameter.valueAt(0.0)), trialValueText(parameter.valueAt(1.0))});
        axes.append({QString::fromStdString(objective.name), {}, {}, false});
    }
    setAxes(axes);
}

void ParallelCoordinates::setTrials(const std::vector<search::Trial>& bestFirst)
{
    std::vector<const search::Trial*> trials;
    for (const search::Trial& trial : bestFirst)
        if (m_space && trial.objective)
            trials.push_back(&trial);
    QList<ParallelLine> lines;
    const auto count = static_cast<double>(trials.size());
    for (std::size_t rank = 0; rank < trials.size(); ++rank) {
        ParallelLine line;
        for (std::size_t axis = 0; axis < m_space->dimensions(); ++axis)
            line.at.append(m_space->isActive(axis, trials[rank]->point)
                               ? trials[rank]->point[axis]
                               : std::numeric_limits<double>::quiet_NaN());
        line.at.append(1.0 - double(rank) / count);
        line.rank = double(rank) / std::max(1.0, count - 1.0);
        line.isFirst = rank == 0;
        line.isStopped = trials[rank]->outcome == search::TrialOutcome::StoppedEarly;
        lines.append(line);
    }
    setLines(lines);
}

QString ParallelCoordinates::description() const
{
    return tr("%1 of %2 trials inside the kept ranges").arg(keptCount()).arg(lines().size());
}

// --- BestSoFar

BestSoFar::BestSoFar(QWidget* parent)
    : QWidget(parent)
{
    setAccessibleName(tr("Best so far against the challenged run"));
    setToolTip(tr("Line: the best trial so far, one seed. Band: the challenged run, mean over its "
                  "seeds and 95 % interval"));
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void BestSoFar::clear(const search::Objective& objective)
{
    m_objective = objective;
    m_best.clear();
    m_reference.clear();
    setAccessibleDescription({});
    update();
}

void BestSoFar::add(const search::Trial& trial)
{
    if (!trial.objective || trial.stage == search::TrialStage::Finalist)
        return;
    if (trial.stage == search::TrialStage::Reference)
        m_reference.push_back(*trial.objective);
    else if (m_best.empty() ||
             m_objective.oriented(*trial.objective) > m_objective.oriented(m_best.back()))
        m_best.push_back(*trial.objective);
    else
        m_best.push_back(m_best.back());
    if (!m_best.empty())
        setAccessibleDescription(
            tr("Best %1 after %2 trials").arg(m_best.back(), 0, 'f', 4).arg(m_best.size()));
    update();
}

void BestSoFar::paintReference(QPainter& painter, const QRectF& area, double low, double high) const
{
    if (m_reference.empty())
        return;
    const Theme& theme = Theme::instance();
    const auto y = [&](double value) {
        return area.bottom() - area.height() * (std::clamp(value, low, high) - low) / (high - low);
    };
    const double mean = std::accumulate(m_reference.begin(), m_reference.end(), 0.0) /
                        static_cast<double>(m_reference.size());
    if (const auto interval = search::meanInterval(m_reference))
        painter.fillRect(QRectF(QPointF(area.left(), y(interval->high)),
                             QPointF(area.right(), y(interval->low))),
            theme.color(Token::Axis, 0.25));
    painter.setPen(penOf(theme.color(Token::Text3), 1.2, Qt::DashLine));
    painter.drawLine(QPointF(area.left(), y(mean)), QPointF(area.right(), y(mean)));
}

void BestSoFar::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::instance();
    QPainter painter(this);
    beginPainting(painter);
    std::vector<double> all = m_reference;
    // The first draws are anything; they would flatten what is looked for.
    all.insert(all.end(), m_best.begin() + static_cast<long>(m_best.size() / 10), m_best.end());
    if (all.empty()) {
        painter.setPen(theme.color(Token::Text3));
        painter.drawText(
            rect(), Qt::AlignCenter | Qt::TextWordWrap, tr("The challenged run is trained first"));
        return;
    }
    const auto [least, most] = std::minmax_element(all.begin(), all.end());
    const double margin = std::max(0.1 * (*most - *least), 1e-5);
    const double low = *least - margin;
    const double high = *most + margin;
    const QRectF area =
        QRectF(rect()).adjusted(theme.px(52), theme.px(8), -theme.px(8), -theme.px(20));
    const auto y = [&](double value) {
        return area.bottom() - area.height() * (std::clamp(value, low, high) - low) / (high - low);
    };
    for (const double value : {low, 0.5 * (low + high), high}) {
        painter.setPen(penOf(theme.color(Token::Grid), 1));
        painter.drawLine(QPointF(area.left(), y(value)), QPointF(area.right(), y(value)));
        painter.setPen(theme.color(Token::Text3));
        painter.drawText(QRectF(0, y(value) - 8, area.left() - 6, 16),
            Qt::AlignRight | Qt::AlignVCenter, QLocale().toString(value, 'f', 4));
    }
    painter.drawText(QRectF(area.left(), area.bottom() + 2, area.width(), 16), Qt::AlignCenter,
        tr("%n trials", nullptr, static_cast<int>(m_best.size())));
    paintReference(painter, area, low, high);
    QPolygonF line;
    const double step = area.width() / std::max<double>(1.0, static_cast<double>(m_best.size()));
    for (std::size_t i = 0; i < m_best.size(); ++i)
        line << QPointF(area.left() + step * static_cast<double>(i), y(m_best[i]))
             << QPointF(area.left() + step * static_cast<double>(i + 1), y(m_best[i]));
    painter.setPen(penOf(theme.color(Token::Accent), 2));
    painter.drawPolyline(line);
}

// --- ImportanceBars

ImportanceBars::ImportanceBars(QWidget* parent)
    : QWidget(parent)
{
    setAccessibleName(tr("Importance of each setting"));
    setToolTip(tr("Share of the variation that each setting explains by itself (functional ANOVA "
                  "over a random forest)"));
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void ImportanceBars::setImportances(const std::vector<search::Importance>& importances)
{
    m_importances = importances;
    QStringList parts;
    for (const search::Importance& importance : m_importances)
        parts << QStringLiteral("%1 %2 %")
                     .arg(QString::fromStdString(importance.path))
                     .arg(qRound(100.0 * importance.share));
    setAccessibleDescription(parts.join(QStringLiteral(", ")));
    update();
}

void ImportanceBars::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::instance();
    QPainter painter(this);
    beginPainting(painter);
    if (m_importances.empty()) {
        painter.setPen(theme.color(Token::Text3));
        painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap,
            tr("What mattered is known after 8 trials"));
        return;
    }
    const int row = theme.px(32);
    for (std::size_t i = 0; i < m_importances.size(); ++i) {
        const int top = int(i) * row;
        if (top + row > height())
            break;
        painter.setPen(theme.color(Token::Text2));
        const QString percent = QStringLiteral("%1 %").arg(qRound(100.0 * m_importances[i].share));
        painter.drawText(
            QRectF(0, top, width(), row / 2.0), Qt::AlignRight | Qt::AlignVCenter, percent);
        painter.drawText(QRectF(0, top, width() - theme.px(44), row / 2.0),
            Qt::AlignLeft | Qt::AlignVCenter,
            painter.fontMetrics().elidedText(QString::fromStdString(m_importances[i].path),
                Qt::ElideLeft, width() - theme.px(48)));
        const QRectF track(0, top + row / 2.0 + 3, width(), 6);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.color(Token::Inset));
        painter.drawRoundedRect(track, 3, 3);
        painter.setBrush(theme.color(Token::Accent));
        painter.drawRoundedRect(
            QRectF(track.topLeft(), QSizeF(track.width() * m_importances[i].share, track.height())),
            3, 3);
    }
}

} // namespace negatoscope::ui
