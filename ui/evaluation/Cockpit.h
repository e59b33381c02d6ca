#pragma once

#include "core/dataset/PixelBaseline.h"
#include "core/evaluation/SeedNoise.h"
#include "core/explain/Markers.h"
#include "core/training/OperatingNotes.h"
#include "ui/evaluation/OperatingPoint.h"
#include "ui/shell/AppState.h"

#include <QSet>
#include <QTimer>

#include <optional>
#include <unordered_map>

namespace negatoscope::ui {

/// The scores of a run's validation films after one epoch; those of the best epoch where no others
/// were kept.
evaluation::Scores validationScoresAt(const training::RunRecord& run, int epoch);

/// What stands behind the views of one run: which set is looked at, whether its scores are
/// calibrated, how the threshold was chosen, what is computed in the background (bootstrap, the 8×8
/// pixel baseline, the films' brightness), and what is kept with the run. Thread: GUI only.
class Cockpit final : public QObject
{
    Q_OBJECT

public:
    enum class Rule { Half, Youden, Sensitivity, Cost };

    Cockpit(AppState& state, OperatingPoint& point, QObject* parent = nullptr);
    ~Cockpit() override;

    /// `epoch` 0-based; `live`: still training, nothing is computed in the background or kept.
    void showRun(const training::RunRecord& run, int epoch, bool live);
    void clear();

    AppState& state() const { return m_state; }
    OperatingPoint& point() const { return m_point; }
    bool hasRun() const { return !m_runId.isEmpty(); }
    bool isLive() const { return m_live; }
    bool isFile() const { return m_file; } ///< scores from a file: neither validation nor test
    QString runId() const { return m_runId; }
    QString runName() const { return m_runName; }

    // Validation and test
    const evaluation::Scores& validation() const { return m_validation; } ///< as calibrated
    const evaluation::Scores& test() const { return m_test; }             ///< as calibrated
    bool hasTest() const { return !m_testRaw.labels.empty(); }
    bool isTestOpen() const { return m_openedRuns.contains(m_runId); }
    bool isTestWanted() const { return m_testWanted; }
    void wantTest(bool test); ///< sealed until openTest()
    void openTest();
    int testLooks() const;      ///< at this data set, by all runs
    int testLooksOfRun() const; ///< at this run's test figures

    // Threshold
    /// The threshold of a rule on validation, or on the stress views of validation where a run has
    /// them (`stressed`). `wanted` is the sensitivity; the costs come from the dial.
    evaluation::Figure thresholdOf(Rule rule, bool stressed, double wanted = 0.95) const;
    void applyRule(Rule rule, bool stressed, double wanted = 0.95);
    void setPrevalence(double prevalence);
    void setCostRatio(double missPerFalseAlarm);
    double prevalence() const { return m_prevalence; }
    double costRatio() const { return m_costRatio; } ///< a miss costs so many false alarms

    /// The threshold on the scores as the network gave them: of the run looked at as it is set now,
    /// of another run as it was chosen for it in this session, or the same.
    double plainThreshold() const;
    double plainThresholdOf(const QString& runId) const;

    // Calibration
    training::CalibrationKind calibration() const { return m_notes.calibration; }
    /// Empty text: it can be used. Fitted on validation only.
    QString obstacleOf(training::CalibrationKind kind);
    void setCalibration(training::CalibrationKind kind); ///< the threshold moves along
    const training::OperatingNotes& notes() const { return m_notes; }

    // From the background; empty until there
    const std::optional<evaluation::BootstrapIntervals>& intervals() const { return m_intervals; }
    const evaluation::Scores* baseline() const; ///< on the films looked at, or null
    /// Mean grey level of each film looked at; empty when not known.
    std::vector<double> brightness() const;
    /// Whether each film looked at carries a marker letter; empty until requestMarkers() found out.
    std::vector<explain::MarkerSeen> markers() const;
    bool isLookingForMarkers() const { return m_markersOf != nullptr && !m_markersFound; }
    void requestMarkers(); ///< in the background: the films of validation and test in full
    /// width × height of each film's file; 0 when not known.
    std::vector<double> filmPixels() const;
    /// On strongly changed views of the validation films, or null: then requestStress() measures
    /// it.
    const evaluation::Scores* stressScores() const;
    /// What the run says of itself under "wild" views; empty = it was not measured.
    const std::optional<training::StressScore>& storedStress() const { return m_storedStress; }
    bool isMeasuringStress() const { return m_stressTicket != 0; }
    void requestStress(); ///< in the background; needs the run's folder and the open data set
    QString stressObstacle() const; ///< why it cannot be measured; empty = it can

Q_SIGNALS:
    void runChanged();  ///< run, set, seal
    void lockChanged(); ///< test was opened or asked for
    void intervalsChanged();
    void baselineChanged(); ///< and brightness
    void markersChanged();
    void calibrationChanged();
    void stressChanged();
    void dialChanged(); ///< prevalence or cost

private:
    struct Pixels;
    void present();
    void recalibrate();
    void fitCalibrations();
    void requestIntervals();
    void requestBaseline();
    void stopStress();
    void loadNotes(const training::RunRecord& run);
    void keepNotes();
    QString looksKey() const;

    AppState& m_state;
    OperatingPoint& m_point;
    QString m_runId;
    QString m_runName;
    std::filesystem::path m_runFolder;
    bool m_live = false;
    bool m_file = false;
    bool m_testWanted = false;
    evaluation::Scores m_validationRaw;
    evaluation::Scores m_testRaw;
    evaluation::Scores m_stressRaw;
    evaluation::Scores m_validation;
    evaluation::Scores m_test;
    evaluation::Scores m_stress;
    QSet<QString> m_openedRuns; ///< whose test figures were asked for in this session
    training::OperatingNotes m_notes;
    QHash<QString, training::OperatingNotes> m_notesOfRuns; ///< of this session
    bool m_fitsStale = true; ///< the epoch moved since temperature and Platt were fitted
    QString m_temperatureObstacle;
    QString m_plattObstacle;
    double m_prevalence = 0.05;
    double m_costRatio = 10.0;
    std::optional<evaluation::BootstrapIntervals> m_intervals;
    int m_intervalTicket = 0;
    QTimer m_intervalTimer;
    QTimer m_notesTimer;
    bool m_notesChanged = false;
    bool m_presenting = false;
    std::shared_ptr<const Pixels> m_pixels;
    ManifestPtr m_pixelsOf; ///< computed or being computed for
    std::stop_source m_pixelsStop;
    std::unordered_map<std::string, explain::MarkerSeen> m_markers; ///< by film name
    ManifestPtr m_markersOf; ///< looked for or being looked for
    bool m_markersFound = false;
    std::stop_source m_markersStop;
    std::optional<training::StressScore> m_storedStress;
    QHash<QString, evaluation::Scores> m_stressOfRuns; ///< of this session
    int m_stressTicket = 0;                            ///< 0 = none is under way
    int m_lastStressTicket = 0;
    std::stop_source m_stressStop;
};

} // namespace negatoscope::ui
