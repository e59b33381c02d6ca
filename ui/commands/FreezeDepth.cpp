#include "ui/commands/FreezeDepth.h"

#include "core/model/MobileNetV2Layout.h"

#include <QCoreApplication>

#include <algorithm>

namespace negatoscope::ui {

namespace {

constexpr int kStemBlock = -1;
constexpr int kLastBlock = 17;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(FreezeDepth)
};

QString groupName(int block)
{
    if (block == kStemBlock) {
        return Words::tr("stem");
    }
    return block == kLastBlock ? QStringLiteral("Conv_1") : Words::tr("block %1").arg(block);
}

int firstTrainedLayer(const model::ModelConfig& config, int layerCount)
{
    switch (config.strategy) {
    case model::Strategy::NoTuning:
        return layerCount;
    case model::Strategy::FullTuning:
        return 0;
    case model::Strategy::FineTuning:
    case model::Strategy::TwoStage:
        break;
    }
    return std::clamp(config.fixedLayers, 0, layerCount);
}

} // namespace

FreezeDepth freezeDepth(const model::ModelConfig& config)
{
    const auto layout = model::mobileNetV2Layout(
        config.alpha, config.preprocessing.height, config.preprocessing.width);
    const int first = firstTrainedLayer(config, static_cast<int>(layout.size()));
    FreezeDepth depth;
    for (int block = kStemBlock; block <= kLastBlock; ++block) {
        FreezeDepth::Group group;
        group.name = groupName(block);
        group.firstLayer = -1;
        int last = -1;
        for (int index = 0; index < static_cast<int>(layout.size()); ++index) {
            const model::BackboneLayer& layer = layout[static_cast<std::size_t>(index)];
            if (layer.block != block) {
                continue;
            }
            group.firstLayer = group.firstLayer < 0 ? index : group.firstLayer;
            last = index;
            group.side = layer.output.empty() ? 0 : static_cast<int>(layer.output.front());
            group.trainable += layer.trainableParameters;
            group.multiplyAdds += layer.multiplyAdds;
            depth.trained += index >= first ? layer.trainableParameters : 0;
        }
        depth.total += group.trainable;
        depth.frozen += last < first ? 1 : 0;
        depth.partial = depth.partial || (first > group.firstLayer && first <= last);
        depth.groups.push_back(std::move(group));
    }
    return depth;
}

void freezeGroups(model::ModelConfig& config, int groups)
{
    const FreezeDepth depth = freezeDepth(config);
    const int all = static_cast<int>(depth.groups.size());
    const int frozen = std::clamp(groups, 0, all);
    if (frozen == all) {
        config.strategy = model::Strategy::NoTuning;
        return;
    }
    config.fixedLayers =
        frozen == 0 ? 0 : depth.groups[static_cast<std::size_t>(frozen)].firstLayer;
    if (config.strategy != model::Strategy::TwoStage) {
        config.strategy = frozen == 0 ? model::Strategy::FullTuning : model::Strategy::FineTuning;
    }
}

QString freezeLabel(const FreezeDepth& depth)
{
    if (depth.frozen == 0) {
        return depth.partial ? Words::tr("part of the stem") : Words::tr("nothing");
    }
    if (depth.frozen == static_cast<int>(depth.groups.size())) {
        return Words::tr("all of it");
    }
    const auto index = static_cast<std::size_t>(depth.frozen);
    return depth.partial ? Words::tr("into %1").arg(depth.groups[index].name)
                         : Words::tr("up to %1").arg(depth.groups[index - 1].name);
}

QString freezeCommandText(const model::ModelConfig& config)
{
    const FreezeDepth depth = freezeDepth(config);
    if (depth.frozen == 0) {
        return Words::tr("train the whole backbone");
    }
    if (depth.frozen == static_cast<int>(depth.groups.size())) {
        return Words::tr("freeze the whole backbone");
    }
    return Words::tr("freeze %1").arg(freezeLabel(depth));
}

} // namespace negatoscope::ui
