// What somebody decided about a run after training: kept beside it, never mixed up with it.
#include "core/training/OperatingNotes.h"

#include <QTemporaryDir>
#include <QtTest>

#include <cmath>
#include <fstream>

using namespace negatoscope;
using namespace negatoscope::training;

namespace {

evaluation::Scores twoFilms()
{
    evaluation::Scores scores;
    scores.classNames = {"NORMAL", "PNEUMONIA"};
    scores.positiveClass = 1;
    scores.films = {"a", "b"};
    scores.labels = {0, 1};
    scores.logits = {0.0, std::log(9.0), 0.0, 0.0};
    evaluation::fillProbabilities(scores);
    return scores;
}

} // namespace

class OperatingNotesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void comesBackAsWritten()
    {
        const QTemporaryDir folder;
        const std::filesystem::path run = folder.path().toStdString();
        QVERIFY(readOperatingNotes(run) == OperatingNotes()); // none yet
        const OperatingNotes notes{.threshold = 0.125,
            .rule = "youden",
            .calibration = CalibrationKind::Platt,
            .temperature = 2.5,
            .slope = 0.4,
            .intercept = -0.2,
            .testLooks = 3};
        QVERIFY(writeOperatingNotes(notes, run).has_value());
        QVERIFY(readOperatingNotes(run) == notes);
    }

    void aBrokenFileIsAnError()
    {
        const QTemporaryDir folder;
        const std::filesystem::path run = folder.path().toStdString();
        for (const char* text : {"{", "[1]", R"({"threshold":"x"})", R"({"threshold":7})",
                 R"({"temperature":0})", R"({"test_looks":-1})"}) {
            std::ofstream(run / "operating.json") << text;
            const auto notes = readOperatingNotes(run);
            QVERIFY2(!notes, text);
            QVERIFY(notes.error().code == base::ErrorCode::CorruptFile);
        }
    }

    void calibrates()
    {
        const evaluation::Scores scores = twoFilms();
        OperatingNotes notes{.calibration = CalibrationKind::Temperature, .temperature = 2.0};
        // Odds 9 become 3, odds 1 stay.
        const auto warm = calibrated(scores, notes).positiveScores();
        QVERIFY(std::abs(warm[0] - 0.75) < 1e-12 && std::abs(warm[1] - 0.5) < 1e-12);
        notes = {.calibration = CalibrationKind::Platt, .slope = 1.0, .intercept = -std::log(9.0)};
        const auto platt = calibrated(scores, notes).positiveScores();
        QVERIFY(std::abs(platt[0] - 0.5) < 1e-12 && std::abs(platt[1] - 0.1) < 1e-12);
        QCOMPARE(calibrated(scores, OperatingNotes()).positiveScores(), scores.positiveScores());
    }

    void oneFilmIsCalibratedLikeMany()
    {
        const evaluation::Scores scores = twoFilms();
        for (const OperatingNotes& notes : {OperatingNotes{},
                 OperatingNotes{.calibration = CalibrationKind::Temperature, .temperature = 2.0},
                 OperatingNotes{
                     .calibration = CalibrationKind::Platt, .slope = 0.5, .intercept = -1.0}}) {
            const auto many = calibrated(scores, notes);
            for (std::size_t film = 0; film < scores.size(); ++film) {
                const auto one = calibratedProbabilities(
                    std::span(scores.logits).subspan(2 * film, 2), scores.positiveClass, notes);
                QCOMPARE(one.size(), std::size_t{2});
                QVERIFY(std::abs(static_cast<double>(one[1]) - many.probability(film, 1)) < 1e-7);
                QVERIFY(std::abs(one[0] + one[1] - 1.0F) < 1e-6F);
            }
        }
    }

    void aChosenThresholdIsUsed()
    {
        QCOMPARE(thresholdInUse({.threshold = 0.9}, 0.3), 0.3); // never chosen
        QCOMPARE(thresholdInUse({.threshold = 0.9, .rule = "by hand"}, 0.3), 0.9);
    }
};

QTEST_GUILESS_MAIN(OperatingNotesTest)
#include "tst_operating_notes.moc"
