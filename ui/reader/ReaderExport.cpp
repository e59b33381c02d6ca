#include "ui/reader/ReaderExport.h"

#include "core/base/Files.h"
#include "core/base/Text.h"
#include "ui/data/FilmImage.h"
#include "ui/reader/FilmViewer.h"
#include "ui/shell/EducationMark.h"
#include "ui/shell/Theme.h"

#include <QBuffer>
#include <QFileInfo>
#include <QImage>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgGenerator>

#include <span>

namespace negatoscope::ui {

namespace {

constexpr int kPictureWidth = 1600;
constexpr int kMargin = 40;
constexpr int kLine = 34;

/// The page in its own units: film on top, lines below, the education mark at the foot.
class ExportPage
{
public:
    ExportPage(const FilmViewer& viewer, const ExportText& text)
        : m_viewer(viewer)
        , m_text(text)
    {
        const QSizeF film = viewer.filmSize();
        const double width = kPictureWidth - 2.0 * kMargin;
        m_film = QRectF(kMargin, kMargin, width, width * film.height() / film.width());
        m_size =
            QSize(kPictureWidth, static_cast<int>(m_film.bottom()) + kMargin +
                                     kLine * (static_cast<int>(text.lines.size()) + 3) + kMargin);
    }

    QSize size() const { return m_size; }

    void paint(QPainter& painter) const
    {
        const Theme& theme = Theme::instance();
        painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
        // A page is read on paper: black on white whatever the theme.
        painter.fillRect(QRect(QPoint(0, 0), m_size), QColorConstants::White);
        painter.fillRect(m_film, QColorConstants::Black);
        m_viewer.paintFilm(painter, m_film, true);
        QFont font = theme.font(FontRole::Body);
        font.setPixelSize(kLine * 2 / 3);
        double y = m_film.bottom() + kMargin / 2.0;
        const auto line = [&](const QString& words, QFont::Weight weight) {
            font.setWeight(weight);
            painter.setFont(font);
            painter.setPen(QColorConstants::Black);
            painter.drawText(QRectF(kMargin, y, m_film.width(), kLine),
                Qt::AlignLeft | Qt::AlignVCenter,
                QFontMetrics(font).elidedText(
                    words, Qt::ElideRight, static_cast<int>(m_film.width())));
            y += kLine;
        };
        line(m_text.title, QFont::DemiBold);
        for (const QString& words : m_text.lines) {
            line(words, QFont::Normal);
        }
        y += kLine / 2.0;
        line(EducationMark::text(), QFont::DemiBold);
    }

private:
    const FilmViewer& m_viewer;
    const ExportText& m_text;
    QRectF m_film;
    QSize m_size;
};

base::Result<void> write(const QString& path, const QByteArray& bytes)
{
    return base::writeFileAtomically(pathOf(path),
        std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size()))));
}

} // namespace

base::Result<void> exportPicture(
    const FilmViewer& viewer, const ExportText& text, const QString& path)
{
    if (!viewer.hasFilm()) {
        return base::failure(base::ErrorCode::InvalidUsage, "there is no film to export");
    }
    const ExportPage page(viewer, text);
    const QString suffix = QFileInfo(path).suffix().toLower();
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    if (suffix == QLatin1String("png")) {
        QImage picture(page.size(), QImage::Format_RGB32);
        QPainter painter(&picture);
        page.paint(painter);
        painter.end();
        picture.save(&buffer, "PNG");
    } else if (suffix == QLatin1String("svg")) {
        QSvgGenerator generator;
        generator.setOutputDevice(&buffer);
        generator.setSize(page.size());
        generator.setViewBox(QRect(QPoint(0, 0), page.size()));
        generator.setTitle(text.title);
        generator.setDescription(EducationMark::text());
        QPainter painter(&generator);
        page.paint(painter);
        painter.end();
    } else if (suffix == QLatin1String("pdf")) {
        constexpr double kPointsPerPixel = 0.45;
        QPdfWriter writer(&buffer);
        writer.setPageSize(QPageSize(QSizeF(page.size()) * kPointsPerPixel, QPageSize::Point));
        writer.setPageMargins(QMarginsF());
        writer.setTitle(text.title);
        QPainter painter(&writer);
        painter.scale(static_cast<double>(writer.width()) / page.size().width(),
            static_cast<double>(writer.height()) / page.size().height());
        page.paint(painter);
        painter.end();
    } else {
        return base::failure(base::ErrorCode::UnsupportedFormat,
            "a film is exported as PNG, SVG or PDF", path.toStdString(),
            "end the name in .png, .svg or .pdf");
    }
    return write(path, buffer.data());
}

base::Result<void> exportScores(const ReaderModel& model, const QStringList& films,
    const QString& path, const std::function<void(int)>& progress, const std::stop_token& stop)
{
    const model::Classifier& classifier = model.classifier();
    std::string csv = "file,class,score,threshold,domain,warning\n";
    int done = 0;
    for (const QString& film : films) {
        if (stop.stop_requested()) {
            break;
        }
        const std::filesystem::path file = pathOf(film);
        std::string line = base::csvField(file.filename().string());
        const auto input = explain::readFilmInput(file, classifier.config.preprocessing);
        const auto answer = input ? model.answer(input->values)
                                  : base::Result<explain::FilmAnswer>(base::failure(input));
        if (answer) {
            Reading reading;
            reading.probabilities = answer->probabilities;
            reading.positiveClass = classifier.positiveClass;
            reading.threshold = model.threshold();
            const auto called = static_cast<std::size_t>(reading.calledClass());
            line += ',' + base::csvField(classifier.classNames.at(called)) + ',' +
                    base::formatNumber(reading.shownScore()) + ',' +
                    base::formatNumber(model.threshold());
            if (model.guard != nullptr) {
                const auto verdict = model.guard->judge(answer->features, *input);
                line += ',' + base::formatNumber(verdict.percentile) + ',' +
                        base::csvField(verdict.sentence());
            } else {
                line += ",,";
            }
        } else {
            line += ",,,,," + base::csvField(answer.error().what);
        }
        csv += line + '\n';
        progress(++done);
    }
    return base::writeFileAtomically(pathOf(path), std::string_view(csv));
}

} // namespace negatoscope::ui
