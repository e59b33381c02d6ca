#pragma once

#include "core/base/Error.h"
#include "core/image/DicomFilm.h"

#include <QCache>
#include <QImage>
#include <QObject>
#include <QSet>
#include <QStringList>
#include <QThreadPool>

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace negatoscope::ui {

/// Grey levels of a film, row by row.
struct GreyPlane
{
    int width = 0;
    int height = 0;
    std::vector<std::uint16_t> values;
};

/// The pixels of one film for the viewer: grey levels (8 or 16 bit) or a colour picture.
struct ViewerFilm
{
    QString name;
    int width = 0;
    int height = 0;
    int levels = 256; ///< 256 or 65536
    /// The film, then each plane of half the size (means of 2×2 pixels): a large film is drawn
    /// from the plane that the screen can show. Empty for a colour film.
    std::vector<GreyPlane> planes;
    QImage colour;
    QString format;                         ///< "DICOM"
    std::vector<image::FilmNote> notes;     ///< what should be said about it
    std::optional<image::DicomFacts> facts; ///< of a DICOM film: its windows
    qsizetype bytes() const;
};

/// A film, or why there is none.
struct ViewerAnswer
{
    std::shared_ptr<const ViewerFilm> film;
    std::optional<base::Error> error;
};

/// Decodes a film for the viewer; `view` is how a DICOM film's values become grey levels. Any
/// thread.
ViewerAnswer decodeForViewer(const QString& path, const image::DicomView& view = {});

/// What a note says, in the window's language.
QString noteSentence(image::FilmNote note);

/// Films for the viewer, decoded on threads of its own and kept in a cache of bounded size; the
/// neighbours in the list are decoded ahead. Thread: GUI only.
class FilmSource final : public QObject
{
    Q_OBJECT

public:
    static constexpr qsizetype kCacheBytes = 256LL << 20;

    explicit FilmSource(QObject* parent = nullptr);
    ~FilmSource() override;

    /// Ends in ready(path), at once when the film is in the cache.
    void request(const QString& path);
    void decodeAhead(const QStringList& paths);
    /// Another window of a DICOM film; replaces what the cache holds.
    void requestView(const QString& path, const image::DicomView& view);

Q_SIGNALS:
    void ready(const QString& path, const negatoscope::ui::ViewerAnswer& answer);

private:
    void start(const QString& path, const image::DicomView& view, int priority);

    QCache<QString, ViewerAnswer> m_cache;
    QSet<QString> m_pending;
    QString m_wanted;
    QThreadPool m_pool;
};

} // namespace negatoscope::ui
