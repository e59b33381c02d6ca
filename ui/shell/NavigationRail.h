#pragma once

#include <QFrame>
#include <QHash>
#include <QList>

class QMenu;
class QToolButton;
class QVBoxLayout;

namespace negatoscope::ui {

/// The pages at the left edge: icon and word, or the icon alone when compact. A dot on an icon
/// says that a job of that page runs.
class NavigationRail final : public QFrame
{
    Q_OBJECT

public:
    explicit NavigationRail(QWidget* parent = nullptr);
    void addPage(const QString& id, const QString& iconName, const QString& label);
    void addBottomButton(const QString& iconName, const QString& label, QMenu* menu);
    void setMainMenu(QMenu* menu);
    void setCurrent(const QString& id);
    void setCompact(bool compact);
    void setBusyPage(const QString& id); ///< "" = none

Q_SIGNALS:
    void pageRequested(const QString& id);

private:
    struct Entry
    {
        QString id;
        QString iconName;
        QString label;
        QToolButton* button = nullptr;
    };
    QToolButton* makeButton(const QString& label);
    void refresh();

    QVBoxLayout* m_layout = nullptr;
    QToolButton* m_logo = nullptr;
    QList<Entry> m_pages;
    QList<Entry> m_bottom;
    QString m_current;
    QString m_busy;
    bool m_compact = false;
};

} // namespace negatoscope::ui
