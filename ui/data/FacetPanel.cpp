#include "ui/data/FacetPanel.h"

#include "ui/data/FilmImage.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Labels.h"

#include <QLineEdit>
#include <QLocale>
#include <QPainter>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace negatoscope::ui {

FacetRow::FacetRow(const QString& text, Token barToken, QWidget* parent)
    : QCheckBox(text, parent)
    , m_barToken(barToken)
{
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    setFocusPolicy(Qt::StrongFocus);
    connect(&Theme::instance(), &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

void FacetRow::setCount(int count, int largest)
{
    m_count = count;
    m_largest = std::max(largest, 1);
    setAccessibleName(tr("%1, %n films", nullptr, count).arg(text()));
    update();
}

QSize FacetRow::sizeHint() const
{
    return {120, Theme::instance().px(26)};
}

void FacetRow::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::instance();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const int side = theme.px(15);
    const QRectF box(1, (height() - side) / 2.0 - 1, side, side);
    painter.setPen(isChecked() ? QPen(Qt::NoPen) : QPen(theme.color(Token::Strong), 1.2));
    painter.setBrush(theme.color(isChecked() ? Token::Accent : Token::Surface));
    painter.drawRoundedRect(box, 4, 4);
    if (isChecked()) {
        painter.drawPixmap(box.topLeft() + QPointF(1, 1),
            theme.pixmap(QStringLiteral("check"), side - 2, Token::OnAccent, devicePixelRatioF()));
    }
    if (hasFocus()) {
        painter.setPen(QPen(theme.color(Token::Focus), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(box.adjusted(-2, -2, 2, 2), 5, 5);
    }
    const QString count = QLocale().toString(m_count);
    painter.setFont(theme.font(FontRole::Body));
    const int countWidth = painter.fontMetrics().horizontalAdvance(count);
    const QRectF line = QRectF(rect()).adjusted(side + 8, -2, 0, -2);
    painter.setPen(theme.color(Token::Text2));
    painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, count);
    painter.setPen(theme.color(m_count > 0 ? Token::Text : Token::Text3));
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
        painter.fontMetrics().elidedText(
            text(), Qt::ElideRight, static_cast<int>(line.width()) - countWidth - 6));
    if (m_count > 0) {
        const double length = std::max(1.5, 40.0 * m_count / m_largest);
        painter.setPen(QPen(theme.color(m_barToken), 2, Qt::SolidLine, Qt::RoundCap));
        const double y = height() - 2.5;
        painter.drawLine(QPointF(width() - length, y), QPointF(width() - 1.0, y));
    }
}

FacetPanel::FacetPanel(FilmModel& model, QWidget* parent)
    : Card(QString(), parent)
    , m_model(model)
{
    setObjectName(QStringLiteral("facetPanel"));
    setAccessibleName(tr("Filters"));
    m_search = new QLineEdit(this);
    m_search->setObjectName(QStringLiteral("filmSearch"));
    m_search->setPlaceholderText(tr("Search name or patient"));
    m_search->setAccessibleName(tr("Search name or patient"));
    m_search->setClearButtonEnabled(true);
    connect(m_search, &QLineEdit::textChanged, this, &FacetPanel::pushFilter);
    body()->addWidget(m_search);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    m_body = new QWidget(scroll);
    m_body->setObjectName(QStringLiteral("scrollBody"));
    m_rows = new QVBoxLayout(m_body);
    m_rows->setContentsMargins(0, 0, 2, 0);
    m_rows->setSpacing(0);
    scroll->setWidget(m_body);
    body()->addWidget(scroll, 1);
    auto* clear = new Button(tr("Clear filters"), ButtonKind::Ghost, QStringLiteral("close"), this);
    clear->setObjectName(QStringLiteral("clearFiltersButton"));
    connect(clear, &Button::clicked, this, &FacetPanel::clearFilters);
    body()->addWidget(clear, 0, Qt::AlignLeft);
    connect(&m_model, &FilmModel::filtered, this, [this] {
        if (m_builtFor != m_model.manifest()) {
            rebuild();
        }
        refreshCounts();
    });
}

void FacetPanel::addGroup(const QString& title)
{
    if (m_rows->count() > 0) {
        m_rows->addSpacing(10);
    }
    m_rows->addWidget(new ElideLabel(title, FontRole::Strong, Token::Text, m_body));
}

FacetRow* FacetPanel::addRow(const QString& text, Token bar, bool checked)
{
    auto* row = new FacetRow(text, bar, m_body);
    row->setChecked(checked);
    connect(row, &QCheckBox::toggled, this, &FacetPanel::pushFilter);
    m_rows->addWidget(row);
    return row;
}

void FacetPanel::rebuild()
{
    m_builtFor = m_model.manifest();
    m_filling = true;
    while (QLayoutItem* item = m_rows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    m_classes.clear();
    m_splits.clear();
    m_kinds.clear();
    m_singles = m_several = m_duplicates = m_unknown = nullptr;
    m_search->clear();
    if (m_builtFor != nullptr) {
        addGroup(tr("Class"));
        for (int cls = 0; cls < static_cast<int>(m_builtFor->classNames.size()); ++cls) {
            FacetRow* row =
                addRow(displayName(m_builtFor->classNames[static_cast<std::size_t>(cls)]),
                    Theme::classToken(cls, m_builtFor->positiveClass), true);
            row->setObjectName(QStringLiteral("classFacet%1").arg(cls));
            m_classes.insert(cls, row);
        }
        addGroup(tr("Split"));
        const std::initializer_list<std::pair<dataset::Split, Token>> splits{
            {dataset::Split::Train, Token::Train}, {dataset::Split::Validation, Token::Val},
            {dataset::Split::Test, Token::Test}, {dataset::Split::None, Token::Strong}};
        for (const auto& [split, token] : splits) {
            m_splits.insert(static_cast<int>(split), addRow(splitLabel(split), token, true));
        }
        if (const std::vector<QString>& kinds = m_model.kinds(); kinds.size() > 2) {
            addGroup(tr("Kind"));
            for (const QString& kind : kinds) {
                m_kinds.insert(
                    kind, addRow(kind.isEmpty() ? tr("unknown") : kind, Token::Pneu, true));
            }
        }
        addGroup(tr("Patients"));
        m_singles = addRow(tr("One film only"), Token::Strong, true);
        m_several = addRow(tr("Several films"), Token::Strong, true);
        addGroup(tr("Worth a look"));
        m_duplicates = addRow(tr("Identical films"), Token::Strong, false);
        m_unknown = addRow(tr("No patient number"), Token::Strong, false);
    }
    m_rows->addStretch(1);
    m_filling = false;
}

void FacetPanel::refreshCounts()
{
    const FacetCounts& counts = m_model.counts();
    const int all =
        m_builtFor == nullptr ? 1 : std::max(1, static_cast<int>(m_builtFor->items.size()));
    for (auto row = m_classes.cbegin(); row != m_classes.cend(); ++row) {
        row.value()->setCount(counts.classes.value(row.key()), all);
    }
    for (auto row = m_splits.cbegin(); row != m_splits.cend(); ++row) {
        row.value()->setCount(counts.splits.value(row.key()), all);
    }
    for (auto row = m_kinds.cbegin(); row != m_kinds.cend(); ++row) {
        row.value()->setCount(counts.kinds.value(row.key()), all);
    }
    if (m_singles != nullptr) {
        m_singles->setCount(counts.singles, all);
        m_several->setCount(counts.several, all);
        m_duplicates->setCount(counts.duplicates, all);
        m_unknown->setCount(counts.unknownPatients, all);
    }
}

void FacetPanel::pushFilter()
{
    if (m_filling || m_singles == nullptr) {
        return;
    }
    FilmFilter filter;
    filter.text = m_search->text();
    for (auto row = m_classes.cbegin(); row != m_classes.cend(); ++row) {
        if (!row.value()->isChecked()) {
            filter.hiddenClasses.insert(row.key());
        }
    }
    for (auto row = m_splits.cbegin(); row != m_splits.cend(); ++row) {
        if (!row.value()->isChecked()) {
            filter.hiddenSplits.insert(row.key());
        }
    }
    for (auto row = m_kinds.cbegin(); row != m_kinds.cend(); ++row) {
        if (!row.value()->isChecked()) {
            filter.hiddenKinds.insert(row.key());
        }
    }
    filter.hideSingles = !m_singles->isChecked();
    filter.hideSeveral = !m_several->isChecked();
    filter.onlyDuplicates = m_duplicates->isChecked();
    filter.onlyUnknownPatients = m_unknown->isChecked();
    m_model.setFilter(filter);
}

void FacetPanel::clearFilters()
{
    m_filling = true;
    m_search->clear();
    const QList<FacetRow*> rows = m_body->findChildren<FacetRow*>();
    for (FacetRow* row : rows) {
        row->setChecked(row != m_duplicates && row != m_unknown);
    }
    m_filling = false;
    pushFilter();
}

} // namespace negatoscope::ui
