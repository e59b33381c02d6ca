#pragma once

#include "ui/commands/FreezeDepth.h"

#include <QWidget>

namespace negatoscope::ui {

/// The backbone as 19 bars, as high as their resolution, and the freeze depth as a handle between
/// two of them. Left and Right move it by a block, Home and End to the ends.
class FreezeBar final : public QWidget
{
    Q_OBJECT

public:
    explicit FreezeBar(QWidget* parent = nullptr);
    void setDepth(const FreezeDepth& depth);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    QPointF handlePosition() const; ///< centre of the ring

Q_SIGNALS:
    void gestureStarted();
    void frozenEdited(int groups);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    QRectF barRect(int group) const;
    double costShare(int group) const; ///< of all multiply-adds, 0…1
    double gapX(int frozen) const;
    int frozenAt(double x) const;
    void edit(int frozen);
    void paintLabels(QPainter& painter) const;

    FreezeDepth m_depth;
    double m_largestShare = 0.0;
};

} // namespace negatoscope::ui
