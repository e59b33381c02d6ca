#include "ui/runs/RunActions.h"

#include "core/exporting/Export.h"
#include "ui/shell/Background.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace negatoscope::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(RunActions)
};

} // namespace

QString criterionText(
    const QList<StoredRunPtr>& all, const StoredRun& run, const std::string& metric)
{
    const double own = figureValue(run, metric);
    if (std::isnan(own)) {
        return Words::tr("It has no such figure on validation.");
    }
    const auto number = [](double value) {
        return QLocale().toString(value, 'f', 4);
    };
    QList<StoredRunPtr> seeds;
    int better = 0;
    int runs = 0;
    for (const StoredRunPtr& other : all) {
        const double value = figureValue(*other, metric);
        if (other->row.dataFingerprint != run.row.dataFingerprint || std::isnan(value)) {
            continue;
        }
        ++runs;
        better += smallerIsBetter(metric) ? value < own : value > own;
        if (other->groupKey == run.groupKey) {
            seeds.append(other);
        }
    }
    QString text = QStringLiteral("%1 %2").arg(metricTitle(metric), number(own));
    if (seeds.size() > 1) {
        const MeanAndDeviation mean =
            meanOf(seeds, [&metric](const StoredRun& other) { return figureValue(other, metric); });
        text += Words::tr(", mean of %n seed(s) %1 ± %2", nullptr, static_cast<int>(seeds.size()))
                    .arg(number(mean.mean), number(mean.deviation));
    }
    return text + Words::tr(", place %1 of %2 on these films").arg(better + 1).arg(runs);
}

QString commandText(const training::RunRecord& run)
{
    const auto quoted = [](QString text) {
        return QLatin1Char('\'') + text.replace(QLatin1Char('\''), QStringLiteral("'\\''")) +
               QLatin1Char('\'');
    };
    const std::string root = run.environment.is_object()
                                 ? run.environment.value("data_root", std::string("DIR"))
                                 : "DIR";
    const QString file =
        QStringLiteral("run-%1.py").arg(QString::fromStdString(run.id.substr(0, 8)));
    return QStringLiteral("cat > %1 <<'NOTEBOOK'\n%2\nNOTEBOOK\n"
                          "negatoscope-cli train --data %3 --config %1\n")
        .arg(file, QString::fromStdString(model::toNotebookText(run.config)).trimmed(),
            quoted(QString::fromStdString(root)));
}

QString exportFileName(const tracking::RunRow& row, const QString& format)
{
    static const QHash<QString, QString> kEndings{
        {QStringLiteral("torchscript"), QStringLiteral(".pt")},
        {QStringLiteral("onnx"), QStringLiteral(".onnx")},
        {QStringLiteral("keras"), QStringLiteral(".keras")},
        {QStringLiteral("report"), QStringLiteral(".html")},
        {QStringLiteral("card"), QStringLiteral(".md")}};
    return QStringLiteral("run%1").arg(row.number) + kEndings.value(format);
}

void exportInBackground(AppState& state, QObject* context, const StoredRun& run,
    const QString& format, const QString& path, const QList<StoredRunPtr>& all)
{
    exporting::ExportRequest request;
    request.model = run.row.folder;
    request.out = std::filesystem::path(path.toStdU16String());
    const auto known = exporting::formatFromName(format.toStdString());
    if (!known) {
        return;
    }
    request.format = *known;
    request.notes.name = runTitle(run.row).toStdString();
    request.notes.reason = run.row.bestReason;
    request.language = evaluation::languageOf(QLocale().name().toStdString());
    if (request.format == exporting::ExportFormat::Report) {
        for (const StoredRunPtr& other : all) {
            if (other->row.starred && other->row.number < run.row.number &&
                other->row.origin.empty()) {
                request.predecessors.insert(request.predecessors.begin(), other->row.folder);
            }
        }
    }
    state.setStatusText(Words::tr("Exporting %1…").arg(runTitle(run.row)));
    using Answer = base::Result<exporting::ExportResult>;
    runInBackground<std::shared_ptr<const Answer>>(
        state.workers(), context,
        [request] { return std::make_shared<const Answer>(exporting::exportModel(request)); },
        [&state](const std::shared_ptr<const Answer>& shared) {
            const Answer& answer = *shared;
            state.setStatusText({});
            if (!answer) {
                state.announce(sentenceOf(answer.error()), QStringLiteral("error"));
                return;
            }
            const exporting::ExportResult& result = *answer;
            if (result.checks.empty()) {
                state.announce(Words::tr("Exported"));
                return;
            }
            double largest = 0.0;
            for (const exporting::ModelCheck& check : result.checks) {
                largest = std::max(largest, check.largestDifference);
            }
            state.announce(Words::tr("Exported and checked on %n film(s): largest difference %1",
                nullptr, static_cast<int>(result.checks.front().films))
                               .arg(QLocale().toString(largest, 'g', 2)));
        });
}

} // namespace negatoscope::ui
