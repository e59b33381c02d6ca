#include "core/model/ConfigSchema.h"
#include "core/model/LayerStack.h"
#include "ui/commands/FreezeDepth.h"
#include "ui/commands/LabDraft.h"
#include "ui/lab/ConfigDiff.h"
#include "ui/lab/LabPresets.h"

#include <QSignalSpy>
#include <QTest>
#include <QUndoStack>

using namespace negatoscope;
using ui::DraftChange;
using ui::LabDraft;

namespace {

/// The notebook's head: Dropout 0.30, Dense 128, Dropout 0.20, Dense 2 (the classifier).
void loadNotebook(LabDraft& draft)
{
    draft.replace(*model::presetConfig("notebook"), QStringLiteral("preset Notebook"));
    draft.undoStack().clear();
}

std::vector<std::string> types(const LabDraft& draft)
{
    std::vector<std::string> names;
    for (const model::LayerSpec& layer : draft.config().addedLayers) {
        names.push_back(layer.type);
    }
    return names;
}

} // namespace

class TestLabDraft : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void editsHaveReadableTexts()
    {
        QUndoStack stack;
        LabDraft draft(stack);
        loadNotebook(draft);
        QVERIFY(draft.setLayerOption(0, "rate", 0.5));
        QCOMPARE(stack.undoText(), QStringLiteral("Dropout 0.30 → 0.50"));
        QVERIFY(draft.setLayerOption(1, "activation", "tanh"));
        QVERIFY2(
            stack.undoText().contains(QStringLiteral("ReLU → Tanh")), qPrintable(stack.undoText()));
        draft.removeLayer(1);
        QCOMPARE(stack.undoText(), QStringLiteral("remove Dense 128"));
        draft.moveLayer(0, 1);
        QCOMPARE(stack.undoText(), QStringLiteral("move Dropout below Dropout"));
        draft.setFrozenGroups(14);
        QCOMPARE(stack.undoText(), QStringLiteral("freeze up to block 12"));
        draft.setLayerEnabled(0, false);
        QVERIFY(stack.undoText().startsWith(QStringLiteral("disable Dropout")));
        draft.duplicateLayer(0);
        QVERIFY(stack.undoText().startsWith(QStringLiteral("duplicate Dropout")));
        QVERIFY(draft.setParameter("learning_rate", 3e-4));
        QVERIFY2(stack.undoText().endsWith(QStringLiteral("→ 3e-4")), qPrintable(stack.undoText()));
    }

    void undoAndRedoAreExact()
    {
        QUndoStack stack;
        LabDraft draft(stack);
        loadNotebook(draft);
        const model::ModelConfig start = draft.config();
        QVERIFY(draft.setParameter("epochs", 7));
        draft.addLayer("dropout", 1);
        draft.setFrozenGroups(3);
        draft.moveLayer(0, 2);
        QVERIFY(draft.setLayerOption(0, "units", 64) || draft.setLayerOption(0, "rate", 0.4));
        const model::ModelConfig end = draft.config();
        QVERIFY(!(start == end));
        while (stack.canUndo()) {
            stack.undo();
        }
        QVERIFY(draft.config() == start);
        while (stack.canRedo()) {
            stack.redo();
        }
        QVERIFY(draft.config() == end);
    }

    void eachEditSignalsOnce()
    {
        QUndoStack stack;
        LabDraft draft(stack);
        loadNotebook(draft);
        std::vector<DraftChange> changes;
        connect(&draft, &LabDraft::changed, this,
            [&changes](DraftChange change) { changes.push_back(change); });
        QVERIFY(draft.setParameter("epochs", 3));
        QVERIFY(draft.setParameter("epochs", 3)); // the same again: nothing
        draft.removeLayer(0);
        QVERIFY(draft.setLayerOption(0, "units", 32));
        stack.undo();
        stack.redo();
        const std::vector<DraftChange> expected{DraftChange::Parameters, DraftChange::Stack,
            DraftChange::LayerValue, DraftChange::LayerValue, DraftChange::LayerValue};
        QVERIFY(changes == expected);
    }

    void dragsMergeByTargetAndGesture()
    {
        QUndoStack stack;
        LabDraft draft(stack);
        loadNotebook(draft);
        draft.beginGesture();
        for (const double rate : {1e-4, 2e-4, 5e-4}) {
            QVERIFY(draft.setParameter("learning_rate", rate));
        }
        QCOMPARE(stack.count(), 1);
        QVERIFY(stack.undoText().endsWith(QStringLiteral("→ 5e-4")));
        draft.beginGesture();
        QVERIFY(draft.setParameter("learning_rate", 2e-4));
        QCOMPARE(stack.count(), 2); // another drag
        QVERIFY(draft.setParameter("epochs", 4));
        QCOMPARE(stack.count(), 3); // another target
        draft.beginGesture();
        QVERIFY(draft.setLayerOption(0, "rate", 0.6));
        QVERIFY(draft.setLayerOption(2, "rate", 0.6));
        QCOMPARE(stack.count(), 5); // the same option of another layer
    }

    void dragThereAndBackLeavesNothing()
    {
        QUndoStack stack;
        LabDraft draft(stack);
        loadNotebook(draft);
        const model::ModelConfig start = draft.config();
        draft.beginGesture();
        QVERIFY(draft.setLayerOption(0, "rate", 0.6));
        QVERIFY(draft.setLayerOption(0, "rate", 0.3));
        QVERIFY(draft.config() == start);
        QCOMPARE(stack.count(), 0);
    }

    void refusedEditsLeaveNoCommand()
    {
        QUndoStack stack;
        LabDraft draft(stack);
        loadNotebook(draft);
        const model::ModelConfig start = draft.config();
        QVERIFY(!draft.setParameter("epochs", 0));
        QVERIFY(!draft.setParameter("epochs", "many"));
        QVERIFY(!draft.setParameter("no_such_key", 1));
        QVERIFY(!draft.setLayerOption(0, "rate", 1.4));
        QVERIFY(!draft.setLayerOption(0, "no_such_option", 1));
        QVERIFY(!draft.setLayerOption(99, "rate", 0.1));
        QVERIFY(draft.config() == start);
        QCOMPARE(stack.count(), 0);
    }

    void theClassifierIsFixed()
    {
        QUndoStack stack;
        LabDraft draft(stack);
        loadNotebook(draft);
        QCOMPARE(draft.classifierLayer(), 3);
        QCOMPARE(draft.movableLayers(), 3);
        draft.removeLayer(3);
        draft.setLayerEnabled(3, false);
        draft.duplicateLayer(3);
        draft.moveLayer(3, 0);
        draft.moveLayer(0, 3);
        QCOMPARE(stack.count(), 0);
        draft.addLayer("dropout", 99); // goes above it
        QCOMPARE(types(draft).back(), std::string("dense"));
        QCOMPARE(types(draft)[3], std::string("dropout"));
    }

    void freezeDepthFollowsTheBars()
    {
        model::ModelConfig config = *model::presetConfig("notebook");
        config.alpha = 0.35;
        config.strategy = model::Strategy::NoTuning;
        ui::FreezeDepth depth = ui::freezeDepth(config);
        QCOMPARE(depth.groups.size(), std::size_t{19});
        QCOMPARE(depth.total, std::int64_t{396128}); // ../shared/design/ui/ui.md, section 6
        QCOMPARE(depth.trained, std::int64_t{0});
        QCOMPARE(depth.frozen, 19);
        for (int groups = 0; groups <= 19; ++groups) {
            ui::freezeGroups(config, groups);
            depth = ui::freezeDepth(config);
            QCOMPARE(depth.frozen, groups);
            QVERIFY(!depth.partial);
        }
        ui::freezeGroups(config, 14);
        QCOMPARE(ui::freezeDepth(config).trained, std::int64_t{310688});
        config.fixedLayers = 100; // inside block 11
        depth = ui::freezeDepth(config);
        QVERIFY(depth.partial);
        QCOMPARE(depth.frozen, 12);
    }

    void eachDifferenceCanBeTakenBackAlone()
    {
        const model::ModelConfig before = *model::presetConfig("notebook");
        model::ModelConfig after = before;
        after.addedLayers[0].options["rate"] = 0.5;
        after.addedLayers[2].enabled = false;
        after.optimizer.learningRate = 0.01;
        after.epochs = 7;
        after.strategy = model::Strategy::FineTuning;
        after.fixedLayers = 116;
        const auto edits = ui::configEdits(before, after);
        QCOMPARE(edits.size(), std::size_t{5});
        for (const ui::ConfigEdit& edit : edits) {
            model::ModelConfig config = after;
            edit.revert(config);
            const QStringList left = ui::configDifferences(before, config);
            QCOMPARE(left.size(), 4);
            QVERIFY2(!left.contains(edit.text), qPrintable(edit.text));
        }
        model::ModelConfig config = after;
        for (const ui::ConfigEdit& edit : edits) {
            edit.revert(config);
        }
        QVERIFY(ui::configDifferences(before, config).isEmpty());
        // A layer that is gone in the meantime takes nothing else with it.
        config.addedLayers.clear();
        for (const ui::ConfigEdit& edit : edits) {
            edit.revert(config);
        }
        // Another stack is one difference.
        after.addedLayers.pop_back();
        QCOMPARE(ui::configEdits(before, after).size(), std::size_t{4});
    }

    void presetsAreLegalAndKeepTheWeights()
    {
        model::ModelConfig current = *model::presetConfig("notebook");
        current.weights = "phantom";
        current.alpha = 0.35;
        int bad = 0;
        for (const ui::LabPreset& preset : ui::labPresets()) {
            bad += preset.bad ? 1 : 0;
            QVERIFY(preset.reason.endsWith(QLatin1Char('.')));
            for (const int classes : {2, 3}) {
                const auto config = ui::presetOver(preset.id, current, classes);
                QVERIFY2(config, qPrintable(preset.id));
                QVERIFY2(model::configFromJson(nlohmann::json(model::toJson(*config))),
                    qPrintable(preset.id));
                QVERIFY2(model::planHead(*config, classes), qPrintable(preset.id));
                QVERIFY(config->weights ==
                        (preset.id == QLatin1String("untrained_backbone") ? "random" : "phantom"));
            }
        }
        QVERIFY(bad >= 5);
        QVERIFY(!ui::presetOver(QStringLiteral("no such"), current, 2));
    }

    void everyLayerTypeCanBeAdded()
    {
        for (const model::LayerRow& row : model::layerRows()) {
            QUndoStack stack;
            LabDraft draft(stack);
            loadNotebook(draft);
            draft.addLayer(row.type, 0);
            QCOMPARE(draft.config().addedLayers.front().type, row.type);
            QVERIFY(!draft.layerTitle(0).isEmpty());
            stack.undo();
            QCOMPARE(draft.layerCount(), 4);
        }
    }
};

QTEST_GUILESS_MAIN(TestLabDraft)
#include "tst_lab_draft.moc"
