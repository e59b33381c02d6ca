#include "ui/reader/FilmSource.h"

#include "core/base/Files.h"
#include "core/image/Film.h"
#include "ui/data/FilmImage.h"

#include <QCoreApplication>

#include <opencv2/core/mat.hpp>

#include <algorithm>

namespace negatoscope::ui {

namespace {

constexpr int kSmallestPlane = 256; ///< no halves below this side
constexpr int kAhead = -1;          ///< priority of films that nobody looks at yet

/// A grey film that was stored with three equal channels can be windowed like any other.
bool isGrey(const cv::Mat& pixels)
{
    for (int y = 0; pixels.type() == CV_8UC3 && y < pixels.rows; ++y) {
        const auto* line = pixels.ptr<cv::Vec3b>(y);
        for (int x = 0; x < pixels.cols; ++x) {
            if (line[x][0] != line[x][1] || line[x][1] != line[x][2]) {
                return false;
            }
        }
    }
    return pixels.type() == CV_8UC3;
}

GreyPlane planeOf(const cv::Mat& pixels)
{
    GreyPlane plane{pixels.cols, pixels.rows, {}};
    plane.values.resize(pixels.total());
    auto* out = plane.values.data();
    for (int y = 0; y < pixels.rows; ++y) {
        for (int x = 0; x < pixels.cols; ++x) {
            *out++ = pixels.channels() == 3    ? pixels.at<cv::Vec3b>(y, x)[0]
                     : pixels.depth() == CV_8U ? pixels.at<uchar>(y, x)
                                               : pixels.at<std::uint16_t>(y, x);
        }
    }
    return plane;
}

GreyPlane halved(const GreyPlane& plane)
{
    GreyPlane half{(plane.width + 1) / 2, (plane.height + 1) / 2, {}};
    half.values.resize(
        static_cast<std::size_t>(half.width) * static_cast<std::size_t>(half.height));
    auto* out = half.values.data();
    for (int y = 0; y < half.height; ++y) {
        const auto* upper = plane.values.data() + static_cast<std::ptrdiff_t>(2 * y) * plane.width;
        const auto* lower = 2 * y + 1 < plane.height ? upper + plane.width : upper;
        for (int x = 0; x < half.width; ++x) {
            const int left = 2 * x;
            const int right = left + 1 < plane.width ? left + 1 : left;
            *out++ = static_cast<std::uint16_t>(
                (upper[left] + upper[right] + lower[left] + lower[right] + 2) / 4);
        }
    }
    return half;
}

void fill(ViewerFilm& film, const cv::Mat& pixels)
{
    film.width = pixels.cols;
    film.height = pixels.rows;
    if (pixels.channels() > 1 && !isGrey(pixels)) {
        film.colour = toImage(pixels);
        return;
    }
    film.levels = pixels.depth() == CV_16U ? 65536 : 256;
    film.planes.push_back(planeOf(pixels));
    while (std::min(film.planes.back().width, film.planes.back().height) > 2 * kSmallestPlane) {
        film.planes.push_back(halved(film.planes.back()));
    }
}

} // namespace

qsizetype ViewerFilm::bytes() const
{
    qsizetype sum = colour.sizeInBytes();
    for (const GreyPlane& plane : planes) {
        sum += static_cast<qsizetype>(plane.values.size() * sizeof(std::uint16_t));
    }
    return sum;
}

QString noteSentence(image::FilmNote note)
{
    const auto text = [](const char* source) {
        return QCoreApplication::translate("FilmSource", source);
    };
    switch (note) {
    case image::FilmNote::LossyCompressed:
        return text(QT_TRANSLATE_NOOP("FilmSource", "The film was compressed with loss."));
    case image::FilmNote::BurnedInAnnotation:
        return text(QT_TRANSLATE_NOOP("FilmSource",
            "Text is burned into the film: it may name the patient. Do not show or export it."));
    case image::FilmNote::NotARadiograph:
        return text(
            QT_TRANSLATE_NOOP("FilmSource", "The header says that this is no plain radiograph."));
    case image::FilmNote::OtherBodyPart:
        return text(QT_TRANSLATE_NOOP(
            "FilmSource", "The header names another part of the body than the chest."));
    case image::FilmNote::LateralView:
        return text(
            QT_TRANSLATE_NOOP("FilmSource", "The header says that this is a lateral view."));
    case image::FilmNote::OtherView:
        return text(QT_TRANSLATE_NOOP(
            "FilmSource", "The header says that this is neither a PA nor an AP view."));
    case image::FilmNote::ForProcessing:
        break;
    }
    return text(QT_TRANSLATE_NOOP(
        "FilmSource", "The film holds raw detector values, not processed for viewing."));
}

ViewerAnswer decodeForViewer(const QString& path, const image::DicomView& view)
{
    const std::filesystem::path file = pathOf(path);
    const auto bytes = base::readFile(file, image::kMaxFilmBytes);
    if (!bytes) {
        return {nullptr, bytes.error()};
    }
    auto film = std::make_shared<ViewerFilm>();
    film->name = displayName(file.filename().string());
    cv::Mat pixels;
    if (image::isDicom(*bytes)) {
        auto facts = image::readDicomFacts(*bytes, file.string());
        if (!facts) {
            return {nullptr, facts.error()};
        }
        auto decoded = image::decodeDicom(*bytes, file.string(), view);
        if (!decoded) {
            return {nullptr, decoded.error()};
        }
        pixels = *decoded;
        film->format = QStringLiteral("DICOM");
        film->notes = facts->notes;
        film->facts = std::move(*facts);
    } else {
        const auto info = image::probeFilm(*bytes, file.string());
        const bool colour = info && info->channels >= 3;
        const auto decoded = image::decodeFilm(
            *bytes, file.string(), colour ? image::Colour::Rgb : image::Colour::Grey);
        if (!decoded) {
            return {nullptr, decoded.error()};
        }
        pixels = decoded->pixels;
        film->format = QString::fromStdString(decoded->info.format);
    }
    fill(*film, pixels);
    return {film, std::nullopt};
}

FilmSource::FilmSource(QObject* parent)
    : QObject(parent)
    , m_cache(kCacheBytes)
{
    m_pool.setMaxThreadCount(2);
}

FilmSource::~FilmSource()
{
    m_pool.clear();
    m_pool.waitForDone();
}

void FilmSource::request(const QString& path)
{
    m_wanted = path;
    if (const ViewerAnswer* known = m_cache.object(path)) {
        Q_EMIT ready(path, ViewerAnswer(*known));
        return;
    }
    start(path, {}, 0);
}

void FilmSource::decodeAhead(const QStringList& paths)
{
    for (const QString& path : paths) {
        if (!m_cache.contains(path)) {
            start(path, {}, kAhead);
        }
    }
}

void FilmSource::requestView(const QString& path, const image::DicomView& view)
{
    m_wanted = path;
    m_cache.remove(path);
    m_pending.remove(path);
    start(path, view, 0);
}

void FilmSource::start(const QString& path, const image::DicomView& view, int priority)
{
    if (m_pending.contains(path)) {
        return;
    }
    m_pending.insert(path);
    m_pool.start(
        [this, path, view] {
            ViewerAnswer answer = decodeForViewer(path, view);
            // The destructor waits for the pool, so the object is there; the slot runs on its
            // thread.
            QMetaObject::invokeMethod(this, [this, path, answer = std::move(answer)] {
                m_pending.remove(path);
                const qsizetype bytes = answer.film != nullptr ? answer.film->bytes() : 1;
                m_cache.insert(path, new ViewerAnswer(answer), bytes);
                if (path == m_wanted) {
                    Q_EMIT ready(path, answer);
                }
            });
        },
        priority);
}

} // namespace negatoscope::ui
