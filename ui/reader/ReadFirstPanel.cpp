#include "ui/reader/ReadFirstPanel.h"

#include "ui/shell/Theme.h"
#include "ui/widgets/Badge.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Labels.h"

#include <QHBoxLayout>
#include <QSlider>
#include <QVBoxLayout>

#include <algorithm>

namespace negatoscope::ui {

namespace {

constexpr int kUsualConfidence = 70;

} // namespace

ReadFirstPanel::ReadFirstPanel(QWidget* parent)
    : Card(tr("You, before the model"), parent)
{
    setObjectName(QStringLiteral("readFirstPanel"));
    setAccessibleName(tr("You, before the model"));
    auto* table = new IconButton(QStringLiteral("table"), tr("Table of this sitting"), this);
    table->setObjectName(QStringLiteral("sessionButton"));
    connect(table, &IconButton::clicked, this, &ReadFirstPanel::sessionRequested);
    addToTitleEnd(table);

    m_answerRow = new QWidget(this);
    auto* answer = new QHBoxLayout(m_answerRow);
    answer->setContentsMargins(0, 0, 0, 0);
    m_answer = new Badge({}, Tone::Neutral, {}, m_answerRow);
    m_answer->setObjectName(QStringLiteral("readerAnswer"));
    answer->addWidget(m_answer);
    m_answerText = new ElideLabel({}, FontRole::Small, Token::Text2, m_answerRow);
    answer->addWidget(m_answerText, 1);
    body()->addWidget(m_answerRow);

    m_question = new TextLabel({}, FontRole::Small, Token::Text2, this);
    m_question->setWordWrap(true);
    body()->addWidget(m_question);
    m_buttonRow = new QHBoxLayout;
    m_buttonRow->setSpacing(6);
    body()->addLayout(m_buttonRow);

    m_sureRow = new QWidget(this);
    auto* sure = new QHBoxLayout(m_sureRow);
    sure->setContentsMargins(0, 0, 0, 0);
    auto* label = new TextLabel(tr("How sure"), FontRole::Small, Token::Text2, m_sureRow);
    sure->addWidget(label);
    m_sure = new QSlider(Qt::Horizontal, m_sureRow);
    m_sure->setObjectName(QStringLiteral("confidenceSlider"));
    m_sure->setAccessibleName(tr("How sure"));
    m_sure->setRange(50, 100);
    m_sure->setSingleStep(5);
    m_sure->setToolTip(tr("Keys 5 to 9: 50 to 90 percent"));
    sure->addWidget(m_sure, 1);
    m_sureText = new TextLabel({}, FontRole::Small, Token::Text, m_sureRow);
    sure->addWidget(m_sureText);
    body()->addWidget(m_sureRow);

    m_reveal = new Button(tr("Show what the model says"), ButtonKind::Primary, {}, this);
    m_reveal->setObjectName(QStringLiteral("revealButton"));
    m_reveal->setToolTip(tr("Enter"));
    body()->addWidget(m_reveal);
    connect(m_reveal, &Button::clicked, this, &ReadFirstPanel::reveal);
    connect(m_sure, &QSlider::valueChanged, this, &ReadFirstPanel::refresh);
    m_sure->setValue(kUsualConfidence);
    refresh();
}

void ReadFirstPanel::setClasses(const QStringList& names, int positive)
{
    if (names == m_names && positive == m_positive) {
        return;
    }
    m_names = names;
    m_positive = positive;
    qDeleteAll(m_buttons);
    m_buttons.clear();
    for (int i = 0; i < names.size(); ++i) {
        auto* button = new Button(names.at(i), ButtonKind::Secondary, {}, this);
        button->setObjectName(QStringLiteral("readClass%1").arg(i));
        button->setCheckable(true);
        button->setToolTip(tr("Key %1").arg(i + 1));
        button->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
        connect(button, &Button::clicked, this, [this, i] { chooseClass(i); });
        m_buttonRow->addWidget(button, 1);
        m_buttons.append(button);
    }
    askAgain();
}

void ReadFirstPanel::askAgain()
{
    m_chosen = -1;
    m_after = -1;
    m_revealed = false;
    m_box = {};
    m_sure->setValue(kUsualConfidence);
    refresh();
}

void ReadFirstPanel::showAnswer(const QString& className, int confidence, const QString& after)
{
    m_chosen = static_cast<int>(m_names.indexOf(className));
    m_after = static_cast<int>(m_names.indexOf(after));
    m_revealed = m_chosen >= 0;
    m_sure->setValue(confidence);
    refresh();
}

void ReadFirstPanel::setBox(const QRectF& box)
{
    m_box = box;
    refresh();
}

QString ReadFirstPanel::chosenClass() const
{
    return m_names.value(m_chosen);
}

int ReadFirstPanel::confidence() const
{
    return m_sure->value();
}

void ReadFirstPanel::chooseClass(int index)
{
    if (index < 0 || index >= m_names.size()) {
        return;
    }
    if (m_revealed) {
        m_after = index;
        refresh();
        Q_EMIT mindChanged(m_names.at(index));
        return;
    }
    m_chosen = index;
    refresh();
}

void ReadFirstPanel::setConfidence(int percent)
{
    if (!m_revealed) {
        m_sure->setValue(percent);
    }
}

void ReadFirstPanel::reveal()
{
    if (m_revealed || m_chosen < 0) {
        return;
    }
    m_revealed = true;
    m_after = m_chosen;
    refresh();
    Q_EMIT answered();
}

void ReadFirstPanel::refresh()
{
    const QString percent = tr("%1 % sure").arg(m_sure->value());
    m_sureText->setText(percent);
    m_sureRow->setVisible(!m_revealed);
    m_reveal->setVisible(!m_revealed);
    m_reveal->setEnabled(m_chosen >= 0);
    m_answerRow->setVisible(m_revealed);
    const int shown = m_revealed ? m_after : m_chosen;
    for (int i = 0; i < m_buttons.size(); ++i) {
        m_buttons.at(i)->setChecked(i == shown);
        m_buttons.at(i)->setKind(i == shown ? ButtonKind::Primary : ButtonKind::Secondary);
    }
    m_question->setText(m_revealed ? tr("Having seen the model, I say:")
                        : m_names.isEmpty()
                            ? tr("Open a model or a folder with classes to read first.")
                            : tr("Read the film, then choose (keys 1, 2, …); B draws a box."));
    if (m_revealed) {
        m_answer->setText(m_names.value(m_chosen));
        m_answer->setTone(m_chosen == m_positive ? Tone::Pneumonia : Tone::Normal);
        m_answerText->setText(m_box.isEmpty() ? percent : tr("%1, one box").arg(percent));
    }
}

} // namespace negatoscope::ui
