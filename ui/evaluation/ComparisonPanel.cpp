#include "ui/evaluation/ComparisonPanel.h"

#include "core/base/Text.h"
#include "core/evaluation/AucInterval.h"
#include "ui/data/FilmImage.h"
#include "ui/evaluation/CurveCharts.h"
#include "ui/evaluation/ReadFilms.h"
#include "ui/shell/Background.h"
#include "ui/widgets/Badge.h"
#include "ui/widgets/Labels.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLocale>
#include <QTableWidget>
#include <QVBoxLayout>

#include <map>

namespace negatoscope::ui {

namespace {

enum Column { kFilm, kTruth, kScoreA, kScoreB, kRight, kColumns };
constexpr double kChance = 0.05;

QString number(const evaluation::Figure& figure)
{
    return figure.value ? QLocale().toString(*figure.value, 'f', 3) : QStringLiteral("–");
}

QString pText(double p)
{
    return p < 0.001 ? QStringLiteral("p < ") + QLocale().toString(0.001, 'f', 3)
                     : QStringLiteral("p = ") + QLocale().toString(p, 'g', 2);
}

const evaluation::Scores& scoresOf(const training::RunRecord& run, bool test)
{
    return test ? run.test : run.validation;
}

} // namespace

struct ComparisonPanel::Result
{
    base::Result<evaluation::PairedComparison> paired;
    std::optional<evaluation::SeedNoise> noise;
};

std::vector<std::vector<double>> aucsBySeed(const QList<RunPtr>& runs)
{
    std::map<std::string, std::map<std::int64_t, double>> bySettings;
    for (const RunPtr& run : runs) {
        const evaluation::Scores& scores = run->validation;
        if (!scores.hasPositiveClass() ||
            evaluation::problemOf(scores) != evaluation::Undefined::No) {
            continue;
        }
        const auto auc = evaluation::rocAuc(scores.positiveScores(), scores.positiveLabels());
        if (!auc.value) {
            continue;
        }
        nlohmann::ordered_json settings = model::toJson(run->config);
        if (settings.contains("params")) {
            settings["params"].erase("seed");
        }
        settings.erase("seed");
        bySettings[run->dataFingerprint +
                   settings.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)]
                  [static_cast<std::int64_t>(run->config.seed)] = *auc.value;
    }
    std::vector<std::vector<double>> groups;
    for (const auto& [settings, seeds] : bySettings) {
        std::vector<double>& group = groups.emplace_back();
        for (const auto& [seed, auc] : seeds) {
            group.push_back(auc);
        }
    }
    return groups;
}

ComparisonPanel::ComparisonPanel(AppState& state, QWidget* parent)
    : QWidget(parent)
    , m_state(state)
{
    build();
    clear(tr("Train or open a second run to compare."));
}

void ComparisonPanel::build()
{
    m_title = new TextLabel({}, FontRole::Strong);
    m_title->setMinimumWidth(0);
    m_badge = new Badge;
    m_badge->setObjectName(QStringLiteral("comparisonBadge"));
    auto* head = new QHBoxLayout;
    head->addWidget(m_title, 1);
    head->addWidget(m_badge);
    m_words = new TextLabel({}, FontRole::Body, Token::Text2);
    m_words->setObjectName(QStringLiteral("comparisonVerdict"));
    m_words->setWordWrap(true);
    m_words->setMinimumWidth(0);
    m_words->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_flipsTitle = new TextLabel({}, FontRole::Strong);
    m_flipsTitle->setWordWrap(true);
    m_flips = new QTableWidget(0, kColumns);
    m_flips->setObjectName(QStringLiteral("flipsTable"));
    m_flips->setAccessibleName(tr("Films whose call differs"));
    m_flips->setHorizontalHeaderLabels({tr("Film"), tr("Truth"), tr("A"), tr("B"), tr("Right")});
    m_flips->verticalHeader()->hide();
    m_flips->verticalHeader()->setDefaultSectionSize(Theme::instance().px(24));
    m_flips->horizontalHeader()->setSectionResizeMode(kFilm, QHeaderView::Stretch);
    for (const int column : {kTruth, kScoreA, kScoreB, kRight}) {
        m_flips->horizontalHeader()->setSectionResizeMode(column, QHeaderView::ResizeToContents);
    }
    m_flips->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_flips->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_flips->setTabKeyNavigation(false);
    m_flips->setShowGrid(false);
    m_flips->setToolTip(tr("Enter opens these films in the Reader, one after another"));
    connect(m_flips, &QTableWidget::cellActivated, this, &ComparisonPanel::openFlip);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addLayout(head);
    layout->addWidget(m_words);
    layout->addWidget(m_flipsTitle);
    layout->addWidget(m_flips, 1);
}

void ComparisonPanel::clear(const QString& reason)
{
    ++m_ticket;
    m_input = {};
    m_result.reset();
    m_title->clear();
    m_badge->hide();
    m_words->setText(reason);
    m_flipsTitle->clear();
    m_flips->setRowCount(0);
    m_flips->hide();
}

void ComparisonPanel::setRuns(const RunComparisonInput& input)
{
    if (input.a == nullptr || input.b == nullptr) {
        clear(tr("Train or open a second run to compare."));
        return;
    }
    m_input = input;
    const int ticket = ++m_ticket;
    using Found = std::shared_ptr<const Result>;
    runInBackground<Found>(
        m_state.workers(), this,
        [input] {
            return std::make_shared<const Result>(
                Result{evaluation::compare(scoresOf(*input.a, input.onTest), input.thresholdA,
                           scoresOf(*input.b, input.onTest), input.thresholdB),
                    evaluation::seedNoise(aucsBySeed(input.siblings))});
        },
        [this, ticket](const Found& found) {
            if (ticket == m_ticket) {
                show(found);
            }
        });
}

void ComparisonPanel::show(const std::shared_ptr<const Result>& result)
{
    m_result = result;
    if (!result->paired) {
        const RunComparisonInput input = m_input;
        clear(QString::fromStdString(base::toSentence(result->paired.error())));
        m_input = input;
        return;
    }
    m_title->setText(
        tr("A: %1 · B: %2")
            .arg(QString::fromStdString(m_input.a->name), QString::fromStdString(m_input.b->name)));
    const double p = result->paired->mcNemar.preferExact() ? result->paired->mcNemar.midP
                                                           : result->paired->mcNemar.exactP;
    const evaluation::Figure& deLongP = result->paired->deLong.p;
    const bool more = p < kChance || (deLongP.value && *deLongP.value < kChance);
    m_badge->setText(more ? tr("more than chance") : tr("within chance"));
    m_badge->setTone(more ? Tone::Accent : Tone::Neutral);
    m_badge->show();
    m_words->setText(verdict());
    fillFlips();
}

QString ComparisonPanel::aucText() const
{
    const evaluation::PairedComparison& paired = *m_result->paired;
    if (!paired.aucA.value || !paired.aucB.value) {
        return tr("AUC: undefined, %1.").arg(undefinedText(paired.aucA.undefined));
    }
    QString text = tr("AUC on %1 common films: A %2, B %3.")
                       .arg(QLocale().toString(static_cast<qlonglong>(paired.films)),
                           number(paired.aucA), number(paired.aucB));
    if (paired.deLong.p.value && paired.deLong.statistic.value) {
        text +=
            QLatin1Char(' ') + tr("DeLong: z = %1, %2.")
                                   .arg(QLocale().toString(*paired.deLong.statistic.value, 'f', 3),
                                       pText(*paired.deLong.p.value));
    } else {
        text += QLatin1Char(' ') + tr("They rank the films alike.");
    }
    return text;
}

QString ComparisonPanel::callsText() const
{
    const evaluation::McNemar& test = m_result->paired->mcNemar;
    const QString thresholds =
        m_input.thresholdA == m_input.thresholdB
            ? tr("Both called at %1.").arg(percentText(m_input.thresholdA))
            : tr("A called at %1, B at %2.")
                  .arg(percentText(m_input.thresholdA), percentText(m_input.thresholdB));
    if (test.b + test.c == 0) {
        return thresholds + QLatin1Char(' ') + tr("Both are right and wrong on the same films.");
    }
    return thresholds + QLatin1Char(' ') +
           tr("Only A is right on %1 films, only B on %2. McNemar: exact %3, mid-p %4.")
               .arg(QLocale().toString(static_cast<qlonglong>(test.b)),
                   QLocale().toString(static_cast<qlonglong>(test.c)), pText(test.exactP),
                   pText(test.midP));
}

QString ComparisonPanel::noiseText() const
{
    const evaluation::PairedComparison& paired = *m_result->paired;
    if (!m_result->noise || !paired.aucA.value || !paired.aucB.value) {
        return tr("How much two seeds of one configuration differ is not known: train one of them "
                  "again with another seed.");
    }
    const evaluation::SeedNoise& noise = *m_result->noise;
    const QString sd = QLocale().toString(noise.sd, 'f', 4);
    return evaluation::withinSeedNoise(*paired.aucA.value, *paired.aucB.value, noise)
               ? tr("The AUCs differ by less than two seeds of one configuration do (sd %1 over "
                    "%2 runs): smaller than the noise between seeds.")
                     .arg(sd)
                     .arg(noise.runs)
               : tr("The AUCs differ by more than two seeds of one configuration do (sd %1 over "
                    "%2 runs).")
                     .arg(sd)
                     .arg(noise.runs);
}

QString ComparisonPanel::verdict() const
{
    if (m_result == nullptr || !m_result->paired) {
        return {};
    }
    return QStringList{aucText(), callsText(), noiseText()}.join(QLatin1Char('\n'));
}

void ComparisonPanel::fillFlips()
{
    const auto& flips = m_result->paired->flips;
    const evaluation::Scores& scores = scoresOf(*m_input.a, m_input.onTest);
    m_flipsTitle->setText(flips.empty()
                              ? tr("No film is called otherwise.")
                              : tr("%1 films are called otherwise")
                                    .arg(QLocale().toString(static_cast<qlonglong>(flips.size()))));
    m_flips->setVisible(!flips.empty());
    m_flips->setRowCount(static_cast<int>(flips.size()));
    for (std::size_t i = 0; i < flips.size(); ++i) {
        const evaluation::Flip& flip = flips[i];
        const int row = static_cast<int>(i);
        const auto cell = [&](int column, const QString& text, Qt::Alignment side) {
            auto* item = new QTableWidgetItem(text);
            item->setTextAlignment(side | Qt::AlignVCenter);
            m_flips->setItem(row, column, item);
            return item;
        };
        const QString name = displayName(scores.films[flip.filmInA]);
        cell(kFilm, name.section(QLatin1Char('/'), -1), Qt::AlignLeft)->setToolTip(name);
        cell(kTruth,
            QString::fromStdString(
                scores.classNames[static_cast<std::size_t>(scores.labels[flip.filmInA])]),
            Qt::AlignLeft);
        cell(kScoreA, percentText(flip.scoreA), Qt::AlignRight);
        cell(kScoreB, percentText(flip.scoreB), Qt::AlignRight);
        cell(kRight,
            flip.aRight   ? tr("A")
            : flip.bRight ? tr("B")
                          : tr("neither"),
            Qt::AlignHCenter);
    }
}

void ComparisonPanel::openFlip(int row)
{
    const ManifestPtr manifest = m_state.manifest();
    if (manifest == nullptr || m_result == nullptr || !m_result->paired) {
        return;
    }
    const evaluation::Scores& scores = scoresOf(*m_input.a, m_input.onTest);
    QStringList paths;
    for (const evaluation::Flip& flip : m_result->paired->flips) {
        paths << pathText(manifest->root / scores.films[flip.filmInA]);
    }
    readFilms(m_state, paths, row, m_flipsTitle->text());
}

QString ComparisonPanel::csv() const
{
    std::string text = "film,truth,score_a,score_b,right\n";
    if (m_result != nullptr && m_result->paired) {
        const evaluation::Scores& scores = scoresOf(*m_input.a, m_input.onTest);
        for (const evaluation::Flip& flip : m_result->paired->flips) {
            text += base::csvField(scores.films[flip.filmInA]) + "," +
                    base::csvField(
                        scores.classNames[static_cast<std::size_t>(scores.labels[flip.filmInA])]) +
                    "," + base::formatNumber(flip.scoreA, 9) + "," +
                    base::formatNumber(flip.scoreB, 9) + "," +
                    (flip.aRight      ? "a"
                        : flip.bRight ? "b"
                                      : "neither") +
                    "\n";
        }
    }
    return QString::fromStdString(text);
}

} // namespace negatoscope::ui
