#include "ui/home/RunTile.h"

#include "ui/shell/Theme.h"

#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace negatoscope::ui {

namespace {

constexpr int kLargestMatrix = 6; ///< more classes than this are unreadable at this size

QString whenText(const QDateTime& time)
{
    const QDate today = QDate::currentDate();
    if (time.date() == today) {
        return RunTile::tr("today %1").arg(QLocale().toString(time.time(), QLocale::ShortFormat));
    }
    if (time.date() == today.addDays(-1)) {
        return RunTile::tr("yesterday");
    }
    return QLocale().toString(time.date(), QLocale::ShortFormat);
}

} // namespace

RunTile::RunTile(const RecentRun& run, QWidget* parent)
    : QAbstractButton(parent)
    , m_run(run)
{
    setObjectName(QStringLiteral("recentRun"));
    setText(m_run.title);
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setAccessibleName(tr("Open %1 in the Lab").arg(m_run.title));
    setAccessibleDescription(
        QStringList{m_run.settings, figuresLine(), whenText(m_run.finished)}.join(
            QStringLiteral(". ")));
    setToolTip(accessibleName());
    connect(&Theme::instance(), &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

QSize RunTile::sizeHint() const
{
    return {Theme::instance().px(320), Theme::instance().px(206)};
}

QSize RunTile::minimumSizeHint() const
{
    return {Theme::instance().px(220), Theme::instance().px(150)};
}

void RunTile::enterEvent(QEnterEvent* event)
{
    update();
    QAbstractButton::enterEvent(event);
}

void RunTile::leaveEvent(QEvent* event)
{
    update();
    QAbstractButton::leaveEvent(event);
}

QString RunTile::figuresLine() const
{
    QStringList parts;
    if (m_run.auc) {
        parts += tr("AUC %1").arg(QLocale().toString(*m_run.auc, 'f', 3));
    }
    if (m_run.specificity) {
        parts += tr("spec. %1 %").arg(QLocale().toString(100.0 * *m_run.specificity, 'f', 1));
    }
    return parts.join(QStringLiteral(" · "));
}

void RunTile::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::instance();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(
        hasFocus() ? QPen(theme.color(Token::Focus), 2.0) : QPen(theme.color(Token::Border), 1.0));
    painter.setBrush(theme.color(underMouse() || isDown() ? Token::Hover : Token::Surface));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 9, 9);

    const double pad = theme.px(11);
    const QRectF inner = QRectF(rect()).adjusted(pad, pad, -pad, -pad);
    const double wordsHeight = theme.px(58);
    const double pictures = inner.height() - wordsHeight - theme.px(6);
    const double side = std::min(pictures, inner.width() * 0.44);
    const double gap = theme.px(8);
    const QRectF matrix(inner.right() - side, inner.top(), side, pictures);
    paintCurves(painter, QRectF(inner.left(), inner.top(), inner.width() - side - gap, pictures));
    paintMatrix(painter, matrix);
    paintWords(
        painter, QRectF(inner.left(), inner.bottom() - wordsHeight, inner.width(), wordsHeight));
}

void RunTile::paintCurves(QPainter& painter, const QRectF& area) const
{
    const Theme& theme = Theme::instance();
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.color(Token::Inset));
    painter.drawRoundedRect(area, 6, 6);
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    double epochs = 1.0;
    for (const QList<QPointF>* line : {&m_run.trainLoss, &m_run.validationLoss}) {
        for (const QPointF& point : *line) {
            low = std::min(low, point.y());
            high = std::max(high, point.y());
            epochs = std::max(epochs, point.x());
        }
    }
    if (!(low <= high)) {
        painter.setPen(theme.color(Token::Text3));
        painter.setFont(theme.font(FontRole::Small));
        painter.drawText(area, Qt::AlignCenter, tr("no epoch"));
        return;
    }
    const QRectF plot = area.adjusted(theme.px(12), theme.px(14), -theme.px(12), -theme.px(14));
    const double span = std::max(high - low, 1e-12);
    const auto at = [&](const QPointF& point) {
        return QPointF(
            plot.left() + plot.width() * (epochs > 1.0 ? (point.x() - 1.0) / (epochs - 1.0) : 0.5),
            plot.bottom() - plot.height() * (point.y() - low) / span);
    };
    const auto drawLine = [&](const QList<QPointF>& points, const QPen& pen) {
        QPolygonF line;
        for (const QPointF& point : points) {
            line.append(at(point));
        }
        painter.setBrush(Qt::NoBrush);
        painter.setPen(pen);
        painter.drawPolyline(line);
    };
    drawLine(m_run.trainLoss, QPen(theme.color(Token::Train), 1.4, Qt::DashLine));
    drawLine(m_run.validationLoss, QPen(theme.color(Token::Val), 1.8));
    for (const QPointF& point : m_run.validationLoss) {
        if (static_cast<int>(point.x()) == m_run.bestEpoch) {
            painter.setBrush(theme.color(Token::Surface));
            painter.drawEllipse(at(point), 3.4, 3.4);
        }
    }
}

void RunTile::paintMatrix(QPainter& painter, const QRectF& area) const
{
    const Theme& theme = Theme::instance();
    const int classes = m_run.classes;
    if (classes < 2 || classes > kLargestMatrix) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.color(Token::Inset));
        painter.drawRoundedRect(area, 6, 6);
        painter.setPen(theme.color(Token::Text3));
        painter.setFont(theme.font(FontRole::Small));
        painter.drawText(area, Qt::AlignCenter | Qt::TextWordWrap,
            classes == 0 ? tr("no scores here") : tr("%1 classes").arg(classes));
        return;
    }
    const double gap = 2.0;
    const double width = (area.width() - gap * (classes - 1)) / classes;
    const double height = (area.height() - gap * (classes - 1)) / classes;
    painter.setFont(theme.font(classes == 2 ? FontRole::Strong : FontRole::Micro));
    for (int truth = 0; truth < classes; ++truth) {
        qlonglong row = 0;
        for (int call = 0; call < classes; ++call) {
            row += m_run.counts.at(truth * classes + call);
        }
        const QColor colour = theme.color(Theme::classToken(truth, m_run.positiveClass));
        for (int call = 0; call < classes; ++call) {
            const qlonglong count = m_run.counts.at(truth * classes + call);
            const double share =
                row > 0 ? static_cast<double>(count) / static_cast<double>(row) : 0;
            const QRectF cell(area.left() + call * (width + gap),
                area.top() + truth * (height + gap), width, height);
            QColor ground = colour;
            ground.setAlphaF(truth == call ? static_cast<float>(0.15 + 0.35 * share)
                                           : static_cast<float>(0.35 * share));
            painter.setBrush(ground);
            painter.setPen(truth == call ? QPen(Qt::NoPen) : QPen(colour, 1.2));
            painter.drawRoundedRect(cell.adjusted(0.6, 0.6, -0.6, -0.6), 3, 3);
            painter.setPen(theme.color(Token::Text));
            painter.drawText(cell, Qt::AlignCenter, QLocale().toString(count));
        }
    }
}

void RunTile::paintWords(QPainter& painter, const QRectF& area) const
{
    const Theme& theme = Theme::instance();
    const double line = area.height() / 3.0;
    QFont font = theme.font(FontRole::Strong);
    painter.setFont(font);
    painter.setPen(theme.color(Token::Text));
    const QString title = painter.fontMetrics().elidedText(
        m_run.title, Qt::ElideRight, static_cast<int>(area.width() - theme.px(60)));
    painter.drawText(QRectF(area.left(), area.top(), area.width(), line),
        Qt::AlignLeft | Qt::AlignVCenter, title);
    if (m_run.best) {
        const double left = area.left() + painter.fontMetrics().horizontalAdvance(title) + 8.0;
        painter.setFont(theme.font(FontRole::Label));
        const QString word = tr("best");
        const QRectF badge(left, area.top() + 1.5,
            painter.fontMetrics().horizontalAdvance(word) + theme.px(30), line - 3.0);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.color(Token::OkSoft));
        painter.drawRoundedRect(badge, badge.height() / 2, badge.height() / 2);
        const int star = theme.px(11);
        painter.drawPixmap(QPointF(badge.left() + 7.0, badge.center().y() - star / 2.0),
            theme.pixmap(QStringLiteral("star"), star, Token::Ok, devicePixelRatioF()));
        painter.setPen(theme.color(Token::Ok));
        painter.drawText(
            badge.adjusted(theme.px(21), 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, word);
    }
    painter.setFont(theme.font(FontRole::Small));
    painter.setPen(theme.color(Token::Text2));
    painter.drawText(QRectF(area.left(), area.top() + line, area.width(), line),
        Qt::AlignLeft | Qt::AlignVCenter,
        painter.fontMetrics().elidedText(
            m_run.settings, Qt::ElideRight, static_cast<int>(area.width())));
    const QRectF last(area.left(), area.top() + 2 * line, area.width(), line);
    const QString when = whenText(m_run.finished);
    painter.setPen(theme.color(Token::Text3));
    painter.drawText(last, Qt::AlignRight | Qt::AlignVCenter, when);
    const int room = static_cast<int>(
        area.width() - painter.fontMetrics().horizontalAdvance(when) - theme.px(8));
    painter.setFont(theme.font(FontRole::Strong));
    painter.setPen(theme.color(Token::Text));
    painter.drawText(last, Qt::AlignLeft | Qt::AlignVCenter,
        painter.fontMetrics().elidedText(figuresLine(), Qt::ElideRight, room));
}

} // namespace negatoscope::ui
