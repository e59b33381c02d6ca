#include "ui/shell/CommandPalette.h"

#include "ui/shell/Theme.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>

namespace negatoscope::ui {

namespace {

constexpr int kWidth = 560;
constexpr int kRows = 8;
constexpr int kRowHeight = 34;
constexpr int kTop = 54;

enum Role { EntryRole = Qt::UserRole + 1, DetailRole, IconRole };

/// Small letters without accents: "défi" is found by "defi".
QString folded(const QString& text)
{
    QString plain;
    for (const QChar letter : text.normalized(QString::NormalizationForm_D).toLower()) {
        if (letter.category() != QChar::Mark_NonSpacing) {
            plain.append(letter);
        }
    }
    return plain;
}

class EntryDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override
    {
        return {kWidth - 16, Theme::instance().px(kRowHeight)};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
        const QModelIndex& index) const override
    {
        const Theme& theme = Theme::instance();
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const QRectF row = QRectF(option.rect).adjusted(4, 1, -4, -1);
        const bool chosen = (option.state & QStyle::State_Selected) != 0;
        if (chosen) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(theme.color(Token::AccentSoft));
            painter->drawRoundedRect(row, 6, 6);
        }
        const QString icon = index.data(IconRole).toString();
        const double icons = theme.px(16);
        if (!icon.isEmpty()) {
            painter->drawPixmap(QPointF(row.left() + 10, row.center().y() - icons / 2),
                theme.pixmap(icon, static_cast<int>(icons), Token::Text2,
                    painter->device()->devicePixelRatioF()));
        }
        painter->setFont(theme.font(FontRole::Small));
        const QString detail = painter->fontMetrics().elidedText(
            index.data(DetailRole).toString(), Qt::ElideRight, static_cast<int>(row.width() / 2));
        const double detailWidth = painter->fontMetrics().horizontalAdvance(detail);
        painter->setPen(theme.color(Token::Text3));
        painter->drawText(row.adjusted(0, 0, -10, 0), Qt::AlignRight | Qt::AlignVCenter, detail);
        painter->setFont(theme.font(chosen ? FontRole::Strong : FontRole::Body));
        painter->setPen(theme.color(Token::Text));
        const QRectF text = row.adjusted(20 + icons, 0, -detailWidth - 24, 0);
        painter->drawText(text, Qt::AlignLeft | Qt::AlignVCenter,
            painter->fontMetrics().elidedText(index.data(Qt::DisplayRole).toString(),
                Qt::ElideRight, static_cast<int>(text.width())));
        painter->restore();
    }
};

} // namespace

int fuzzyScore(const QString& typed, const QString& text)
{
    const QString wanted = folded(typed).remove(QLatin1Char(' '));
    const QString where = folded(text);
    int score = 0;
    qsizetype from = 0;
    qsizetype last = -2;
    for (const QChar letter : wanted) {
        // The start of a word where there is one further on, else the next such letter.
        qsizetype found = where.indexOf(letter, from);
        const auto startsWord = [&where](qsizetype at) {
            return at == 0 || !where.at(at - 1).isLetterOrNumber();
        };
        if (found >= 0 && found != last + 1) {
            for (qsizetype at = found; at >= 0; at = where.indexOf(letter, at + 1)) {
                if (startsWord(at)) {
                    found = at;
                    break;
                }
            }
        }
        if (found < 0) {
            return -1;
        }
        score += found == last + 1 ? 6 : 1;
        score += startsWord(found) ? 4 : 0;
        last = found;
        from = found + 1;
    }
    // Of two that fit alike the shorter one is meant.
    return wanted.isEmpty() ? 0
                            : score * 100 - static_cast<int>(std::min<qsizetype>(where.size(), 99));
}

CommandPalette::CommandPalette(QWidget* parent)
    : FloatingPanel(parent)
    , m_search(new QLineEdit(this))
    , m_list(new QListView(this))
    , m_model(new QStandardItemModel(this))
{
    setObjectName(QStringLiteral("commandPalette"));
    setAccessibleName(tr("Commands"));
    m_search->setObjectName(QStringLiteral("paletteSearch"));
    m_search->setAccessibleName(tr("Search or run a command"));
    m_search->setPlaceholderText(tr("Search or run a command"));
    m_search->installEventFilter(this);
    connect(m_search, &QLineEdit::textChanged, this, &CommandPalette::filter);
    m_list->setObjectName(QStringLiteral("paletteList"));
    m_list->setAccessibleName(tr("Commands"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new EntryDelegate(m_list));
    m_list->setUniformItemSizes(true);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setFrameShape(QFrame::NoFrame);
    connect(m_list, &QListView::clicked, this, [this] { runCurrent(); });
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(6);
    layout->addWidget(m_search);
    layout->addWidget(m_list, 1);
    parent->installEventFilter(this);
    hide();
}

void CommandPalette::open(const QList<PaletteEntry>& entries)
{
    m_entries = entries;
    m_focusBefore = window()->focusWidget();
    m_search->clear();
    filter({});
    place();
    show();
    raise();
    m_search->setFocus(Qt::PopupFocusReason);
}

void CommandPalette::place()
{
    const Theme& theme = Theme::instance();
    const QSize room = parentWidget()->size();
    const int width = qMin(theme.px(kWidth), room.width() - 24);
    const int height = theme.px(kRows * kRowHeight) + m_search->sizeHint().height() + 30;
    setGeometry((room.width() - width) / 2, qMin(theme.px(kTop), room.height() / 8), width,
        qMin(height, room.height() - theme.px(kTop) - 12));
}

void CommandPalette::filter(const QString& typed)
{
    QList<std::pair<int, int>> fitting; // −score, entry: ascending
    for (int entry = 0; entry < static_cast<int>(m_entries.size()); ++entry) {
        const int score = fuzzyScore(typed, m_entries.at(entry).text);
        if (score >= 0) {
            fitting.append({-score, entry});
        }
    }
    std::sort(fitting.begin(), fitting.end());
    m_model->clear();
    for (const auto& [score, number] : std::as_const(fitting)) {
        const PaletteEntry& entry = m_entries.at(number);
        auto* item = new QStandardItem(entry.text);
        item->setData(number, EntryRole);
        item->setData(entry.detail, DetailRole);
        item->setData(entry.iconName, IconRole);
        item->setData(
            entry.detail.isEmpty() ? entry.text : entry.text + QStringLiteral(", ") + entry.detail,
            Qt::AccessibleTextRole);
        m_model->appendRow(item);
    }
    m_list->setCurrentIndex(m_model->index(0, 0));
    m_list->scrollToTop();
}

void CommandPalette::runCurrent()
{
    const QModelIndex current = m_list->currentIndex();
    const auto run = current.isValid() ? m_entries.at(current.data(EntryRole).toInt()).run
                                       : std::function<void()>();
    QWidget* before = m_focusBefore;
    hide();
    if (before != nullptr) {
        before->setFocus(Qt::PopupFocusReason);
    }
    if (run) {
        run();
    }
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == parentWidget()) {
        if (event->type() == QEvent::Resize && isVisible()) {
            place();
        }
        return false;
    }
    if (event->type() == QEvent::FocusOut) {
        if (window()->isActiveWindow()) {
            hide(); // a click elsewhere
        }
        return false;
    }
    if (event->type() == QEvent::ShortcutOverride) {
        // Esc and Tab are the palette's while it is open.
        event->accept();
        return true;
    }
    if (event->type() != QEvent::KeyPress) {
        return FloatingPanel::eventFilter(watched, event);
    }
    const auto* key = static_cast<QKeyEvent*>(event);
    const int rows = m_model->rowCount();
    const auto move = [this, rows](int steps) {
        if (rows > 0) {
            const int row = (m_list->currentIndex().row() + steps + rows) % rows;
            m_list->setCurrentIndex(m_model->index(row, 0));
        }
    };
    switch (key->key()) {
    case Qt::Key_Escape: {
        QWidget* before = m_focusBefore;
        hide();
        if (before != nullptr) {
            before->setFocus(Qt::PopupFocusReason);
        }
        return true;
    }
    case Qt::Key_Up:
        move(-1);
        return true;
    case Qt::Key_Down:
        move(1);
        return true;
    case Qt::Key_PageDown:
        move(qMin(kRows, rows - 1 - m_list->currentIndex().row()));
        return true;
    case Qt::Key_PageUp:
        move(-qMin(kRows, m_list->currentIndex().row()));
        return true;
    case Qt::Key_Tab:
        if (m_list->currentIndex().isValid()) {
            m_search->setText(m_list->currentIndex().data().toString());
        }
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        runCurrent();
        return true;
    default:
        return false;
    }
}

} // namespace negatoscope::ui
