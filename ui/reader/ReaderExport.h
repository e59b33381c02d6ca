#pragma once

#include "core/base/Result.h"
#include "ui/reader/ReadingEngine.h"

#include <QString>
#include <QStringList>

#include <functional>
#include <stop_token>

class QPainter;

namespace negatoscope::ui {

class FilmViewer;

/// What is written beside an exported film. Never the patient's data, and no path.
struct ExportText
{
    QString title;     ///< the film's name, or "film" for DICOM
    QStringList lines; ///< run, class, score, threshold, guard, what is true of the map
};

/// Writes the film as it is shown (window, map, box), the lines and the education mark. The format
/// follows the name: .png, .svg or .pdf. Errors: PermissionDenied, UnsupportedFormat.
base::Result<void> exportPicture(
    const FilmViewer& viewer, const ExportText& text, const QString& path);

/// file,class,score,threshold,domain,warning of many films; film names without folders. Reads the
/// films; for a worker thread. `progress` gets the number of films done. Errors: of writing.
base::Result<void> exportScores(const ReaderModel& model, const QStringList& films,
    const QString& path, const std::function<void(int)>& progress, const std::stop_token& stop);

} // namespace negatoscope::ui
