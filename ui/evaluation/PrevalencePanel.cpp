#include "ui/evaluation/PrevalencePanel.h"

#include "ui/evaluation/OperatingPoint.h"
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

QString percentText(double share)
{
    const double percent = 100.0 * share;
    return QLocale().toString(percent, 'f', percent < 1.0 ? 1 : 0) + QStringLiteral("\u202f%");
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

PrevalencePanel::PrevalencePanel(OperatingPoint& point, QWidget* parent)
    : QWidget(parent)
    , m_point(point)
    , m_controls(new QWidget)
    , m_title(new TextLabel({}, FontRole::Body, Token::Text2))
    , m_slider(new LogSlider)
    , m_bar(new Bar)
    , m_sentence(new TextLabel({}, FontRole::Small))
{
    m_slider->setObjectName(QStringLiteral("prevalenceSlider"));
    m_slider->setAccessibleName(tr("Share of ill patients"));
    m_slider->setNumberRange(0.01, 0.8);
    m_slider->setTicks(
        {0.01, 0.05, 0.1, 0.3, 0.8}, {percentText(0.01), percentText(0.05), percentText(0.1),
                                         percentText(0.3), percentText(0.8)});
    m_slider->setDefaultNumber(0.05);
    m_slider->setNumber(m_prevalence);
    m_sentence->setObjectName(QStringLiteral("prevalenceSentence"));
    m_sentence->setWordWrap(true);
    m_sentence->setMinimumWidth(0);
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
    connect(m_slider, &LogSlider::numberEdited, this, &PrevalencePanel::setPrevalence);
    connect(&m_point, &OperatingPoint::scoresChanged, this, &PrevalencePanel::refresh);
    connect(&m_point, &OperatingPoint::thresholdChanged, this, &PrevalencePanel::refresh);
    refresh();
}

void PrevalencePanel::setCompact(bool compact)
{
    m_controls->setVisible(!compact);
}

void PrevalencePanel::setPrevalence(double prevalence)
{
    m_prevalence = prevalence;
    refresh();
}

void PrevalencePanel::refresh()
{
    m_title->setText(tr("If %1 of the patients were ill").arg(percentText(m_prevalence)));
    m_sentence->setText(sentence());
    const evaluation::CountFigures figures = m_point.figures();
    if (figures.sensitivity.value && figures.specificity.value) {
        m_bar->setCounts(kPeople * m_prevalence * *figures.sensitivity.value,
            kPeople * (1.0 - m_prevalence) * (1.0 - *figures.specificity.value));
    } else {
        m_bar->setCounts(0.0, 0.0);
    }
}

QString PrevalencePanel::sentence() const
{
    const evaluation::CountFigures figures = m_point.figures();
    if (!figures.sensitivity.value || !figures.specificity.value) {
        return {};
    }
    const double ill = kPeople * m_prevalence;
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
    return tr("%1 alarms in 1,000 patients: %2 right (PPV %3), %4 missed.")
        .arg(QString::number(alarms), QString::number(qRound(right)),
            percentText(right / (right + wrong)), missedText);
}

} // namespace negatoscope::ui
