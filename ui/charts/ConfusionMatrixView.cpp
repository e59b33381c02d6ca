#include "ui/charts/ConfusionMatrixView.h"

#include "ui/shell/Theme.h"

#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace negatoscope::ui {

namespace {

constexpr double kGap = 4.0;

QString percentText(double share)
{
    return QLocale().toString(100.0 * share, 'f', 1) + QStringLiteral("\u202f%");
}

} // namespace

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
    const Theme& theme = Theme::instance();
    const double left = theme.px(20);
    const double top = theme.px(18);
    const int classes = std::max(classCount(), 2);
    const double w = (width() - left - 2.0 - (classes - 1) * kGap) / classes;
    const double h = (height() - top - 2.0 - (classes - 1) * kGap) / classes;
    return {left + call * (w + kGap), top + truth * (h + kGap), w, h};
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

void ConfusionMatrixView::paintHeads(QPainter& painter) const
{
    const Theme& theme = Theme::instance();
    const int classes = std::max(classCount(), 2);
    painter.setFont(theme.font(FontRole::Micro));
    const QFontMetrics metrics = painter.fontMetrics();
    const int room = static_cast<int>(cellRect(0, 0).width());
    bool narrow = false;
    for (int cls = 0; cls < classCount(); ++cls) {
        narrow =
            narrow || metrics.horizontalAdvance(tr("called %1").arg(shortName(cls))) > room - 6;
    }
    for (int cls = 0; cls < classes; ++cls) {
        const QRectF top = cellRect(0, cls);
        painter.setPen(theme.color(Token::Text2));
        QString head = QStringLiteral("–");
        if (classCount() > 0) {
            //: "called NORMAL", where there is less room
            head = (narrow ? tr("as %1") : tr("called %1")).arg(shortName(cls));
        }
        painter.drawText(QRectF(top.left(), 0, top.width(), theme.px(16)),
            Qt::AlignCenter | Qt::TextSingleLine, metrics.elidedText(head, Qt::ElideRight, room));
    }
    QFont strong = theme.font(FontRole::Micro);
    strong.setWeight(QFont::DemiBold);
    painter.setFont(strong);
    for (int cls = 0; cls < classCount(); ++cls) {
        const QRectF side = cellRect(cls, 0);
        painter.save();
        painter.translate(0, side.bottom());
        painter.rotate(-90);
        painter.setPen(
            theme.color(classCount() == 2 ? Theme::classTextToken(cls, m_positive) : Token::Text2));
        painter.drawText(QRectF(0, 0, side.height(), theme.px(16)),
            Qt::AlignCenter | Qt::TextSingleLine,
            painter.fontMetrics().elidedText(
                shortName(cls), Qt::ElideRight, static_cast<int>(side.height())));
        painter.restore();
    }
}

void ConfusionMatrixView::paintCell(QPainter& painter, int truth, int call) const
{
    const Theme& theme = Theme::instance();
    const QRectF cell = cellRect(truth, call);
    const int index = truth * classCount() + call;
    qlonglong row = 0;
    for (int other = 0; other < classCount(); ++other) {
        row += count(truth, other);
    }
    const double share =
        row > 0 ? static_cast<double>(count(truth, call)) / static_cast<double>(row) : 0.0;
    const Token hue = classCount() == 2 ? Theme::classToken(truth, m_positive) : Token::Val;
    const bool correct = truth == call;
    // Correct cells are filled by their share of the row; errors are outlined with a faint tint.
    painter.setBrush(theme.color(hue, correct ? 0.10 + 0.40 * share : 0.07));
    const bool marked = index == m_hovered;
    painter.setPen(correct && !marked ? QPen(Qt::NoPen) : QPen(theme.color(hue), 1.5));
    painter.drawRoundedRect(cell.adjusted(1, 1, -1, -1), 5, 5);
    if (hasFocus() && index == m_current) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme.color(Token::Focus), 2));
        painter.drawRoundedRect(cell.adjusted(1, 1, -1, -1), 5, 5);
    }

    painter.setPen(theme.color(Token::Text));
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
        painter.drawText(below, Qt::AlignCenter, row > 0 ? percentText(share) : QString());
    }
}

void ConfusionMatrixView::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::instance();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintHeads(painter);
    if (classCount() == 0) {
        for (int truth = 0; truth < 2; ++truth) {
            for (int call = 0; call < 2; ++call) {
                painter.setPen(Qt::NoPen);
                painter.setBrush(theme.color(Token::Inset));
                painter.drawRoundedRect(cellRect(truth, call), 5, 5);
            }
        }
        return;
    }
    for (int truth = 0; truth < classCount(); ++truth) {
        for (int call = 0; call < classCount(); ++call) {
            paintCell(painter, truth, call);
        }
    }
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

void ConfusionMatrixView::mousePressEvent(QMouseEvent* event)
{
    const int cell = cellAt(event->position());
    if (event->button() == Qt::LeftButton && cell >= 0) {
        m_current = cell;
        update();
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
    case Qt::Key_Space:
        Q_EMIT cellActivated(truth, call);
        return;
    default:
        QWidget::keyPressEvent(event);
        return;
    }
    m_current = truth * classCount() + call;
    update();
    setToolTip(cellSentence(truth, call));
    // Said by a screen reader as the name changes.
    setAccessibleName(cellSentence(truth, call));
}

} // namespace negatoscope::ui
