#pragma once

#include "core/image/Preprocessing.h"
#include "ui/shell/AppState.h"
#include "ui/widgets/Card.h"

#include <QImage>

#include <array>

namespace negatoscope::ui {

class ElideLabel;
class SegmentedControl;

/// Every step between the file and the network for one film. Computed on a worker thread.
struct NetworkView
{
    QImage original;                 ///< at most 400 px
    QImage fitted;                   ///< the network's size, grey
    std::array<int, 40> histogram{}; ///< of the scaled values −1…1
    double mean = 0.0;
    double lost = 0.0; ///< share of the film that a crop cuts away
    QList<QImage> augmented;
    QString error;
};

/// The painted five steps.
class NetworkSteps final : public QWidget
{
    Q_OBJECT

public:
    explicit NetworkSteps(QWidget* parent = nullptr);
    void setView(
        const std::shared_ptr<const NetworkView>& view, image::ResizePolicy policy, int side);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void paintOriginal(QPainter& painter, const QRectF& area) const;
    void paintStack(QPainter& painter, const QRectF& area) const;
    void paintHistogram(QPainter& painter, const QRectF& area) const;
    void paintCaption(
        QPainter& painter, double x, double w, const QString& head, const QString& foot) const;

    std::shared_ptr<const NetworkView> m_view;
    image::ResizePolicy m_policy = image::ResizePolicy::Stretch;
    int m_side = 224;
};

/// "What the network sees" of the selected film.
class NetworkStrip final : public Card
{
    Q_OBJECT

public:
    explicit NetworkStrip(AppState& state, QWidget* parent = nullptr);
    void setFilm(const QString& path); ///< empty = none

private:
    void compute();

    AppState& m_state;
    NetworkSteps* m_steps = nullptr;
    SegmentedControl* m_policy = nullptr;
    QString m_path;
    quint64 m_seed = 1;
    int m_ticket = 0;
};

} // namespace negatoscope::ui
