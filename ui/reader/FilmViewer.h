#pragma once

#include "core/explain/CoverBrush.h"
#include "core/explain/HeatMap.h"
#include "core/image/Preprocessing.h"
#include "ui/reader/FilmSource.h"

#include <QImage>
#include <QWidget>

#include <opencv2/core/mat.hpp>

#include <memory>
#include <optional>
#include <vector>

namespace negatoscope::ui {

/// What is laid over a film: a heat map and how it is shown.
struct EvidenceView
{
    cv::Mat cells; ///< CV_32FC1; empty: nothing is shown
    explain::CellGrid grid;
    image::Preprocessing preprocessing;
    double opacity = 0.62;
    bool smooth = true;
    bool bothSigns = true;
    QString negativeName; ///< "NORMAL", for the legend
    QString positiveName;
};

/// A film on black. Left drag uses the chosen tool, right drag always sets the window (right =
/// wider, up = brighter), the wheel zooms at the pointer, middle drag pans, double-click fits.
/// Grey levels go through a look-up table, never through the network. Only what the screen can show
/// is computed, from the plane of fitting size.
class FilmViewer final : public QWidget
{
    Q_OBJECT

public:
    enum class Tool { Window, Pan, Cover, Box };

    explicit FilmViewer(QWidget* parent = nullptr);
    void setFilm(const std::shared_ptr<const ViewerFilm>& film);
    void setMessage(const QString& text); ///< shown instead of a film
    bool hasFilm() const { return m_film != nullptr; }
    const std::shared_ptr<const ViewerFilm>& film() const { return m_film; }
    /// The film's name says what it is: while a reading is open, something else stands here.
    void setShownName(const QString& name);
    double zoom() const { return m_zoom; } ///< screen pixels per film pixel
    double windowWidth() const { return m_windowWidth; }
    double windowLevel() const { return m_windowLevel; }
    bool isInverted() const { return m_inverted; }
    Tool tool() const { return m_tool; }
    QSize sizeHint() const override { return {640, 520}; }
    QSize minimumSizeHint() const override { return {200, 200}; }

    void setEvidence(const EvidenceView& view);
    bool showsEvidence() const { return !m_layer.isNull(); }
    void setBox(const QRectF& box); ///< film pixels; empty: none
    QRectF box() const { return m_box; }
    void setStrokes(const std::vector<explain::BrushStroke>& strokes);
    void setBrush(explain::BrushStroke::Kind kind, double radius); ///< film pixels
    double brushRadius() const { return m_brushRadius; }

    QPointF toFilm(const QPointF& position) const;
    QPointF toScreen(const QPointF& film) const;
    /// The film with window, evidence and box as shown, at the film's own pixels (at most `maxSide`
    /// a side), without the labels.
    void paintFilm(QPainter& painter, const QRectF& target, bool withEvidence) const;
    QSize filmSize() const;

public Q_SLOTS:
    void setTool(negatoscope::ui::FilmViewer::Tool tool);
    void fit();
    void showActualSize();
    void invert();
    void resetWindow();

Q_SIGNALS:
    void viewChanged();
    void boxChanged(const QRectF& box);
    /// The stroke under the pointer: while it grows, and once more when it is done.
    void strokeChanged(const negatoscope::explain::BrushStroke& stroke, bool finished);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void rebuildTable();
    QImage greyPicture(const QRect& part, const GreyPlane& plane) const;
    void paintGrey(
        QPainter& painter, const QRectF& visible, const QRectF& filmOnScreen, double zoom) const;
    void paintOverlays(QPainter& painter);
    void paintLegend(QPainter& painter);
    void paintLabels(QPainter& painter);
    void zoomAt(const QPointF& position, double factor);
    void changeWindow(const QPointF& delta);
    bool moveBox(int key, bool resize);
    double fittingZoom() const;
    QRectF screenRect(const QRectF& film) const;
    QRectF evidenceRect() const; ///< of the network's input, in film pixels
    QString readOut() const;
    void describe();
    void paintLabel(QPainter& painter, const QString& text, Qt::Alignment where, bool warn) const;

    std::shared_ptr<const ViewerFilm> m_film;
    std::vector<uchar> m_table; ///< grey level → screen
    QString m_message;
    QString m_name;
    Tool m_tool = Tool::Window;
    double m_zoom = 1.0;
    bool m_fitted = true;
    QPointF m_centre;             ///< film coordinates at the middle of the widget
    double m_windowWidth = 255.0; ///< in levels of the film
    double m_windowLevel = 127.5;
    bool m_inverted = false;
    QPointF m_last;
    std::optional<QPointF> m_hover;
    EvidenceView m_evidence;
    QImage m_layer; ///< the evidence's colours at the size of the network's input
    QRectF m_box;
    std::optional<QPointF> m_boxStart;
    std::vector<explain::BrushStroke> m_strokes;
    explain::BrushStroke m_stroke; ///< under the pointer; no points: none
    explain::BrushStroke::Kind m_brushKind = explain::BrushStroke::Kind::Paint;
    double m_brushRadius = 24.0;
};

} // namespace negatoscope::ui
