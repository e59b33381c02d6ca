#include "ui/evaluation/ScoresOpener.h"

#include "core/base/Text.h"
#include "core/dataset/ScoresFilms.h"
#include "ui/shell/Background.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace negatoscope::ui {

namespace {

struct ScoresOpener
{
    Q_DECLARE_TR_FUNCTIONS(ScoresOpener)
};

} // namespace

QList<RunPtr> runsOfScores(const std::vector<evaluation::NamedScores>& models, const QString& path)
{
    QList<RunPtr> runs;
    for (const evaluation::NamedScores& model : models) {
        auto run = std::make_shared<training::RunRecord>();
        run->id = "scores:" + path.toStdString() + ":" + model.name;
        run->name = models.size() == 1 ? QFileInfo(path).completeBaseName().toStdString()
                                       : base::printable(model.name);
        run->environment = {{"scores_file", path.toStdString()}};
        run->validation = model.scores;
        dataset::completeFromNames(run->validation);
        runs << run;
    }
    return runs;
}

void openScores(AppState& state, const QString& path)
{
    using Read = std::shared_ptr<const base::Result<QList<RunPtr>>>;
    runInBackground<Read>(
        state.workers(), &state,
        [path]() -> Read {
            const auto models =
                evaluation::readScoresCsv(std::filesystem::path(path.toStdU16String()));
            if (!models) {
                return std::make_shared<const base::Result<QList<RunPtr>>>(
                    tl::unexpected(models.error()));
            }
            return std::make_shared<const base::Result<QList<RunPtr>>>(runsOfScores(*models, path));
        },
        [&state](const Read& read) {
            if (!*read) {
                state.announce(sentenceOf(read->error()), QStringLiteral("warn"));
                return;
            }
            for (const RunPtr& run : **read) {
                state.setShownRun(run);
            }
            state.goTo(QStringLiteral("lab"));
            state.setStatusText(ScoresOpener::tr(
                "Scores of %n model(s) read", nullptr, static_cast<int>((*read)->size())));
        });
}

} // namespace negatoscope::ui
