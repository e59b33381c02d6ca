#pragma once

#include "ui/home/RecentRuns.h"

#include <QAbstractButton>

namespace negatoscope::ui {

/// A stored run at a glance: its loss curves, its validation matrix, one line of settings, two
/// figures and when it ended. A button: it opens the run.
class RunTile final : public QAbstractButton
{
    Q_OBJECT

public:
    explicit RunTile(const RecentRun& run, QWidget* parent = nullptr);
    QString id() const { return m_run.id; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    QString figuresLine() const;
    void paintCurves(QPainter& painter, const QRectF& area) const;
    void paintMatrix(QPainter& painter, const QRectF& area) const;
    void paintWords(QPainter& painter, const QRectF& area) const;

    RecentRun m_run;
};

} // namespace negatoscope::ui
