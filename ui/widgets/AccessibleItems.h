#pragma once

#include <QRect>
#include <QString>

QT_FORWARD_DECLARE_CLASS(QWidget)

namespace negatoscope::ui {

/// A widget that paints several things itself (the cells of a matrix, the films of a strip) and
/// inherits this too shows each of them to screen readers as a list entry with a name, a place, a
/// state and a press action. Thread: GUI only.
class AccessibleItems
{
public:
    AccessibleItems();
    virtual ~AccessibleItems() = default;

    virtual int itemCount() const = 0;
    virtual QString itemText(int item) const = 0;  ///< one sentence
    virtual QRect itemRect(int item) const = 0;    ///< in the widget; empty = scrolled away
    virtual int currentItem() const { return -1; } ///< the keyboard's
    virtual bool isItemSelected(int /*item*/) const { return false; }
    virtual void pressItem(int item) = 0; ///< as Enter does

protected:
    AccessibleItems(const AccessibleItems&) = default;
    AccessibleItems& operator=(const AccessibleItems&) = default;
    /// Tells screen readers that the keyboard went to another item.
    static void announceItem(QWidget& widget, int item);
};

} // namespace negatoscope::ui
