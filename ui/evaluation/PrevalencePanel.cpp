#include "ui/evaluation/PrevalencePanel.h"

#include "core/evaluation/Decision.h"
#include "ui/evaluation/Cockpit.h"
#include "ui/shell/Theme.h"
#include "ui/widgets/Labels.h"
#include "ui/widgets/LogSlider.h"

#include <QLocale>
#include <QPainter>
#include <QVBoxLayout>

#include <cmath>

namespace negatoscope::ui {

namespace {

constexpr double kPeople = 1000.0;

QString shareText(double share)
{
    const double percent = 100.0 * share;
    return QLocale().toString(percent, 'f', percent < 1.0 ? 1 : 0) + QStringLiteral("\u202f%");
}

double logOdds(double share)
{
    return std::log(share / (1.0 - share));
}

double shareOf(double logOdds)
{
    const double share = 1.0 / (1.0 + std::exp(-logOdds));
    const double unit = share < 0.01 ? 0.001 : share < 0.1 ? 0.005 : 0.01;
    return std::round(share / unit) * unit; // what a hand on a slider can mean
}

QString countText(double count)
{
    return QLocale().toString(qRound(count));
}

} // namespace

/// Ill and healthy among the alarms.
class PrevalencePanel::Bar final : public QWidget
{
public:
    explicit Bar(QWidget* parent = nullptr)
        : QWidget(parent)
    {
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        connect(&Theme::instance(), &Theme::changed, this, [this] { update(); });
    }
    void setCounts(double ill, double healthy)
    {
        m_ill = ill;
        m_healthy = healthy;
        update();
    }
    QSize sizeHint() const override { return {200, Theme::instance().px(16)}; }

protected:
    void paintEvent(QPaintEvent* /*event*/) override
    {
        const double alarms = m_ill + m_healthy;
        if (alarms <= 0.0) {
            return;
        }
        const Theme& theme = Theme::instance();
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        QFont font = theme.font(FontRole::Micro);
        font.setWeight(QFont::DemiBold);
        painter.setFont(font);
        const double split = std::round(width() * m_ill / alarms);
        const QRectF left(0, 0, split - 1.5, height());
        const QRectF right(split + 1.5, 0.5, width() - split - 2.0, height() - 1.0);
        if (left.width() > 1.0) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(theme.color(Token::Pneu));
            painter.drawRoundedRect(left, 2, 2);
            painter.setPen(theme.color(Token::OnPneu));
            drawWord(painter, left, tr("%1 ill").arg(qRound(m_ill)));
        }
        if (right.width() > 1.0) {
            painter.setPen(QPen(theme.color(Token::Normal), 1.0));
            painter.setBrush(theme.color(Token::NormalSoft));
            painter.drawRoundedRect(right, 2, 2);
            painter.setPen(theme.color(Token::NormalText));
            drawWord(painter, right, tr("%1 healthy").arg(qRound(m_healthy)));
        }
    }

private:
    static void drawWord(QPainter& painter, const QRectF& box, const QString& word)
    {
        const QRectF inner = box.adjusted(8, 0, -2, 0);
        if (QFontMetricsF(painter.font()).horizontalAdvance(word) <= inner.width()) {
            painter.drawText(inner, Qt::AlignLeft | Qt::AlignVCenter, word);
        }
    }

    double m_ill = 0.0;
    double m_healthy = 0.0;
};

PrevalencePanel::PrevalencePanel(Cockpit& cockpit, QWidget* parent)
    : QWidget(parent)
    , m_cockpit(cockpit)
    , m_controls(new QWidget)
    , m_title(new TextLabel({}, FontRole::Body, Token::Text2))
    , m_slider(new LogSlider)
    , m_bar(new Bar)
    , m_sentence(new TextLabel({}, FontRole::Small))
    , m_costTitle(new TextLabel({}, FontRole::Body, Token::Text2))
    , m_cost(new LogSlider)
    , m_costSentence(new TextLabel({}, FontRole::Small))
{
    build();
    connect(m_slider, &LogSlider::numberEdited, this,
        [this](double number) { m_cockpit.setPrevalence(shareOf(number)); });
    connect(m_cost, &LogSlider::numberEdited, &m_cockpit, &Cockpit::setCostRatio);
    connect(&m_cockpit, &Cockpit::dialChanged, this, &PrevalencePanel::refresh);
    OperatingPoint& point = m_cockpit.point();
    connect(&point, &OperatingPoint::scoresChanged, this, &PrevalencePanel::refresh);
    connect(&point, &OperatingPoint::thresholdChanged, this, &PrevalencePanel::refresh);
    refresh();
}

void PrevalencePanel::build()
{
    m_slider->setObjectName(QStringLiteral("prevalenceSlider"));
    m_slider->setAccessibleName(tr("Share of ill patients"));
    m_slider->setNumberRange(logOdds(0.001), logOdds(0.99), LogSlider::Scale::Linear);
    QList<double> ticks;
    QStringList labels;
    for (const double share : {0.001, 0.01, 0.05, 0.3, 0.7, 0.99}) {
        ticks << logOdds(share);
        labels << shareText(share);
    }
    m_slider->setTicks(ticks, labels);
    m_slider->setDefaultNumber(logOdds(0.05));
    m_slider->setNumber(logOdds(m_cockpit.prevalence()));
    m_cost->setObjectName(QStringLiteral("costSlider"));
    m_cost->setAccessibleName(tr("False alarms that a miss costs"));
    m_cost->setNumberRange(0.01, 100.0);
    m_cost->setTicks({0.01, 0.1, 1.0, 10.0, 100.0},
        {QStringLiteral("1/100"), QStringLiteral("1/10"), QStringLiteral("1"), QStringLiteral("10"),
            QStringLiteral("100")});
    m_cost->setDefaultNumber(10.0);
    m_cost->setNumber(m_cockpit.costRatio());
    m_sentence->setObjectName(QStringLiteral("prevalenceSentence"));
    m_costSentence->setObjectName(QStringLiteral("costSentence"));
    for (TextLabel* label : {m_sentence, m_costSentence}) {
        label->setWordWrap(true);
        label->setMinimumWidth(0);
    }
    auto* controls = new QVBoxLayout(m_controls);
    controls->setContentsMargins(0, 0, 0, 0);
    controls->setSpacing(4);
    controls->addWidget(m_title);
    controls->addWidget(m_slider);
    controls->addWidget(m_bar);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_controls);
    layout->addWidget(m_sentence);
    layout->addWidget(m_costTitle);
    layout->addWidget(m_cost);
    layout->addWidget(m_costSentence);
}

void PrevalencePanel::setCompact(bool compact)
{
    m_controls->setVisible(!compact);
    m_costTitle->setVisible(!compact);
    m_cost->setVisible(!compact);
    m_costSentence->setVisible(!compact);
}

void PrevalencePanel::refresh()
{
    const double prevalence = m_cockpit.prevalence();
    m_title->setText(tr("If %1 of the patients were ill").arg(shareText(prevalence)));
    const double ratio = m_cockpit.costRatio();
    m_costTitle->setText(
        ratio >= 1.0
            ? tr("If a miss cost %1 false alarms").arg(QLocale().toString(ratio, 'g', 2))
            : tr("If a false alarm cost %1 misses").arg(QLocale().toString(1.0 / ratio, 'g', 2)));
    m_sentence->setText(sentence());
    m_costSentence->setText(costSentence());
    const evaluation::CountFigures figures = m_cockpit.point().figures();
    if (figures.sensitivity.value && figures.specificity.value) {
        m_bar->setCounts(kPeople * prevalence * *figures.sensitivity.value,
            kPeople * (1.0 - prevalence) * (1.0 - *figures.specificity.value));
    } else {
        m_bar->setCounts(0.0, 0.0);
    }
}

QString PrevalencePanel::alarmsText(double right, double wrong) const
{
    const double ppv = right / (right + wrong);
    return tr("Of 100 called %1, %2 have it (PPV %3).")
        .arg(m_cockpit.point().className(m_cockpit.point().scores().positiveClass),
            countText(100.0 * ppv), shareText(ppv));
}

QString PrevalencePanel::sentence() const
{
    const evaluation::CountFigures figures = m_cockpit.point().figures();
    if (!figures.sensitivity.value || !figures.specificity.value) {
        return {};
    }
    const double ill = kPeople * m_cockpit.prevalence();
    const double right = ill * *figures.sensitivity.value;
    const double wrong = (kPeople - ill) * (1.0 - *figures.specificity.value);
    const double missed = ill - right;
    QString missedText = QString::number(qRound(missed));
    if (figures.counts.fn == 0) {
        missedText = tr("none");
    } else if (qRound(missed) == 0) {
        missedText = tr("fewer than 1");
    }
    // The parts are rounded first, so that they add up.
    const int alarms = qRound(right) + qRound(wrong);
    if (alarms == 0) {
        return tr("No alarm in 1,000 patients; missed: %1.").arg(missedText);
    }
    return tr("%1 alarms in 1,000 patients: %2 right, %3 missed.")
               .arg(QString::number(alarms), QString::number(qRound(right)), missedText) +
           QLatin1Char(' ') + alarmsText(right, wrong);
}

QString PrevalencePanel::costSentence() const
{
    const evaluation::CountFigures figures = m_cockpit.point().figures();
    if (!figures.sensitivity.value || !figures.specificity.value) {
        return {};
    }
    const double pt = 1.0 / (1.0 + m_cockpit.costRatio());
    const double prevalence = m_cockpit.prevalence();
    const evaluation::Figure model = evaluation::netBenefitAtPrevalence(
        *figures.sensitivity.value, *figures.specificity.value, prevalence, pt);
    const double all = evaluation::netBenefitOfAll(prevalence, pt);
    if (!model.value) {
        return {};
    }
    const auto perThousand = [](double benefit) {
        return QLocale()
            .toString(kPeople * benefit, 'f', 1)
            .replace(QLatin1Char('-'), QChar(0x2212));
    };
    QString best = tr("calling none is best");
    if (*model.value >= all && *model.value >= 0.0) {
        best = tr("the model is best");
    } else if (all >= 0.0) {
        best = tr("calling all is best");
    }
    return tr("Net benefit in 1,000 patients: model %1, calling all %2, calling none 0: %3.")
        .arg(perThousand(*model.value), perThousand(all), best);
}

} // namespace negatoscope::ui
