// The domain guard on drawn films with an untrained backbone: what it promises, not how well.
#include "core/base/Files.h"
#include "core/base/Random.h"
#include "core/dataset/Scan.h"
#include "core/explain/DomainGuard.h"
#include "core/explain/GuardTrial.h"
#include "core/explain/Overlay.h"
#include "core/explain/PrincipalSpace.h"
#include "core/phantom/PhantomFiles.h"

#include <QTemporaryDir>
#include <QtTest>

#include <opencv2/core.hpp>

#include <cmath>

using namespace negatoscope;
using namespace negatoscope::explain;

class DomainGuardTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void principalComponentsOfAKnownCloud()
    {
        // Variances 9, 4 and 0.25 along the axes of three dimensions.
        base::Random random(3);
        std::vector<float> points;
        constexpr std::size_t kPoints = 4000;
        for (std::size_t i = 0; i < kPoints; ++i) {
            points.push_back(static_cast<float>(5.0 + 3.0 * random.normal()));
            points.push_back(static_cast<float>(2.0 * random.normal()));
            points.push_back(static_cast<float>(0.5 * random.normal()));
        }
        const auto space = PrincipalSpace::fit(points, kPoints, 3, 2);
        QVERIFY(space);
        QCOMPARE(space->size(), std::size_t{2});
        QVERIFY(std::abs(space->mean[0] - 5.0F) < 0.2F);
        QVERIFY(std::abs(space->variances[0] - 9.0F) < 0.6F);
        QVERIFY(std::abs(space->variances[1] - 4.0F) < 0.3F);
        QVERIFY(std::abs(space->noise - 0.25F) < 0.03F);
        const std::vector<float> far{5.0F + 6.0F, 0.0F, 1.0F};
        const auto [inside, outside] = space->distances(far);
        QVERIFY(std::abs(inside - std::sqrt(4.0 / 2.0)) < 0.1); // two deviations on one of two axes
        QVERIFY(std::abs(outside - 2.0) < 0.2);
        std::vector<model::NamedTensor> tensors;
        space->write("x", tensors);
        const auto again = PrincipalSpace::read("x", tensors);
        QVERIFY(again);
        QCOMPARE(again->distances(far).first, inside);
        tensors.pop_back();
        QVERIFY(!PrincipalSpace::read("x", tensors));
    }

    void guardsAndRemembers()
    {
        QTemporaryDir folder;
        phantom::PhantomPlan plan;
        plan.count = 160;
        plan.seed = 9;
        plan.side = 96;
        QVERIFY(phantom::writePhantoms(plan, folder.path().toStdString(), 0));
        auto manifest = dataset::scanFolder(folder.path().toStdString());
        QVERIFY(manifest && *manifest);

        model::ModelConfig config;
        config.weights = "random";
        config.preprocessing.width = 96;
        config.preprocessing.height = 96;
        auto network = model::Network::build(config, 2);
        QVERIFY(network);
        const auto explainer = Explainer::build(std::make_shared<const model::Classifier>(
            model::Classifier{std::move(*network), config, {"NORMAL", "PNEUMONIA"}, 1, 0.5, "x"}));
        QVERIFY(explainer);
        const auto built = DomainGuard::build(*explainer, **manifest, {});
        QVERIFY2(built && *built, built ? "" : built.error().what.c_str());
        const DomainGuard& guard = **built;
        QCOMPARE(guard.trainingFilms(), (*manifest)->indicesOf(dataset::Split::Train).size());

        // A training film is its own nearest neighbour.
        const std::size_t first = (*manifest)->indicesOf(dataset::Split::Train).front();
        const dataset::FilmItem& item = (*manifest)->items[first];
        const auto input = readFilmInput(item.path, config.preprocessing);
        QVERIFY(input);
        const auto answer = explainer->answer(input->values);
        QVERIFY(answer);
        const auto near = guard.nearest(answer->features, 4);
        QCOMPARE(near.size(), std::size_t{4});
        QCOMPARE(near[0].name, item.name);
        QCOMPARE(near[0].label, item.label);
        QVERIFY(near[0].distance <= near[1].distance && near[1].distance <= near[3].distance);

        // Colours are seen whatever the network thinks of them.
        auto photograph = filmInput({drawnPhotograph(4, 128), {}}, config.preprocessing);
        QVERIFY(photograph);
        const auto seen = explainer->answer(photograph->values);
        const GuardVerdict verdict = guard.judge(seen->features, *photograph);
        QVERIFY(verdict.level == GuardLevel::Refused);
        QVERIFY(verdict.sentence().find("colours") != std::string::npos);
        FilmInput lateral = *input;
        lateral.film.info.notes = {image::FilmNote::LateralView};
        QVERIFY(guard.judge(answer->features, lateral).level == GuardLevel::Refused);

        // Written and read: the same verdicts.
        QVERIFY(guard.write(folder.path().toStdString()));
        const auto stored = DomainGuard::read(folder.path().toStdString());
        QVERIFY(stored);
        QCOMPARE(stored->judge(answer->features, *input).percentile,
            guard.judge(answer->features, *input).percentile);
        QCOMPARE(stored->nearest(answer->features, 4)[3].name, near[3].name);
        QVERIFY(base::writeFileAtomically(
            std::filesystem::path(folder.path().toStdString()) / "guard.safetensors",
            std::string_view("nonsense")));
        QVERIFY(!DomainGuard::read(folder.path().toStdString()));
        QVERIFY(DomainGuard::read("/nowhere").error().code == base::ErrorCode::NotFound);
    }

    void tooFewFilmsAreSaid()
    {
        dataset::Manifest empty;
        empty.classNames = {"A", "B"};
        model::ModelConfig config;
        config.weights = "random";
        config.preprocessing.width = 32;
        config.preprocessing.height = 32;
        auto network = model::Network::build(config, 2);
        const auto explainer = Explainer::build(std::make_shared<const model::Classifier>(
            model::Classifier{std::move(*network), config, {"A", "B"}, 1, 0.5, "x"}));
        const auto built = DomainGuard::build(*explainer, empty, {});
        QVERIFY(!built);
        QVERIFY(built.error().code == base::ErrorCode::InsufficientData);
    }
};

QTEST_GUILESS_MAIN(DomainGuardTest)
#include "tst_domain_guard.moc"
