#include "ui/home/RecentRuns.h"

#include "core/evaluation/Confusion.h"
#include "core/tracking/RunStore.h"
#include "ui/home/RunTile.h"
#include "ui/runs/RunsLibrary.h"

#include <QLocale>

#include <cmath>
#include <limits>

namespace negatoscope::ui {

namespace {

constexpr double kThreshold = 0.5;

QString settingsLine(const nlohmann::json& settings)
{
    const auto text = [&settings](const char* key) {
        const auto found = settings.find(key);
        return found != settings.end() && found->is_string()
                   ? QString::fromStdString(found->get<std::string>())
                   : QString();
    };
    QStringList parts;
    QString optimizer = text("optimizer");
    if (optimizer.isEmpty()) {
        optimizer = text("optimizer.name");
    }
    if (const auto rate = settings.find("learning_rate");
        rate != settings.end() && rate->is_number()) {
        optimizer += QLatin1Char(' ') + QLocale::c().toString(rate->get<double>(), 'g', 3);
    }
    if (!optimizer.trimmed().isEmpty()) {
        parts += optimizer.trimmed();
    }
    if (const QString strategy = text("strategy"); strategy == QLatin1String("no_tuning")) {
        parts += RunTile::tr("frozen");
    } else if (!strategy.isEmpty()) {
        parts += strategy;
    }
    if (const QString pooling = text("pooling"); !pooling.isEmpty()) {
        parts += RunTile::tr("%1 pooling").arg(pooling);
    }
    return parts.join(QStringLiteral(" · "));
}

void addHistory(RecentRun& run, const std::vector<training::EpochRecord>& history)
{
    double lowest = std::numeric_limits<double>::infinity();
    for (const training::EpochRecord& record : history) {
        const int epoch = record.epoch + 1;
        const auto valueOf = [&record](const char* metric) {
            const auto found = record.metrics.find(metric);
            return found != record.metrics.end() ? found->second
                                                 : std::numeric_limits<double>::quiet_NaN();
        };
        if (const double loss = valueOf("loss"); std::isfinite(loss)) {
            run.trainLoss.append({static_cast<double>(epoch), loss});
        }
        if (const double loss = valueOf("val_loss"); std::isfinite(loss)) {
            run.validationLoss.append({static_cast<double>(epoch), loss});
            if (loss < lowest) {
                lowest = loss;
                run.bestEpoch = epoch;
            }
        }
    }
}

void addMatrix(RecentRun& run, const evaluation::Scores& scores)
{
    const auto matrix = evaluation::confusionMatrix(scores, kThreshold);
    run.classes = matrix.classes;
    run.positiveClass = scores.positiveClass;
    for (const std::int64_t count : matrix.cells) {
        run.counts.append(count);
    }
    if (run.classes == 2) {
        run.specificity =
            evaluation::figuresOf(matrix.oneVersusRest(run.positiveClass)).specificity.value;
    }
}

RecentRun describe(const tracking::RunStore& store, const tracking::RunRow& row)
{
    RecentRun run;
    run.id = QString::fromStdString(row.id);
    run.title = runTitle(row);
    run.settings = settingsLine(row.settings);
    run.finished = QDateTime::fromMSecsSinceEpoch(row.finishedAtMs);
    run.best = !row.bestReason.empty();
    if (const auto auc = row.figures.find("val_auc"); auc != row.figures.end()) {
        run.auc = auc->second;
    }
    if (const auto history = store.history(row.id)) {
        addHistory(run, *history);
    }
    if (const auto record = store.load(row.id); record && record->validation.size() > 0) {
        addMatrix(run, record->validation);
    }
    return run;
}

} // namespace

base::Result<RecentRuns> recentRuns(const std::filesystem::path& workspace, int count)
{
    auto runs = std::make_shared<QList<RecentRun>>();
    const auto store = tracking::RunStore::open(workspace);
    if (!store) {
        return base::failure(store);
    }
    const auto summaries = (*store)->summaries();
    if (!summaries) {
        return base::failure(summaries);
    }
    std::vector<std::string> ids;
    for (const tracking::RunSummary& row : *summaries) {
        if (static_cast<int>(ids.size()) < count && row.finishedAtMs > 0) {
            ids.push_back(row.id);
        }
    }
    const auto rows = (*store)->details(ids);
    if (!rows) {
        return base::failure(rows);
    }
    for (const tracking::RunRow& row : *rows) {
        runs->append(describe(**store, row));
    }
    return RecentRuns(runs);
}

} // namespace negatoscope::ui
