#pragma once

#include "ui/widgets/Badge.h"
#include "ui/widgets/Card.h"

namespace negatoscope::ui {

class ElideLabel;
class FreezeBar;
class LabDraft;
class TextLabel;

/// What is known about the stored outputs of the frozen part.
struct CacheState
{
    enum class Kind { Unknown, Valid, WillRebuild, Building };
    Kind kind = Kind::Unknown;
    double fraction = 0.0; ///< Building
    QString reason;        ///< plain words, for the tooltip
};

/// MobileNetV2 with its freeze depth, weights, size and cache badge.
class BackboneCard final : public Inset
{
    Q_OBJECT

public:
    explicit BackboneCard(LabDraft& draft, QWidget* parent = nullptr);
    void setCacheState(const CacheState& state);
    void setSecondsPerEpoch(double seconds); ///< of the last run like this one; 0 = not known
    void setCompact(bool compact);

public Q_SLOTS:
    void freezeMore();
    void freezeLess();

Q_SIGNALS:
    void optionsRequested();

private:
    void refresh();
    void refreshBadge();

    LabDraft& m_draft;
    TextLabel* m_alpha = nullptr;
    Badge* m_badge = nullptr;
    FreezeBar* m_bar = nullptr;
    TextLabel* m_trained = nullptr;
    ElideLabel* m_counts = nullptr;
    TextLabel* m_time = nullptr;
    ElideLabel* m_weights = nullptr;
    CacheState m_cache;
    double m_seconds = 0.0;
    bool m_compact = false;
};

} // namespace negatoscope::ui
