#include "ui/data/FilmImage.h"

#include "core/base/Text.h"

#include <QCoreApplication>
#include <QFile>

namespace negatoscope::ui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("FilmImage", text);
}

} // namespace

QImage toImage(const cv::Mat& pixels)
{
    if (pixels.empty()) {
        return {};
    }
    cv::Mat eight = pixels;
    if (pixels.depth() == CV_16U) {
        pixels.convertTo(eight, CV_8U, 1.0 / 257.0);
    } else if (pixels.depth() != CV_8U) {
        pixels.convertTo(eight, CV_8U);
    }
    const QImage::Format format =
        eight.channels() == 1 ? QImage::Format_Grayscale8 : QImage::Format_RGB888;
    return QImage(eight.data, eight.cols, eight.rows, static_cast<qsizetype>(eight.step), format)
        .copy();
}

QString displayName(const std::string& name)
{
    return QString::fromStdString(base::printable(name));
}

QString pathText(const std::filesystem::path& path)
{
    return QFile::decodeName(QByteArray::fromStdString(path.string()));
}

std::filesystem::path pathOf(const QString& text)
{
    return {QFile::encodeName(text).toStdString()};
}

QString splitLabel(dataset::Split split)
{
    switch (split) {
    case dataset::Split::Train:
        return tr(QT_TRANSLATE_NOOP("FilmImage", "Train"));
    case dataset::Split::Validation:
        return tr(QT_TRANSLATE_NOOP("FilmImage", "Validation"));
    case dataset::Split::Test:
        return tr(QT_TRANSLATE_NOOP("FilmImage", "Test"));
    case dataset::Split::None:
        break;
    }
    return tr(QT_TRANSLATE_NOOP("FilmImage", "Not in a split"));
}

QString splitShort(dataset::Split split)
{
    switch (split) {
    case dataset::Split::Train:
        return tr(QT_TRANSLATE_NOOP("FilmImage", "train"));
    case dataset::Split::Validation:
        return tr(QT_TRANSLATE_NOOP("FilmImage", "val"));
    case dataset::Split::Test:
        return tr(QT_TRANSLATE_NOOP("FilmImage", "test"));
    case dataset::Split::None:
        break;
    }
    return QStringLiteral("–");
}

} // namespace negatoscope::ui
