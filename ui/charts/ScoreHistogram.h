#pragma once

#include <QList>
#include <QWidget>

namespace negatoscope::ui {

/// Scores of both classes on a log-odds axis, the negative class above, the positive below, and the
/// threshold as a handle between them. Bars on the wrong side are pale and outlined. Arrow keys
/// move the threshold by one point (Shift: a tenth, Ctrl: ten); hovering says what a bar holds.
class ScoreHistogram : public QWidget
{
    Q_OBJECT

public:
    explicit ScoreHistogram(QWidget* parent = nullptr);
    /// Scores 0…1 of the positive class and the truth of each film.
    void setScores(const QList<double>& scores, const QList<bool>& positive,
        const QString& negativeName, const QString& positiveName);
    void clear();
    double threshold() const { return m_threshold; }
    /// Draws into any device; `light` takes the light theme's colours whatever the window has.
    void render(QPainter& painter, const QRectF& area, bool light) const;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

public Q_SLOTS:
    void setThreshold(double threshold);

Q_SIGNALS:
    void thresholdChanged(double threshold); ///< by the user or setThreshold

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    double xOf(const QRectF& area, double score) const;
    double scoreAt(double x) const;
    QRectF plotRect(const QRectF& area) const;
    void paintBars(QPainter& painter, const QRectF& area, bool light) const;
    void paintHandle(QPainter& painter, const QRectF& area, bool light) const;
    QString barSentence(const QPointF& position) const;
    void describe();
    void rebin();

    QList<double> m_negative; ///< scores, rising
    QList<double> m_positive;
    QList<int> m_negativeBins;
    QList<int> m_positiveBins;
    QString m_negativeName;
    QString m_positiveName;
    double m_threshold = 0.5;
};

} // namespace negatoscope::ui
