// What the Reader does; how it is built is in ReaderPage.cpp.
#include "ui/data/FilmDelegate.h"
#include "ui/data/FilmImage.h"
#include "ui/reader/EvidencePanel.h"
#include "ui/reader/FilmSource.h"
#include "ui/reader/GuardPanel.h"
#include "ui/reader/NeighbourStrip.h"
#include "ui/reader/PredictionPanel.h"
#include "ui/reader/ReadFirstPanel.h"
#include "ui/reader/ReaderExport.h"
#include "ui/reader/ReaderPage.h"
#include "ui/reader/ReadingSession.h"
#include "ui/reader/SessionDialog.h"
#include "ui/shell/Background.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Card.h"
#include "ui/widgets/Labels.h"
#include "ui/widgets/Notices.h"
#include "ui/widgets/SegmentedControl.h"

#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QListView>
#include <QLocale>
#include <QMenu>
#include <QPointer>
#include <QScrollArea>
#include <QScrollBar>
#include <QUndoCommand>
#include <QUndoStack>

#include <algorithm>

namespace negatoscope::ui {

namespace {

constexpr int kAhead = 3; ///< films decoded beyond the one that is shown

QString percent(double share)
{
    return QLocale().toString(100.0 * share, 'f', 1) + QStringLiteral("\u202f%");
}

/// Strokes over one film, before and after an edit.
class CoverCommand final : public QUndoCommand
{
public:
    using Strokes = std::vector<explain::BrushStroke>;
    using Apply = std::function<void(const Strokes&)>;

    CoverCommand(const QString& text, Strokes before, Strokes after, Apply apply)
        : QUndoCommand(text)
        , m_before(std::move(before))
        , m_after(std::move(after))
        , m_apply(std::move(apply))
    {}
    void undo() override { m_apply(m_before); }
    void redo() override { m_apply(m_after); }

private:
    Strokes m_before;
    Strokes m_after;
    Apply m_apply;
};

/// Films as a data set of their own: what the open folder knows of them is kept.
ManifestPtr manifestOf(const QStringList& paths, const ManifestPtr& known)
{
    auto manifest = std::make_shared<dataset::Manifest>();
    QHash<QString, std::size_t> places;
    if (known != nullptr) {
        manifest->classNames = known->classNames;
        manifest->positiveClass = known->positiveClass;
        manifest->root = known->root;
        for (std::size_t i = 0; i < known->items.size(); ++i) {
            places.insert(pathText(known->items[i].path), i);
        }
    }
    for (const QString& path : paths) {
        if (const auto found = places.constFind(path); found != places.constEnd()) {
            manifest->items.push_back(known->items[*found]);
            manifest->items.back().duplicateOf = -1;
            continue;
        }
        dataset::FilmItem item;
        item.path = pathOf(path);
        item.name = item.path.filename().string();
        item.patient = "film:" + item.name;
        manifest->items.push_back(std::move(item));
    }
    return manifest;
}

} // namespace

void ReaderPage::connectEngine()
{
    connect(m_panel, &PredictionPanel::modelChoiceRequested, this, &ReaderPage::chooseModel);
    connect(m_panel, &PredictionPanel::trainRequested, this,
        [this] { m_state.goTo(QStringLiteral("lab")); });
    connect(&m_state, &AppState::manifestChanged, this, &ReaderPage::onManifest);
    connect(m_films, &FilmModel::filtered, this, &ReaderPage::onFilms);
    connect(&m_state, &AppState::shownRunChanged, this, &ReaderPage::onShownRun);
    connect(&m_state, &AppState::filmRequested, this, &ReaderPage::openFilm);
    connect(&m_state, &AppState::filmsRequested, this, &ReaderPage::showFilms);
    connect(m_source, &FilmSource::ready, this, &ReaderPage::onFilm);
    connect(m_engine, &ReadingEngine::modelChanged, this, [this] {
        refreshClasses();
        m_guard->showReading(m_engine->reading());
        m_evidence->clearEvidence();
    });
    connect(m_engine, &ReadingEngine::readingReady, this, [this](const ReadingPtr& reading) {
        m_guard->showReading(reading);
        m_neighbours->showReading(reading);
        m_neighbourSummary->setText(m_neighbours->summary());
        refreshHidden();
        refreshStrokes();
        readByOtherRuns();
    });
    connect(m_engine, &ReadingEngine::coveredReady, this, [this](double score, double ms) {
        const ReadingPtr& reading = m_engine->reading();
        const int strokes = static_cast<int>(m_strokes.value(m_film).size());
        m_evidence->setCovered(
            score, reading != nullptr ? reading->shownScore() : score, ms, std::max(strokes, 1));
    });
    connect(m_otherEngine, &ReadingEngine::readingReady, this, [this](const ReadingPtr& reading) {
        if (!reading->error) {
            const QString called = displayName(
                reading->classNames.at(static_cast<std::size_t>(reading->calledClass())));
            m_secondTitle->setText(
                tr("%1: called %2, %3")
                    .arg(m_otherEngine->modelName(), called, percent(reading->shownScore())));
        }
    });
    connect(
        m_otherEngine, &ReadingEngine::evidenceReady, this, [this](const EvidencePtr& evidence) {
            EvidenceView view = m_evidence->view();
            view.cells = evidence->error ? cv::Mat() : evidence->map.cells;
            view.grid = evidence->map.grid;
            view.preprocessing = evidence->preprocessing;
            m_second->setEvidence(view);
        });
    connect(m_evidence, &EvidencePanel::viewChanged, this, &ReaderPage::refreshEvidence);
    connect(m_evidence, &EvidencePanel::eraseMarkerRequested, this, &ReaderPage::eraseMarker);
    connect(m_evidence, &EvidencePanel::otherModelRequested, this, &ReaderPage::showOtherRuns);
    connect(m_evidence, &EvidencePanel::brushChanged, this, [this] {
        m_viewer->setBrush(m_evidence->blurs() ? explain::BrushStroke::Kind::Blur
                                               : explain::BrushStroke::Kind::Paint,
            m_viewer->brushRadius());
    });
    connect(m_evidence, &EvidencePanel::uncoverRequested, this, [this] {
        const std::vector<explain::BrushStroke> before = m_strokes.value(m_film);
        m_state.undoStack().push(new CoverCommand(
            tr("uncover the film"), before, {}, [this, film = m_film](const auto& s) {
                m_strokes.insert(film, s);
                refreshStrokes();
            }));
    });
    connect(m_viewer, &FilmViewer::strokeChanged, this, &ReaderPage::onStroke);
    connect(m_viewer, &FilmViewer::boxChanged, m_readFirst, &ReadFirstPanel::setBox);
    connect(m_readFirst, &ReadFirstPanel::answered, this, &ReaderPage::onAnswered);
    connect(m_readFirst, &ReadFirstPanel::mindChanged, this,
        [this](const QString& name) { m_session->setAfter(m_film, name); });
    connect(m_readFirst, &ReadFirstPanel::sessionRequested, this, &ReaderPage::showSession);
    connect(m_neighbours, &NeighbourStrip::filmRequested, this, &ReaderPage::openFilm);
}

void ReaderPage::onManifest()
{
    m_allFilms->hide();
    m_listCard->setTitle(tr("Films"));
    m_films->setManifest(m_state.manifest());
    m_engine->provideFilms(
        m_state.manifest(), m_state.workspaceFolder() + QStringLiteral("/cache"));
    refreshClasses();
}

void ReaderPage::onFilms()
{
    m_next->setEnabled(m_films->rowCount() > 0);
    m_next->setToolTip(
        m_films->rowCount() > 0 ? tr("Next film (N, →)") : tr("Needs an open folder of films"));
    showInList();
    refreshPosition();
}

/// The shown film is chosen in the list and its label stands beside the reading, as soon as the
/// data set has it.
void ReaderPage::showInList()
{
    m_label.clear();
    if (const int item = m_films->itemOf(m_film); item >= 0) {
        const dataset::Manifest& manifest = *m_films->manifest();
        const int cls = manifest.items[static_cast<std::size_t>(item)].label;
        if (cls >= 0) {
            m_label = displayName(manifest.classNames[static_cast<std::size_t>(cls)]);
        }
        const int row = m_films->rowOf(static_cast<std::size_t>(item));
        if (row >= 0 && m_list->currentIndex().row() != row) {
            m_list->setCurrentIndex(m_films->index(row));
        }
    }
    m_panel->setLabel(m_label);
}

void ReaderPage::onShownRun()
{
    const RunPtr run = m_state.shownRun();
    if (run != nullptr && !run->folder.empty()) {
        m_engine->loadModel(pathText(run->folder), displayName(run->name));
    }
}

void ReaderPage::refreshClasses()
{
    QStringList names;
    int positive = -1;
    if (m_engine->hasModel()) {
        const model::Classifier& classifier = m_engine->model()->classifier();
        for (const std::string& name : classifier.classNames) {
            names += displayName(name);
        }
        positive = classifier.positiveClass;
    } else if (const ManifestPtr manifest = m_state.manifest()) {
        for (const std::string& name : manifest->classNames) {
            names += displayName(name);
        }
        positive = manifest->positiveClass;
    }
    m_readFirst->setClasses(names, positive);
}

QString ReaderPage::positiveClass() const
{
    if (m_engine->hasModel()) {
        const model::Classifier& classifier = m_engine->model()->classifier();
        return displayName(
            classifier.classNames.at(static_cast<std::size_t>(classifier.positiveClass)));
    }
    const ManifestPtr manifest = m_state.manifest();
    return manifest != nullptr && manifest->positiveClass >= 0
               ? displayName(
                     manifest->classNames.at(static_cast<std::size_t>(manifest->positiveClass)))
               : QString();
}

void ReaderPage::showFilms(const QStringList& paths, const QString& title)
{
    m_listCard->setTitle(title.isEmpty() ? tr("Films") : title);
    m_allFilms->setVisible(!paths.isEmpty() && m_state.manifest() != nullptr);
    // A list of its own keeps its order: the chosen film is its first.
    m_films->setOrder(paths.isEmpty() ? FilmModel::Order::Shuffled : FilmModel::Order::ByName);
    m_films->setManifest(
        paths.isEmpty() ? m_state.manifest() : manifestOf(paths, m_state.manifest()));
    if (!paths.isEmpty()) {
        openFilm(paths.first());
    }
}

void ReaderPage::openFilm(const QString& path)
{
    if (path.isEmpty() || path == m_film) {
        return;
    }
    m_film = path;
    m_panel->clearReading();
    m_evidence->clearEvidence();
    m_neighbours->showReading(nullptr);
    m_neighbourSummary->clear();
    m_notes->hide();
    showInList();
    if (const SessionEntry* entry = m_session->find(path)) {
        m_readFirst->showAnswer(entry->reader, entry->confidence, entry->after);
    } else {
        m_readFirst->askAgain();
    }
    m_panelArea->verticalScrollBar()->setValue(0);
    refreshPosition();
    refreshHidden();
    m_source->request(path);
}

void ReaderPage::onFilm(const QString& path, const ViewerAnswer& answer)
{
    if (path != m_film) {
        return;
    }
    if (answer.error) {
        m_viewer->setMessage(sentenceOf(*answer.error));
        m_panel->showFilmError(*answer.error);
        m_engine->read({});
        return;
    }
    m_viewer->setFilm(answer.film);
    if (const SessionEntry* entry = m_session->find(path)) {
        m_viewer->setBox(entry->box);
        m_readFirst->setBox(entry->box);
    }
    refreshNotes();
    refreshHidden();
    m_engine->read(path);
    decodeNeighbours();
}

void ReaderPage::decodeNeighbours()
{
    QStringList paths;
    const int row = m_list->currentIndex().row();
    for (int ahead = 1; ahead <= kAhead; ++ahead) {
        const QModelIndex next = m_films->index(row + ahead);
        if (row >= 0 && next.isValid()) {
            paths += next.data(FilmModel::PathRole).toString();
        }
    }
    if (row > 0) {
        paths += m_films->index(row - 1).data(FilmModel::PathRole).toString();
    }
    m_source->decodeAhead(paths);
}

void ReaderPage::step(int films)
{
    const int count = m_films->rowCount();
    if (count == 0) {
        return;
    }
    const QModelIndex current = m_list->currentIndex();
    const int row = current.isValid() ? std::clamp(current.row() + films, 0, count - 1) : 0;
    m_list->setCurrentIndex(m_films->index(row));
}

void ReaderPage::refreshPosition()
{
    const QLocale locale;
    const int count = m_films->rowCount();
    const int row = m_list->currentIndex().isValid() ? m_list->currentIndex().row() + 1 : 0;
    m_position->setText(
        QStringLiteral("%1 / %2").arg(locale.toString(row), locale.toString(count)));
}

bool ReaderPage::readsFirst() const
{
    return m_mode->currentIndex() == 0;
}

void ReaderPage::setReadFirst(bool first)
{
    if (m_mode->currentIndex() != (first ? 0 : 1)) {
        m_mode->setCurrentIndex(first ? 0 : 1); // comes back here
        return;
    }
    m_state.settings().setValue(QStringLiteral("reader/readFirst"), first);
    refreshHidden();
}

/// While the answer is awaited everything of the model, the label and what would tell it is absent.
void ReaderPage::refreshHidden()
{
    m_hidden = readsFirst() && !m_readFirst->isRevealed() && m_viewer->hasFilm() &&
               !m_readFirst->classes().isEmpty();
    m_readFirst->setVisible(readsFirst());
    const bool read = m_engine->reading() != nullptr && !m_engine->reading()->error;
    m_panel->setVisible(!m_hidden);
    m_guard->setVisible(!m_hidden && read);
    m_evidence->setVisible(!m_hidden && read);
    m_neighbourCard->setVisible(!m_hidden && read && m_neighbours->count() > 0);
    m_compare->setEnabled(!m_hidden);
    m_delegate->setTellsClass(!m_hidden);
    m_list->setToolTip(m_hidden ? tr("Classes are shown when you have answered") : QString());
    m_list->viewport()->update();
    if (const auto& film = m_viewer->film()) {
        m_viewer->setShownName(m_hidden ? tr("film") : film->name);
    }
    refreshEvidence();
}

void ReaderPage::refreshEvidence()
{
    m_viewer->setEvidence(m_hidden ? EvidenceView{} : m_evidence->view());
}

void ReaderPage::refreshNotes()
{
    const auto& film = m_viewer->film();
    QStringList sentences;
    for (const image::FilmNote note : film->notes) {
        sentences += noteSentence(note);
    }
    m_notes->setVisible(!sentences.isEmpty());
    m_notes->setContent(Tone::Warn, tr("About this film"), sentences.join(QLatin1Char('\n')));
    m_windows->setVisible(film->facts.has_value());
    if (!film->facts || (m_windows->property("film").toString() == m_film)) {
        return;
    }
    m_windows->setProperty("film", m_film);
    m_windows->clear();
    const auto add = [this](const QString& text, image::DicomView::Kind kind, int index) {
        m_windows->addItem(text, QVariantList{static_cast<int>(kind), index});
    };
    using Kind = image::DicomView::Kind;
    add(tr("Automatic window"), Kind::Automatic, 0);
    for (std::size_t i = 0; i < film->facts->luts.size(); ++i) {
        const QString name = displayName(film->facts->luts[i]);
        add(name.isEmpty() ? tr("Look-up table %1").arg(i + 1) : name, Kind::Lut,
            static_cast<int>(i));
    }
    for (std::size_t i = 0; i < film->facts->windows.size(); ++i) {
        const image::DicomWindow& window = film->facts->windows[i];
        const QString name = displayName(window.explanation);
        add(QStringLiteral("%1 %2/%3")
                .arg(name.isEmpty() ? tr("Window") : name)
                .arg(window.centre)
                .arg(window.width),
            Kind::Window, static_cast<int>(i));
    }
    add(tr("Whole range"), Kind::FullRange, 0);
}

void ReaderPage::onAnswered()
{
    SessionEntry entry;
    entry.film = m_film;
    entry.name = displayName(pathOf(m_film).filename().string());
    entry.label = m_label;
    entry.reader = m_readFirst->chosenClass();
    entry.after = entry.reader;
    entry.confidence = m_readFirst->confidence();
    entry.box = m_viewer->box();
    if (const ReadingPtr& reading = m_engine->reading(); reading != nullptr && !reading->error) {
        entry.model =
            displayName(reading->classNames.at(static_cast<std::size_t>(reading->calledClass())));
        entry.score = reading->shownScore();
    }
    m_session->put(entry);
    m_readFirst->setBox(entry.box);
    refreshHidden();
}

void ReaderPage::onStroke(const explain::BrushStroke& stroke, bool finished)
{
    std::vector<explain::BrushStroke> strokes = m_strokes.value(m_film);
    const std::vector<explain::BrushStroke> before = strokes;
    strokes.push_back(stroke);
    if (!finished) {
        m_engine->scoreCovered(strokes);
        return;
    }
    m_state.undoStack().push(new CoverCommand(
        tr("cover a part of the film"), before, strokes, [this, film = m_film](const auto& after) {
            m_strokes.insert(film, after);
            refreshStrokes();
        }));
}

void ReaderPage::eraseMarker()
{
    const ReadingPtr& reading = m_engine->reading();
    if (reading == nullptr || reading->error) {
        return;
    }
    using Found = std::optional<explain::BrushStroke>;
    runInBackground<Found>(
        m_state.workers(), this,
        [input = reading->input]() -> Found { return explain::findMarker(input->film); },
        [this, film = m_film](const Found& marker) {
            if (film != m_film) {
                return;
            }
            if (!marker) {
                m_state.announce(
                    tr("No marker letter was found on this film"), QStringLiteral("info"));
                return;
            }
            onStroke(*marker, true);
        });
}

void ReaderPage::refreshStrokes()
{
    const std::vector<explain::BrushStroke> strokes = m_strokes.value(m_film);
    m_viewer->setStrokes(strokes);
    if (strokes.empty()) {
        m_evidence->setCovered(0.0, 0.0, 0.0, 0);
    } else {
        m_engine->scoreCovered(strokes);
    }
}

/// The same film by every other run of this session: the spread of seeds and settings.
void ReaderPage::readByOtherRuns()
{
    const ReadingPtr reading = m_engine->reading();
    const QList<RunPtr> runs = m_state.runs();
    const int ticket = ++m_spreadTicket;
    m_panel->setSpread({});
    if (reading == nullptr || reading->error || runs.size() < 2 || reading->positiveClass < 0) {
        return;
    }
    QStringList folders;
    for (const RunPtr& run : runs) {
        if (!run->folder.empty() && pathText(run->folder) != reading->model->path) {
            folders += pathText(run->folder);
        }
    }
    using Scores = std::vector<double>;
    runInBackground<Scores>(
        m_state.workers(), this,
        [reading, folders]() -> Scores {
            Scores scores{reading->shownScore()};
            const std::size_t positive = static_cast<std::size_t>(reading->positiveClass);
            for (const QString& folder : folders) {
                const auto other = model::loadClassifier(pathOf(folder));
                if (!other || other->classNames != reading->classNames) {
                    continue;
                }
                if (const auto p = other->probabilitiesOfFile(pathOf(reading->film))) {
                    scores.push_back(static_cast<double>((*p)[positive]));
                }
            }
            return scores;
        },
        [this, ticket](const Scores& scores) {
            if (ticket != m_spreadTicket || scores.size() < 2) {
                return;
            }
            const auto [low, high] = std::minmax_element(scores.begin(), scores.end());
            m_panel->setSpread(
                tr("%n runs give %1 to %2.", nullptr, static_cast<int>(scores.size()))
                    .arg(percent(*low), percent(*high)));
        });
}

void ReaderPage::setCompared(bool compared)
{
    m_secondColumn->setVisible(compared && m_viewer->hasFilm());
    if (!compared || !m_viewer->hasFilm()) {
        return;
    }
    m_second->setFilm(m_viewer->film());
    m_second->setEvidence(m_evidence->view());
    const ReadingPtr& reading = m_engine->reading();
    m_secondTitle->setText(reading != nullptr && !reading->error
                               ? tr("%1: called %2, %3")
                                     .arg(m_engine->modelName(),
                                         displayName(reading->classNames.at(
                                             static_cast<std::size_t>(reading->calledClass()))),
                                         percent(reading->shownScore()))
                               : m_viewer->film()->name);
}

void ReaderPage::showOtherRuns()
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const RunPtr& run : m_state.runs()) {
        if (run->folder.empty()) {
            continue;
        }
        const QString path = pathText(run->folder);
        const QString name = displayName(run->name);
        menu->addAction(name, this, [this, path, name] {
            m_compare->setChecked(true);
            m_otherEngine->loadModel(path, name);
            m_otherEngine->read(m_film);
        });
    }
    menu->addSeparator();
    menu->addAction(tr("Open another model beside it…"), this, [this] {
        const QString folder = QFileDialog::getExistingDirectory(this, tr("Open a run folder"));
        if (!folder.isEmpty()) {
            m_compare->setChecked(true);
            m_otherEngine->loadModel(folder, QFileInfo(folder).fileName());
            m_otherEngine->read(m_film);
        }
    });
    menu->popup(QCursor::pos());
}

void ReaderPage::showSession()
{
    auto* dialog = new SessionDialog(*m_session, positiveClass(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void ReaderPage::chooseExport()
{
    const QString path =
        QFileDialog::getSaveFileName(this, tr("Export"), tr("film") + QStringLiteral(".png"),
            tr("Picture") + QStringLiteral(" (*.png *.svg *.pdf);;") + tr("Table of all films") +
                QStringLiteral(" (*.csv)"));
    if (path.isEmpty()) {
        return;
    }
    if (path.endsWith(QLatin1String(".csv"), Qt::CaseInsensitive)) {
        exportScoresTo(path);
    } else {
        exportTo(path);
    }
}

void ReaderPage::exportTo(const QString& path)
{
    ExportText text;
    const auto& film = m_viewer->film();
    // A DICOM file's name often is the patient's.
    text.title = film == nullptr                                      ? QString()
                 : film->format == QLatin1String("DICOM") || m_hidden ? tr("film")
                                                                      : film->name;
    const ReadingPtr& reading = m_engine->reading();
    if (reading != nullptr && !reading->error && !m_hidden) {
        text.lines += tr("%1 · called %2 · score %3 · threshold %4")
                          .arg(m_engine->modelName(),
                              displayName(reading->classNames.at(
                                  static_cast<std::size_t>(reading->calledClass()))),
                              percent(reading->shownScore()), percent(reading->threshold));
        if (reading->verdict) {
            text.lines += tr("Farther from the training films than %1 % of validation.")
                              .arg(QLocale().toString(reading->verdict->percentile, 'f', 0));
        }
        if (m_viewer->showsEvidence()) {
            text.lines +=
                tr("The map shows what moved this model’s score, not where the disease is.");
        }
    }
    if (const auto done = exportPicture(*m_viewer, text, path); !done) {
        m_state.announce(sentenceOf(done.error()), QStringLiteral("error"));
    } else {
        m_state.announce(tr("The film was exported"), QStringLiteral("export"));
    }
}

void ReaderPage::exportScoresTo(const QString& path)
{
    if (!m_engine->hasModel()) {
        m_state.announce(tr("A table needs a model"), QStringLiteral("warn"));
        return;
    }
    QStringList films;
    for (int row = 0; row < m_films->rowCount(); ++row) {
        films += m_films->index(row).data(FilmModel::PathRole).toString();
    }
    if (films.isEmpty() && !m_film.isEmpty()) {
        films += m_film;
    }
    using Done = std::shared_ptr<base::Result<void>>;
    m_exportStop.request_stop();
    m_exportStop = std::stop_source();
    m_state.announce(
        tr("Reading %n film(s) for the table", nullptr, static_cast<int>(films.size())),
        QStringLiteral("hourglass"));
    runInBackground<Done>(
        m_state.workers(), this,
        [model = m_engine->model(), films, path, stop = m_exportStop.get_token()]() -> Done {
            return std::make_shared<base::Result<void>>(exportScores(
                *model, films, path, [](int) {}, stop));
        },
        [this](const Done& done) {
            m_state.announce(*done ? tr("The table was saved") : sentenceOf(done->error()),
                *done ? QStringLiteral("export") : QStringLiteral("error"));
        });
}

void ReaderPage::chooseModel()
{
    const QString file = QFileDialog::getOpenFileName(this, tr("Open a model"), {},
        tr("Models") + QStringLiteral(" (model.json *.keras *.h5 *.safetensors);;") +
            tr("All files") + QStringLiteral(" (*)"));
    if (!file.isEmpty()) {
        openModel(file);
    }
}

void ReaderPage::openModel(const QString& path)
{
    const QFileInfo info(path);
    // A model.json names its folder: our run, or a Teachable Machine export.
    const bool folder = info.isFile() && (info.fileName() == QLatin1String("model.json") ||
                                             info.suffix() == QLatin1String("safetensors"));
    const QString target = folder ? info.absolutePath() : info.absoluteFilePath();
    m_engine->loadModel(target, QFileInfo(target).fileName());
}

} // namespace negatoscope::ui
