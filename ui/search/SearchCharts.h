#pragma once

#include "core/search/Importance.h"
#include "core/search/Study.h"
#include "ui/charts/ParallelAxes.h"

#include <QWidget>

#include <map>
#include <optional>
#include <vector>

namespace negatoscope::ui {

/// The learning curves of all trials: stopped ones dimmed and dashed, running ones green, the first
/// place in the accent colour.
class CurveFan final : public QWidget
{
    Q_OBJECT

public:
    explicit CurveFan(QWidget* parent = nullptr);
    void clear(const search::Objective& objective);
    void addPoint(int trial, double value); ///< of a running trial, epoch after epoch
    void setTrials(const std::vector<search::Trial>& bestFirst);
    QSize sizeHint() const override { return {420, 260}; }
    QSize minimumSizeHint() const override { return {260, 160}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    search::Objective m_objective;
    std::vector<search::Trial> m_trials;
    std::map<int, std::vector<double>> m_running;
};

/// One line per trial through all parameters to its place.
class ParallelCoordinates final : public ParallelAxes
{
    Q_OBJECT

public:
    explicit ParallelCoordinates(QWidget* parent = nullptr);
    void setSpace(std::optional<search::SearchSpace> space, const search::Objective& objective);
    void setTrials(const std::vector<search::Trial>& bestFirst);

protected:
    QString description() const override;

private:
    std::optional<search::SearchSpace> m_space;
};

/// The best figure so far, trial after trial, against the challenged run: its mean over the seeds
/// as a line, the 95 % interval of that mean as a band.
class BestSoFar final : public QWidget
{
    Q_OBJECT

public:
    explicit BestSoFar(QWidget* parent = nullptr);
    void clear(const search::Objective& objective);
    void add(const search::Trial& trial); ///< of the search or of the reference, as they end
    QSize sizeHint() const override { return {260, 160}; }
    QSize minimumSizeHint() const override { return {180, 110}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void paintReference(QPainter& painter, const QRectF& area, double low, double high) const;

    search::Objective m_objective;
    std::vector<double> m_best; ///< after each trial that did not fail
    std::vector<double> m_reference;
};

/// How much each parameter mattered, as bars.
class ImportanceBars final : public QWidget
{
    Q_OBJECT

public:
    explicit ImportanceBars(QWidget* parent = nullptr);
    void setImportances(const std::vector<search::Importance>& importances);
    QSize sizeHint() const override { return {260, 200}; }
    QSize minimumSizeHint() const override { return {180, 120}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::vector<search::Importance> m_importances;
};

} // namespace negatoscope::ui
