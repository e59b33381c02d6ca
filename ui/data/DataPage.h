#pragma once

#include "ui/data/SplitCard.h"
#include "ui/shell/AppState.h"
#include "ui/shell/Page.h"

#include <optional>

class QListView;
class QSlider;
class QStackedWidget;

namespace negatoscope::ui {

class Button;
class EmptyState;
class FacetPanel;
class FilmDelegate;
class FilmModel;
class InlineNotice;
class Inspector;
class NetworkStrip;
class TextLabel;
class ThumbnailStore;
class ElideLabel;

/// Know the films before training; make the split honest.
class DataPage final : public Page
{
    Q_OBJECT

public:
    explicit DataPage(AppState& state, QWidget* parent = nullptr);
    void setCompact(bool compact) override;

private:
    QWidget* buildContent();
    QWidget* buildEmpty();
    QWidget* buildGrid();
    void onManifest();
    void onFiltered();
    void onCurrentFilm(const QModelIndex& index);
    void onOpeningFailed(const base::Error& error);
    void setFilmSize(int pixels);

    AppState& m_state;
    ThumbnailStore* m_thumbnails = nullptr;
    FilmModel* m_model = nullptr;
    FilmDelegate* m_delegate = nullptr;
    InlineNotice* m_notice = nullptr;
    QStackedWidget* m_stack = nullptr;
    EmptyState* m_empty = nullptr;
    QWidget* m_content = nullptr;
    FacetPanel* m_facets = nullptr;
    SplitCard* m_split = nullptr;
    QListView* m_grid = nullptr;
    TextLabel* m_count = nullptr;
    ElideLabel* m_countDetail = nullptr;
    QSlider* m_sizeSlider = nullptr;
    Button* m_filterButton = nullptr;
    Inspector* m_inspector = nullptr;
    NetworkStrip* m_strip = nullptr;
    bool m_compact = false;
    int m_reportTicket = 0;
};

} // namespace negatoscope::ui
