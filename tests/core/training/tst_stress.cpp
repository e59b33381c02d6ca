#include "core/base/Hash.h"
#include "core/model/ConfigSchema.h"
#include "core/training/RunRecord.h"
#include "core/training/Stress.h"

#include <QTemporaryDir>
#include <QTest>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

using namespace negatoscope;

namespace {

constexpr int kSide = 32;

dataset::Manifest makeFilms(const std::filesystem::path& root, int count)
{
    dataset::Manifest data;
    data.root = root;
    data.classNames = {"DARK", "LIGHT"};
    data.positiveClass = 1;
    for (int i = 0; i < count; ++i) {
        dataset::FilmItem film;
        film.name = "film" + std::to_string(i) + ".png";
        film.path = root / film.name;
        film.label = i % 2;
        film.split = dataset::Split::Validation;
        cv::Mat picture(kSide, kSide, CV_8UC1);
        cv::RNG random(static_cast<std::uint64_t>(i + 1));
        random.fill(picture, cv::RNG::UNIFORM, 0, i % 2 == 0 ? 120 : 250);
        cv::imwrite(film.path.string(), picture);
        film.hash = *base::contentHashOfFile(film.path);
        data.items.push_back(std::move(film));
    }
    return data;
}

model::Classifier classifierFor(const dataset::Manifest& data)
{
    model::ModelConfig config;
    config.weights = "random";
    config.preprocessing.width = kSide;
    config.preprocessing.height = kSide;
    auto network = model::Network::build(config, 2);
    return {std::move(*network), config, data.classNames, data.positiveClass, 0.5, "test"};
}

/// As a run leaves them: the classifier's own answers to the films as they are.
evaluation::Scores validationOf(const model::Classifier& classifier, const dataset::Manifest& data)
{
    evaluation::Scores scores;
    scores.classNames = data.classNames;
    scores.positiveClass = data.positiveClass;
    for (const dataset::FilmItem& film : data.items) {
        scores.films.push_back(film.name);
        scores.labels.push_back(film.label);
        const auto probabilities = classifier.probabilitiesOfFile(film.path);
        for (const float p : probabilities.value())
            scores.probabilities.push_back(static_cast<double>(p));
    }
    return scores;
}

} // namespace

class TestStress : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void isTheSameForEveryRun();
    void countsTheDecisionsThatChange();
    void filmsThatAreGoneAreNotAsked();
    void saysWhyThereIsNone();
    void stops();
    void isKeptWithTheRun();

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    dataset::Manifest m_data;
};

void TestStress::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_data = makeFilms(m_folder->path().toStdString(), 40);
}

void TestStress::isTheSameForEveryRun()
{
    const auto classifier = classifierFor(m_data);
    const auto validation = validationOf(classifier, m_data);
    const auto first = training::scoreStress(classifier, validation, m_data, 1);
    const auto second = training::scoreStress(classifier, validation, m_data, 2);
    QVERIFY(first && *first && second && *second);
    QCOMPARE(**first, **second);
    QCOMPARE((*first)->films, m_data.items.size());
    QVERIFY((*first)->auc >= 0.0 && (*first)->auc <= 1.0);
}

/// Turning every decision of the plain films around turns every unchanged one into a changed one.
void TestStress::countsTheDecisionsThatChange()
{
    const auto classifier = classifierFor(m_data);
    auto validation = validationOf(classifier, m_data);
    for (std::size_t i = 0; i < validation.size(); ++i) {
        validation.probabilities[2 * i] = i % 3 == 0 ? 0.9 : 0.1;
        validation.probabilities[2 * i + 1] = 1.0 - validation.probabilities[2 * i];
    }
    const auto plain = training::scoreStress(classifier, validation, m_data, 1);
    for (std::size_t i = 0; i < validation.size(); ++i)
        std::swap(validation.probabilities[2 * i], validation.probabilities[2 * i + 1]);
    const auto turned = training::scoreStress(classifier, validation, m_data, 1);
    QVERIFY(plain && *plain && turned && *turned);
    QCOMPARE((*plain)->flips + (*turned)->flips, 1.0);
    QCOMPARE((*plain)->auc, (*turned)->auc); // of the wild views alone
}

void TestStress::filmsThatAreGoneAreNotAsked()
{
    const auto classifier = classifierFor(m_data);
    const auto validation = validationOf(classifier, m_data);
    m_data.items.erase(m_data.items.begin(), m_data.items.begin() + 10);
    const auto score = training::scoreStress(classifier, validation, m_data, 1);
    QVERIFY(score && *score);
    QCOMPARE((*score)->films, std::size_t{30});
}

void TestStress::saysWhyThereIsNone()
{
    const auto classifier = classifierFor(m_data);
    auto validation = validationOf(classifier, m_data);
    QCOMPARE(training::scoreStress(classifier, {}, m_data, 1).error().code,
        base::ErrorCode::InsufficientData);
    std::fill(validation.labels.begin(), validation.labels.end(), 1);
    QCOMPARE(training::scoreStress(classifier, validation, m_data, 1).error().code,
        base::ErrorCode::InsufficientData);
    std::filesystem::remove(m_data.items.front().path);
    QCOMPARE(training::scoreStress(classifier, validation, m_data, 1).error().code,
        base::ErrorCode::NotFound);
}

void TestStress::stops()
{
    const auto classifier = classifierFor(m_data);
    std::stop_source stop;
    stop.request_stop();
    const auto score = training::scoreStress(
        classifier, validationOf(classifier, m_data), m_data, 1, stop.get_token());
    QVERIFY(score && !*score);
}

void TestStress::isKeptWithTheRun()
{
    training::RunRecord run;
    run.id = "11111111-1111-4111-8111-111111111111";
    run.folder = std::filesystem::path(m_folder->path().toStdString()) / "run";
    run.environment = nlohmann::json::object();
    QVERIFY(training::writeRun(run, run.folder).has_value());
    QVERIFY(!training::readRun(run.folder)->stress);
    const training::StressScore score{521, 0.9731, 0.0614};
    QVERIFY(training::keepStress(run, score).has_value());
    const auto again = training::readRun(run.folder);
    QVERIFY(again && again->stress);
    QCOMPARE(*again->stress, score);
}

QTEST_GUILESS_MAIN(TestStress)

#include "tst_stress.moc"
