#pragma once

#include <QByteArray>
#include <QSizeF>
#include <QString>

#include <functional>

class QPainter;
class QRectF;
class QThreadPool;
class QWidget;

namespace negatoscope::ui {

enum class FigureFormat { Svg, Pdf, Png, Csv };

/// A figure that can leave the window: how it draws itself and its numbers.
struct ExportableFigure
{
    QString name; ///< of the file without its ending: "roc_run_14"
    QString title;
    QSizeF size{480, 360};                              ///< in design pixels
    std::function<void(QPainter&, const QRectF&)> draw; ///< with light colours
    QString csv;
};

/// The file's bytes: the picture under its title, over the education mark; PNG three times as
/// large; CSV the numbers alone. Thread: GUI only.
QByteArray figureBytes(const ExportableFigure& figure, FigureFormat format);

/// Asks where to, and writes on a thread of `pool`; `done` gets a sentence for the toast and
/// whether it went well.
void exportFigure(QWidget* parent, QThreadPool& pool, const ExportableFigure& figure,
    const std::function<void(const QString& sentence, bool ok)>& done);

} // namespace negatoscope::ui
