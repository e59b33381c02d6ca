#pragma once

#include <QImage>
#include <QWidget>

#include <cstdint>
#include <memory>
#include <vector>

namespace negatoscope::ui {

/// The pixels of one film for the viewer: grey levels (8 or 16 bit) or a colour picture.
struct ViewerFilm
{
    QString name;
    int width = 0;
    int height = 0;
    int levels = 256;                ///< 256 or 65536
    std::vector<std::uint16_t> grey; ///< row-major; empty for a colour film
    QImage colour;
};

/// A film on black. Left drag uses the chosen tool, right drag always sets the window (right =
/// wider, up = brighter), the wheel zooms at the pointer, middle drag pans, double-click fits.
/// Grey levels go through a look-up table, never through the network.
class FilmViewer final : public QWidget
{
    Q_OBJECT

public:
    enum class Tool { Window, Pan };

    explicit FilmViewer(QWidget* parent = nullptr);
    void setFilm(const std::shared_ptr<const ViewerFilm>& film);
    void setMessage(const QString& text); ///< shown instead of a film
    bool hasFilm() const { return m_film != nullptr; }
    double zoom() const { return m_zoom; } ///< screen pixels per film pixel
    double windowWidth() const { return m_windowWidth; }
    double windowLevel() const { return m_windowLevel; }
    bool isInverted() const { return m_inverted; }
    Tool tool() const { return m_tool; }
    QSize sizeHint() const override { return {640, 520}; }
    QSize minimumSizeHint() const override { return {320, 260}; }

public Q_SLOTS:
    void setTool(negatoscope::ui::FilmViewer::Tool tool);
    void fit();
    void showActualSize();
    void invert();
    void resetWindow();

Q_SIGNALS:
    void viewChanged();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void rebuildPicture();
    void zoomAt(const QPointF& position, double factor);
    void changeWindow(const QPointF& delta);
    double fittingZoom() const;
    void describe();
    void paintLabel(QPainter& painter, const QString& text, Qt::Alignment where, bool warn) const;

    std::shared_ptr<const ViewerFilm> m_film;
    QImage m_picture; ///< after window, level and inversion
    QString m_message;
    Tool m_tool = Tool::Window;
    double m_zoom = 1.0;
    bool m_fitted = true;
    QPointF m_centre;             ///< film coordinates at the middle of the widget
    double m_windowWidth = 255.0; ///< in levels of the film
    double m_windowLevel = 127.5;
    bool m_inverted = false;
    QPointF m_last;
};

} // namespace negatoscope::ui
