#include "ui/shell/IdlePreparation.h"

#include <QElapsedTimer>
#include <QLayout>

namespace negatoscope::ui {

namespace {

constexpr int kPauseMs = 12; ///< for whatever else waits
constexpr qint64 kSliceNs = 3'000'000;

} // namespace

IdlePreparation::IdlePreparation(QObject* parent)
    : QObject(parent)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(kPauseMs);
    connect(&m_timer, &QTimer::timeout, this, &IdlePreparation::goOn);
}

void IdlePreparation::start(const QList<QWidget*>& pages)
{
    for (QWidget* page : pages) {
        m_pages.append(page);
    }
    takePage();
    m_timer.start();
}

void IdlePreparation::takePage()
{
    m_widgets.clear();
    if (!m_pages.isEmpty() && m_pages.first() != nullptr && !m_pages.first()->isVisible()) {
        const QList<QWidget*> children = m_pages.first()->findChildren<QWidget*>();
        for (QWidget* child : children) {
            m_widgets.append(child);
        }
    }
}

void IdlePreparation::goOn()
{
    QElapsedTimer clock;
    clock.start();
    while (!m_widgets.isEmpty() && clock.nsecsElapsed() < kSliceNs) {
        if (const QPointer<QWidget> widget = m_widgets.takeFirst(); widget != nullptr) {
            widget->ensurePolished();
        }
    }
    if (m_widgets.isEmpty() && !m_pages.isEmpty()) {
        if (QWidget* page = m_pages.takeFirst(); page != nullptr && !page->isVisible()) {
            page->resize(page->parentWidget()->size());
            if (page->layout() != nullptr) {
                page->layout()->activate();
            }
        }
        takePage();
    }
    if (!isDone()) {
        m_timer.start();
    }
}

} // namespace negatoscope::ui
