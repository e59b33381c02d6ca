#pragma once

#include "ui/reader/ReadingEngine.h"
#include "ui/widgets/Card.h"

class QCheckBox;
class QComboBox;
class QSlider;

namespace negatoscope::ui {

class Badge;
class Button;
class TextLabel;
struct EvidenceView;

/// "What moved the score": method, strength, signs, cells; how far it agrees with the covering
/// test; scrambling; what is true of the map; and the covering brush's score.
class EvidencePanel final : public Card
{
    Q_OBJECT

public:
    explicit EvidencePanel(ReadingEngine& engine, QWidget* parent = nullptr);

    void clearEvidence();
    /// How the map is to be laid over the film; no cells: not at all.
    EvidenceView view() const;
    void setCovered(double score, double before, double milliseconds, int strokes);
    bool blurs() const;

public Q_SLOTS:
    void toggleShown();

Q_SIGNALS:
    void viewChanged();
    void eraseMarkerRequested();
    void uncoverRequested();
    void brushChanged();
    void otherModelRequested();

private:
    void buildMethod();
    void buildLook();
    void buildDoubt();
    void buildCover();
    void showEvidence(const EvidencePtr& evidence);
    void refresh();
    QString statement() const;

    ReadingEngine& m_engine;
    EvidencePtr m_evidence;
    QComboBox* m_method = nullptr;
    QCheckBox* m_show = nullptr;
    QSlider* m_strength = nullptr;
    TextLabel* m_strengthText = nullptr;
    QCheckBox* m_bothSigns = nullptr;
    QCheckBox* m_cells = nullptr;
    TextLabel* m_agreement = nullptr;
    Badge* m_agreementWord = nullptr;
    QComboBox* m_scramble = nullptr;
    Button* m_other = nullptr;
    TextLabel* m_caption = nullptr;
    QComboBox* m_brush = nullptr;
    Button* m_marker = nullptr;
    Button* m_uncover = nullptr;
    TextLabel* m_covered = nullptr;
};

} // namespace negatoscope::ui
