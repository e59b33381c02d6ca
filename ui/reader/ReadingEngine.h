#pragma once

#include "core/base/Error.h"
#include "core/dataset/Manifest.h"
#include "core/explain/CoverBrush.h"
#include "core/explain/DomainGuard.h"
#include "core/explain/Explainer.h"
#include "core/explain/FilmInput.h"
#include "core/explain/Scramble.h"
#include "core/training/OperatingNotes.h"
#include "core/training/RunRecord.h"

#include <QFileSystemWatcher>
#include <QHash>
#include <QObject>
#include <QString>
#include <QThreadPool>

#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

namespace negatoscope::ui {

/// A model as the Reader uses it: everything that is opened with it.
struct ReaderModel
{
    QString path;
    std::shared_ptr<const explain::Explainer> explainer;
    std::shared_ptr<const explain::DomainGuard> guard; ///< null: the run has none (yet)
    std::shared_ptr<const training::RunRecord> run;    ///< null: not a run of ours
    training::OperatingNotes notes; ///< threshold and calibration chosen for the run

    const model::Classifier& classifier() const { return explainer->classifier(); }
    double threshold() const { return training::thresholdInUse(notes, classifier().threshold); }
    /// Probabilities as calibrated for the run.
    base::Result<explain::FilmAnswer> answer(std::span<const float> input) const
    {
        return explainer->answer(input, notes);
    }
};
using ReaderModelPtr = std::shared_ptr<const ReaderModel>;

/// What a model says about one film.
struct Reading
{
    QString film; ///< path
    ReaderModelPtr model;
    std::shared_ptr<const explain::FilmInput> input;
    std::vector<std::string> classNames;
    std::vector<float> probabilities; ///< K, sum 1; empty with an error
    std::vector<float> features;
    int positiveClass = -1;
    double threshold = 0.5;
    double milliseconds = 0.0; ///< of the network, after decoding
    std::optional<explain::GuardVerdict> verdict;
    std::vector<explain::Neighbour> neighbours; ///< nearest first, without the film itself
    std::optional<base::Error> error;

    int calledClass() const;   ///< by the threshold for two classes, else the largest
    double shownScore() const; ///< of the positive class for two classes, else of the called one
};
using ReadingPtr = std::shared_ptr<const Reading>;

/// A map of the film that is read, or why there is none.
struct Evidence
{
    QString film;
    explain::HeatMapMethod method = explain::HeatMapMethod::HiResCam;
    bool scrambled = false;
    explain::HeatMap map; ///< no cells with an error
    image::Preprocessing preprocessing;
    double milliseconds = 0.0;
    std::optional<double> agreement; ///< Spearman with the covering test, when that is there
    std::optional<base::Error> error;
};
using EvidencePtr = std::shared_ptr<const Evidence>;

/// Loads models and asks them, on threads of its own, so that the window never waits. An answer
/// about a film or model that is no longer wanted is thrown away. Thread: GUI only.
class ReadingEngine final : public QObject
{
    Q_OBJECT

public:
    explicit ReadingEngine(QObject* parent = nullptr);
    ~ReadingEngine() override;

    bool hasModel() const { return m_model != nullptr; }
    const ReaderModelPtr& model() const { return m_model; }
    bool isLoading() const { return m_loading; }
    QString modelName() const { return m_modelName; }
    const ReadingPtr& reading() const { return m_reading; }
    explain::HeatMapMethod method() const { return m_method; }
    std::optional<explain::ScrambleDepth> scramble() const { return m_scramble; }

public Q_SLOTS:
    /// A run folder, a Keras file or a Teachable Machine folder.
    void loadModel(const QString& path, const QString& name);
    /// Score, guard and neighbours, then the map, then the covering test.
    void read(const QString& film);
    void setMethod(negatoscope::explain::HeatMapMethod method);
    /// The map and score of a copy that is randomised from the top down; nullopt: the model itself.
    void setScramble(const std::optional<negatoscope::explain::ScrambleDepth>& depth);
    /// The score with strokes over the film: the newest wish only. None: coveredReady is not sent.
    void scoreCovered(const std::vector<negatoscope::explain::BrushStroke>& strokes);
    /// Makes the guard of the model's run from these films when it has none. Nothing happens when
    /// they are not the films that the run was trained on.
    void provideFilms(const std::shared_ptr<const negatoscope::dataset::Manifest>& films,
        const QString& cacheFolder);

Q_SIGNALS:
    void modelChanged(); ///< loading, loaded, gone, or with its guard at last
    void modelFailed(const negatoscope::base::Error& error);
    void readingReady(const negatoscope::ui::ReadingPtr& reading);
    void evidenceReady(const negatoscope::ui::EvidencePtr& evidence);
    /// Of the positive class with the strokes over the film, and how long it took.
    void coveredReady(double score, double milliseconds);

private:
    void requestEvidence();
    void requestCoverTest();
    void deliver(std::shared_ptr<Evidence> evidence);
    void buildGuard();
    void rereadNotes();
    void replaceModel(const std::shared_ptr<ReaderModel>& model);

    QThreadPool m_loader;
    QThreadPool m_thread;  ///< films
    QThreadPool m_coverer; ///< the covering test, which may take a while
    QThreadPool m_brusher; ///< scores under the brush
    ReaderModelPtr m_model;
    QFileSystemWatcher m_watcher; ///< the run's folder: its threshold moves in the Lab
    QString m_modelName;
    QString m_film;
    ReadingPtr m_reading;
    std::shared_ptr<const Evidence> m_evidence;
    std::shared_ptr<const Evidence> m_cover;
    explain::HeatMapMethod m_method = explain::HeatMapMethod::HiResCam;
    std::optional<explain::ScrambleDepth> m_scramble;
    QHash<int, std::shared_ptr<const explain::Explainer>> m_scrambled;
    std::shared_ptr<const dataset::Manifest> m_films;
    QString m_cacheFolder;
    bool m_loading = false;
    int m_modelTicket = 0;
    int m_filmTicket = 0;
    int m_evidenceTicket = 0;
    int m_coverTicket = 0;
    std::stop_source m_coverStop;
    std::stop_source m_guardStop;
};

} // namespace negatoscope::ui
