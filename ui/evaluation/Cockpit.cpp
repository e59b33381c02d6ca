#include "ui/evaluation/Cockpit.h"

#include "core/evaluation/CalibratedThreshold.h"
#include "core/evaluation/Decision.h"
#include "core/training/AugmentedScores.h"
#include "ui/evaluation/CurveCharts.h"
#include "ui/shell/Background.h"

#include <QCryptographicHash>
#include <QLocale>
#include <QSettings>

#include <cmath>

namespace negatoscope::ui {

namespace {

constexpr int kIntervalDelayMs = 250; ///< of rest before the bootstrap follows the threshold
constexpr int kNotesDelayMs = 800;
constexpr const char* kScoresFileKey = "scores_file"; ///< of RunRecord::environment

/// One writer, in order: what was decided last is what stays.
QThreadPool& notesWriter()
{
    static QThreadPool pool;
    pool.setMaxThreadCount(1);
    return pool;
}

QString ruleName(Cockpit::Rule rule, bool stressed, double wanted)
{
    QString name;
    switch (rule) {
    case Cockpit::Rule::Half:
        return QStringLiteral("half");
    case Cockpit::Rule::Youden:
        name = QStringLiteral("youden");
        break;
    case Cockpit::Rule::Sensitivity:
        name = QStringLiteral("sensitivity %1").arg(wanted);
        break;
    case Cockpit::Rule::Cost:
        name = QStringLiteral("cost");
        break;
    }
    return name + (stressed ? QStringLiteral(" on stressed validation")
                            : QStringLiteral(" on validation"));
}

/// The other way round of what a calibration does to a threshold.
double uncalibratedThreshold(double threshold, const training::OperatingNotes& notes)
{
    if (notes.calibration == training::CalibrationKind::Temperature) {
        return evaluation::temperatureThreshold(threshold, 1.0 / notes.temperature);
    }
    if (notes.calibration == training::CalibrationKind::Platt && notes.slope > 0.0) {
        return evaluation::plattThreshold(
            threshold, {.slope = 1.0 / notes.slope, .intercept = -notes.intercept / notes.slope});
    }
    return threshold;
}

double calibratedThreshold(double threshold, const training::OperatingNotes& notes)
{
    if (notes.calibration == training::CalibrationKind::Temperature) {
        return evaluation::temperatureThreshold(threshold, notes.temperature);
    }
    if (notes.calibration == training::CalibrationKind::Platt) {
        return evaluation::plattThreshold(
            threshold, {.slope = notes.slope, .intercept = notes.intercept});
    }
    return threshold;
}

} // namespace

evaluation::Scores validationScoresAt(const training::RunRecord& run, int epoch)
{
    evaluation::Scores scores = run.validation;
    const auto index = static_cast<std::size_t>(epoch);
    if (epoch >= 0 && index < run.validationLogits.size() &&
        run.validationLogits[index].size() == scores.labels.size() * scores.classNames.size()) {
        const std::vector<float>& logits = run.validationLogits[index];
        scores.logits.assign(logits.begin(), logits.end());
        evaluation::fillProbabilities(scores);
    }
    return scores;
}

Cockpit::Cockpit(AppState& state, OperatingPoint& point, QObject* parent)
    : QObject(parent)
    , m_state(state)
    , m_point(point)
{
    m_intervalTimer.setSingleShot(true);
    m_intervalTimer.setInterval(kIntervalDelayMs);
    connect(&m_intervalTimer, &QTimer::timeout, this, &Cockpit::requestIntervals);
    m_notesTimer.setSingleShot(true);
    m_notesTimer.setInterval(kNotesDelayMs);
    connect(&m_notesTimer, &QTimer::timeout, this, &Cockpit::keepNotes);
    connect(&m_point, &OperatingPoint::thresholdChanged, this, [this] {
        m_intervalTimer.start();
        if (m_presenting || m_live || !hasRun()) {
            return;
        }
        m_notes.threshold = m_point.threshold();
        m_notes.rule = QStringLiteral("by hand").toStdString();
        m_notesChanged = true;
        m_notesTimer.start();
    });
    connect(&m_state, &AppState::stressScored, this, [this](const QString& id) {
        const RunPtr run = m_state.shownRun();
        if (id == m_runId && run != nullptr && run->id == id.toStdString()) {
            m_storedStress = run->stress;
            Q_EMIT stressChanged();
        }
    });
    connect(&m_state, &AppState::manifestChanged, this, [this] {
        m_pixelsStop.request_stop();
        m_pixels.reset();
        m_pixelsOf.reset();
        m_markersStop.request_stop();
        m_markers.clear();
        m_markersOf.reset();
        m_markersFound = false;
        Q_EMIT baselineChanged();
    });
}

Cockpit::~Cockpit()
{
    m_stressStop.request_stop();
    m_markersStop.request_stop();
    m_pixelsStop.request_stop();
}

void Cockpit::showRun(const training::RunRecord& run, int epoch, bool live)
{
    const QString id = QString::fromStdString(run.id);
    const bool other = id != m_runId;
    if (other && m_notesTimer.isActive()) {
        m_notesTimer.stop();
        keepNotes(); // of the run before
    }
    if (other) {
        m_testWanted = false;
        m_point.pick({});
        stopStress();
        m_stressRaw = m_stressOfRuns.value(id);
    }
    m_runId = id;
    m_runName = QString::fromStdString(run.name);
    m_runFolder = run.folder;
    m_live = live;
    m_file = run.environment.is_object() && run.environment.contains(kScoresFileKey);
    m_storedStress = run.stress;
    m_validationRaw = validationScoresAt(run, epoch);
    m_keptRaw = live || epoch < 0 || epoch == run.bestEpoch ? evaluation::Scores() : run.validation;
    m_testRaw = live ? evaluation::Scores() : run.test;
    if (other) {
        m_notes = m_notesOfRuns.value(id, {.threshold = m_point.threshold()});
        m_notesChanged = false;
        loadNotes(run);
    }
    recalibrate();
    present();
    if (!live) {
        requestBaseline();
    }
    Q_EMIT runChanged();
}

void Cockpit::clear()
{
    m_runId.clear();
    m_runName.clear();
    m_runFolder.clear();
    m_live = false;
    m_file = false;
    m_testWanted = false;
    m_notes = {};
    m_storedStress.reset();
    m_validationRaw = m_keptRaw = m_testRaw = m_stressRaw = {};
    m_validation = m_test = m_stress = {};
    m_intervals.reset();
    present();
    Q_EMIT runChanged();
}

void Cockpit::present()
{
    m_intervals.reset();
    if (m_validation.labels.empty() || m_validation.probabilities.empty()) {
        m_point.clear();
        return;
    }
    const bool test = m_testWanted && isTestOpen() && hasTest();
    const auto set = test     ? OperatingPoint::Set::Test
                     : m_file ? OperatingPoint::Set::File
                              : OperatingPoint::Set::Validation;
    m_point.setScores(set, test ? m_test : m_validation);
    if (!m_live) {
        m_intervalTimer.start(0);
    }
}

void Cockpit::loadNotes(const training::RunRecord& run)
{
    if (run.folder.empty() || m_live || m_notesOfRuns.contains(m_runId)) {
        return;
    }
    using Loaded = std::shared_ptr<const base::Result<training::OperatingNotes>>;
    runInBackground<Loaded>(
        m_state.workers(), this,
        [folder = run.folder] {
            return std::make_shared<const base::Result<training::OperatingNotes>>(
                training::readOperatingNotes(folder));
        },
        [this, id = m_runId](const Loaded& loaded) {
            if (id != m_runId || m_notesChanged || m_notesOfRuns.contains(id)) {
                return; // what was decided meanwhile counts
            }
            if (!*loaded) {
                m_state.announce(sentenceOf(loaded->error()), QStringLiteral("warn"));
                return;
            }
            m_notes = **loaded;
            m_presenting = true;
            recalibrate();
            if (!m_notes.rule.empty()) {
                m_point.setThreshold(m_notes.threshold);
            }
            m_presenting = false;
            present();
            Q_EMIT calibrationChanged();
            Q_EMIT lockChanged();
        });
}

training::OperatingNotes Cockpit::notesToKeep() const
{
    training::OperatingNotes notes = m_notes;
    if (m_keptRaw.labels.empty() || notes.calibration == training::CalibrationKind::None) {
        return notes;
    }
    // Another epoch is looked at than the one that will read films: that one's fit is kept.
    if (const auto fit = evaluation::fitTemperature(m_keptRaw); fit && !fit->atLimit) {
        notes.temperature = fit->temperature;
    }
    if (const auto fit = evaluation::fitPlatt(m_keptRaw); fit && fit->slope > 0.0) {
        notes.slope = fit->slope;
        notes.intercept = fit->intercept;
    }
    notes.threshold = calibratedThreshold(plainThreshold(), notes);
    return notes;
}

void Cockpit::keepNotes()
{
    if (!hasRun() || m_live) {
        return;
    }
    const training::OperatingNotes kept = notesToKeep();
    m_notesOfRuns.insert(m_runId, kept);
    m_notesChanged = false;
    if (m_runFolder.empty()) {
        return; // kept with this session only
    }
    runInBackground<QString>(
        notesWriter(), this,
        [notes = kept, folder = m_runFolder]() -> QString {
            const auto written = training::writeOperatingNotes(notes, folder);
            return written ? QString() : sentenceOf(written.error());
        },
        [this](const QString& error) {
            if (!error.isEmpty()) {
                m_state.announce(error, QStringLiteral("warn"));
            }
        });
}

void Cockpit::wantTest(bool test)
{
    if (test != m_testWanted) {
        m_testWanted = test;
        if (!test || isTestOpen()) {
            present();
        }
        Q_EMIT lockChanged();
    }
}

void Cockpit::openTest()
{
    if (!hasTest() || isTestOpen()) {
        return;
    }
    m_state.settings().setValue(looksKey(), testLooks() + 1);
    ++m_notes.testLooks;
    m_openedRuns.insert(m_runId);
    m_testWanted = true;
    keepNotes();
    present();
    Q_EMIT lockChanged();
}

QString Cockpit::looksKey() const
{
    const ManifestPtr manifest = m_state.manifest();
    const QByteArray root =
        manifest != nullptr ? QByteArray::fromStdString(manifest->root.string()) : QByteArray();
    return QStringLiteral("looks/") +
           QString::fromLatin1(QCryptographicHash::hash(root, QCryptographicHash::Sha1).toHex());
}

int Cockpit::testLooks() const
{
    return m_state.settings().value(looksKey(), 0).toInt();
}

int Cockpit::testLooksOfRun() const
{
    return m_notes.testLooks;
}

evaluation::Figure Cockpit::thresholdOf(Rule rule, bool stressed, double wanted) const
{
    const evaluation::Scores& films = stressed ? m_stress : m_validation;
    const evaluation::ThresholdSweep sweep(films);
    switch (rule) {
    case Rule::Half:
        return evaluation::Figure::of(0.5);
    case Rule::Youden:
        return evaluation::youdenThreshold(sweep);
    case Rule::Sensitivity:
        return evaluation::sensitivityThreshold(sweep, wanted);
    case Rule::Cost:
        return evaluation::costThreshold(sweep, m_costRatio, 1.0, m_prevalence);
    }
    return {};
}

void Cockpit::applyRule(Rule rule, bool stressed, double wanted)
{
    if (stressed && m_stress.labels.empty()) {
        requestStress();
        m_state.announce(isMeasuringStress()
                             ? tr("The changed films are being measured; try again in a moment")
                             : stressObstacle(),
            QStringLiteral("hourglass"));
        return;
    }
    const evaluation::Figure threshold = thresholdOf(rule, stressed, wanted);
    if (!threshold.value) {
        m_state.announce(
            tr("No such threshold: %1").arg(QString::fromLatin1(threshold.undefinedReason())),
            QStringLiteral("info"));
        return;
    }
    m_point.setThreshold(*threshold.value);
    m_notes.threshold = m_point.threshold();
    m_notes.rule = ruleName(rule, stressed, wanted).toStdString();
    m_notesTimer.start();
    if (rule == Rule::Half) {
        return;
    }
    const QString where = m_file     ? tr("chosen on these same films: optimistic")
                          : stressed ? tr("chosen on strongly changed validation films")
                                     : tr("chosen on validation; may not transfer");
    m_state.announce(tr("Threshold %1 %, %2", "number, how it was chosen")
                         .arg(QLocale().toString(100.0 * *threshold.value, 'f', 1), where),
        QStringLiteral("target"));
}

double Cockpit::plainThreshold() const
{
    return uncalibratedThreshold(m_point.threshold(), m_notes);
}

double Cockpit::plainThresholdOf(const QString& runId) const
{
    const auto notes = m_notesOfRuns.constFind(runId);
    return notes == m_notesOfRuns.constEnd() || notes->rule.empty()
               ? plainThreshold()
               : uncalibratedThreshold(notes->threshold, *notes);
}

void Cockpit::setPrevalence(double prevalence)
{
    m_prevalence = std::clamp(prevalence, 0.001, 0.99);
    Q_EMIT dialChanged();
}

void Cockpit::setCostRatio(double missPerFalseAlarm)
{
    m_costRatio = std::clamp(missPerFalseAlarm, 0.01, 100.0);
    Q_EMIT dialChanged();
}

void Cockpit::recalibrate()
{
    m_fitsStale = true;
    if (m_notes.calibration != training::CalibrationKind::None) {
        fitCalibrations();
    }
    m_validation = training::calibrated(m_validationRaw, m_notes);
    m_test = training::calibrated(m_testRaw, m_notes);
    m_stress = training::calibrated(m_stressRaw, m_notes);
}

void Cockpit::fitCalibrations()
{
    m_fitsStale = false;
    m_temperatureObstacle.clear();
    m_plattObstacle.clear();
    if (m_live || m_file || m_validationRaw.labels.empty()) {
        m_temperatureObstacle = m_plattObstacle =
            m_file ? tr("Needs validation films; a file of scores has none")
                   : tr("Needs a finished run");
        m_notes.calibration = training::CalibrationKind::None;
        return;
    }
    const auto temperature = evaluation::fitTemperature(m_validationRaw);
    if (!temperature) {
        m_temperatureObstacle = QString::fromStdString(base::toSentence(temperature.error()));
    } else if (temperature->atLimit) {
        m_temperatureObstacle = tr("No temperature is the best one for these scores");
    } else {
        m_notes.temperature = temperature->temperature;
    }
    const auto platt = evaluation::fitPlatt(m_validationRaw);
    if (!platt) {
        m_plattObstacle = QString::fromStdString(base::toSentence(platt.error()));
    } else if (platt->slope <= 0.0) {
        m_plattObstacle = tr("The scores rank the films the wrong way round");
    } else {
        m_notes.slope = platt->slope;
        m_notes.intercept = platt->intercept;
    }
    if (!obstacleOf(m_notes.calibration).isEmpty()) {
        m_notes.calibration = training::CalibrationKind::None;
    }
}

QString Cockpit::obstacleOf(training::CalibrationKind kind)
{
    if (m_fitsStale) {
        fitCalibrations();
    }
    switch (kind) {
    case training::CalibrationKind::Temperature:
        return m_temperatureObstacle;
    case training::CalibrationKind::Platt:
        return m_plattObstacle;
    case training::CalibrationKind::None:
        break;
    }
    return {};
}

void Cockpit::setCalibration(training::CalibrationKind kind)
{
    if (kind == m_notes.calibration || !obstacleOf(kind).isEmpty()) {
        return;
    }
    const double plain = uncalibratedThreshold(m_point.threshold(), m_notes);
    m_notes.calibration = kind;
    m_notes.threshold = calibratedThreshold(plain, m_notes);
    recalibrate();
    m_presenting = true; // moving along is no new choice
    m_point.setThreshold(m_notes.threshold);
    m_presenting = false;
    present();
    keepNotes();
    Q_EMIT calibrationChanged();
}

void Cockpit::requestIntervals()
{
    const int ticket = ++m_intervalTicket;
    if (m_live || m_point.isEmpty() || !m_point.isBinary()) {
        return; // the next epoch is near, and the cores are busy
    }
    using Intervals = evaluation::BootstrapIntervals;
    runInBackground<Intervals>(
        m_state.workers(), this,
        [scores = m_point.scores(), threshold = m_point.threshold()] {
            evaluation::BootstrapOptions options;
            options.threshold = threshold;
            options.threads = 1;
            return evaluation::bootstrap(scores, options);
        },
        [this, ticket](const Intervals& intervals) {
            if (ticket == m_intervalTicket && intervals.undefined == evaluation::Undefined::No) {
                m_intervals = intervals;
                Q_EMIT intervalsChanged();
            }
        });
}

QString Cockpit::stressObstacle() const
{
    if (m_live || !hasRun()) {
        return tr("Needs a finished run");
    }
    if (m_runFolder.empty()) {
        return tr("Needs a run that is kept on this computer");
    }
    return m_state.manifest() == nullptr ? tr("Needs the open data set") : QString();
}

void Cockpit::stopStress()
{
    m_stressStop.request_stop();
    m_stressTicket = 0;
}

void Cockpit::requestStress()
{
    if (!m_stressRaw.labels.empty() || isMeasuringStress() || !stressObstacle().isEmpty() ||
        m_state.job()) {
        return;
    }
    using Measured = std::shared_ptr<const base::Result<std::optional<evaluation::Scores>>>;
    m_stressTicket = ++m_lastStressTicket;
    m_stressStop = {};
    Q_EMIT stressChanged();
    runInBackground<Measured>(
        m_state.workers(), this,
        [folder = m_runFolder, films = m_validationRaw, manifest = m_state.manifest(),
            stop = m_stressStop.get_token()]() -> Measured {
            const auto classifier = model::loadClassifier(folder);
            if (!classifier) {
                return std::make_shared<const base::Result<std::optional<evaluation::Scores>>>(
                    tl::unexpected(classifier.error()));
            }
            return std::make_shared<const base::Result<std::optional<evaluation::Scores>>>(
                training::augmentedScores(*classifier, films, *manifest, stop));
        },
        [this, ticket = m_stressTicket, id = m_runId](const Measured& measured) {
            if (ticket != m_stressTicket) {
                return;
            }
            m_stressTicket = 0;
            if (!*measured) {
                m_state.announce(sentenceOf(measured->error()), QStringLiteral("warn"));
            } else if (measured->value()) {
                m_stressRaw = *measured->value();
                m_stressOfRuns.insert(id, m_stressRaw);
                m_stress = training::calibrated(m_stressRaw, m_notes);
            }
            Q_EMIT stressChanged();
        });
}

const evaluation::Scores* Cockpit::stressScores() const
{
    return m_stress.labels.empty() ? nullptr : &m_stress;
}

QString Cockpit::stressSentence() const
{
    evaluation::Figure stressed;
    evaluation::Figure flips;
    if (m_storedStress) {
        stressed = evaluation::Figure::of(m_storedStress->auc);
        flips = evaluation::Figure::of(m_storedStress->flips);
    } else if (const evaluation::Scores* scores = stressScores()) {
        const auto figures = evaluation::stressFigures(m_validation, *scores, m_point.threshold());
        stressed = figures.auc;
        flips = figures.flips;
    } else {
        return {};
    }
    const evaluation::Figure auc =
        m_validation.hasPositiveClass()
            ? evaluation::rocAuc(m_validation.positiveScores(), m_validation.positiveLabels())
            : evaluation::Figure::none(evaluation::Undefined::NoPositiveClass);
    if (!stressed.value || !flips.value || !auc.value) {
        return tr("Undefined: %1.").arg(undefinedText(auc.undefined));
    }
    const auto number = [](double value) {
        return QLocale().toString(value, 'f', 3);
    };
    return tr("AUC %1 on validation, %2 on the same films strongly changed (other exposure, "
              "position, noise). %3 of the calls flip.")
        .arg(number(*auc.value), number(*stressed.value), percentText(*flips.value));
}

} // namespace negatoscope::ui
