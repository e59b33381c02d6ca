#pragma once

#include <QAction>
#include <QList>
#include <QWidget>

namespace negatoscope::ui {

/// A page of the window. The window tells it when there is little room.
class Page : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;
    /// Below 1360 wide or 800 high.
    virtual void setCompact(bool compact) { Q_UNUSED(compact) }
    /// What can be done here, for the command palette: the page's own actions, and more.
    virtual QList<QAction*> commands() const { return actions(); }
};

} // namespace negatoscope::ui
