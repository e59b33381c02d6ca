#pragma once

#include "ui/reader/ReadingEngine.h"

#include <QFrame>

namespace negatoscope::ui {

class TextLabel;

/// Whether the model should be asked about this film at all: where the film stands among the
/// validation films, and why it is unusual.
class GuardPanel final : public QFrame
{
    Q_OBJECT

public:
    explicit GuardPanel(QWidget* parent = nullptr);
    /// Null, or a model without a guard: says that there is none.
    void showReading(const ReadingPtr& reading);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    explain::GuardLevel m_level = explain::GuardLevel::Usual;
    double m_percentile = -1.0; ///< negative: not known
    TextLabel* m_title = nullptr;
    TextLabel* m_number = nullptr;
    QWidget* m_scale = nullptr;
    TextLabel* m_text = nullptr;
};

} // namespace negatoscope::ui
