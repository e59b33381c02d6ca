#include "tests/core/training/SmallRuns.h"

#include "core/base/Hash.h"
#include "core/image/Augmentation.h"
#include "core/model/ConfigSchema.h"

#include <QTest>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

namespace negatoscope::testing {

void writeFilm(const std::filesystem::path& path, int label, int number)
{
    cv::RNG random(static_cast<std::uint64_t>(number * 2 + label + 1));
    cv::Mat film(kSide, kSide, CV_8UC1);
    random.fill(film, cv::RNG::UNIFORM, 20, 90);
    const cv::Point centre(label == 0 ? 9 : 23, 10 + number % 12);
    cv::circle(film, centre, 6, cv::Scalar(230), cv::FILLED);
    cv::imwrite(path.string(), film);
}

dataset::Manifest makeFilms(
    const std::filesystem::path& root, int perClass, const FilmWriter& write)
{
    dataset::Manifest data;
    data.root = root;
    data.classNames = {"LEFT", "RIGHT"};
    data.positiveClass = 1;
    std::filesystem::create_directories(root);
    for (int label = 0; label < 2; ++label) {
        for (int i = 0; i < perClass; ++i) {
            dataset::FilmItem film;
            film.name =
                data.classNames[static_cast<std::size_t>(label)] + std::to_string(100 + i) + ".png";
            film.path = root / film.name;
            film.label = label;
            film.split = i % 4 == 2   ? dataset::Split::Validation
                         : i % 4 == 3 ? dataset::Split::Test
                                      : dataset::Split::Train;
            film.patient = film.name;
            write(film.path, label, i);
            film.hash = *base::contentHashOfFile(film.path);
            data.items.push_back(std::move(film));
        }
    }
    return data;
}

model::LayerSpec layer(const char* type, const char* option, const nlohmann::json& value)
{
    model::LayerSpec spec = model::defaultLayer(type);
    spec.options[option] = value;
    return spec;
}

model::ModelConfig smallConfig()
{
    model::ModelConfig config;
    config.alpha = 0.35;
    config.weights = "random";
    config.preprocessing.width = kSide;
    config.preprocessing.height = kSide;
    config.epochs = 4;
    config.batchSize = 5;
    model::LayerSpec last = layer("dense", "units", 2);
    last.options["activation"] = "softmax";
    config.addedLayers = {
        layer("dropout", "rate", 0.2), layer("dense", "units", 8), std::move(last)};
    return config;
}

model::ModelConfig statefulConfig()
{
    model::ModelConfig config = smallConfig();
    config.strategy = model::Strategy::FineTuning;
    config.fixedLayers = 116;
    config.batchNorm = model::BatchNormMode::Keras;
    config.epochs = 8;
    config.ema = model::EmaConfig{0.9, 0.1};
    config.schedule.name = "reduce_on_plateau";
    config.schedule.patience = 1;
    config.earlyStopping = model::EarlyStoppingConfig{};
    config.earlyStopping->patience = 6;
    config.augmentation = image::Augmentation::mild();
    config.balance = dataset::Balance::Oversample;
    return config;
}

std::string sentence(const training::RunRecord& run)
{
    return run.error ? base::toSentence(*run.error) : std::string();
}

void compareRuns(const training::RunRecord& a, const training::RunRecord& b)
{
    QVERIFY2(a.history.size() == b.history.size(),
        qPrintable(QString("%1 and %2 epochs").arg(a.history.size()).arg(b.history.size())));
    for (std::size_t i = 0; i < a.history.size(); ++i)
        QVERIFY(a.history[i].metrics == b.history[i].metrics);
    QVERIFY(a.validationLogits == b.validationLogits);
    QVERIFY(a.test.logits == b.test.logits);
    QCOMPARE(a.bestEpoch, b.bestEpoch);
    QCOMPARE(a.batches.size(), b.batches.size());
}

} // namespace negatoscope::testing
