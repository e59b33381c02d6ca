#include "core/dataset/Balance.h"

#include <QtTest>

#include <algorithm>
#include <map>

using namespace negatoscope::dataset;

class BalanceTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void weightsAreThoseOfScikitLearn()
    {
        // n / (K · bincount) for [0]·3 + [1]·9 + [3]·12 with K = 4; class 2 has no films.
        std::vector<int> labels(3, 0);
        labels.insert(labels.end(), 9, 1);
        labels.insert(labels.end(), 12, 3);
        QCOMPARE(balancedClassWeights(labels, 4),
            (std::vector<double>{24.0 / 12.0, 24.0 / 36.0, 1.0, 24.0 / 48.0}));
        // The chest films of the shared train folder.
        std::vector<int> films(1073, 0);
        films.insert(films.end(), 3105, 1);
        const auto weights = balancedClassWeights(films, 2);
        QVERIFY(std::abs(weights[0] - 4178.0 / 2146.0) < 1e-12);
        QVERIFY(std::abs(weights[1] - 4178.0 / 6210.0) < 1e-12);
    }

    void indicesFollowTheMode()
    {
        std::vector<int> labels;
        for (int i = 0; i < 70; ++i)
            labels.push_back(i % 7 == 0 ? 0 : 1); // 10 and 60
        const auto plain = balancedIndices(labels, 2, Balance::ClassWeights, 1);
        QCOMPARE(plain.size(), std::size_t{70});
        QVERIFY(std::is_sorted(plain.begin(), plain.end()));

        const auto over = balancedIndices(labels, 2, Balance::Oversample, 1);
        QCOMPARE(over.size(), std::size_t{120});
        std::map<std::size_t, int> times;
        for (const std::size_t i : over)
            ++times[i];
        QCOMPARE(times.size(), std::size_t{70});
        for (const auto& [index, count] : times)
            QCOMPARE(count, labels[index] == 0 ? 6 : 1);

        const auto under = balancedIndices(labels, 2, Balance::Undersample, 1);
        QCOMPARE(under.size(), std::size_t{20});
        QCOMPARE(std::count_if(
                     under.begin(), under.end(), [&](std::size_t i) { return labels[i] == 0; }),
            std::ptrdiff_t{10});
        QVERIFY(under == balancedIndices(labels, 2, Balance::Undersample, 1));
        QVERIFY(under != balancedIndices(labels, 2, Balance::Undersample, 2));
    }

    void oddCasesGiveNothingStrange()
    {
        QVERIFY(balancedIndices({}, 2, Balance::Oversample, 0).empty());
        QCOMPARE(balancedClassWeights({}, 2), (std::vector<double>{1.0, 1.0}));
        QCOMPARE(balancedIndices({1, 1, 1}, 2, Balance::Undersample, 0).size(), std::size_t{3});
    }
};

QTEST_GUILESS_MAIN(BalanceTest)
#include "tst_balance.moc"
