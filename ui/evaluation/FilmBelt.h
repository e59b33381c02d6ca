#pragma once

#include "ui/shell/AppState.h"
#include "ui/widgets/AccessibleItems.h"

#include <QVariantAnimation>
#include <QWidget>

#include <array>
#include <vector>

namespace negatoscope::ui {

class OperatingPoint;
class FilmStrip;
class ThumbnailStore;

/// Films in two rows (their truth), cut by the threshold: left of the line what is called negative,
/// right of it what is called positive, nearest to the line first, because those are worth
/// discussing. A film that changes sides slides across the line. Errors have an outline and a
/// cross. Arrow keys walk the films, Enter or a click opens one in the Reader with the others of
/// its side behind it. When matrix cells are picked (or there are more than two classes) a
/// FilmStrip stands here instead.
class FilmBelt final : public QWidget, public AccessibleItems
{
    Q_OBJECT

public:
    FilmBelt(AppState& state, OperatingPoint& point, QWidget* parent = nullptr);
    void setCompact(bool compact); ///< rows of 48 instead of 62
    /// Film indices of one side of a row, nearest to the line first.
    std::vector<std::size_t> films(bool positiveTruth, bool calledPositive) const;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    // Each film in view for screen readers, row by row.
    int itemCount() const override;
    QString itemText(int item) const override;
    QRect itemRect(int item) const override;
    int currentItem() const override;
    void pressItem(int item) override;

protected:
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    /// One film's place: row 0 negative truth, 1 positive; offset < 0 left of the line.
    struct Place
    {
        int row = 0;
        int offset = 0;
        bool operator==(const Place&) const = default;
    };
    void sortFilms();
    void followThreshold(); ///< slides the films that changed sides
    void refreshMode();
    int side() const;
    double lineX() const;
    int perSide() const;
    QRectF filmRect(const Place& place, double shift = 0.0) const; ///< shift in films
    const std::size_t* filmAt(const Place& place) const;
    std::vector<Place> placesInView() const;
    std::optional<Place> placeAt(const QPointF& position) const;
    void paintHead(QPainter& painter) const;
    void paintRow(QPainter& painter, int row);
    void paintFilm(QPainter& painter, const Place& place, std::size_t film);
    QRectF restRect(int row, bool positive) const; ///< empty when all films are shown
    void paintRest(QPainter& painter, int row, bool positive) const;
    qsizetype count(int row, bool positive) const;
    QString pathOfFilm(std::size_t film) const;
    QString sentenceOfFilm(std::size_t film) const;
    QString classNameOf(bool positive) const;
    void openAt(const Place& place);
    void setCurrent(const Place& place);
    std::size_t split(int row) const; ///< how many of the row are called positive

    AppState& m_state;
    OperatingPoint& m_point;
    ThumbnailStore* m_store = nullptr;
    std::array<std::vector<std::size_t>, 2> m_rows; ///< by falling score
    FilmStrip* m_strip = nullptr;
    std::array<std::size_t, 2> m_splits{}; ///< before the threshold moved
    std::array<double, 2> m_shift{};       ///< films that still have to slide, per row
    std::array<double, 2> m_shiftFrom{};
    std::array<std::pair<std::size_t, std::size_t>, 2>
        m_crossed{}; ///< places in the row: [from, to)
    QVariantAnimation m_slide;
    QVariantAnimation m_outline;
    std::optional<Place> m_current;
    bool m_compact = false;
};

} // namespace negatoscope::ui
