#include "ui/evaluation/OverviewPanel.h"

#include "core/evaluation/Diagnosis.h"
#include "ui/charts/ConfusionMatrixView.h"
#include "ui/charts/FigureChart.h"
#include "ui/charts/FigureExport.h"
#include "ui/charts/ScoreHistogram.h"
#include "ui/data/FilmImage.h"
#include "ui/evaluation/CurveCharts.h"
#include "ui/evaluation/PrevalencePanel.h"
#include "ui/evaluation/ReadFilms.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Labels.h"
#include "ui/widgets/MetricTile.h"
#include "ui/widgets/NumberEdit.h"

#include <QAction>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLocale>
#include <QMenu>
#include <QVBoxLayout>

#include <cmath>

namespace negatoscope::ui {

namespace {

constexpr int kFindingDelayMs = 150;

} // namespace

OverviewPanel::OverviewPanel(Cockpit& cockpit, QWidget* parent)
    : QWidget(parent)
    , m_cockpit(cockpit)
{
    build();
    connectParts();
    refreshScores();
}

QWidget* OverviewPanel::buildTop()
{
    m_matrix = new ConfusionMatrixView;
    m_matrix->setObjectName(QStringLiteral("confusionMatrix"));
    m_roc = new FigureChart;
    m_roc->setObjectName(QStringLiteral("rocChart"));
    m_roc->setSmall(true);
    auto* top = new QWidget;
    auto* layout = new QHBoxLayout(top);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_matrix, 1);
    layout->addWidget(m_roc, 1);
    return top;
}

QWidget* OverviewPanel::buildThresholdRow()
{
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
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
    connect(half, &QPushButton::clicked, this,
        [this] { m_cockpit.applyRule(Cockpit::Rule::Half, false); });
    auto* sensitivity = preset(tr("Sens ≥ 95 %"), "thresholdSensitivityButton", warning);
    connect(sensitivity, &QPushButton::clicked, this,
        [this] { m_cockpit.applyRule(Cockpit::Rule::Sensitivity, false, 0.95); });
    m_youden = preset(tr("Youden"), "thresholdYoudenButton",
        tr("The most sensitivity and specificity together.") + QLatin1Char('\n') + warning);
    connect(m_youden, &QPushButton::clicked, this,
        [this] { m_cockpit.applyRule(Cockpit::Rule::Youden, false); });
    m_more = new IconButton(QStringLiteral("more"), tr("More thresholds, and the matrix"));
    m_more->setObjectName(QStringLiteral("thresholdMenuButton"));
    m_more->setPopupMode(QToolButton::InstantPopup);
    layout->addWidget(m_more);
    m_thresholdEdit = new NumberEdit({.integer = false,
        .logarithmic = false,
        .nullable = false,
        .minimum = 0.0,
        .maximum = 100.0,
        .decimals = 1});
    m_thresholdEdit->setObjectName(QStringLiteral("thresholdEdit"));
    m_thresholdEdit->setAccessibleName(tr("Threshold in percent"));
    m_thresholdEdit->setToolTip(
        tr("Ctrl+↑ and Ctrl+↓ move it by one point, with Shift by a tenth"));
    m_thresholdEdit->setFixedWidth(Theme::instance().px(50));
    layout->addWidget(m_thresholdEdit);
    layout->addWidget(new TextLabel(QStringLiteral("%"), FontRole::Body, Token::Text2));
    buildMenu();
    return row;
}

void OverviewPanel::fillRules(QMenu* menu, bool stressed)
{
    const auto add = [&](const QString& text, Cockpit::Rule rule, const char* name) {
        QAction* action = menu->addAction(text);
        action->setObjectName(
            QLatin1String(name) + (stressed ? QStringLiteral("Stressed") : QString()));
        connect(action, &QAction::triggered, this,
            [this, rule, stressed] { m_cockpit.applyRule(rule, stressed, m_wantedSensitivity); });
        return action;
    };
    add(tr("Most sensitivity and specificity together (Youden)"), Cockpit::Rule::Youden,
        "ruleYouden");
    QAction* sensitivity = add({}, Cockpit::Rule::Sensitivity, "ruleSensitivity");
    QAction* cost = add({}, Cockpit::Rule::Cost, "ruleCost");
    connect(menu, &QMenu::aboutToShow, this, [this, sensitivity, cost] {
        sensitivity->setText(
            tr("Sensitivity of at least %1").arg(percentText(m_wantedSensitivity)));
        cost->setText(tr("Least cost: %1 ill, a miss costs %2 false alarms")
                          .arg(percentText(m_cockpit.prevalence()),
                              QLocale().toString(m_cockpit.costRatio(), 'g', 2)));
    });
}

void OverviewPanel::buildMenu()
{
    auto* menu = new QMenu(m_more);
    menu->setObjectName(QStringLiteral("thresholdMenu"));
    menu->addSection(tr("Threshold chosen on validation"));
    fillRules(menu, false);
    auto* wanted = new QMenu(tr("Wanted sensitivity"), menu);
    wanted->setObjectName(QStringLiteral("wantedSensitivityMenu"));
    for (const double sensitivity : {0.80, 0.90, 0.95, 0.98, 0.99, 1.0}) {
        connect(wanted->addAction(percentText(sensitivity, 0)), &QAction::triggered, this,
            [this, sensitivity] {
                m_wantedSensitivity = sensitivity;
                m_cockpit.applyRule(Cockpit::Rule::Sensitivity, false, sensitivity);
            });
    }
    menu->addMenu(wanted);
    auto* stressed = new QMenu(tr("The same on strongly changed validation films"), menu);
    stressed->setObjectName(QStringLiteral("stressedThresholdMenu"));
    fillRules(stressed, true);
    menu->addMenu(stressed);
    menu->addSection(tr("Matrix"));
    QAction* columns = menu->addAction(tr("Percent of the call instead of the truth"));
    columns->setObjectName(QStringLiteral("matrixColumnsAction"));
    columns->setCheckable(true);
    connect(columns, &QAction::toggled, this, [this](bool on) {
        m_matrix->setShare(
            on ? ConfusionMatrixView::Share::OfColumn : ConfusionMatrixView::Share::OfRow);
    });
    connect(menu->addAction(tr("Export the matrix as SVG, PDF, PNG or CSV…")), &QAction::triggered,
        this, &OverviewPanel::exportMatrix);
    connect(menu, &QMenu::aboutToShow, this, [this, stressed] {
        m_cockpit.requestStress();
        stressed->menuAction()->setEnabled(m_cockpit.stressObstacle().isEmpty());
        stressed->menuAction()->setToolTip(
            m_cockpit.stressObstacle().isEmpty()
                ? tr("Films changed by hand as other hospitals' films differ: the better choice "
                     "for films from elsewhere")
                : m_cockpit.stressObstacle());
    });
    menu->setToolTipsVisible(true);
    m_more->setMenu(menu);
}

void OverviewPanel::buildTiles()
{
    const auto tile = [](const QString& name, const char* object) {
        auto* made = new MetricTile(name);
        made->setObjectName(QLatin1String(object));
        return made;
    };
    m_sensitivity = tile(tr("Sensitivity"), "sensitivityTile");
    m_specificity = tile(tr("Specificity"), "specificityTile");
    m_ppv = tile(tr("PPV in this set"), "ppvTile");
    m_npv = tile(tr("NPV in this set"), "npvTile");
}

void OverviewPanel::build()
{
    QWidget* top = buildTop();
    buildTiles();
    m_histogram = new ScoreHistogram;
    m_histogram->setObjectName(QStringLiteral("scoreHistogram"));
    auto* tiles = new QGridLayout;
    tiles->setSpacing(4);
    tiles->addWidget(m_sensitivity, 0, 0);
    tiles->addWidget(m_specificity, 0, 1);
    tiles->addWidget(m_ppv, 1, 0);
    tiles->addWidget(m_npv, 1, 1);
    m_prevalence = new PrevalencePanel(m_cockpit);
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
    m_finding = new ElideLabel({}, FontRole::Small, Token::Warn);
    m_finding->setObjectName(QStringLiteral("findingLabel"));
    m_finding->hide();
    m_findingTimer.setSingleShot(true);
    m_findingTimer.setInterval(kFindingDelayMs);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(top, 1);
    layout->addWidget(m_baseline);
    layout->addWidget(m_finding);
    layout->addWidget(m_binary, 1);
}

void OverviewPanel::connectParts()
{
    OperatingPoint& point = m_cockpit.point();
    connect(m_histogram, &ScoreHistogram::thresholdChanged, &point, &OperatingPoint::setThreshold);
    connect(m_roc, &FigureChart::pointChosen, this, [this](int /*line*/, int index) {
        if (index < m_thresholds.size()) {
            m_cockpit.point().setThreshold(m_thresholds.at(index));
        }
    });
    connect(m_thresholdEdit, &NumberEdit::numberEdited, this,
        [this](const std::optional<double>& percent) {
            m_cockpit.point().setThreshold(percent.value_or(50.0) / 100.0);
        });
    connect(m_matrix, &ConfusionMatrixView::picked, this, [this](const auto& cells) {
        QList<MatrixCell> wanted;
        for (const auto& [truth, call] : cells) {
            wanted << MatrixCell{truth, call};
        }
        m_cockpit.point().pick(wanted);
    });
    connect(&point, &OperatingPoint::pickedChanged, this, [this] {
        QList<QPair<int, int>> cells;
        for (const MatrixCell& cell : m_cockpit.point().picked()) {
            cells << QPair<int, int>(cell.truth, cell.call);
        }
        m_matrix->setPicked(cells);
    });
    connect(m_matrix, &ConfusionMatrixView::cellActivated, this, &OverviewPanel::openCell);
    connect(&point, &OperatingPoint::scoresChanged, this, &OverviewPanel::refreshScores);
    connect(&point, &OperatingPoint::thresholdChanged, this, &OverviewPanel::refreshThreshold);
    connect(&m_cockpit, &Cockpit::intervalsChanged, this, &OverviewPanel::refreshRoc);
    connect(&m_cockpit, &Cockpit::baselineChanged, this, &OverviewPanel::refreshTiles);
    connect(&m_findingTimer, &QTimer::timeout, this, &OverviewPanel::refreshFinding);
}

void OverviewPanel::openCell(int truth, int call)
{
    const OperatingPoint& point = m_cockpit.point();
    const ManifestPtr manifest = m_cockpit.state().manifest();
    const MatrixCell cell{truth, call};
    const QList<MatrixCell> cells =
        point.picked().contains(cell) ? point.picked() : QList<MatrixCell>{cell};
    QStringList paths;
    for (const std::size_t film : point.filmsOf(cells)) {
        paths << (manifest != nullptr ? pathText(manifest->root / point.scores().films[film])
                                      : QString());
    }
    if (manifest == nullptr) {
        m_cockpit.state().announce(
            tr("Open the folder of these films first"), QStringLiteral("info"));
    } else if (paths.isEmpty()) {
        m_cockpit.state().announce(tr("There is no film in this cell"), QStringLiteral("info"));
    } else {
        readFilms(m_cockpit.state(), paths, 0,
            tr("%1 called %2", "true class, called class")
                .arg(point.className(truth), point.className(call)));
    }
}

void OverviewPanel::exportMatrix()
{
    ExportableFigure figure;
    figure.name = QStringLiteral("confusion_matrix");
    figure.title =
        QStringLiteral("%1 · %2 · %3")
            .arg(tr("Confusion matrix"), m_cockpit.runName(), m_cockpit.point().setName());
    figure.size = {380.0 + 70.0 * std::max(0, m_matrix->classCount() - 2), 320.0};
    figure.csv = m_matrix->csv();
    figure.draw = [matrix = m_matrix](QPainter& painter, const QRectF& area) {
        matrix->render(painter, area, true);
    };
    exportFigure(
        this, m_cockpit.state().workers(), figure, [this](const QString& sentence, bool ok) {
            m_cockpit.state().announce(
                sentence, ok ? QStringLiteral("check") : QStringLiteral("warn"));
        });
}

void OverviewPanel::refreshScores()
{
    const OperatingPoint& point = m_cockpit.point();
    if (point.isEmpty()) {
        m_matrix->clear();
        m_roc->clear();
        m_histogram->clear();
        return;
    }
    const evaluation::Scores& scores = point.scores();
    m_binary->setVisible(point.isBinary());
    m_roc->setVisible(point.isBinary());
    if (point.isBinary()) {
        const std::vector<double> positive = scores.positiveScores();
        const std::vector<bool> labels = scores.positiveLabels();
        m_histogram->setScores(QList<double>(positive.begin(), positive.end()),
            QList<bool>(labels.begin(), labels.end()), point.className(1 - scores.positiveClass),
            point.className(scores.positiveClass));
        refreshRoc();
    }
    refreshThreshold();
}

void OverviewPanel::refreshRoc()
{
    const OperatingPoint& point = m_cockpit.point();
    if (!point.isBinary()) {
        return;
    }
    ThresholdCurve curve = rocCurveChart(point, m_cockpit.intervals());
    if (curve.chart.words.size() > 1) { // room for one interval: the one that knows patients
        curve.chart.words = {curve.chart.words.front(),
            curve.chart.words.back().section(QStringLiteral(" ("), 0, 0)};
    }
    m_thresholds = curve.thresholds;
    m_roc->setData(curve.chart);
    refreshTiles();
}

void OverviewPanel::refreshThreshold()
{
    const OperatingPoint& point = m_cockpit.point();
    if (point.isEmpty()) {
        return;
    }
    const evaluation::Scores& scores = point.scores();
    const evaluation::ConfusionMatrix matrix = point.matrix();
    QStringList names;
    for (int cls = 0; cls < static_cast<int>(scores.classCount()); ++cls) {
        names << point.className(cls);
    }
    m_matrix->setMatrix(
        names, scores.positiveClass, QList<qlonglong>(matrix.cells.begin(), matrix.cells.end()));
    m_matrix->setContext(
        point.isBinary()
            ? tr("%1, threshold %2 percent")
                  .arg(point.setName(), QLocale().toString(100.0 * point.threshold(), 'f', 1))
            : point.setName());
    m_thresholdEdit->setNumber(std::round(1000.0 * point.threshold()) / 10.0);
    const QSignalBlocker quiet(m_histogram); // its axis ends before 0 and 1
    m_histogram->setThreshold(point.threshold());
    refreshTiles();
}

void OverviewPanel::refreshTiles()
{
    const OperatingPoint& point = m_cockpit.point();
    if (point.isEmpty()) {
        return;
    }
    const evaluation::CountFigures figures = point.figures();
    const evaluation::BinaryCounts& counts = figures.counts;
    const auto show = [](MetricTile* tile, const evaluation::Figure& figure, std::int64_t k,
                          std::int64_t n) {
        if (!figure.value) {
            tile->setUndefined(undefinedText(figure.undefined));
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
    const evaluation::Figure accuracy = evaluation::accuracyOf(point.matrix());
    if (!accuracy.value) {
        m_baseline->clear();
        return;
    }
    QString text = tr("Accuracy %1 %").arg(QLocale().toString(100.0 * *accuracy.value, 'f', 1));
    const evaluation::Figure always = evaluation::alwaysPositive(counts).accuracy;
    if (point.isBinary() && always.value) {
        text = tr("%1 · always %2: %3 %", "accuracy, class, its accuracy")
                   .arg(text, point.className(point.scores().positiveClass),
                       QLocale().toString(100.0 * *always.value, 'f', 1));
    }
    if (const evaluation::Scores* pixels = m_cockpit.baseline()) {
        const evaluation::Figure base =
            evaluation::accuracyOf(evaluation::confusionMatrix(*pixels, 0.5));
        if (base.value) {
            text = tr("%1 · 8×8 pixels: %2 %", "what stands before, its accuracy")
                       .arg(text, QLocale().toString(100.0 * *base.value, 'f', 1));
        }
    }
    m_baseline->setText(text);
    m_findingTimer.start();
    const bool drawn = point.isBinary() && figures.sensitivity.value && figures.specificity.value;
    m_roc->setOperatingPoint(
        drawn ? std::optional<QPointF>(
                    QPointF(1.0 - *figures.specificity.value, *figures.sensitivity.value))
              : std::nullopt,
        drawn ? thresholdSentence(point, point.threshold()) : QString());
}

void OverviewPanel::refreshFinding()
{
    const OperatingPoint& point = m_cockpit.point();
    const bool test = point.set() == OperatingPoint::Set::Test;
    const auto found = point.isEmpty() ? std::vector<evaluation::Finding>()
                                       : evaluation::diagnose(point.scores(), point.threshold(),
                                             test ? &m_cockpit.validation() : nullptr);
    m_finding->setVisible(!found.empty());
    if (!found.empty()) {
        const auto language = evaluation::languageOf(QLocale().name().toStdString());
        m_finding->setText(QString::fromStdString(evaluation::sentence(found.front(), language)));
    }
}

void OverviewPanel::setCompact(bool compact)
{
    m_youden->setVisible(!compact);
    m_ppv->setVisible(!compact);
    m_npv->setVisible(!compact);
    m_prevalenceLine->setVisible(!compact);
    m_prevalence->setCompact(compact);
}

} // namespace negatoscope::ui
