#include "ui/data/FilmImage.h"

#include "core/base/Text.h"

#include <QCoreApplication>
#include <QFile>

namespace negatoscope::ui {

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
        return QCoreApplication::translate("FilmImage", "Train");
    case dataset::Split::Validation:
        return QCoreApplication::translate("FilmImage", "Validation");
    case dataset::Split::Test:
        return QCoreApplication::translate("FilmImage", "Test");
    case dataset::Split::None:
        break;
    }
    return QCoreApplication::translate("FilmImage", "Not in a split");
}

QString splitShort(dataset::Split split)
{
    switch (split) {
    case dataset::Split::Train:
        return QCoreApplication::translate("FilmImage", "train");
    case dataset::Split::Validation:
        return QCoreApplication::translate("FilmImage", "val");
    case dataset::Split::Test:
        return QCoreApplication::translate("FilmImage", "test");
    case dataset::Split::None:
        break;
    }
    return QStringLiteral("–");
}

} // namespace negatoscope::ui
