#include "core/search/Objective.h"
#include "core/search/Sampler.h"
#include "tests/support/SharedFiles.h"

#include <boost/math/distributions/students_t.hpp>

#include <QTest>

#include <array>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

using namespace negatoscope;
using namespace negatoscope::search;

namespace {

using Function = std::function<double(const SearchSpace&, const Point&)>;

constexpr int kSeeds = 24;

SearchSpace spaceOf(const nlohmann::json& json)
{
    return *SearchSpace::fromJson(json, *model::presetConfig("notebook"));
}

/// The best value after each trial.
double bestOf(SamplerKind kind, const SearchSpace& space, const Function& f, int seed, int trials)
{
    const auto sampler = makeSampler(kind, space, {.seed = static_cast<std::uint64_t>(seed)});
    double best = -1e300;
    for (int i = 0; i < trials; ++i) {
        const auto point = sampler->propose(i);
        if (!point)
            break;
        const double value = f(space, *point);
        best = std::max(best, value);
        sampler->tell(i, *point, value);
    }
    return best;
}

/// Prints mean and 95 % interval (Student) of the paired difference model − random and gives the
/// interval's lower end.
double race(const char* name, const SearchSpace& space, const Function& f, int trials)
{
    std::vector<double> differences;
    double model = 0.0;
    double random = 0.0;
    for (int seed = 0; seed < kSeeds; ++seed) {
        const double a = bestOf(SamplerKind::Model, space, f, seed, trials);
        const double b = bestOf(SamplerKind::Random, space, f, seed, trials);
        differences.push_back(a - b);
        model += a / kSeeds;
        random += b / kSeeds;
    }
    double mean = 0.0;
    for (const double d : differences)
        mean += d / kSeeds;
    double variance = 0.0;
    for (const double d : differences)
        variance += (d - mean) * (d - mean) / (kSeeds - 1);
    const boost::math::students_t distribution(kSeeds - 1);
    const double half = boost::math::quantile(distribution, 0.975) * std::sqrt(variance / kSeeds);
    std::printf("%-28s %3d trials, %d seeds: model %.5f, random %.5f, difference %.5f "
                "(95 %% interval %.5f to %.5f)\n",
        name, trials, kSeeds, model, random, mean, mean - half, mean + half);
    return mean - half;
}

double branin(double u, double v)
{
    const double pi = std::acos(-1.0);
    const double x = -5.0 + 15.0 * u;
    const double y = 15.0 * v;
    const double a = y - 5.1 / (4 * pi * pi) * x * x + 5 / pi * x - 6;
    return -(a * a + 10 * (1 - 1 / (8 * pi)) * std::cos(x) + 10);
}

double hartmann6(const Point& x)
{
    const double alpha[4] = {1.0, 1.2, 3.0, 3.2};
    const double A[4][6] = {{10, 3, 17, 3.5, 1.7, 8}, {0.05, 10, 17, 0.1, 8, 14},
        {3, 3.5, 1.7, 10, 17, 8}, {17, 8, 0.05, 10, 0.1, 14}};
    const double P[4][6] = {{1312, 1696, 5569, 124, 8283, 5886},
        {2329, 4135, 8307, 3736, 1004, 9991}, {2348, 1451, 3522, 2883, 3047, 6650},
        {4047, 8828, 8732, 5743, 1091, 381}};
    double sum = 0.0;
    for (int i = 0; i < 4; ++i) {
        double inner = 0.0;
        for (int j = 0; j < 6; ++j) {
            const double d = x[static_cast<std::size_t>(j)] - 1e-4 * P[i][j];
            inner += A[i][j] * d * d;
        }
        sum += alpha[i] * std::exp(-inner);
    }
    return sum;
}

/// Any two, three or six real parameters of the schema stand for the unit cube.
const char* const kRanges[6] = {"learning_rate", "optimizer.weight_decay", "added_layers.0.count",
    "added_layers.2.count", "optimizer.beta_1", "optimizer.beta_2"};

nlohmann::json cube(int dimensions)
{
    nlohmann::json json;
    for (int i = 0; i < dimensions; ++i)
        json[kRanges[i]] = {{"range", {0.001, 0.5}}};
    return json;
}

/// Coordinates of the real parameters, in the order of kRanges.
Point reals(const SearchSpace& space, const Point& point, int dimensions)
{
    Point found;
    for (int i = 0; i < dimensions; ++i)
        for (std::size_t p = 0; p < space.dimensions(); ++p)
            if (space.parameters()[p].path == kRanges[i])
                found.push_back(point[p]);
    return found;
}

int choiceOf(const SearchSpace& space, const Point& point, const char* path)
{
    for (std::size_t p = 0; p < space.dimensions(); ++p) {
        const Parameter& parameter = space.parameters()[p];
        if (parameter.path == path)
            return static_cast<int>(point[p] * static_cast<double>(parameter.choices.size()));
    }
    return -1;
}

/// A recorded search: every combination of a grid with the objective that training it gave.
struct Table
{
    SearchSpace space;
    std::map<std::string, double> values;
};

std::optional<Table> readTable(const std::string& name)
{
    const auto folder = testing::sourceFolder() / "tests" / "data" / "search";
    std::ifstream spaceFile(folder / (name + ".json"));
    std::ifstream rows(folder / (name + ".jsonl"));
    if (!spaceFile || !rows)
        return std::nullopt;
    Table table{spaceOf(nlohmann::json::parse(spaceFile)["space"]), {}};
    std::string line;
    while (std::getline(rows, line)) {
        const auto row = nlohmann::ordered_json::parse(line);
        const Values ordered = table.space.valuesAt(table.space.pointOf(row["values"]));
        table.values[ordered.dump()] = row["objective"].get<double>();
    }
    return table;
}

} // namespace

/// The model-based sampler against random search at equal trials: the whole interval of the mean
/// difference over the seeds lies above 0.
class TestSamplerRace : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void braninTwoReals();
    void hartmannSixReals();
    void oneOfThreeFunctions();
    void twelveAdditiveCombinations();
    void twelveCombinationsThatInteract();
    void recordedTables_data();
    void recordedTables();
};

void TestSamplerRace::braninTwoReals()
{
    const auto f = [](const SearchSpace& space, const Point& point) {
        const Point x = reals(space, point, 2);
        return branin(x[0], x[1]);
    };
    QVERIFY(race("Branin", spaceOf(cube(2)), f, 40) > 0.0);
}

void TestSamplerRace::hartmannSixReals()
{
    const auto f = [](const SearchSpace& space, const Point& point) {
        return hartmann6(reals(space, point, 6));
    };
    QVERIFY(race("Hartmann-6", spaceOf(cube(6)), f, 60) > 0.0);
}

void TestSamplerRace::oneOfThreeFunctions()
{
    nlohmann::json json = cube(2);
    json["optimizer"] = {"adam", "adamw", "nadam"};
    const auto f = [](const SearchSpace& space, const Point& point) {
        const Point x = reals(space, point, 2);
        switch (choiceOf(space, point, "optimizer")) {
        case 0:
            return branin(x[0], x[1]);
        case 1:
            return branin(x[1], x[0]) - 3.0;
        default:
            return -40.0 * (std::abs(x[0] - 0.2) + std::abs(x[1] - 0.7)) - 1.0;
        }
    };
    QVERIFY(race("one of three functions", spaceOf(json), f, 60) > 0.0);
}

void TestSamplerRace::twelveAdditiveCombinations()
{
    nlohmann::json json = cube(2);
    json["loss"] = {"categorical_crossentropy", "categorical_hinge", "kl_divergence"};
    json["added_layers.1.activation"] = {"relu", "tanh", "elu", "selu"};
    const auto f = [](const SearchSpace& space, const Point& point) {
        const Point x = reals(space, point, 2);
        const std::array loss{-4.0, 0.0, -9.0};
        const std::array activation{-3.0, -8.0, 0.0, -5.0};
        return branin(x[0], x[1]) + loss[static_cast<std::size_t>(choiceOf(space, point, "loss"))] +
               activation[static_cast<std::size_t>(
                   choiceOf(space, point, "added_layers.1.activation"))];
    };
    QVERIFY(race("12 additive combinations", spaceOf(json), f, 60) > 0.0);
}

void TestSamplerRace::twelveCombinationsThatInteract()
{
    nlohmann::json json = cube(3);
    json["loss"] = {"categorical_crossentropy", "categorical_hinge", "kl_divergence"};
    json["added_layers.1.activation"] = {"relu", "tanh", "elu", "selu"};
    const auto f = [](const SearchSpace& space, const Point& point) {
        const Point x = reals(space, point, 3);
        const double shift = 0.1 * choiceOf(space, point, "loss") + 0.15;
        const double weight = 1.0 + choiceOf(space, point, "added_layers.1.activation");
        const double kink = choiceOf(space, point, "loss") == 1 ? 0.0 : 0.3;
        return -weight * ((x[0] - shift) * (x[0] - shift) + std::abs(x[1] - 2.0 * shift)) -
               (x[2] - 0.5) * (x[2] - 0.5) - kink / weight;
    };
    QVERIFY(race("12 interacting combinations", spaceOf(json), f, 60) > 0.0);
}

void TestSamplerRace::recordedTables_data()
{
    QTest::addColumn<QString>("name");
    const auto folder = testing::sourceFolder() / "tests" / "data" / "search";
    for (const auto& file : std::filesystem::directory_iterator(folder))
        if (file.path().extension() == ".jsonl")
            QTest::newRow(file.path().stem().c_str())
                << QString::fromStdString(file.path().stem().string());
}

void TestSamplerRace::recordedTables()
{
    QFETCH(QString, name);
    const auto table = readTable(name.toStdString());
    QVERIFY2(table, "tests/data/search lacks the table");
    const auto f = [&](const SearchSpace& space, const Point& point) {
        return Objective().scaled(table->values.at(space.valuesAt(point).dump()));
    };
    QVERIFY(race(qPrintable(name), table->space, f, 24) > 0.0);
}

QTEST_APPLESS_MAIN(TestSamplerRace)
#include "tst_sampler_race.moc"
