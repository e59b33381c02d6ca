#pragma once

#include "core/base/Error.h"
#include "ui/data/FilmModel.h"
#include "ui/reader/FilmViewer.h"
#include "ui/reader/ReadingEngine.h"
#include "ui/shell/AppState.h"
#include "ui/shell/Page.h"

#include <QHash>

class QComboBox;
class QListView;
class QScrollArea;

namespace negatoscope::ui {

class Button;
class Card;
class EvidencePanel;
class FilmDelegate;
class FilmSource;
class GuardPanel;
class InlineNotice;
class NeighbourStrip;
class PredictionPanel;
class ReadFirstPanel;
class ReadingSession;
class SegmentedControl;
class TextLabel;
class ThumbnailStore;

/// One film: first the human, then the model, then doubt.
class ReaderPage final : public Page
{
    Q_OBJECT

public:
    explicit ReaderPage(AppState& state, QWidget* parent = nullptr);
    ~ReaderPage() override;
    void setCompact(bool compact) override;
    QString filmPath() const { return m_film; }
    const ReadingSession& session() const { return *m_session; }
    bool readsFirst() const;
    /// While the film waits for the human's answer, nothing of the model is shown.
    bool isWaiting() const { return m_hidden; }

public Q_SLOTS:
    void openFilm(const QString& path);
    /// Shows these films (of a matrix cell, dropped together) instead of the open folder's, and
    /// opens the first; none: the open folder's again.
    void showFilms(const QStringList& paths, const QString& title);
    void step(int films); ///< forward or back through the films of the set
    void chooseModel();
    void openModel(const QString& path);
    void setReadFirst(bool first);
    /// The picture (.png, .svg, .pdf) of the film as it is shown.
    void exportTo(const QString& path);
    /// A table (.csv) of all films of the list.
    void exportScoresTo(const QString& path);

private:
    QWidget* buildList();
    QWidget* buildViewer();
    QWidget* buildTools(QWidget* parent);
    QWidget* buildPanel();
    void buildShortcuts();
    void connectEngine();
    void onManifest();
    void onFilms();
    void showInList();
    void onShownRun();
    void onFilm(const QString& path, const ViewerAnswer& answer);
    void onAnswered();
    void onStroke(const explain::BrushStroke& stroke, bool finished);
    void eraseMarker();
    void decodeNeighbours();
    void refreshPosition();
    void refreshHidden();
    void refreshClasses();
    void refreshEvidence();
    void refreshNotes();
    void refreshStrokes();
    void readByOtherRuns();
    void setCompared(bool compared);
    void chooseExport();
    void showOtherRuns();
    void showSession();
    QString positiveClass() const;

    AppState& m_state;
    ReadingEngine* m_engine = nullptr;
    ReadingEngine* m_otherEngine = nullptr; ///< of the second viewer
    FilmSource* m_source = nullptr;
    ReadingSession* m_session = nullptr;
    ThumbnailStore* m_thumbnails = nullptr;
    FilmModel* m_films = nullptr;
    FilmDelegate* m_delegate = nullptr;
    Card* m_listCard = nullptr;
    QListView* m_list = nullptr;
    TextLabel* m_position = nullptr;
    Button* m_allFilms = nullptr;
    FilmViewer* m_viewer = nullptr;
    FilmViewer* m_second = nullptr;
    TextLabel* m_secondTitle = nullptr;
    QWidget* m_secondColumn = nullptr;
    SegmentedControl* m_mode = nullptr;
    SegmentedControl* m_tools = nullptr;
    QComboBox* m_windows = nullptr;
    Button* m_compare = nullptr;
    Button* m_next = nullptr;
    QScrollArea* m_panelArea = nullptr;
    ReadFirstPanel* m_readFirst = nullptr;
    PredictionPanel* m_panel = nullptr;
    InlineNotice* m_notes = nullptr;
    GuardPanel* m_guard = nullptr;
    EvidencePanel* m_evidence = nullptr;
    Card* m_neighbourCard = nullptr;
    TextLabel* m_neighbourSummary = nullptr;
    NeighbourStrip* m_neighbours = nullptr;
    QString m_film;
    QString m_label;
    bool m_hidden = false;
    bool m_compact = false;
    QHash<QString, std::vector<explain::BrushStroke>> m_strokes;
    std::stop_source m_exportStop;
    int m_spreadTicket = 0;
};

} // namespace negatoscope::ui
