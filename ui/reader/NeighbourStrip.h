#pragma once

#include "ui/reader/ReadingEngine.h"

#include <QWidget>

namespace negatoscope::ui {

class ThumbnailStore;

/// The training films that are most like the one that is read, with their labels.
class NeighbourStrip final : public QWidget
{
    Q_OBJECT

public:
    explicit NeighbourStrip(ThumbnailStore& thumbnails, QWidget* parent = nullptr);
    void showReading(const ReadingPtr& reading);
    /// "3 of 4 PNEUMONIA"; empty without neighbours.
    QString summary() const { return m_summary; }
    int count() const { return static_cast<int>(m_neighbours.size()); }
    QSize sizeHint() const override;

Q_SIGNALS:
    void filmRequested(const QString& path);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    bool event(QEvent* event) override;

private:
    QRectF cell(int index) const;
    int at(const QPointF& position) const;

    ThumbnailStore& m_thumbnails;
    std::vector<explain::Neighbour> m_neighbours;
    std::vector<std::string> m_classNames;
    int m_positive = -1;
    QString m_summary;
};

} // namespace negatoscope::ui
