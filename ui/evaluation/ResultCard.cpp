#include "ui/evaluation/ResultCard.h"

#include "core/evaluation/Bootstrap.h"
#include "core/evaluation/Decision.h"
#include "ui/charts/ConfusionMatrixView.h"
#include "ui/charts/RocChart.h"
#include "ui/charts/ScoreHistogram.h"
#include "ui/evaluation/PrevalencePanel.h"
#include "ui/evaluation/SealedPanel.h"
#include "ui/shell/Background.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Labels.h"
#include "ui/widgets/MetricTile.h"
#include "ui/widgets/NumberEdit.h"
#include "ui/widgets/SegmentedControl.h"

#include <QCryptographicHash>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLocale>
#include <QScrollArea>
#include <QSettings>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace negatoscope::ui {

namespace {

enum Segment { kValidation = 0, kTest = 1 };
enum Page { kResultsPage = 0, kSealedPage = 1, kEmptyPage = 2 };
constexpr double kWantedSensitivity = 0.95;

QString className(const evaluation::Scores& scores, int cls)
{
    return QString::fromStdString(scores.classNames[static_cast<std::size_t>(cls)]);
}

} // namespace

ResultCard::ResultCard(AppState& state, OperatingPoint& point, QWidget* parent)
    : Card({}, parent)
    , m_state(state)
    , m_point(point)
{
    build();
    connectParts();
    clear();
}

QWidget* ResultCard::buildThresholdRow()
{
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(new TextLabel(tr("Threshold"), FontRole::Strong));
    layout->addStretch(1);
    const auto preset = [&](const QString& text, const char* name, const QString& tip) {
        auto* button = new Button(text, ButtonKind::Ghost);
        button->setObjectName(QLatin1String(name));
        button->setButtonSize(ButtonSize::Small);
        button->setToolTip(tip);
        layout->addWidget(button);
        return button;
    };
    const QString warning = tr("Chosen on validation; may not transfer");
    auto* half =
        preset(QLocale().toString(0.5, 'f', 2), "thresholdHalfButton", tr("The plain threshold"));
    connect(half, &QPushButton::clicked, this, [this] { m_point.setThreshold(0.5); });
    auto* sensitivity = preset(tr("Sens ≥ 95 %"), "thresholdSensitivityButton", warning);
    connect(sensitivity, &QPushButton::clicked, this, [this] {
        applyPreset(evaluation::sensitivityThreshold(
                        evaluation::ThresholdSweep(m_validation), kWantedSensitivity),
            tr("Sensitivity of at least 95 %"));
    });
    m_youden = preset(tr("Youden"), "thresholdYoudenButton",
        tr("The most sensitivity and specificity together.") + QLatin1Char('\n') + warning);
    connect(m_youden, &QPushButton::clicked, this, [this] {
        applyPreset(
            evaluation::youdenThreshold(evaluation::ThresholdSweep(m_validation)), tr("Youden"));
    });
    m_thresholdEdit = new NumberEdit({.integer = false,
        .logarithmic = false,
        .nullable = false,
        .minimum = 0.0,
        .maximum = 100.0,
        .decimals = 1});
    m_thresholdEdit->setObjectName(QStringLiteral("thresholdEdit"));
    m_thresholdEdit->setAccessibleName(tr("Threshold in percent"));
    m_thresholdEdit->setFixedWidth(Theme::instance().px(50));
    layout->addWidget(m_thresholdEdit);
    layout->addWidget(new TextLabel(QStringLiteral("%"), FontRole::Body, Token::Text2));
    return row;
}

QWidget* ResultCard::buildResults()
{
    m_matrix = new ConfusionMatrixView;
    m_matrix->setObjectName(QStringLiteral("confusionMatrix"));
    m_roc = new RocChart;
    m_roc->setObjectName(QStringLiteral("rocChart"));
    auto* top = new QHBoxLayout;
    top->setSpacing(8);
    top->addWidget(m_matrix, 1);
    top->addWidget(m_roc, 1);

    m_histogram = new ScoreHistogram;
    m_histogram->setObjectName(QStringLiteral("scoreHistogram"));
    const auto tile = [](const QString& name, const char* object) {
        auto* made = new MetricTile(name);
        made->setObjectName(QLatin1String(object));
        return made;
    };
    m_sensitivity = tile(tr("Sensitivity"), "sensitivityTile");
    m_specificity = tile(tr("Specificity"), "specificityTile");
    m_ppv = tile(tr("PPV in this set"), "ppvTile");
    m_npv = tile(tr("NPV in this set"), "npvTile");
    auto* tiles = new QGridLayout;
    tiles->setSpacing(4);
    tiles->addWidget(m_sensitivity, 0, 0);
    tiles->addWidget(m_specificity, 0, 1);
    tiles->addWidget(m_ppv, 1, 0);
    tiles->addWidget(m_npv, 1, 1);
    m_prevalence = new PrevalencePanel(m_point);
    m_prevalenceLine = new Separator;

    m_binary = new QWidget;
    auto* binary = new QVBoxLayout(m_binary);
    binary->setContentsMargins(0, 0, 0, 0);
    binary->setSpacing(4);
    binary->addWidget(new Separator);
    binary->addWidget(buildThresholdRow());
    binary->addWidget(m_histogram, 1);
    binary->addLayout(tiles);
    binary->addWidget(m_prevalenceLine);
    binary->addWidget(m_prevalence);

    m_baseline = new ElideLabel({}, FontRole::Small, Token::Text2);
    m_baseline->setObjectName(QStringLiteral("baselineLabel"));
    auto* results = new QWidget;
    auto* layout = new QVBoxLayout(results);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(top, 1);
    layout->addWidget(m_baseline);
    layout->addWidget(m_binary, 1);
    return results;
}

void ResultCard::build()
{
    m_segments = new SegmentedControl;
    m_segments->setObjectName(QStringLiteral("setSegments"));
    m_segments->addSegment(tr("Validation"));
    m_segments->addSegment(tr("Test"), QStringLiteral("lock"));
    m_segments->setCurrentIndex(kValidation);
    m_sealed = new SealedPanel;
    auto* empty = new QWidget;
    auto* emptyLayout = new QVBoxLayout(empty);
    auto* emptyText =
        new TextLabel(tr("Confusion matrix, curves and films appear after the first epoch."),
            FontRole::Body, Token::Text2);
    emptyText->setWordWrap(true);
    emptyText->setAlignment(Qt::AlignCenter);
    emptyLayout->addWidget(emptyText);

    m_pages = new QStackedWidget;
    m_pages->addWidget(buildResults());
    m_pages->addWidget(m_sealed);
    m_pages->addWidget(empty);
    body()->setSpacing(6);
    body()->addWidget(m_segments);
    // On a projector the column scrolls rather than widening the window.
    auto* area = new QScrollArea;
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setFocusPolicy(Qt::NoFocus);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->viewport()->setAutoFillBackground(false);
    area->setWidget(m_pages);
    m_pages->setAutoFillBackground(false); // setWidget() switches it on
    body()->addWidget(area, 1);
}

void ResultCard::connectParts()
{
    connect(m_segments, &SegmentedControl::currentChanged, this, &ResultCard::selectSet);
    connect(m_sealed, &SealedPanel::opened, this, &ResultCard::openTest);
    connect(m_sealed, &SealedPanel::keptSealed, this,
        [this] { m_segments->setCurrentIndex(kValidation); });
    connect(
        m_histogram, &ScoreHistogram::thresholdChanged, &m_point, &OperatingPoint::setThreshold);
    connect(m_thresholdEdit, &NumberEdit::numberEdited, this,
        [this](const std::optional<double>& percent) {
            m_point.setThreshold(percent.value_or(50.0) / 100.0);
        });
    connect(m_matrix, &ConfusionMatrixView::cellActivated, this, &ResultCard::cellActivated);
    connect(&m_point, &OperatingPoint::scoresChanged, this, &ResultCard::refreshScores);
    connect(&m_point, &OperatingPoint::thresholdChanged, this, &ResultCard::refreshThreshold);
}

QString ResultCard::countText(const evaluation::Scores& scores) const
{
    return QLocale().toString(static_cast<qlonglong>(scores.labels.size()));
}

void ResultCard::showRun(const QString& id, const QString& name,
    const evaluation::Scores& validation, const evaluation::Scores& test, bool live)
{
    if (id != m_runId) {
        m_segments->setCurrentIndex(kValidation);
    }
    m_runId = id;
    m_runName = name;
    m_validation = validation;
    m_test = test;
    m_live = live;
    m_segments->setSegmentText(kValidation, tr("Validation %1").arg(countText(validation)));
    const bool hasTest = !test.labels.empty();
    m_segments->setSegmentText(kTest, hasTest ? tr("Test %1").arg(countText(test)) : tr("Test"));
    m_segments->setSegmentIcon(
        kTest, m_openedRuns.contains(id) ? QStringLiteral("unlock") : QStringLiteral("lock"));
    m_segments->setSegmentEnabled(
        kTest, hasTest, live ? tr("Needs a finished run") : tr("The data set has no test films"));
    present();
}

void ResultCard::clear()
{
    m_runId.clear();
    m_runName.clear();
    m_validation = {};
    m_test = {};
    m_segments->setCurrentIndex(kValidation);
    m_segments->setSegmentText(kValidation, tr("Validation"));
    m_segments->setSegmentText(kTest, tr("Test"));
    m_segments->setSegmentEnabled(kTest, false, tr("Needs a finished run"));
    present();
}

void ResultCard::selectSet(int /*index*/)
{
    present();
}

void ResultCard::present()
{
    if (m_segments->currentIndex() == kTest && !m_openedRuns.contains(m_runId)) {
        m_sealed->setQuestion(m_runName, m_point.threshold(), testLooks());
        m_pages->setCurrentIndex(kSealedPage);
        return;
    }
    if (m_validation.labels.empty() || m_validation.probabilities.empty()) {
        m_pages->setCurrentIndex(kEmptyPage);
        m_point.clear();
        return;
    }
    m_pages->setCurrentIndex(kResultsPage);
    if (m_segments->currentIndex() == kTest) {
        m_point.setScores(OperatingPoint::Set::Test, m_test);
    } else {
        m_point.setScores(OperatingPoint::Set::Validation, m_validation);
    }
}

QString ResultCard::looksKey() const
{
    const ManifestPtr manifest = m_state.manifest();
    const QByteArray root =
        manifest != nullptr ? QByteArray::fromStdString(manifest->root.string()) : QByteArray();
    return QStringLiteral("looks/") +
           QString::fromLatin1(QCryptographicHash::hash(root, QCryptographicHash::Sha1).toHex());
}

int ResultCard::testLooks() const
{
    return m_state.settings().value(looksKey(), 0).toInt();
}

void ResultCard::openTest()
{
    m_state.settings().setValue(looksKey(), testLooks() + 1);
    m_openedRuns.insert(m_runId);
    m_segments->setSegmentIcon(kTest, QStringLiteral("unlock"));
    present();
}

void ResultCard::applyPreset(const evaluation::Figure& threshold, const QString& name)
{
    if (threshold.value) {
        m_point.setThreshold(*threshold.value);
        m_state.announce(tr("%1: threshold %2 %, chosen on validation")
                             .arg(name, QLocale().toString(100.0 * *threshold.value, 'f', 1)),
            QStringLiteral("target"));
    } else {
        m_state.announce(QString::fromLatin1(threshold.undefinedReason()), QStringLiteral("info"));
    }
}

void ResultCard::moveThreshold(double points)
{
    m_point.setThreshold(m_point.threshold() + points / 100.0);
}

void ResultCard::refreshScores()
{
    if (m_point.isEmpty()) {
        m_matrix->clear();
        m_roc->clear();
        m_histogram->clear();
        return;
    }
    const evaluation::Scores& scores = m_point.scores();
    m_binary->setVisible(m_point.isBinary());
    m_roc->setVisible(m_point.isBinary());
    if (m_point.isBinary()) {
        const std::vector<double> positive = scores.positiveScores();
        const std::vector<bool> labels = scores.positiveLabels();
        m_histogram->setScores(QList<double>(positive.begin(), positive.end()),
            QList<bool>(labels.begin(), labels.end()), className(scores, 1 - scores.positiveClass),
            className(scores, scores.positiveClass));
        refreshRoc();
    }
    refreshThreshold();
}

void ResultCard::refreshRoc()
{
    const std::vector<double> positive = m_point.scores().positiveScores();
    const std::vector<bool> labels = m_point.scores().positiveLabels();
    QList<QPointF> curve;
    for (const evaluation::RocPoint& point : evaluation::rocCurve(positive, labels)) {
        curve.append({point.falsePositiveRate, point.truePositiveRate});
    }
    const evaluation::Figure area = evaluation::aucWithLogitDeLong(positive, labels);
    m_roc->setCurve(curve, area.value);
    if (area.interval) {
        m_roc->setInterval(area.interval->low, area.interval->high, tr("95 %, DeLong"));
    }
    requestInterval();
}

void ResultCard::requestInterval()
{
    const int ticket = ++m_intervalTicket;
    if (m_live) {
        return; // the next epoch is near, and the cores are busy
    }
    runInBackground<evaluation::BootstrapIntervals>(
        m_state.workers(), this,
        [scores = m_point.scores()] {
            evaluation::BootstrapOptions options;
            options.rocPoints = 0;
            options.threads = 1;
            return evaluation::bootstrap(scores, options);
        },
        [this, ticket](const evaluation::BootstrapIntervals& intervals) {
            if (ticket == m_intervalTicket && intervals.auc) {
                m_roc->setInterval(intervals.auc->low, intervals.auc->high, tr("95 %, by patient"));
            }
        });
}

void ResultCard::refreshThreshold()
{
    if (m_point.isEmpty()) {
        return;
    }
    const evaluation::Scores& scores = m_point.scores();
    const evaluation::ConfusionMatrix matrix = m_point.matrix();
    QStringList names;
    for (const std::string& name : scores.classNames) {
        names << QString::fromStdString(name);
    }
    m_matrix->setMatrix(
        names, scores.positiveClass, QList<qlonglong>(matrix.cells.begin(), matrix.cells.end()));
    const QString set = m_point.set() == OperatingPoint::Set::Test ? tr("test") : tr("validation");
    m_matrix->setContext(
        m_point.isBinary() ? tr("%1, threshold %2 percent")
                                 .arg(set, QLocale().toString(100.0 * m_point.threshold(), 'f', 1))
                           : set);
    m_thresholdEdit->setNumber(std::round(1000.0 * m_point.threshold()) / 10.0);
    m_histogram->setThreshold(m_point.threshold());
    refreshTiles();
}

void ResultCard::refreshTiles()
{
    const evaluation::CountFigures figures = m_point.figures();
    const evaluation::BinaryCounts& counts = figures.counts;
    const auto show = [](MetricTile* tile, const evaluation::Figure& figure, std::int64_t k,
                          std::int64_t n) {
        if (!figure.value) {
            tile->setUndefined(QString::fromLatin1(figure.undefinedReason()));
            return;
        }
        const evaluation::Interval interval =
            figure.interval.value_or(evaluation::Interval{*figure.value, *figure.value});
        tile->setRate(k, n, *figure.value, interval.low, interval.high);
    };
    show(m_sensitivity, figures.sensitivity, counts.tp, counts.positives());
    show(m_specificity, figures.specificity, counts.tn, counts.negatives());
    show(m_ppv, figures.ppv, counts.tp, counts.calledPositive());
    show(m_npv, figures.npv, counts.tn, counts.calledNegative());
    const evaluation::Figure accuracy = evaluation::accuracyOf(m_point.matrix());
    if (!accuracy.value) {
        m_baseline->clear();
        return;
    }
    QString text = tr("Accuracy %1 %").arg(QLocale().toString(100.0 * *accuracy.value, 'f', 1));
    const evaluation::Figure always = evaluation::alwaysPositive(counts).accuracy;
    if (m_point.isBinary() && always.value) {
        text = tr("%1 · always %2: %3 %", "accuracy, class, its accuracy")
                   .arg(text, className(m_point.scores(), m_point.scores().positiveClass),
                       QLocale().toString(100.0 * *always.value, 'f', 1));
    }
    m_baseline->setText(text);
    const bool binary =
        m_point.isBinary() && figures.sensitivity.value && figures.specificity.value;
    m_roc->setOperatingPoint(
        binary ? std::optional<QPointF>(
                     QPointF(1.0 - *figures.specificity.value, *figures.sensitivity.value))
               : std::nullopt);
}

void ResultCard::setCompact(bool compact)
{
    m_youden->setVisible(!compact);
    m_ppv->setVisible(!compact);
    m_npv->setVisible(!compact);
    m_prevalenceLine->setVisible(!compact);
    m_prevalence->setCompact(compact);
}

} // namespace negatoscope::ui
