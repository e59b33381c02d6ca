#include "ui/charts/ConfusionMatrixView.h"

#include "core/base/Text.h"
#include "ui/shell/LightTheme.h"

#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <limits>

namespace negatoscope::ui {

namespace {

constexpr double kGap = 4.0;

QString percentText(double share)
{
    return QLocale().toString(100.0 * share, 'f', 1) + QStringLiteral("\u202f%");
}

} // namespace

struct ConfusionMatrixView::Canvas
{
    QRectF area;
    bool light = false;

    QColor colour(Token token, double alpha = 1.0) const
    {
        const Theme& theme = Theme::instance();
        QColor colour = light ? lightColor(token) : theme.color(token);
        colour.setAlphaF(static_cast<float>(alpha));
        return colour;
    }
};

ConfusionMatrixView::ConfusionMatrixView(QWidget* parent)
    : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    connect(&Theme::instance(), &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
    describe();
}

void ConfusionMatrixView::setMatrix(
    const QStringList& classNames, int positiveClass, const QList<qlonglong>& counts)
{
    if (counts.size() != classNames.size() * classNames.size()) {
        clear();
        return;
    }
    m_names = classNames;
    m_positive = positiveClass;
    m_counts = counts;
    m_current = std::clamp(m_current, -1, static_cast<int>(counts.size()) - 1);
    describe();
    update();
}

void ConfusionMatrixView::clear()
{
    m_names.clear();
    m_counts.clear();
    m_picked.clear();
    m_current = -1;
    m_hovered = -1;
    describe();
    update();
}

void ConfusionMatrixView::setContext(const QString& text)
{
    m_context = text;
    describe();
}

qlonglong ConfusionMatrixView::count(int truth, int call) const
{
    return m_counts.value(truth * classCount() + call);
}

QSize ConfusionMatrixView::sizeHint() const
{
    const Theme& theme = Theme::instance();
    const int classes = std::max(2, classCount());
    return {theme.px(24 + 80 * classes), theme.px(20 + 66 * classes)};
}

QSize ConfusionMatrixView::minimumSizeHint() const
{
    const Theme& theme = Theme::instance();
    const int classes = std::max(2, classCount());
    return {theme.px(24 + 56 * classes), theme.px(20 + 46 * classes)};
}

QRectF ConfusionMatrixView::cellRect(int truth, int call) const
{
    return cellRectIn(rect(), truth, call);
}

QRectF ConfusionMatrixView::cellRectIn(const QRectF& area, int truth, int call) const
{
    const Theme& theme = Theme::instance();
    const double left = theme.px(20);
    const double top = theme.px(18);
    const int classes = std::max(classCount(), 2);
    const double w = (area.width() - left - 2.0 - (classes - 1) * kGap) / classes;
    const double h = (area.height() - top - 2.0 - (classes - 1) * kGap) / classes;
    return {area.left() + left + call * (w + kGap), area.top() + top + truth * (h + kGap), w, h};
}

double ConfusionMatrixView::shareOf(int truth, int call) const
{
    qlonglong whole = 0;
    for (int other = 0; other < classCount(); ++other) {
        whole += m_share == Share::OfRow ? count(truth, other) : count(other, call);
    }
    return whole > 0 ? static_cast<double>(count(truth, call)) / static_cast<double>(whole)
                     : std::numeric_limits<double>::quiet_NaN();
}

void ConfusionMatrixView::setShare(Share share)
{
    m_share = share;
    update();
}

void ConfusionMatrixView::setPicked(const QList<QPair<int, int>>& cells)
{
    m_picked = cells;
    update();
}

QString ConfusionMatrixView::shortName(int cls) const
{
    const QString name = m_names.value(cls);
    return name.size() <= 7 ? name : name.left(5) + QLatin1Char('.');
}

QString ConfusionMatrixView::quadrantName(int truth, int call) const
{
    if (classCount() != 2) {
        return {};
    }
    const int positive = m_positive >= 0 ? m_positive : 1;
    if (truth == positive) {
        //: true positive / false negative
        return call == positive ? tr("TP") : tr("FN");
    }
    //: false positive / true negative
    return call == positive ? tr("FP") : tr("TN");
}

QString ConfusionMatrixView::cellSentence(int truth, int call) const
{
    qlonglong row = 0;
    for (int other = 0; other < classCount(); ++other) {
        row += count(truth, other);
    }
    const QLocale locale;
    return tr("%1 of %2 %3 films called %4")
        .arg(locale.toString(count(truth, call)), locale.toString(row), m_names.value(truth),
            m_names.value(call));
}

QString ConfusionMatrixView::itemText(int item) const
{
    const int truth = item / classCount();
    const int call = item % classCount();
    const double share = shareOf(truth, call);
    return cellSentence(truth, call) +
           (std::isnan(share) ? QString() : QStringLiteral(", ") + percentText(share));
}

QRect ConfusionMatrixView::itemRect(int item) const
{
    return cellRect(item / classCount(), item % classCount()).toAlignedRect();
}

bool ConfusionMatrixView::isItemSelected(int item) const
{
    return m_picked.contains({item / classCount(), item % classCount()});
}

void ConfusionMatrixView::describe()
{
    QString name = tr("Confusion matrix");
    if (!m_context.isEmpty()) {
        name += QStringLiteral(", ") + m_context;
    }
    setAccessibleName(name);
    QStringList cells;
    for (int truth = 0; truth < classCount(); ++truth) {
        for (int call = 0; call < classCount(); ++call) {
            cells += cellSentence(truth, call);
        }
    }
    setAccessibleDescription(
        cells.isEmpty() ? tr("no result yet") : cells.join(QStringLiteral("; ")));
}

void ConfusionMatrixView::paintHeads(QPainter& painter, const Canvas& canvas) const
{
    const Theme& theme = Theme::instance();
    const int classes = std::max(classCount(), 2);
    painter.setFont(theme.font(FontRole::Micro));
    const QFontMetrics metrics = painter.fontMetrics();
    const int room = static_cast<int>(cellRectIn(canvas.area, 0, 0).width());
    bool narrow = false;
    for (int cls = 0; cls < classCount(); ++cls) {
        narrow =
            narrow || metrics.horizontalAdvance(tr("called %1").arg(shortName(cls))) > room - 6;
    }
    for (int cls = 0; cls < classes; ++cls) {
        const QRectF top = cellRectIn(canvas.area, 0, cls);
        painter.setPen(canvas.colour(Token::Text2));
        QString head = QStringLiteral("–");
        if (classCount() > 0) {
            //: "called NORMAL", where there is less room
            head = (narrow ? tr("as %1") : tr("called %1")).arg(shortName(cls));
        }
        painter.drawText(QRectF(top.left(), canvas.area.top(), top.width(), theme.px(16)),
            Qt::AlignCenter | Qt::TextSingleLine, metrics.elidedText(head, Qt::ElideRight, room));
    }
    QFont strong = theme.font(FontRole::Micro);
    strong.setWeight(QFont::DemiBold);
    painter.setFont(strong);
    for (int cls = 0; cls < classCount(); ++cls) {
        const QRectF side = cellRectIn(canvas.area, cls, 0);
        painter.save();
        painter.translate(canvas.area.left(), side.bottom());
        painter.rotate(-90);
        painter.setPen(canvas.colour(
            classCount() == 2 ? Theme::classTextToken(cls, m_positive) : Token::Text2));
        painter.drawText(QRectF(0, 0, side.height(), theme.px(16)),
            Qt::AlignCenter | Qt::TextSingleLine,
            painter.fontMetrics().elidedText(
                shortName(cls), Qt::ElideRight, static_cast<int>(side.height())));
        painter.restore();
    }
}

void ConfusionMatrixView::paintCell(
    QPainter& painter, const Canvas& canvas, int truth, int call) const
{
    const Theme& theme = Theme::instance();
    const QRectF cell = cellRectIn(canvas.area, truth, call);
    const int index = truth * classCount() + call;
    const double share = shareOf(truth, call);
    const bool known = !std::isnan(share);
    const Token hue = classCount() == 2 ? Theme::classToken(truth, m_positive) : Token::Val;
    const bool correct = truth == call;
    // Correct cells are filled by their share of the row; errors are outlined with a faint tint.
    painter.setBrush(canvas.colour(hue, correct ? 0.10 + 0.40 * (known ? share : 0.0) : 0.07));
    const bool marked = !canvas.light && index == m_hovered;
    painter.setPen(correct && !marked ? QPen(Qt::NoPen) : QPen(canvas.colour(hue), 1.5));
    painter.drawRoundedRect(cell.adjusted(1, 1, -1, -1), 5, 5);
    if (!canvas.light && m_picked.contains({truth, call})) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(canvas.colour(Token::Accent), 3));
        painter.drawRoundedRect(cell.adjusted(2, 2, -2, -2), 5, 5);
    }
    if (!canvas.light && hasFocus() && index == m_current) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(canvas.colour(Token::Focus), 2));
        painter.drawRoundedRect(cell.adjusted(1, 1, -1, -1), 5, 5);
    }

    painter.setPen(canvas.colour(Token::Text));
    painter.setFont(theme.font(FontRole::Micro));
    painter.drawText(
        cell.adjusted(8, 4, -4, -4), Qt::AlignLeft | Qt::AlignTop, quadrantName(truth, call));
    const double middle = cell.center().y();
    const bool tight = cell.height() < theme.px(48);
    painter.setFont(theme.font(tight ? FontRole::Card : FontRole::Matrix));
    painter.drawText(QRectF(cell.left(), middle - theme.px(15), cell.width(), theme.px(26)),
        Qt::AlignCenter, QLocale().toString(count(truth, call)));
    painter.setFont(theme.font(FontRole::Micro));
    const QRectF below(cell.left(), middle + theme.px(11), cell.width(), theme.px(14));
    if (below.bottom() <= cell.bottom()) {
        painter.drawText(below, Qt::AlignCenter, known ? percentText(share) : QString());
    }
}

void ConfusionMatrixView::render(QPainter& painter, const QRectF& area, bool light) const
{
    const Canvas canvas{area, light};
    painter.setRenderHint(QPainter::Antialiasing);
    paintHeads(painter, canvas);
    if (classCount() == 0) {
        for (int cell = 0; cell < 4; ++cell) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(canvas.colour(Token::Inset));
            painter.drawRoundedRect(cellRectIn(area, cell / 2, cell % 2), 5, 5);
        }
        return;
    }
    for (int truth = 0; truth < classCount(); ++truth) {
        for (int call = 0; call < classCount(); ++call) {
            paintCell(painter, canvas, truth, call);
        }
    }
}

QString ConfusionMatrixView::csv() const
{
    const auto field = [](const QString& text) {
        return QString::fromStdString(base::csvField(text.toStdString()));
    };
    QStringList lines{QStringLiteral("truth")};
    for (const QString& name : m_names) {
        lines[0] += QLatin1Char(',') + field(QStringLiteral("called ") + name);
    }
    for (int truth = 0; truth < classCount(); ++truth) {
        QString line = field(m_names.at(truth));
        for (int call = 0; call < classCount(); ++call) {
            line += QLatin1Char(',') + QString::number(count(truth, call));
        }
        lines << line;
    }
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

void ConfusionMatrixView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    render(painter, rect(), false);
}

int ConfusionMatrixView::cellAt(const QPointF& position) const
{
    for (int index = 0; index < static_cast<int>(m_counts.size()); ++index) {
        if (cellRect(index / classCount(), index % classCount()).contains(position)) {
            return index;
        }
    }
    return -1;
}

void ConfusionMatrixView::pick(int cell, bool more)
{
    m_current = cell;
    const Cell chosen{cell / classCount(), cell % classCount()};
    QList<Cell> cells = m_picked;
    if (cells.contains(chosen)) {
        more ? static_cast<void>(cells.removeAll(chosen)) : cells.clear();
    } else {
        if (!more) {
            cells.clear();
        }
        cells << chosen;
    }
    m_picked = cells;
    update();
    Q_EMIT picked(cells);
}

void ConfusionMatrixView::mousePressEvent(QMouseEvent* event)
{
    const int cell = cellAt(event->position());
    if (event->button() == Qt::LeftButton && cell >= 0) {
        pick(cell, event->modifiers().testFlag(Qt::ControlModifier));
    }
}

void ConfusionMatrixView::mouseDoubleClickEvent(QMouseEvent* event)
{
    const int cell = cellAt(event->position());
    if (event->button() == Qt::LeftButton && cell >= 0) {
        Q_EMIT cellActivated(cell / classCount(), cell % classCount());
    }
}

void ConfusionMatrixView::mouseMoveEvent(QMouseEvent* event)
{
    const int cell = cellAt(event->position());
    if (cell != m_hovered) {
        m_hovered = cell;
        setToolTip(cell >= 0 ? cellSentence(cell / classCount(), cell % classCount()) : QString());
        setCursor(cell >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
        update();
    }
}

void ConfusionMatrixView::leaveEvent(QEvent*)
{
    m_hovered = -1;
    update();
}

void ConfusionMatrixView::focusInEvent(QFocusEvent* event)
{
    if (m_current < 0 && classCount() > 0) {
        m_current = 0;
    }
    QWidget::focusInEvent(event);
}

void ConfusionMatrixView::keyPressEvent(QKeyEvent* event)
{
    if (classCount() == 0) {
        QWidget::keyPressEvent(event);
        return;
    }
    int truth = std::max(m_current, 0) / classCount();
    int call = std::max(m_current, 0) % classCount();
    switch (event->key()) {
    case Qt::Key_Left:
        call = std::max(call - 1, 0);
        break;
    case Qt::Key_Right:
        call = std::min(call + 1, classCount() - 1);
        break;
    case Qt::Key_Up:
        truth = std::max(truth - 1, 0);
        break;
    case Qt::Key_Down:
        truth = std::min(truth + 1, classCount() - 1);
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (event->modifiers().testFlag(Qt::ControlModifier)) { // trains
            QWidget::keyPressEvent(event);
            return;
        }
        Q_EMIT cellActivated(truth, call);
        return;
    case Qt::Key_Space:
        pick(truth * classCount() + call, event->modifiers().testFlag(Qt::ControlModifier));
        return;
    case Qt::Key_Escape:
        if (!m_picked.isEmpty()) {
            m_picked.clear();
            update();
            Q_EMIT picked({});
        }
        return;
    default:
        QWidget::keyPressEvent(event);
        return;
    }
    m_current = truth * classCount() + call;
    update();
    setToolTip(cellSentence(truth, call));
    announceItem(*this, m_current);
}

} // namespace negatoscope::ui
