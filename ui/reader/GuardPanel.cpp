#include "ui/reader/GuardPanel.h"

#include "ui/shell/Theme.h"
#include "ui/widgets/Badge.h"
#include "ui/widgets/Labels.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>

namespace negatoscope::ui {

namespace {

/// A line from "like the training films" to "unlike", with the film's place on it.
class PercentileScale final : public QWidget
{
public:
    explicit PercentileScale(QWidget* parent)
        : QWidget(parent)
    {
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    }
    void setValue(double percentile, Token token)
    {
        m_percentile = percentile;
        m_token = token;
        update();
    }
    QSize sizeHint() const override { return {120, Theme::instance().px(14)}; }

protected:
    void paintEvent(QPaintEvent*) override
    {
        const Theme& theme = Theme::instance();
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const double middle = height() / 2.0;
        const double radius = theme.px(5);
        painter.setPen(QPen(theme.color(Token::Strong), 3, Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(QPointF(radius, middle), QPointF(width() - radius, middle));
        const double x = radius + (width() - 2.0 * radius) * m_percentile / 100.0;
        painter.setBrush(theme.color(Token::Surface));
        painter.setPen(QPen(theme.color(m_token), 2.5));
        painter.drawEllipse(QPointF(x, middle), radius, radius);
    }

private:
    double m_percentile = 0.0;
    Token m_token = Token::Ok;
};

QString reasonSentence(explain::GuardReason reason)
{
    switch (reason) {
    case explain::GuardReason::FarFromTraining:
        return GuardPanel::tr("Farther from the training films than nearly all validation films.");
    case explain::GuardReason::BeyondAll:
        return GuardPanel::tr(
            "This does not look like a frontal chest film: the model should not be "
            "asked about it.");
    case explain::GuardReason::Coloured:
        return GuardPanel::tr("The picture has colours: it is no plain radiograph.");
    case explain::GuardReason::HeaderLateral:
        return GuardPanel::tr("The header says that this is a lateral view.");
    case explain::GuardReason::HeaderOther:
        break;
    }
    return GuardPanel::tr("The header names another view, part of the body or kind of picture.");
}

/// The Kermany films are known by their patient keys; other sets make no such promise.
bool isPaediatricSet(const Reading& reading)
{
    return reading.model != nullptr && reading.model->run != nullptr &&
           std::any_of(reading.model->run->validation.kinds.begin(),
               reading.model->run->validation.kinds.end(),
               [](const std::string& kind) { return kind == "bacteria" || kind == "virus"; });
}

} // namespace

GuardPanel::GuardPanel(QWidget* parent)
    : QFrame(parent)
{
    setObjectName(QStringLiteral("guardPanel"));
    setAccessibleName(tr("Is this a film for this model?"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(10, 8, 10, 8);
    column->setSpacing(4);
    auto* row = new QHBoxLayout;
    m_title = new TextLabel({}, FontRole::Strong, Token::Text, this);
    m_title->setObjectName(QStringLiteral("guardTitle"));
    m_title->setWordWrap(true);
    row->addWidget(m_title, 1);
    m_number = new TextLabel({}, FontRole::Small, Token::Text2, this);
    m_number->setObjectName(QStringLiteral("guardNumber"));
    row->addWidget(m_number);
    column->addLayout(row);
    m_scale = new PercentileScale(this);
    column->addWidget(m_scale);
    m_text = new TextLabel({}, FontRole::Small, Token::Text2, this);
    m_text->setObjectName(QStringLiteral("guardText"));
    m_text->setWordWrap(true);
    column->addWidget(m_text);
    connect(&Theme::instance(), &Theme::changed, this, [this] { update(); });
}

void GuardPanel::showReading(const ReadingPtr& reading)
{
    const bool known = reading != nullptr && reading->verdict.has_value();
    m_scale->setVisible(known);
    m_number->setVisible(known);
    m_level = known ? reading->verdict->level : explain::GuardLevel::Usual;
    if (!known) {
        m_title->setText(tr("No guard for this model"));
        m_title->setToken(Token::Text);
        m_text->setText(
            tr("Whether the film is like those that the model learned from is not known. "
               "Open the folder that the run was trained on, and it will be."));
        update();
        return;
    }
    const explain::GuardVerdict& verdict = *reading->verdict;
    const Token token = m_level == explain::GuardLevel::Usual     ? Token::Ok
                        : m_level == explain::GuardLevel::Unusual ? Token::Warn
                                                                  : Token::Error;
    m_title->setToken(token);
    m_title->setText(m_level == explain::GuardLevel::Usual     ? tr("Usual film for this model")
                     : m_level == explain::GuardLevel::Unusual ? tr("Unusual film for this model")
                                                               : tr("Not a film for this model"));
    m_number->setText(tr("%1 of 100").arg(QLocale().toString(verdict.percentile, 'f', 0)));
    static_cast<PercentileScale*>(m_scale)->setValue(verdict.percentile, token);
    QStringList sentences;
    for (const explain::GuardReason reason : verdict.reasons) {
        sentences += reasonSentence(reason);
    }
    if (sentences.isEmpty()) {
        sentences += tr("Farther from the training films than %1 % of validation.")
                         .arg(QLocale().toString(verdict.percentile, 'f', 0));
    }
    if (isPaediatricSet(*reading)) {
        sentences += tr("Trained on children of 1 to 5 years from one hospital.");
    }
    m_text->setText(sentences.join(QLatin1Char(' ')));
    update();
}

void GuardPanel::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::instance();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.color(m_level == explain::GuardLevel::Usual     ? Token::Inset
                                 : m_level == explain::GuardLevel::Unusual ? Token::WarnSoft
                                                                           : Token::ErrorSoft));
    painter.drawRoundedRect(rect(), 7, 7);
}

} // namespace negatoscope::ui
