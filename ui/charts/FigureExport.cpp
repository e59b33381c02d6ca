#include "ui/charts/FigureExport.h"

#include "core/base/Files.h"
#include "ui/shell/AppState.h"
#include "ui/shell/Background.h"
#include "ui/shell/LightTheme.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QFileDialog>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgGenerator>

#include <array>

namespace negatoscope::ui {

namespace {

constexpr double kHead = 34.0;
constexpr double kFoot = 24.0;
constexpr int kPngScale = 3;
constexpr std::array kEndings{"svg", "pdf", "png", "csv"};

QString text(const char* source)
{
    return QCoreApplication::translate("FigureExport", source);
}

QSizeF pageSize(const ExportableFigure& figure)
{
    return {figure.size.width() + 24, figure.size.height() + kHead + kFoot};
}

void drawPage(QPainter& painter, const ExportableFigure& figure)
{
    const Theme& theme = Theme::instance();
    const QSizeF page = pageSize(figure);
    painter.fillRect(QRectF(QPointF(), page), lightColor(Token::Surface));
    painter.setFont(theme.font(FontRole::Card));
    painter.setPen(lightColor(Token::Text));
    painter.drawText(QRectF(12, 6, page.width() - 24, kHead - 8), Qt::AlignLeft | Qt::AlignVCenter,
        figure.title);
    painter.save();
    figure.draw(painter, QRectF(QPointF(12, kHead), figure.size));
    painter.restore();
    painter.setFont(theme.font(FontRole::Micro));
    painter.setPen(lightColor(Token::Text3));
    painter.drawText(QRectF(12, page.height() - kFoot, page.width() - 24, kFoot - 6),
        Qt::AlignRight | Qt::AlignVCenter,
        text(QT_TRANSLATE_NOOP("FigureExport", "Education only – not for diagnosis")));
}

FigureFormat formatOf(const QString& path)
{
    for (std::size_t i = 0; i < kEndings.size(); ++i) {
        if (path.endsWith(QLatin1Char('.') + QLatin1String(kEndings[i]), Qt::CaseInsensitive)) {
            return static_cast<FigureFormat>(i);
        }
    }
    return FigureFormat::Png;
}

void save(QWidget* parent, QThreadPool& pool, const ExportableFigure& figure, const QString& path,
    const std::function<void(const QString&, bool)>& done)
{
    const QByteArray bytes = figureBytes(figure, formatOf(path));
    runInBackground<QString>(
        pool, parent,
        [bytes, path]() -> QString {
            const auto written =
                base::writeFileAtomically(std::filesystem::path(path.toStdU16String()),
                    std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
            return written ? QString() : sentenceOf(written.error());
        },
        [done, path](const QString& error) {
            done(error.isEmpty() ? text(QT_TRANSLATE_NOOP("FigureExport", "Written: %1")).arg(path)
                                 : error,
                error.isEmpty());
        });
}

} // namespace

QByteArray figureBytes(const ExportableFigure& figure, FigureFormat format)
{
    if (format == FigureFormat::Csv) {
        return figure.csv.toUtf8();
    }
    const QSizeF page = pageSize(figure);
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    if (format == FigureFormat::Svg) {
        QSvgGenerator generator;
        generator.setOutputDevice(&buffer);
        generator.setSize(page.toSize());
        generator.setViewBox(QRectF(QPointF(), page));
        generator.setTitle(figure.title);
        QPainter painter(&generator);
        drawPage(painter, figure);
    } else if (format == FigureFormat::Pdf) {
        QPdfWriter writer(&buffer);
        writer.setPageSize(QPageSize(page * 0.75, QPageSize::Point)); // 96 px = 72 pt
        writer.setPageMargins(QMarginsF());
        writer.setTitle(figure.title);
        QPainter painter(&writer);
        painter.scale(writer.width() / page.width(), writer.height() / page.height());
        drawPage(painter, figure);
    } else {
        QImage image((page * kPngScale).toSize(), QImage::Format_RGB32);
        {
            QPainter painter(&image);
            painter.scale(kPngScale, kPngScale);
            drawPage(painter, figure);
        }
        image.save(&buffer, "PNG");
    }
    return buffer.data();
}

void exportFigure(QWidget* parent, QThreadPool& pool, const ExportableFigure& figure,
    const std::function<void(const QString& sentence, bool ok)>& done)
{
    auto* dialog = new QFileDialog(
        parent, text(QT_TRANSLATE_NOOP("FigureExport", "Export figure")), figure.name);
    dialog->setObjectName(QStringLiteral("figureExportDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({QStringLiteral("PNG (*.png)"), QStringLiteral("SVG (*.svg)"),
        QStringLiteral("PDF (*.pdf)"), QStringLiteral("CSV (*.csv)")});
    dialog->setDefaultSuffix(QStringLiteral("png"));
    QObject::connect(dialog, &QFileDialog::filterSelected, dialog,
        [dialog](const QString& filter) { dialog->setDefaultSuffix(filter.left(3).toLower()); });
    QObject::connect(dialog, &QFileDialog::fileSelected, parent,
        [parent, &pool, figure, done](
            const QString& path) { save(parent, pool, figure, path, done); });
    dialog->open();
}

} // namespace negatoscope::ui
