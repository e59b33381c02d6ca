#include "core/phantom/Anatomy.h"
#include "core/phantom/Bones.h"
#include "core/phantom/Opacities.h"
#include "core/phantom/Phantom.h"
#include "core/phantom/Physics.h"
#include "core/phantom/Vessels.h"

#include <QtTest>

#include <cmath>
#include <cstring>
#include <numbers>
#include <thread>

using namespace negatoscope;
using namespace negatoscope::phantom;

namespace {

constexpr std::array kKinds{OpacityKind::None, OpacityKind::Lobar, OpacityKind::Round,
    OpacityKind::Bronchopneumonia, OpacityKind::Interstitial};

bool sameBytes(const cv::Mat& a, const cv::Mat& b)
{
    return a.size() == b.size() && a.type() == b.type() && a.isContinuous() && b.isContinuous() &&
           std::memcmp(a.data, b.data, a.total() * a.elemSize()) == 0;
}

Phantom film(std::uint64_t seed, OpacityKind kind, int side = 224)
{
    PhantomRequest request;
    request.seed = seed;
    request.kind = kind;
    request.side = side;
    return makePhantom(request);
}

Paths anatomyOf(const Patient& patient, const Canvas& canvas, std::uint64_t seed)
{
    base::Random random(seed);
    Paths paths = drawSoftTissue(patient, canvas, random);
    addVessels(paths, patient, canvas, random);
    return paths;
}

/// Radially averaged power of the central 128 pixels under a Hann window: slope of log power
/// against log frequency over 3…45 cycles, negated.
double spectrumExponent(const cv::Mat& film)
{
    constexpr int kSide = 128;
    const int offset = (film.cols - kSide) / 2;
    cv::Mat1f centre;
    film(cv::Rect(offset, offset, kSide, kSide)).convertTo(centre, CV_32F);
    centre -= cv::mean(centre)[0];
    for (int row = 0; row < kSide; ++row) {
        for (int column = 0; column < kSide; ++column) {
            const auto hann = [](int i) {
                return 0.5F - 0.5F * std::cos(2.0F * std::numbers::pi_v<float> *
                                              static_cast<float>(i) / (kSide - 1));
            };
            centre(row, column) *= hann(row) * hann(column);
        }
    }
    cv::Mat2f field;
    cv::dft(centre, field, cv::DFT_COMPLEX_OUTPUT);
    std::array<double, 65> power{};
    std::array<int, 65> count{};
    for (int row = 0; row < kSide; ++row) {
        for (int column = 0; column < kSide; ++column) {
            const int fy = row < kSide / 2 ? row : row - kSide;
            const int fx = column < kSide / 2 ? column : column - kSide;
            const auto f = static_cast<std::size_t>(std::lround(std::hypot(fx, fy)));
            if (f < power.size()) {
                power[f] += field(row, column).dot(field(row, column));
                ++count[f];
            }
        }
    }
    double n = 0.0;
    double sx = 0.0;
    double sy = 0.0;
    double sxx = 0.0;
    double sxy = 0.0;
    for (std::size_t f = 3; f <= 45; ++f) {
        const double x = std::log(static_cast<double>(f));
        const double y = std::log(power[f] / count[f]);
        n += 1.0;
        sx += x;
        sy += y;
        sxx += x * x;
        sxy += x * y;
    }
    return -(n * sxy - sx * sy) / (n * sxx - sx * sx);
}

/// Where the lung path rises most steeply outwards from the midline: the heart's edge in one row.
float heartEdge(const Canvas& canvas, const cv::Mat1f& lung, int row, int side)
{
    constexpr float kMediastinum = 20.5F; // mm: inside, the lung itself begins
    float edge = 0.0F;
    float steepest = 0.0F;
    for (int column = 1; column + 1 < canvas.side(); ++column) {
        const float x = canvas.patientAt(static_cast<float>(column), static_cast<float>(row)).x *
                        static_cast<float>(side);
        const float rise =
            (lung(row, column + 1) - lung(row, column - 1)) * static_cast<float>(side);
        if (x > kMediastinum && rise > steepest) {
            steepest = rise;
            edge = x;
        }
    }
    return edge;
}

/// Widest heart over widest chest, row by row as on an upright film.
double measuredCardiothoracicRatio(const Patient& patient, const Canvas& canvas, const Paths& paths)
{
    float left = 0.0F;
    float right = 0.0F;
    float chestLeft = 0.0F;
    float chestRight = 0.0F;
    for (int row = 0; row < canvas.side(); ++row) {
        for (int column = 0; column < canvas.side(); ++column) {
            const float x = canvas.patientAt(static_cast<float>(column), static_cast<float>(row)).x;
            if (paths.lung(row, column) > 0.5F) {
                chestLeft = std::max(chestLeft, x);
                chestRight = std::max(chestRight, -x);
            }
        }
        const float v = canvas.patientAt(0.0F, static_cast<float>(row)).y / patient.lungHeight;
        if (v > 0.5F && v < 0.97F) {
            left = std::max(left, heartEdge(canvas, paths.lung, row, 1));
            right = std::max(right, heartEdge(canvas, paths.lung, row, -1));
        }
    }
    return (left + right) / (chestLeft + chestRight);
}

} // namespace

class PhantomTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aSlabFollowsBeerLambert()
    {
        for (const float thickness : {0.0F, 1.0F, 17.5F, 100.0F, 150.0F}) {
            for (const SpectrumBin& bin : kSpectrum) {
                const std::array<SpectrumBin, 1> mono{
                    SpectrumBin{1.0F, bin.softPerMm, bin.bonePerMm}};
                const Paths soft{
                    cv::Mat1f(3, 3, thickness), cv::Mat1f(3, 3, 0.0F), cv::Mat1f(3, 3, 0.0F)};
                QVERIFY(std::abs(transmission(soft, mono)(1, 1) -
                                 std::exp(-double(bin.softPerMm) * thickness)) < 1e-6);
                // Bone displaces soft tissue: a slab of bone is soft and bone path alike.
                const Paths bone{
                    cv::Mat1f(3, 3, thickness), cv::Mat1f(3, 3, 0.0F), cv::Mat1f(3, 3, thickness)};
                QVERIFY(std::abs(transmission(bone, mono)(1, 1) -
                                 std::exp(-double(bin.bonePerMm) * thickness)) < 1e-6);
            }
        }
        const Paths air{cv::Mat1f(2, 2, 0.0F), cv::Mat1f(2, 2, 0.0F), cv::Mat1f(2, 2, 0.0F)};
        QVERIFY(std::abs(transmission(air)(0, 0) - 1.0F) < 1e-6F);
    }

    void splatsConserveVolume()
    {
        for (const double field : {150.0, 212.0, 270.0}) {
            const Canvas canvas(224, field, 3.0, -2.0, 11.0);
            base::Random random(5);
            Splat splat(canvas);
            double volume = 0.0;
            for (int i = 0; i < 500; ++i) {
                const auto piece = static_cast<float>(random.uniform(0.1, 4.0));
                splat.add({static_cast<float>(random.uniform(-40.0, 40.0)),
                              static_cast<float>(random.uniform(-40.0, 40.0))},
                    piece);
                volume += piece;
            }
            const double pixelArea = canvas.mmPerPixel() * canvas.mmPerPixel();
            for (const cv::Mat1f& path :
                {splat.tube(3.0F), splat.tube(2.6F, 1.0F), splat.thinTube(0.8F)}) {
                const double sum = cv::sum(path)[0] * pixelArea;
                QVERIFY2(std::abs(sum / volume - 1.0) < 1e-3, qPrintable(QString::number(sum)));
            }
        }
    }

    void aTubeHasTheChordOfACylinder()
    {
        // A straight tube of radius R: path 2√(R²−x²) across.
        const Canvas canvas(224, 112.0, 0.0, 0.0, 0.0); // 0.5 mm pixels
        Splat splat(canvas);
        constexpr float kRadius = 4.0F;
        constexpr float kStep = 0.1F;
        for (float y = -40.0F; y < 40.0F; y += kStep)
            splat.add({0.25F, y}, std::numbers::pi_v<float> * kRadius * kRadius * kStep);
        const cv::Mat1f path = splat.tube(kRadius);
        for (int column = 100; column < 125; ++column) {
            const float x = canvas.patientAt(static_cast<float>(column), 112.0F).x - 0.25F;
            const float chord = 2.0F * std::sqrt(std::max(0.0F, kRadius * kRadius - x * x));
            if (std::abs(x) < 3.2F)
                QVERIFY(std::abs(path(112, column) - chord) < 0.25F);
        }
    }

    void pixelsAndMillimetresAreInverse()
    {
        const Canvas canvas(224, 231.0, 4.0, 71.0, -9.0);
        const cv::Point2f pixel = canvas.pixelAt(canvas.patientAt(31.0F, 177.5F));
        QVERIFY(std::abs(pixel.x - 31.0F) < 1e-3F && std::abs(pixel.y - 177.5F) < 1e-3F);
    }

    void theSameRequestGivesTheSameBytesInAnyThread()
    {
        for (const OpacityKind kind : kKinds) {
            const Phantom first = film(99, kind);
            Phantom second;
            std::thread other([&] { second = film(99, kind); });
            const Phantom busy = film(100, kind);
            other.join();
            QVERIFY(sameBytes(first.film, second.film));
            QVERIFY(sameBytes(first.mask, second.mask));
            QVERIFY(sameBytes(first.delta, second.delta));
            QVERIFY(!sameBytes(first.film, busy.film));
        }
    }

    void theMaskIsEmptyOnlyWithoutOpacity()
    {
        for (std::uint64_t seed = 0; seed < 8; ++seed) {
            for (const OpacityKind kind : kKinds) {
                const Phantom phantom = film(seed, kind, 128);
                QCOMPARE(phantom.film.type(), CV_8UC1);
                QCOMPARE(phantom.film.size(), cv::Size(128, 128));
                const bool none = kind == OpacityKind::None;
                QCOMPARE(cv::countNonZero(phantom.mask) == 0, none);
                QCOMPARE(phantom.side == Side::None, none);
                QCOMPARE(phantom.zone == Zone::None, none);
                QCOMPARE(phantom.opacityAreaFraction > 0.0, !none);
                double low = 0.0;
                cv::minMaxLoc(phantom.delta, &low);
                QVERIFY(low >= 0.0);
            }
        }
    }

    void anOpacityLiesInsideTheLung()
    {
        for (std::uint64_t seed = 0; seed < 4; ++seed) {
            base::Random random(seed);
            const Patient patient = drawPatient(random);
            const Canvas canvas = canvasFor(patient, 128);
            const Paths paths = anatomyOf(patient, canvas, seed);
            for (const OpacityKind kind : kKinds) {
                base::Random brush(seed);
                const cv::Mat1f delta = drawOpacity(paths, patient, canvas, kind, brush);
                for (int row = 0; row < delta.rows; ++row) {
                    for (int column = 0; column < delta.cols; ++column) {
                        const float lung = paths.lung(row, column);
                        QVERIFY(lung >= 0.0F);
                        QVERIFY(delta(row, column) <= lung);
                        QVERIFY(lung > 0.0F || delta(row, column) == 0.0F);
                    }
                }
            }
        }
    }

    void nothingButTheOpacityDependsOnTheKind()
    {
        for (std::uint64_t seed = 0; seed < 20; ++seed) {
            const Phantom none = film(seed, OpacityKind::None, 96);
            const Phantom lobar = film(seed, OpacityKind::Lobar, 96);
            QCOMPARE(none.marker, lobar.marker);
            QCOMPARE(none.tube, lobar.tube);
            QCOMPARE(none.wideView, lobar.wideView);
            QCOMPARE(none.rotationDegrees, lobar.rotationDegrees);
            QCOMPARE(none.cardiothoracicRatio, lobar.cardiothoracicRatio);
        }
    }

    void theConfoundedMarkerGivesTheOpacityAway()
    {
        for (std::uint64_t seed = 0; seed < 10; ++seed) {
            PhantomRequest request;
            request.seed = seed;
            request.side = 64;
            request.confoundedMarker = true;
            QCOMPARE(makePhantom(request).marker, Marker::None);
            request.kind = OpacityKind::Round;
            QCOMPARE(makePhantom(request).marker, Marker::RightLetter);
        }
    }

    void theHeartHasTheStatedWidth()
    {
        for (std::uint64_t seed = 0; seed < 8; ++seed) {
            base::Random random(seed);
            const Patient patient = drawPatient(random);
            const Canvas canvas(256, 260.0, 0.0, 90.0, 0.0);
            base::Random anatomy(seed);
            const Paths paths = drawSoftTissue(patient, canvas, anatomy);
            const double measured = measuredCardiothoracicRatio(patient, canvas, paths);
            QVERIFY2(std::abs(measured - patient.cardiothoracicRatio) < 0.03,
                qPrintable(QString("seed %1: %2 against %3")
                               .arg(seed)
                               .arg(measured)
                               .arg(double(patient.cardiothoracicRatio))));
        }
    }

    void greyLevelsAndSpectrumResembleRealFilms()
    {
        // Real normal films (science.md 8.2): mean 123.7, sd 61.1, 5 % 0, median 133, 95 % 210;
        // spectrum exponent 3.36.
        std::array<double, 256> histogram{};
        double exponent = 0.0;
        constexpr int kFilms = 12;
        for (std::uint64_t seed = 0; seed < kFilms; ++seed) {
            const Phantom phantom = film(seed + 500, OpacityKind::None);
            const cv::Mat1b pixels = phantom.film;
            for (const uchar grey : pixels)
                histogram[grey] += 1.0 / static_cast<double>(pixels.total()) / kFilms;
            exponent += spectrumExponent(phantom.film) / kFilms;
        }
        const auto percentile = [&histogram](double fraction) {
            double sum = 0.0;
            int grey = 0;
            while (grey < 255 && (sum += histogram[static_cast<std::size_t>(grey)]) < fraction)
                ++grey;
            return grey;
        };
        double mean = 0.0;
        for (std::size_t grey = 0; grey < histogram.size(); ++grey)
            mean += static_cast<double>(grey) * histogram[grey];
        qInfo("mean %.1f, 5%% %d, median %d, 95%% %d, exponent %.2f", mean, percentile(0.05),
            percentile(0.5), percentile(0.95), exponent);
        QVERIFY(std::abs(mean - 123.7) < 10.0);
        QVERIFY(std::abs(percentile(0.05) - 0) <= 10);
        QVERIFY(std::abs(percentile(0.5) - 133) <= 10);
        QVERIFY(std::abs(percentile(0.95) - 210) <= 10);
        QVERIFY(exponent > 3.2 && exponent < 3.8);
    }
};

QTEST_GUILESS_MAIN(PhantomTest)
#include "tst_phantom.moc"
