#pragma once

#include "ui/widgets/Card.h"

#include <QRectF>
#include <QStringList>

#include <optional>

class QHBoxLayout;
class QSlider;

namespace negatoscope::ui {

class Badge;
class Button;
class ElideLabel;
class TextLabel;

/// "You, before the model": class, how sure, and after that the reveal. After it, what was said,
/// and the offer to change one's mind.
class ReadFirstPanel final : public Card
{
    Q_OBJECT

public:
    explicit ReadFirstPanel(QWidget* parent = nullptr);
    void setClasses(const QStringList& names, int positive);
    QStringList classes() const { return m_names; }

    void askAgain(); ///< a new film: nothing is answered yet
    /// The film was read before: shows that answer.
    void showAnswer(const QString& className, int confidence, const QString& after);
    void setBox(const QRectF& box);

    QString chosenClass() const;
    int confidence() const;
    bool isRevealed() const { return m_revealed; }

public Q_SLOTS:
    void chooseClass(int index); ///< before the reveal the answer, after it the changed mind
    void setConfidence(int percent);
    void reveal(); ///< nothing happens before a class is chosen

Q_SIGNALS:
    void answered();                            ///< revealed
    void mindChanged(const QString& className); ///< after the reveal
    void sessionRequested();

private:
    void refresh();

    QStringList m_names;
    int m_positive = -1;
    int m_chosen = -1;
    int m_after = -1;
    bool m_revealed = false;
    QRectF m_box;
    TextLabel* m_question = nullptr;
    QHBoxLayout* m_buttonRow = nullptr;
    QList<Button*> m_buttons;
    QWidget* m_sureRow = nullptr;
    QSlider* m_sure = nullptr;
    TextLabel* m_sureText = nullptr;
    Button* m_reveal = nullptr;
    QWidget* m_answerRow = nullptr;
    Badge* m_answer = nullptr;
    ElideLabel* m_answerText = nullptr;
};

} // namespace negatoscope::ui
