#pragma once

#include <QList>
#include <QObject>
#include <QPointer>
#include <QTimer>
#include <QWidget>

namespace negatoscope::ui {

/// Makes pages ready that nobody has looked at yet: styles and fonts of all their widgets, their
/// layout at the size that they will have. A little at a time while the window has nothing else to
/// do, so that the first look at a page takes no longer than the next one. Thread: GUI only.
class IdlePreparation final : public QObject
{
    Q_OBJECT

public:
    explicit IdlePreparation(QObject* parent = nullptr);
    /// Begins with `pages`; those that are shown meanwhile are left out.
    void start(const QList<QWidget*>& pages);
    bool isDone() const { return m_pages.isEmpty(); }

private:
    void goOn();
    void takePage();

    QTimer m_timer;
    QList<QPointer<QWidget>> m_pages;
    QList<QPointer<QWidget>> m_widgets; ///< of the first page, still to do
};

} // namespace negatoscope::ui
