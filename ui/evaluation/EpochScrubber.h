#pragma once

#include <QTimer>
#include <QWidget>

namespace negatoscope::ui {

class IconButton;

/// Goes through the epochs of a run under the charts, on their x axis. The handle shows the number,
/// the star the best epoch. Left and Right move by one, Home and End to the ends; the button at the
/// right, or Space, plays the training from its beginning (or from here) and stops.
class EpochScrubber final : public QWidget
{
    Q_OBJECT

public:
    explicit EpochScrubber(QWidget* parent = nullptr);
    /// `available` epochs (1-based) of `epochs` can be looked at; the axis begins at 0 or 1.
    void setRange(int available, int epochs, int axisBegin);
    void setBest(int epoch); ///< 1-based; 0 = none
    int epoch() const { return m_epoch; }
    bool isPlaying() const { return m_timer.isActive(); }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

public Q_SLOTS:
    void setEpoch(int epoch); ///< 1-based, clamped to what is available
    void setPlaying(bool playing);

Q_SIGNALS:
    void epochEdited(int epoch); ///< by the user, or by playing

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void playOn();
    void placeButton();
    double xOf(double epoch) const;
    void edit(int epoch);
    void editAt(double x);
    void describe();

    IconButton* m_play = nullptr;
    QTimer m_timer;
    int m_available = 0;
    int m_epochs = 1;
    int m_axisBegin = 1;
    int m_best = 0;
    int m_epoch = 0;
};

} // namespace negatoscope::ui
