#include "ui/runs/RunsTable.h"

#include "ui/charts/RunMarker.h"
#include "ui/runs/RunsModel.h"
#include "ui/shell/Theme.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <limits>

namespace negatoscope::ui {

void RunsDelegate::paintName(QPainter* painter, const QRect& room, const QModelIndex& index) const
{
    const Theme& theme = Theme::instance();
    QRect rest = room.adjusted(theme.px(4), 0, -theme.px(4), 0);
    const QVariant marker = index.data(RunsModel::MarkerRole);
    if (marker.isValid()) {
        paintRunMarker(*painter, QPointF(rest.left() + theme.px(6), rest.center().y() + 0.5),
            theme.px(9), marker.toInt());
    }
    rest.setLeft(rest.left() + theme.px(17));
    const int size = theme.px(14);
    const auto icon = [&](const char* name, Token token) {
        const QPixmap pixmap = theme.pixmap(
            QString::fromLatin1(name), size, token, painter->device()->devicePixelRatioF());
        rest.setRight(rest.right() - size - theme.px(3));
        painter->drawPixmap(rest.right() + theme.px(3), rest.center().y() - size / 2, pixmap);
    };
    if (index.data(RunsModel::BestRole).toBool()) {
        icon("medal", Token::Ok);
    }
    if (index.data(RunsModel::StarredRole).toBool()) {
        icon("star", Token::Warn);
    }
    if (!index.data(RunsModel::FailureRole).toString().isEmpty()) {
        icon("warn", Token::Warn);
    }
    painter->setFont(theme.font(FontRole::Strong));
    painter->setPen(theme.color(Token::Text));
    const QString name = index.data().toString();
    painter->drawText(rest, Qt::AlignLeft | Qt::AlignVCenter,
        painter->fontMetrics().elidedText(name, Qt::ElideRight, rest.width()));
    rest.setLeft(rest.left() + painter->fontMetrics().horizontalAdvance(name) + theme.px(6));
    paintTags(painter, rest, index);
}

/// After the name, as far as there is room.
void RunsDelegate::paintTags(QPainter* painter, const QRect& room, const QModelIndex& index) const
{
    const QStringList tags = index.data(RunsModel::TagsRole).toStringList();
    const Theme& theme = Theme::instance();
    if (tags.isEmpty() || room.width() < theme.px(24)) {
        return;
    }
    painter->setFont(theme.font(FontRole::Small));
    painter->setPen(theme.color(Token::AccentText));
    painter->drawText(room, Qt::AlignLeft | Qt::AlignVCenter,
        painter->fontMetrics().elidedText(
            tags.join(QStringLiteral(" · ")), Qt::ElideRight, room.width()));
}

/// Filled with the run's colour when it is chosen.
void RunsDelegate::paintBox(QPainter* painter, const QRect& room, const QModelIndex& index) const
{
    const Theme& theme = Theme::instance();
    const int side = theme.px(15);
    QRectF box(0, 0, side, side);
    box.moveCenter(QRectF(room).center());
    const QVariant marker = index.data(RunsModel::MarkerRole);
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(theme.color(Token::Strong), 1.2));
    painter->setBrush(theme.color(Token::Surface));
    if (marker.isValid()) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(theme.runColor(marker.toInt()));
    }
    painter->drawRoundedRect(box, 4, 4);
    if (marker.isValid()) {
        const int size = theme.px(11);
        painter->drawPixmap(box.center() - QPointF(size, size) / 2.0,
            theme.pixmap(QStringLiteral("check"), size, Token::OnAccent,
                painter->device()->devicePixelRatioF()));
    }
    painter->setRenderHint(QPainter::Antialiasing, false);
}

void RunsDelegate::paintCurve(QPainter* painter, const QRect& room, const QModelIndex& index) const
{
    const QVariantList values = index.data(RunsModel::CurveRole).toList();
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (const QVariant& value : values) {
        if (std::isfinite(value.toDouble())) {
            low = std::min(low, value.toDouble());
            high = std::max(high, value.toDouble());
        }
    }
    if (low > high || values.size() < 2) {
        return;
    }
    const Theme& theme = Theme::instance();
    const QRectF plot = QRectF(room).adjusted(theme.px(6), theme.px(6), -theme.px(8), -theme.px(6));
    const double span = std::max(high - low, 1e-12);
    QPolygonF line;
    QPointF best;
    for (qsizetype i = 0; i < values.size(); ++i) {
        const double value = values.at(i).toDouble();
        if (!std::isfinite(value)) {
            continue;
        }
        line.append({plot.left() + plot.width() * static_cast<double>(i) /
                                       static_cast<double>(values.size() - 1),
            plot.bottom() - plot.height() * (value - low) / span});
        if (value == low) {
            best = line.back();
        }
    }
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(theme.color(Token::Val), 1.6));
    painter->drawPolyline(line);
    painter->setBrush(theme.color(Token::Surface));
    painter->drawEllipse(best, 2.6, 2.6);
    painter->setRenderHint(QPainter::Antialiasing, false);
}

void RunsDelegate::paint(
    QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const auto* model = qobject_cast<const RunsModel*>(index.model());
    if (model == nullptr) {
        QStyledItemDelegate::paint(painter, option, index);
        return;
    }
    const Theme& theme = Theme::instance();
    painter->save();
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const bool chosen = index.data(RunsModel::MarkerRole).isValid();
    if (selected || chosen) {
        painter->fillRect(option.rect, theme.color(Token::AccentSoft, selected ? 1.0 : 0.5));
    }
    if (index.column() == RunsModel::Chosen) {
        paintBox(painter, option.rect, index);
    } else if (index.column() == RunsModel::Name) {
        paintName(painter, option.rect, index);
    } else if (index.column() == model->resultColumn(RunsModel::Curve)) {
        paintCurve(painter, option.rect, index);
    } else {
        const bool isSetting = index.column() < model->resultColumn(RunsModel::Curve);
        const bool differs = index.data(RunsModel::DiffersRole).toBool();
        const bool strong = isSetting
                                ? differs
                                : index.column() == model->resultColumn(RunsModel::AucBest) ||
                                      index.column() == model->resultColumn(RunsModel::LossBest);

        painter->setFont(theme.font(strong ? FontRole::Strong : FontRole::Body));
        painter->setPen(theme.color(strong ? Token::Text : Token::Text2));
        const QVariant alignment = index.data(Qt::TextAlignmentRole);
        const int flags = alignment.isValid() ? alignment.toInt()
                                              : static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter);
        const QRect room = option.rect.adjusted(theme.px(6), 0, -theme.px(6), 0);
        painter->drawText(room, flags,
            painter->fontMetrics().elidedText(
                index.data().toString(), Qt::ElideRight, room.width()));
    }
    painter->restore();
}

RunsTable::RunsTable(RunsModel& model, QWidget* parent)
    : QTableView(parent)
    , m_model(model)
{
    setModel(&model);
    setItemDelegate(new RunsDelegate(this));
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setEditTriggers(QAbstractItemView::EditKeyPressed);
    setShowGrid(false);
    setFrameShape(QFrame::NoFrame);
    setSortingEnabled(true);
    setWordWrap(false);
    setTabKeyNavigation(false);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(Theme::instance().px(29));
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    horizontalHeader()->setSortIndicator(RunsModel::Name, Qt::DescendingOrder);
    connect(&model, &QAbstractItemModel::modelAboutToBeReset, this, &RunsTable::rememberSelection);
    connect(&model, &QAbstractItemModel::modelReset, this, [this] {
        fitColumns();
        restoreSelection();
    });
    connect(this, &QTableView::doubleClicked, this, [this](const QModelIndex& index) {
        if (index.column() != RunsModel::Chosen) {
            Q_EMIT openRequested(index.data(RunsModel::IdRole).toString());
        }
    });
    fitColumns();
}

void RunsTable::fitColumns()
{
    for (int column = 0; column < m_model.columnCount(); ++column) {
        setColumnWidth(column, columnPixels(column));
    }
}

/// As wide as the head and the first rows want it, within limits.
int RunsTable::columnPixels(int column) const
{
    constexpr int kLooked = 40;
    const Theme& theme = Theme::instance();
    if (column == RunsModel::Chosen) {
        return theme.px(30);
    }
    if (column == m_model.resultColumn(RunsModel::Curve)) {
        return theme.px(88);
    }
    const QFontMetrics head(horizontalHeader()->font());
    const QFontMetrics cell(theme.font(FontRole::Strong));
    int wanted = head.horizontalAdvance(
        m_model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
    for (int row = 0; row < std::min(kLooked, m_model.rowCount()); ++row) {
        const QModelIndex index = m_model.index(row, column);
        int width = cell.horizontalAdvance(index.data().toString());
        if (column == RunsModel::Name) {
            // The marker, the marks at the right end, the tags.
            width +=
                theme.px(60) +
                cell.horizontalAdvance(
                    index.data(RunsModel::TagsRole).toStringList().join(QStringLiteral(" · ")));
        }
        wanted = std::max(wanted, width);
    }
    const int least = column == RunsModel::Name ? 110 : 48;
    const int most = column == RunsModel::Name ? 260 : 160;
    return std::clamp(wanted + theme.px(16), theme.px(least), theme.px(most));
}

/// A run that somebody else's change has moved is still the one that was selected.
void RunsTable::rememberSelection()
{
    m_selected.clear();
    for (const QModelIndex& index : selectionModel()->selectedRows(RunsModel::Name)) {
        m_selected.append(index.data(RunsModel::IdRole).toString());
    }
    m_current = currentIndex().data(RunsModel::IdRole).toString();
    m_currentColumn = currentIndex().column();
}

void RunsTable::restoreSelection()
{
    if (const int row = m_model.rowOf(m_current); row >= 0) {
        const int column = std::clamp(m_currentColumn, 0, m_model.columnCount() - 1);
        selectionModel()->setCurrentIndex(
            m_model.index(row, column), QItemSelectionModel::NoUpdate);
    }
    QItemSelection selection;
    for (const QString& id : std::as_const(m_selected)) {
        if (const int row = m_model.rowOf(id); row >= 0) {
            selection.select(m_model.index(row, 0), m_model.index(row, 0));
        }
    }
    selectionModel()->select(
        selection, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
}

QStringList RunsTable::selectedIds() const
{
    QStringList ids;
    for (const QModelIndex& index : selectionModel()->selectedRows(RunsModel::Name)) {
        ids += m_model.idsAt(index.row());
    }
    return ids;
}

void RunsTable::keyPressEvent(QKeyEvent* event)
{
    const QModelIndex index = currentIndex();
    switch (event->key()) {
    case Qt::Key_Space:
        if (index.isValid()) {
            m_model.setData(
                index.siblingAtColumn(RunsModel::Chosen), QVariant(), Qt::CheckStateRole);
            return;
        }
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (index.isValid() && state() != EditingState) {
            Q_EMIT openRequested(index.data(RunsModel::IdRole).toString());
            return;
        }
        break;
    case Qt::Key_Delete:
        Q_EMIT deleteRequested();
        return;
    default:
        break;
    }
    QTableView::keyPressEvent(event);
}

} // namespace negatoscope::ui
