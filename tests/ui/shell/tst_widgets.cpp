#include "ui/charts/ConfusionMatrixView.h"
#include "ui/charts/LineChart.h"
#include "ui/charts/ScoreHistogram.h"
#include "ui/shell/Theme.h"
#include "ui/widgets/LogSlider.h"
#include "ui/widgets/SegmentedControl.h"

#include <QDirIterator>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolButton>

#include <cmath>

using namespace negatoscope::ui;

class WidgetsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().install(*qApp); }
    void keepsColoursInTheTheme();
    void keepsTextReadable_data();
    void keepsTextReadable();
    void findsEveryIcon();
    void movesALogSlider();
    void tabulatesAChart();
    void walksTheMatrix();
    void movesTheThreshold();
    void choosesASegment();
};

void WidgetsTest::keepsColoursInTheTheme()
{
    const QRegularExpression literal(
        QStringLiteral("#[0-9A-Fa-f]{6}\\b|QColor\\((?!\\))|Qt::(red|blue|green|white|black)\\b"));
    QStringList found;
    QDirIterator files(QStringLiteral(NEGATOSCOPE_SOURCE_DIR "/ui"),
        {QStringLiteral("*.cpp"), QStringLiteral("*.h")}, QDir::Files,
        QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (file.fileName().contains(QLatin1String("/Theme.")) || !file.open(QIODevice::ReadOnly)) {
            continue;
        }
        const QString text = QString::fromUtf8(file.readAll());
        if (const auto match = literal.match(text); match.hasMatch()) {
            found += file.fileName() + QStringLiteral(": ") + match.captured();
        }
    }
    QVERIFY2(found.isEmpty(), qPrintable(found.join(QLatin1Char('\n'))));
}

namespace {

/// WCAG 2.1 relative luminance.
double luminance(const QColor& color)
{
    const auto linear = [](double c) {
        return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) +
           0.0722 * linear(color.blueF());
}

double contrast(Token text, Token ground)
{
    const double a = luminance(Theme::instance().color(text));
    const double b = luminance(Theme::instance().color(ground));
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

} // namespace

void WidgetsTest::keepsTextReadable_data()
{
    QTest::addColumn<bool>("dark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

void WidgetsTest::keepsTextReadable()
{
    QFETCH(bool, dark);
    Theme::instance().setMode(dark ? Theme::Mode::Dark : Theme::Mode::Light);
    for (const Token text : {Token::Text, Token::Text2, Token::Text3}) {
        for (const Token ground : {Token::Surface, Token::Canvas, Token::Inset}) {
            QVERIFY(contrast(text, ground) >= 4.5);
        }
    }
    QVERIFY(contrast(Token::OnAccent, Token::Accent) >= 4.5);
    QVERIFY(contrast(Token::OnNormal, Token::Normal) >= 4.5);
    QVERIFY(contrast(Token::OnPneu, Token::Pneu) >= 4.5);
    QVERIFY(contrast(Token::Focus, Token::Surface) >= 3.0);
    Theme::instance().setMode(Theme::Mode::Light);
}

void WidgetsTest::findsEveryIcon()
{
    QDirIterator icons(QStringLiteral(":/negatoscope/icons"));
    int count = 0;
    while (icons.hasNext()) {
        const QString name = QFileInfo(icons.next()).baseName();
        QVERIFY(!Theme::instance().pixmap(name, 16, Token::Text, 2.0).isNull());
        ++count;
    }
    QCOMPARE(count, 83);
}

void WidgetsTest::movesALogSlider()
{
    LogSlider slider;
    slider.setNumberRange(1e-5, 0.1);
    slider.setDefaultNumber(3e-4);
    slider.setNumber(1e-3);
    QCOMPARE(slider.value(), 500); // the middle of 1e-5 … 1e-1 in logarithms
    QSignalSpy edited(&slider, &LogSlider::numberEdited);
    QTest::keyClick(&slider, Qt::Key_Right);
    QVERIFY(slider.number() > 1e-3);
    QTest::keyClick(&slider, Qt::Key_End);
    QCOMPARE(slider.number(), 0.1);
    QTest::keyClick(&slider, Qt::Key_Home);
    QCOMPARE(slider.number(), 1e-5);
    QCOMPARE(edited.count(), 3);
    slider.resize(200, 40);
    QTest::mouseDClick(&slider, Qt::LeftButton, {}, QPoint(150, 12));
    QCOMPARE(slider.number(), 3e-4);
}

void WidgetsTest::tabulatesAChart()
{
    LineChart chart(QStringLiteral("Loss"), ValueFormat::Number);
    chart.setSeries(SeriesKind::Train, QStringLiteral("train"), {{1, 0.5}, {2, 0.25}});
    chart.setSeries(SeriesKind::Validation, QStringLiteral("validation"), {{1, 0.6}});
    chart.appendPoint(SeriesKind::Validation, {2, 0.3});
    chart.resize(500, 240);
    chart.show();
    QTest::keyClick(&chart, Qt::Key_T);
    QVERIFY(chart.isTableShown());
    const auto* table = chart.findChild<QTableView*>();
    QCOMPARE(table->model()->rowCount(), 2);
    QCOMPARE(table->model()->columnCount(), 3);
    QCOMPARE(
        table->model()->index(1, 2).data().toString(), chartValueText(0.3, ValueFormat::Number));
    QVERIFY(!chart.accessibleDescription().isEmpty());
}

void WidgetsTest::walksTheMatrix()
{
    ConfusionMatrixView matrix;
    matrix.setMatrix({QStringLiteral("NORMAL"), QStringLiteral("PNEUMONIA")}, 1, {127, 7, 8, 379});
    matrix.resize(240, 200);
    matrix.show();
    QSignalSpy opened(&matrix, &ConfusionMatrixView::cellActivated);
    QTest::keyClick(&matrix, Qt::Key_Right);
    QTest::keyClick(&matrix, Qt::Key_Down);
    QTest::keyClick(&matrix, Qt::Key_Return);
    QCOMPARE(opened.count(), 1);
    QCOMPARE(opened.first().at(0).toInt(), 1);
    QCOMPARE(opened.first().at(1).toInt(), 1);
    using Cells = QList<QPair<int, int>>;
    QSignalSpy picked(&matrix, &ConfusionMatrixView::picked);
    const auto last = [&picked] {
        return picked.last().at(0).value<Cells>();
    };
    QTest::mouseClick(&matrix, Qt::LeftButton, {}, matrix.cellRect(0, 1).center().toPoint());
    QCOMPARE(last(), Cells({{0, 1}}));
    QTest::keyClick(&matrix, Qt::Key_Down);
    QTest::keyClick(&matrix, Qt::Key_Space, Qt::ControlModifier);
    QCOMPARE(last(), Cells({{0, 1}, {1, 1}}));
    QTest::keyClick(&matrix, Qt::Key_Escape);
    QCOMPARE(last(), Cells());
    matrix.setMatrix({QStringLiteral("A"), QStringLiteral("B")}, 1, {1, 2, 3});
    QCOMPARE(matrix.classCount(), 0);
}

void WidgetsTest::movesTheThreshold()
{
    ScoreHistogram histogram;
    histogram.setScores({0.1, 0.4, 0.6, 0.9}, {false, false, true, true}, QStringLiteral("NORMAL"),
        QStringLiteral("PNEUMONIA"));
    histogram.resize(400, 120);
    QSignalSpy moved(&histogram, &ScoreHistogram::thresholdChanged);
    QTest::keyClick(&histogram, Qt::Key_Right);
    QVERIFY(std::abs(histogram.threshold() - 0.51) < 1e-12);
    QTest::keyClick(&histogram, Qt::Key_Left, Qt::ShiftModifier);
    QVERIFY(std::abs(histogram.threshold() - 0.509) < 1e-12);
    QCOMPARE(moved.count(), 2);
}

void WidgetsTest::choosesASegment()
{
    SegmentedControl control;
    control.addSegment(QStringLiteral("A"));
    control.addSegment(QStringLiteral("B"));
    control.addSegment(QStringLiteral("C"));
    QSignalSpy changed(&control, &SegmentedControl::currentChanged);
    control.setCurrentIndex(1);
    QTest::keyClick(&control, Qt::Key_Right);
    QCOMPARE(control.currentIndex(), 2);
    control.setSegmentEnabled(1, false, QStringLiteral("why"));
    QTest::keyClick(&control, Qt::Key_Left);
    QCOMPARE(control.currentIndex(), 2);
    QCOMPARE(changed.count(), 2);
}

QTEST_MAIN(WidgetsTest)
#include "tst_widgets.moc"
