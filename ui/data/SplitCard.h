#pragma once

#include "core/dataset/Report.h"
#include "ui/shell/AppState.h"
#include "ui/widgets/Card.h"

namespace negatoscope::ui {

class Badge;
class Button;
class SplitBars;

using ReportPtr = std::shared_ptr<const dataset::DatasetReport>;

/// How the films are divided: one stacked bar per split, films, patients, share of the positive
/// class, and whether anything leaks.
class SplitCard final : public Card
{
    Q_OBJECT

public:
    explicit SplitCard(AppState& state, QWidget* parent = nullptr);
    void setReport(const ManifestPtr& manifest, const ReportPtr& report);

private:
    void splitAgain();

    AppState& m_state;
    ManifestPtr m_manifest;
    SplitBars* m_bars = nullptr;
    Badge* m_method = nullptr;
    Badge* m_leakage = nullptr;
    Badge* m_copies = nullptr;
    Button* m_again = nullptr;
};

/// The painted table of SplitCard.
class SplitBars final : public QWidget
{
    Q_OBJECT

public:
    explicit SplitBars(QWidget* parent = nullptr);
    void setReport(const ManifestPtr& manifest, const ReportPtr& report);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void paintBar(QPainter& painter, const QRectF& area,
        const dataset::DatasetReport::SplitCounts& counts, std::size_t largest) const;

    ManifestPtr m_manifest;
    ReportPtr m_report;
};

} // namespace negatoscope::ui
