#include "ui/reader/PredictionPanel.h"

#include "core/evaluation/Intervals.h"
#include "ui/data/FilmImage.h"
#include "ui/shell/AppState.h"
#include "ui/shell/Theme.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Labels.h"
#include "ui/widgets/Notices.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QPainter>
#include <QPainterPath>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace negatoscope::ui {

namespace {

constexpr double kBinWidth = 0.1;

/// "Of 85 validation films scored 80 – 90 %, 85 were PNEUMONIA": what such scores meant.
QString validationSentence(const Reading& reading)
{
    if (reading.model == nullptr || reading.model->run == nullptr || reading.positiveClass < 0 ||
        reading.probabilities.size() != 2) {
        return {};
    }
    const evaluation::Scores& scores = reading.model->run->validation;
    if (scores.size() == 0 || scores.classCount() != 2 ||
        scores.positiveClass != reading.positiveClass) {
        return {};
    }
    const double score = reading.shownScore();
    const double low = std::min(std::floor(score / kBinWidth), 9.0) * kBinWidth;
    const std::vector<double> p = scores.positiveScores();
    const std::vector<bool> labels = scores.positiveLabels();
    int films = 0;
    int positives = 0;
    double sum = 0.0;
    for (std::size_t i = 0; i < p.size(); ++i) {
        if (p[i] >= low && (p[i] < low + kBinWidth || low > 0.85)) {
            ++films;
            positives += labels[i] ? 1 : 0;
            sum += p[i];
        }
    }
    const QLocale locale;
    const QString range = QStringLiteral("%1 – %2\u202f%")
                              .arg(locale.toString(100.0 * low, 'f', 0),
                                  locale.toString(100.0 * (low + kBinWidth), 'f', 0));
    if (films == 0) {
        return PredictionPanel::tr("No validation film scored %1.").arg(range);
    }
    const evaluation::Interval interval = evaluation::wilson(positives, films);
    QString text =
        PredictionPanel::tr("Of %1 validation films scored %2, %3 were %4 (%5 – %6\u202f%).")
            .arg(films)
            .arg(range)
            .arg(positives)
            .arg(displayName(scores.classNames.at(static_cast<std::size_t>(scores.positiveClass))))
            .arg(locale.toString(100.0 * interval.low, 'f', 0),
                locale.toString(100.0 * interval.high, 'f', 0));
    const double mean = sum / films;
    if (mean < interval.low) {
        text += QLatin1Char(' ') + PredictionPanel::tr("Here the score is too cautious.");
    } else if (mean > interval.high) {
        text += QLatin1Char(' ') + PredictionPanel::tr("Here the score is too sure.");
    }
    return text;
}

QString percentText(double share, int decimals)
{
    return QLocale().toString(100.0 * share, 'f', decimals) + QStringLiteral("\u202f%");
}

} // namespace

ScoreBar::ScoreBar(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&Theme::instance(), &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

void ScoreBar::setScore(double score, double threshold, bool hasThreshold, bool positive)
{
    m_score = score;
    m_threshold = threshold;
    m_hasThreshold = hasThreshold;
    m_positive = positive;
    setAccessibleName(
        tr("Score %1, threshold %2").arg(percentText(score, 1), percentText(threshold, 0)));
    update();
}

QSize ScoreBar::sizeHint() const
{
    return {200, Theme::instance().px(48)};
}

void ScoreBar::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::instance();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double head = theme.px(15);
    const QRectF bar(0, head, width(), theme.px(14));
    QPainterPath shape;
    shape.addRoundedRect(bar, bar.height() / 2, bar.height() / 2);
    painter.fillPath(shape, theme.color(Token::Hover));
    painter.save();
    painter.setClipPath(shape);
    painter.fillRect(QRectF(bar.left(), bar.top(), bar.width() * m_score, bar.height()),
        theme.color(m_positive ? Token::Pneu : Token::Normal));
    painter.restore();
    painter.setFont(theme.font(FontRole::Micro));
    if (m_hasThreshold) {
        const double x = std::clamp(m_threshold * width(), 1.0, width() - 1.0);
        painter.setPen(QPen(theme.color(Token::Text), 2));
        painter.drawLine(QPointF(x, bar.top() - 3), QPointF(x, bar.bottom() + 3));
        const QString text = tr("threshold %1").arg(percentText(m_threshold, 0));
        const double w = painter.fontMetrics().horizontalAdvance(text) + 2.0;
        painter.setPen(theme.color(Token::Text));
        painter.drawText(
            QRectF(std::clamp(x - w / 2, 0.0, width() - w), 0, w, head - 3), Qt::AlignCenter, text);
    }
    painter.setPen(theme.color(Token::Text3));
    const QRectF ticks(0, bar.bottom() + 3, width(), theme.px(14));
    painter.drawText(ticks, Qt::AlignLeft | Qt::AlignVCenter, QStringLiteral("0"));
    painter.drawText(ticks, Qt::AlignHCenter | Qt::AlignVCenter, QStringLiteral("50"));
    painter.drawText(ticks, Qt::AlignRight | Qt::AlignVCenter, QStringLiteral("100"));
}

PredictionPanel::PredictionPanel(ReadingEngine& engine, QWidget* parent)
    : Card(QString(), parent)
    , m_engine(engine)
{
    setObjectName(QStringLiteral("predictionPanel"));
    setAccessibleName(tr("What the model says"));
    auto* head = new QHBoxLayout;
    m_model = new ElideLabel({}, FontRole::Card, Token::Text, this);
    m_model->setObjectName(QStringLiteral("readerModelName"));
    m_model->setElideMode(Qt::ElideMiddle);
    head->addWidget(m_model, 1);
    m_choose = new Button(tr("Open model…"), ButtonKind::Ghost, QStringLiteral("folder"), this);
    m_choose->setObjectName(QStringLiteral("openModelButton"));
    connect(m_choose, &Button::clicked, this, &PredictionPanel::modelChoiceRequested);
    head->addWidget(m_choose);
    body()->addLayout(head);
    m_notice = new InlineNotice(Tone::Info, this);
    m_notice->setObjectName(QStringLiteral("readerNotice"));
    body()->addWidget(m_notice);

    m_result = new QWidget(this);
    auto* column = new QVBoxLayout(m_result);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    auto* line = new QHBoxLayout;
    line->setSpacing(14);
    m_score = new TextLabel({}, FontRole::Display, Token::Pneu, m_result);
    m_score->setObjectName(QStringLiteral("readerScore"));
    line->addWidget(m_score);
    auto* words = new QVBoxLayout;
    words->setSpacing(1);
    m_called = new ElideLabel({}, FontRole::Card, Token::Text, m_result);
    m_called->setObjectName(QStringLiteral("readerCalled"));
    words->addWidget(m_called);
    m_warning = new TextLabel({}, FontRole::Small, Token::Text2, m_result);
    m_warning->setWordWrap(true);
    words->addWidget(m_warning);
    line->addLayout(words, 1);
    column->addLayout(line);
    m_bar = new ScoreBar(m_result);
    column->addWidget(m_bar);
    m_others = new TextLabel({}, FontRole::Small, Token::Text2, m_result);
    m_others->setWordWrap(true);
    column->addWidget(m_others);
    m_validation = new TextLabel({}, FontRole::Small, Token::Text2, m_result);
    m_validation->setObjectName(QStringLiteral("readerValidation"));
    m_validation->setWordWrap(true);
    column->addWidget(m_validation);
    m_spread = new TextLabel({}, FontRole::Small, Token::Text2, m_result);
    m_spread->setObjectName(QStringLiteral("readerSpread"));
    m_spread->setWordWrap(true);
    m_spread->hide();
    column->addWidget(m_spread);
    m_agreement = new InlineNotice(Tone::Ok, m_result);
    m_agreement->setObjectName(QStringLiteral("readerAgreement"));
    column->addWidget(m_agreement);
    m_time = new TextLabel({}, FontRole::Micro, Token::Text3, m_result);
    column->addWidget(m_time);
    body()->addWidget(m_result);

    connect(&m_engine, &ReadingEngine::modelChanged, this, [this] {
        m_modelError = false;
        m_reading.reset();
        refresh();
    });
    connect(&m_engine, &ReadingEngine::modelFailed, this, [this](const base::Error& error) {
        const QStringList lines = sentenceOf(error).split(QLatin1Char('\n'));
        m_modelError = true;
        refresh();
        m_notice->setContent(
            Tone::Error, tr("The model was not opened: %1").arg(lines.value(0)), lines.value(1));
    });
    connect(&m_engine, &ReadingEngine::readingReady, this, &PredictionPanel::showReading);
    refresh();
}

void PredictionPanel::setLabel(const QString& className)
{
    m_label = className;
    refreshAgreement();
}

void PredictionPanel::setSpread(const QString& text)
{
    m_spread->setText(text);
    m_spread->setVisible(!text.isEmpty());
}

void PredictionPanel::clearReading()
{
    setSpread({});
    m_reading.reset();
    refresh();
}

void PredictionPanel::showFilmError(const base::Error& error)
{
    clearReading();
    const QStringList lines = sentenceOf(error).split(QLatin1Char('\n'));
    m_notice->setContent(
        Tone::Error, tr("The film was not opened: %1").arg(lines.value(0)), lines.value(1));
    m_notice->show();
}

void PredictionPanel::showReading(const std::shared_ptr<const Reading>& reading)
{
    if (reading->error) {
        showFilmError(*reading->error);
        return;
    }
    m_reading = reading;
    const int called = reading->calledClass();
    const bool two = reading->probabilities.size() == 2 && reading->positiveClass >= 0;
    const Token token = Theme::classTextToken(called, reading->positiveClass);
    m_score->setToken(token);
    m_score->setText(percentText(reading->shownScore(),
        reading->shownScore() > 0.995 || reading->shownScore() < 0.005 ? 1 : 0));
    const QString name = displayName(reading->classNames.at(static_cast<std::size_t>(called)));
    m_called->setText(tr("called %1").arg(name));
    m_warning->setText(two ? tr("a score for %1, not this child’s risk")
                                 .arg(displayName(reading->classNames.at(
                                     static_cast<std::size_t>(reading->positiveClass))))
                           : tr("a score, not this child’s risk"));
    m_bar->setScore(reading->shownScore(), reading->threshold, two,
        called == (reading->positiveClass >= 0 ? reading->positiveClass : 1));
    QStringList others;
    for (std::size_t cls = 0; !two && cls < reading->probabilities.size(); ++cls) {
        others += QStringLiteral("%1 %2").arg(displayName(reading->classNames[cls]),
            percentText(static_cast<double>(reading->probabilities[cls]), 1));
    }
    m_others->setText(others.join(QStringLiteral(" · ")));
    m_others->setVisible(!two);
    const QString validation = validationSentence(*reading);
    m_validation->setText(validation);
    m_validation->setVisible(!validation.isEmpty());
    m_time->setText(tr("scored in %1 ms").arg(QLocale().toString(reading->milliseconds, 'f', 1)));
    refresh();
    refreshAgreement();
}

void PredictionPanel::refreshAgreement()
{
    // A model of other classes neither agrees nor disagrees.
    const auto isLabel = [this](const std::string& name) {
        return displayName(name).compare(m_label, Qt::CaseInsensitive) == 0;
    };
    const bool comparable = m_reading != nullptr && std::any_of(m_reading->classNames.begin(),
                                                        m_reading->classNames.end(), isLabel);
    m_agreement->setVisible(comparable);
    if (!comparable) {
        return;
    }
    const QString called =
        displayName(m_reading->classNames.at(static_cast<std::size_t>(m_reading->calledClass())));
    const bool agrees = called.compare(m_label, Qt::CaseInsensitive) == 0;
    m_agreement->setContent(agrees ? Tone::Ok : Tone::Warn,
        agrees ? tr("The label says %1 too").arg(m_label) : tr("The label says %1").arg(m_label),
        agrees ? QString() : tr("Model and label differ: either may be wrong."));
}

void PredictionPanel::refresh()
{
    const QString name = m_engine.modelName();
    m_model->setText(name.isEmpty() || m_modelError ? tr("No model") : name);
    m_result->setVisible(m_reading != nullptr);
    if (m_reading != nullptr) {
        m_notice->hide();
        return;
    }
    m_notice->clearActions();
    m_notice->show();
    if (m_engine.isLoading()) {
        m_notice->setContent(
            Tone::Info, tr("Opening the model"), name, QStringLiteral("hourglass"));
    } else if (!m_engine.hasModel()) {
        m_notice->setContent(Tone::Info, tr("No model yet"),
            tr("The viewer works without one. Train a run in the Lab, or open a model: a run "
               "folder, a Keras file or a Teachable Machine folder."));
        connect(m_notice->addAction(tr("Go to the Lab")), &Button::clicked, this,
            &PredictionPanel::trainRequested);
    } else {
        m_notice->setContent(Tone::Info, tr("Choose a film"),
            tr("Drop one here, or step through the films of the open set."));
    }
}

} // namespace negatoscope::ui
