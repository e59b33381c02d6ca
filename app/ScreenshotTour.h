#pragma once

#include <QObject>
#include <QString>
#include <QTimer>

#include <functional>
#include <vector>

namespace negatoscope::ui {
class AppState;
class MainWindow;
} // namespace negatoscope::ui

namespace negatoscope::app {

/// Walks the real window through its pages and saves a picture of each, in both themes: what the
/// README shows, and what a reviewer looks at. Quits the application at the end.
class ScreenshotTour final : public QObject
{
    Q_OBJECT

public:
    ScreenshotTour(ui::AppState& state, ui::MainWindow& window);
    void start(const QString& folder, const QString& data, const QString& model, bool train);

private:
    struct Step
    {
        std::function<void()> act;
        std::function<bool()> ready; ///< polled after `act`
        int settleMs = 300;          ///< then waited
        int limitMs = 60'000;
    };
    void addPicture(const QString& page);
    void chooseSegment(const char* control, int index);
    void addRunsPictures();
    void addDialogPicture(const char* action, const char* dialog);
    void addCockpitPictures(); ///< the views of the run that is shown
    void next();
    void poll();

    ui::AppState& m_state;
    ui::MainWindow& m_window;
    QString m_folder;
    std::vector<Step> m_steps;
    std::size_t m_index = 0;
    int m_waitedMs = 0;
    QTimer m_timer;
};

} // namespace negatoscope::app
