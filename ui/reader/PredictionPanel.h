#pragma once

#include "ui/reader/ReadingEngine.h"
#include "ui/widgets/Card.h"

namespace negatoscope::ui {

class Button;
class ElideLabel;
class InlineNotice;
class ScoreBar;
class TextLabel;

/// What the model says about the film: the class, the score and its threshold, and the sentence
/// that a score is not a risk.
class PredictionPanel final : public Card
{
    Q_OBJECT

public:
    explicit PredictionPanel(ReadingEngine& engine, QWidget* parent = nullptr);
    /// The label of the film as its folder gives it; empty = unknown.
    void setLabel(const QString& className);
    void showReading(const std::shared_ptr<const Reading>& reading);
    void showFilmError(const base::Error& error);
    void clearReading();
    /// What other runs and seeds say about the same film; empty hides the line.
    void setSpread(const QString& text);

Q_SIGNALS:
    void modelChoiceRequested();
    void trainRequested();

private:
    void refresh();
    void refreshAgreement();

    ReadingEngine& m_engine;
    std::shared_ptr<const Reading> m_reading;
    QString m_label;
    ElideLabel* m_model = nullptr;
    Button* m_choose = nullptr;
    InlineNotice* m_notice = nullptr;
    QWidget* m_result = nullptr;
    TextLabel* m_score = nullptr;
    ElideLabel* m_called = nullptr;
    TextLabel* m_warning = nullptr;
    ScoreBar* m_bar = nullptr;
    TextLabel* m_others = nullptr;
    TextLabel* m_validation = nullptr;
    TextLabel* m_spread = nullptr;
    InlineNotice* m_agreement = nullptr;
    TextLabel* m_time = nullptr;
    bool m_modelError = false;
};

/// The score on a bar from 0 to 100 with the mark of the threshold.
class ScoreBar final : public QWidget
{
    Q_OBJECT

public:
    explicit ScoreBar(QWidget* parent = nullptr);
    void setScore(double score, double threshold, bool hasThreshold, bool positive);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    double m_score = 0.0;
    double m_threshold = 0.5;
    bool m_hasThreshold = true;
    bool m_positive = true;
};

} // namespace negatoscope::ui
