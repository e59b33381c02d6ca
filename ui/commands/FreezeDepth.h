#pragma once

#include "core/model/ModelConfig.h"

#include <QString>

#include <cstdint>
#include <vector>

namespace negatoscope::ui {

/// The backbone as the Lab shows it: 19 groups (stem, block 0 … 16, Conv_1), of which the first
/// ones are frozen.
struct FreezeDepth
{
    struct Group
    {
        QString name;       ///< "stem", "block 3", "Conv_1"
        int firstLayer = 0; ///< Keras layer index
        int side = 0;       ///< height of its output in pixels: 112 … 7
        std::int64_t trainable = 0;
        std::int64_t multiplyAdds = 0;
    };
    std::vector<Group> groups;
    int frozen = 0;           ///< number of groups that are frozen as a whole
    bool partial = false;     ///< `fixed_layers` lies inside the first group that is not
    std::int64_t total = 0;   ///< trainable parameters of the backbone, if nothing were frozen
    std::int64_t trained = 0; ///< of those not frozen, counted by layer
};

FreezeDepth freezeDepth(const model::ModelConfig& config);

/// Sets strategy and fixed_layers so that the first `groups` (0 … 19) are frozen. `two_stage`
/// stays unless everything is frozen.
void freezeGroups(model::ModelConfig& config, int groups);

QString freezeCommandText(const model::ModelConfig& config); ///< "freeze up to block 12"
QString freezeLabel(const FreezeDepth& depth);               ///< "up to block 12"

} // namespace negatoscope::ui
