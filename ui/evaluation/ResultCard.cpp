#include "ui/evaluation/ResultCard.h"

#include "ui/evaluation/ComparePanel.h"
#include "ui/evaluation/CurvesPanel.h"
#include "ui/evaluation/FiguresPanel.h"
#include "ui/evaluation/GroupsPanel.h"
#include "ui/evaluation/OverviewPanel.h"
#include "ui/evaluation/SealedPanel.h"
#include "ui/widgets/Labels.h"
#include "ui/widgets/SegmentedControl.h"

#include <QLocale>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace negatoscope::ui {

namespace {

enum Segment { kValidation = 0, kTest = 1 };
enum View {
    kOverview,
    kCurves,
    kFigures,
    kGroups,
    kCompare,
    kViews,
    kSealedPage = kViews,
    kEmptyPage
};

QString countText(const evaluation::Scores& scores)
{
    return QLocale().toString(static_cast<qlonglong>(scores.labels.size()));
}

/// On a projector a view scrolls rather than widening the window.
QScrollArea* scrolling(QWidget* page)
{
    auto* area = new QScrollArea;
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setFocusPolicy(Qt::NoFocus);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->viewport()->setAutoFillBackground(false);
    area->setWidget(page);
    page->setAutoFillBackground(false); // setWidget() switches it on
    return area;
}

} // namespace

ResultCard::ResultCard(AppState& state, OperatingPoint& point, QWidget* parent)
    : Card({}, parent)
    , m_state(state)
    , m_point(point)
    , m_cockpit(state, point)
{
    build();
    clear();
}

void ResultCard::build()
{
    m_segments = new SegmentedControl;
    m_segments->setObjectName(QStringLiteral("setSegments"));
    m_segments->addSegment(tr("Validation"));
    m_segments->addSegment(tr("Test"), QStringLiteral("lock"));
    m_segments->setCurrentIndex(kValidation);
    m_views = new SegmentedControl;
    m_views->setObjectName(QStringLiteral("viewSegments"));
    for (const QString& name :
        {tr("Matrix"), tr("Curves"), tr("Figures"), tr("Groups"), tr("A / B")}) {
        m_views->addSegment(name);
    }
    m_sealed = new SealedPanel;
    auto* empty =
        new TextLabel(tr("Confusion matrix, curves and films appear after the first epoch."),
            FontRole::Body, Token::Text2);
    empty->setWordWrap(true);
    empty->setAlignment(Qt::AlignCenter);
    m_overview = new OverviewPanel(m_cockpit);
    m_curves = new CurvesPanel(m_cockpit);
    m_figures = new FiguresPanel(m_cockpit);
    m_groups = new GroupsPanel(m_cockpit);
    m_compare = new ComparePanel(m_cockpit);
    m_pages = new QStackedWidget;
    for (QWidget* page : {static_cast<QWidget*>(m_overview), static_cast<QWidget*>(m_curves),
             static_cast<QWidget*>(m_figures), static_cast<QWidget*>(m_groups),
             static_cast<QWidget*>(m_compare), static_cast<QWidget*>(m_sealed)}) {
        m_pages->addWidget(scrolling(page));
    }
    m_pages->addWidget(empty);
    body()->setSpacing(6);
    body()->addWidget(m_segments);
    body()->addWidget(m_views);
    body()->addWidget(m_pages, 1);
    connect(m_segments, &SegmentedControl::currentChanged, this,
        [this](int index) { m_cockpit.wantTest(index == kTest); });
    connect(m_views, &SegmentedControl::currentChanged, this, &ResultCard::present);
    connect(m_sealed, &SealedPanel::opened, &m_cockpit, &Cockpit::openTest);
    connect(m_sealed, &SealedPanel::keptSealed, this,
        [this] { m_segments->setCurrentIndex(kValidation); });
    connect(&m_cockpit, &Cockpit::lockChanged, this, &ResultCard::present);
}

void ResultCard::showRun(const training::RunRecord& run, int epoch, bool live)
{
    m_cockpit.showRun(run, epoch, live);
    present();
}

void ResultCard::clear()
{
    m_cockpit.clear();
    present();
}

void ResultCard::present()
{
    const bool hasRun = m_cockpit.hasRun();
    const bool hasTest = m_cockpit.hasTest();
    const QString first = m_cockpit.isFile() ? tr("File") : tr("Validation");
    m_segments->setSegmentText(
        kValidation, hasRun ? tr("%1 %2", "name of a set of films, their number")
                                  .arg(first, countText(m_cockpit.validation()))
                            : first);
    m_segments->setSegmentText(
        kTest, hasTest ? tr("Test %1").arg(countText(m_cockpit.test())) : tr("Test"));
    m_segments->setSegmentIcon(
        kTest, m_cockpit.isTestOpen() ? QStringLiteral("unlock") : QStringLiteral("lock"));
    m_segments->setSegmentEnabled(kTest, hasTest,
        hasRun && !m_cockpit.isLive() ? tr("The data set has no test films")
                                      : tr("Needs a finished run"));
    m_segments->setCurrentIndex(m_cockpit.isTestWanted() ? kTest : kValidation);
    if (m_cockpit.isTestWanted() && !m_cockpit.isTestOpen()) {
        m_sealed->setQuestion(m_cockpit.runName(), m_point.threshold(), m_cockpit.testLooks(),
            m_cockpit.testLooksOfRun());
        m_pages->setCurrentIndex(kSealedPage);
    } else if (m_point.isEmpty()) {
        m_pages->setCurrentIndex(kEmptyPage);
    } else {
        m_pages->setCurrentIndex(m_views->currentIndex());
    }
}

void ResultCard::moveThreshold(double points)
{
    m_point.setThreshold(m_point.threshold() + points / 100.0);
}

void ResultCard::setTableShown(bool shown)
{
    m_curves->setTableShown(shown);
}

void ResultCard::exportFigure()
{
    if (m_point.isEmpty()) {
        m_state.announce(tr("There is no figure yet"), QStringLiteral("info"));
    } else if (m_views->currentIndex() == kCurves) {
        m_curves->exportShown();
    } else {
        m_overview->exportMatrix();
    }
}

void ResultCard::setCompact(bool compact)
{
    m_overview->setCompact(compact);
}

} // namespace negatoscope::ui
