#pragma once

#include "core/base/Error.h"
#include "ui/reader/FilmViewer.h"
#include "ui/shell/AppState.h"
#include "ui/shell/Page.h"

class QListView;

namespace negatoscope::ui {

class Button;
class Card;
class FilmModel;
class IconButton;
class PredictionPanel;
class ReadingEngine;
class SegmentedControl;
class TextLabel;
class ThumbnailStore;

/// One film: look at it, then at what the model says.
class ReaderPage final : public Page
{
    Q_OBJECT

public:
    explicit ReaderPage(AppState& state, QWidget* parent = nullptr);
    void setCompact(bool compact) override;
    QString filmPath() const { return m_film; }

public Q_SLOTS:
    void openFilm(const QString& path);
    void step(int films); ///< forward or back through the films of the set
    void chooseModel();
    void openModel(const QString& path);

private:
    QWidget* buildList();
    QWidget* buildViewer();
    QWidget* buildTools(QWidget* parent);
    void buildShortcuts();
    void onFilms();
    void showInList();
    void onShownRun();
    void refreshPosition();

    AppState& m_state;
    ReadingEngine* m_engine = nullptr;
    ThumbnailStore* m_thumbnails = nullptr;
    FilmModel* m_films = nullptr;
    Card* m_listCard = nullptr;
    QListView* m_list = nullptr;
    TextLabel* m_position = nullptr;
    FilmViewer* m_viewer = nullptr;
    SegmentedControl* m_tools = nullptr;
    Button* m_next = nullptr;
    PredictionPanel* m_panel = nullptr;
    QString m_film;
    int m_ticket = 0;
};

} // namespace negatoscope::ui
