#pragma once

#include "core/dataset/Manifest.h"

#include <QImage>
#include <QString>

#include <opencv2/core/mat.hpp>

#include <filesystem>

namespace negatoscope::ui {

/// A picture of 8-bit grey or RGB pixels; 16-bit films lose their low byte. Copies. Thread: any.
QImage toImage(const cv::Mat& pixels);

/// File names may hold any bytes: for the screen they are made printable, for the disk kept.
QString displayName(const std::string& name);
QString pathText(const std::filesystem::path& path);
std::filesystem::path pathOf(const QString& text);

/// "train", "val", "test", "–" as the window says it.
QString splitLabel(dataset::Split split);
QString splitShort(dataset::Split split);

} // namespace negatoscope::ui
