#include "ui/widgets/AccessibleItems.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QHash>
#include <QPointer>
#include <QWidget>

namespace negatoscope::ui {

namespace {

class Item final : public QAccessibleInterface, public QAccessibleActionInterface
{
public:
    Item(QWidget* widget, AccessibleItems* items, int index)
        : m_widget(widget)
        , m_items(items)
        , m_index(index)
    {}

    bool isValid() const override { return m_widget != nullptr && m_index < m_items->itemCount(); }
    QObject* object() const override { return nullptr; }
    QWindow* window() const override
    {
        QAccessibleInterface* above = parent();
        return above != nullptr ? above->window() : nullptr;
    }
    QAccessibleInterface* parent() const override
    {
        return m_widget != nullptr ? QAccessible::queryAccessibleInterface(m_widget.data())
                                   : nullptr;
    }
    QAccessibleInterface* child(int) const override { return nullptr; }
    QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    QAccessible::Role role() const override { return QAccessible::ListItem; }
    void setText(QAccessible::Text, const QString&) override {}

    QString text(QAccessible::Text kind) const override
    {
        return kind == QAccessible::Name && isValid() ? m_items->itemText(m_index) : QString();
    }
    QRect rect() const override
    {
        const QRect inside = isValid() ? m_items->itemRect(m_index) : QRect();
        return inside.isEmpty() ? QRect()
                                : QRect(m_widget->mapToGlobal(inside.topLeft()), inside.size());
    }
    QAccessible::State state() const override
    {
        QAccessible::State state;
        if (!isValid()) {
            state.invalid = true;
            return state;
        }
        state.focusable = true;
        state.selectable = true;
        state.focused = m_widget->hasFocus() && m_items->currentItem() == m_index;
        state.selected = m_items->isItemSelected(m_index);
        state.offscreen = m_items->itemRect(m_index).isEmpty();
        state.invisible = !m_widget->isVisible();
        return state;
    }
    void* interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface*>(this)
                                                    : nullptr;
    }
    QStringList actionNames() const override { return {pressAction()}; }
    QStringList keyBindingsForAction(const QString&) const override { return {}; }
    void doAction(const QString& name) override
    {
        if (name == pressAction() && isValid()) {
            m_items->pressItem(m_index);
        }
    }

    int index() const { return m_index; }

private:
    QPointer<QWidget> m_widget;
    AccessibleItems* m_items; ///< the widget itself
    int m_index;
};

/// The widget with its child widgets first and its painted items after them.
class Items final : public QAccessibleWidget
{
public:
    Items(QWidget* widget, AccessibleItems* items)
        : QAccessibleWidget(widget, QAccessible::List)
        , m_alive(widget)
        , m_items(items)
    {}
    ~Items() override
    {
        for (const QAccessible::Id id : std::as_const(m_ids)) {
            QAccessible::deleteAccessibleInterface(id);
        }
    }

    int childCount() const override { return widgets() + itemCount(); }
    QAccessibleInterface* child(int index) const override
    {
        if (index < widgets()) {
            return QAccessibleWidget::child(index);
        }
        const int item = index - widgets();
        if (item >= itemCount()) {
            return nullptr;
        }
        if (const auto known = m_ids.constFind(item); known != m_ids.constEnd()) {
            return QAccessible::accessibleInterface(*known);
        }
        auto* made = new Item(widget(), m_items, item);
        m_ids.insert(item, QAccessible::registerAccessibleInterface(made));
        return made;
    }
    int indexOfChild(const QAccessibleInterface* child) const override
    {
        const auto* item = dynamic_cast<const Item*>(child);
        return item != nullptr ? widgets() + item->index() : QAccessibleWidget::indexOfChild(child);
    }
    QAccessibleInterface* childAt(int x, int y) const override
    {
        const QPoint place = widget()->mapFromGlobal(QPoint(x, y));
        for (int item = 0; item < itemCount(); ++item) {
            if (m_items->itemRect(item).contains(place)) {
                return child(widgets() + item);
            }
        }
        return QAccessibleWidget::childAt(x, y);
    }
    QAccessibleInterface* focusChild() const override
    {
        const int item = itemCount() > 0 ? m_items->currentItem() : -1;
        return widget()->hasFocus() && item >= 0 ? child(widgets() + item)
                                                 : QAccessibleWidget::focusChild();
    }

private:
    int widgets() const { return QAccessibleWidget::childCount(); }
    /// None while the widget is being destroyed: it is no AccessibleItems any more.
    int itemCount() const { return m_alive != nullptr ? m_items->itemCount() : 0; }

    QPointer<QWidget> m_alive;
    AccessibleItems* m_items; ///< the widget itself
    mutable QHash<int, QAccessible::Id> m_ids;
};

QAccessibleInterface* make(const QString&, QObject* object)
{
    auto* widget = qobject_cast<QWidget*>(object);
    auto* items = widget != nullptr ? dynamic_cast<AccessibleItems*>(widget) : nullptr;
    return items != nullptr ? new Items(widget, items) : nullptr;
}

} // namespace

AccessibleItems::AccessibleItems()
{
    static const bool installed = [] {
        QAccessible::installFactory(make);
        return true;
    }();
    Q_UNUSED(installed)
}

void AccessibleItems::announceItem(QWidget& widget, int item)
{
    if (!QAccessible::isActive() || item < 0) {
        return;
    }
    QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(&widget);
    if (auto* items = dynamic_cast<Items*>(interface)) {
        const int child = items->childCount() - dynamic_cast<AccessibleItems&>(widget).itemCount();
        QAccessibleEvent event(&widget, QAccessible::Focus);
        event.setChild(child + item);
        QAccessible::updateAccessibility(&event);
    }
}

} // namespace negatoscope::ui
