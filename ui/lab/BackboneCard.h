#pragma once

#include "core/training/CostModel.h"
#include "ui/widgets/Badge.h"
#include "ui/widgets/Card.h"

#include <optional>

namespace negatoscope::ui {

class ElideLabel;
class FreezeBar;
class LabDraft;
class TextLabel;

/// What is known about the stored outputs of the frozen part.
struct CacheState
{
    /// NotYet: nothing has been computed; Live: nothing can be, every epoch sees films anew.
    enum class Kind { Unknown, Valid, NotYet, WillRebuild, Building, Live };
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
    /// What an epoch takes on this machine, and the whole program's memory; nullopt: not known.
    void setCost(const std::optional<training::CostPrediction>& cost, const QString& detail);
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
    TextLabel* m_memory = nullptr;
    ElideLabel* m_weights = nullptr;
    CacheState m_cache;
    double m_featureSeconds = 0.0; ///< of computing them anew; 0 = not known
    bool m_compact = false;
};

} // namespace negatoscope::ui
