#pragma once

#include "ui/shell/AppState.h"

#include <QMainWindow>

class QAction;
class QMenu;
class QStackedWidget;

namespace negatoscope::ui {

class CommandPalette;
class HeaderBar;
class JobBar;
class NavigationRail;
class Toast;

/// The window: pages, actions and their wiring, nothing else. Thread: GUI only.
class MainWindow final : public QMainWindow
{
    Q_OBJECT

public:
    explicit MainWindow(AppState& state, QWidget* parent = nullptr);
    ~MainWindow() override;

    QString currentPage() const { return m_currentPage; }
    QWidget* page(const QString& id) const { return m_pages.value(id); }

public Q_SLOTS:
    void showPage(const QString& id);
    void chooseFolder();
    void chooseFilm();
    void chooseScores();
    void setPresenting(bool presenting);
    void openPalette();
    /// A folder opens as the data set, a file in the Reader.
    void openPaths(const QStringList& paths);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void buildPages();
    void addPage(const QString& id, const QString& iconName, const QString& title, QWidget* page);
    void buildActions();
    void buildMenus();
    QMenu* buildSettingsMenu();
    QAction* addCommand(const QString& name, const QString& text, const QKeySequence& keys);
    void connectState();
    void toggleTheme();
    void setFontFactor(qreal factor);
    void showEducationNotice();
    void focusNextPanel(int step);
    void restoreLook();

    AppState& m_state;
    NavigationRail* m_rail = nullptr;
    HeaderBar* m_header = nullptr;
    JobBar* m_jobBar = nullptr;
    QStackedWidget* m_stack = nullptr;
    Toast* m_toast = nullptr;
    CommandPalette* m_palette = nullptr;
    QHash<QString, QWidget*> m_pages;
    QHash<QString, QString> m_titles;
    QStringList m_pageOrder;
    QString m_currentPage;
    QHash<QString, QAction*> m_actions;
    bool m_closing = false; ///< closes as soon as the run is kept
    bool m_presenting = false;
    qreal m_factorBefore = 1.0;
};

} // namespace negatoscope::ui
