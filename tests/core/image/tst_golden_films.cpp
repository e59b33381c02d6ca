#include "core/image/Film.h"
#include "core/image/Preprocessing.h"
#include "tests/support/SharedFiles.h"

#include <nlohmann/json.hpp>

#include <QtTest>

#include <algorithm>
#include <fstream>

using namespace negatoscope;

/// The bytes that TensorFlow decoded from our films: ours must be the same bits.
class GoldenFilmsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void jpegDecodesToTheBytesOfTensorFlow()
    {
        SKIP_WITHOUT_SHARED(golden, "reference/golden");
        std::ifstream jsonFile(golden / "golden.json");
        const nlohmann::json json = nlohmann::json::parse(jsonFile);
        const std::vector<std::uint8_t> expected = bytesOf(golden / "images.bin");
        constexpr std::size_t kPixels = 224 * 224;
        QCOMPARE(expected.size(), 16 * kPixels);

        std::size_t index = 0;
        for (const nlohmann::json& image : json.at("images")) {
            const auto path = testing::sharedPath(image.at("file").get<std::string>()).value_or("");
            const auto film = image::decodeFilm(path, image::Colour::Grey);
            QVERIFY2(film, path.c_str());
            QCOMPARE(film->pixels.type(), CV_8UC1);
            QVERIFY(film->pixels.isContinuous());
            const std::uint8_t* wanted = expected.data() + index * kPixels;
            QVERIFY2(std::equal(wanted, wanted + kPixels, film->pixels.data), path.c_str());

            std::vector<float> input(kPixels);
            QVERIFY(image::preprocessFile(path, image::Preprocessing{}, input));
            for (std::size_t i = 0; i < kPixels; ++i)
                QCOMPARE(input[i], static_cast<float>(wanted[i]) / 127.5F - 1.0F);
            ++index;
        }
        QCOMPARE(index, std::size_t{16});
    }

private:
    static std::vector<std::uint8_t> bytesOf(const std::filesystem::path& path)
    {
        std::ifstream file(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }
};

QTEST_GUILESS_MAIN(GoldenFilmsTest)
#include "tst_golden_films.moc"
