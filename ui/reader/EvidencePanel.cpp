#include "ui/reader/EvidencePanel.h"

#include "core/explain/Agreement.h"
#include "ui/data/FilmImage.h"
#include "ui/reader/FilmViewer.h"
#include "ui/shell/AppState.h"
#include "ui/shell/Theme.h"
#include "ui/widgets/Badge.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Labels.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLocale>
#include <QSlider>
#include <QVBoxLayout>

#include <algorithm>

namespace negatoscope::ui {

namespace {

constexpr int kUsualStrength = 62;

QString number(double value)
{
    return QLocale().toString(value, 'f', 2);
}

QString percent(double share)
{
    return QLocale().toString(100.0 * share, 'f', 1) + QStringLiteral("\u202f%");
}

} // namespace

EvidencePanel::EvidencePanel(ReadingEngine& engine, QWidget* parent)
    : Card(tr("What moved the score"), parent)
    , m_engine(engine)
{
    setObjectName(QStringLiteral("evidencePanel"));
    setAccessibleName(tr("What moved the score"));
    buildMethod();
    buildLook();
    buildDoubt();
    buildCover();
    connect(&m_engine, &ReadingEngine::evidenceReady, this, &EvidencePanel::showEvidence);
    connect(&m_engine, &ReadingEngine::modelChanged, this, [this] {
        if (!m_engine.scramble()) {
            const QSignalBlocker quiet(m_scramble);
            m_scramble->setCurrentIndex(0);
        }
    });
    refresh();
}

void EvidencePanel::buildMethod()
{
    m_method = new QComboBox(this);
    m_method->setObjectName(QStringLiteral("mapMethod"));
    m_method->setAccessibleName(tr("Method of the map"));
    m_method->addItem(
        QStringLiteral("HiResCAM"), static_cast<int>(explain::HeatMapMethod::HiResCam));
    m_method->addItem(
        QStringLiteral("Grad-CAM"), static_cast<int>(explain::HeatMapMethod::GradCam));
    m_method->addItem(tr("LayerCAM, finer"), static_cast<int>(explain::HeatMapMethod::LayerCam));
    m_method->addItem(tr("Covering test"), static_cast<int>(explain::HeatMapMethod::Occlusion));
    connect(m_method, &QComboBox::currentIndexChanged, this, [this] {
        m_engine.setMethod(static_cast<explain::HeatMapMethod>(m_method->currentData().toInt()));
    });
    addToTitleEnd(m_method);
}

void EvidencePanel::buildLook()
{
    auto* strength = new QHBoxLayout;
    m_show = new QCheckBox(tr("Map"), this);
    m_show->setObjectName(QStringLiteral("mapShown"));
    m_show->setChecked(true);
    m_show->setToolTip(tr("Show or hide the map (H)"));
    strength->addWidget(m_show);
    m_strength = new QSlider(Qt::Horizontal, this);
    m_strength->setObjectName(QStringLiteral("mapStrength"));
    m_strength->setAccessibleName(tr("Strength of the map"));
    m_strength->setRange(0, 100);
    m_strength->setValue(kUsualStrength);
    strength->addWidget(m_strength, 1);
    m_strengthText = new TextLabel({}, FontRole::Small, Token::Text, this);
    strength->addWidget(m_strengthText);
    body()->addLayout(strength);
    auto* signs = new QHBoxLayout;
    m_bothSigns = new QCheckBox(tr("both signs"), this);
    m_bothSigns->setObjectName(QStringLiteral("mapBothSigns"));
    m_bothSigns->setChecked(true);
    signs->addWidget(m_bothSigns);
    m_cells = new QCheckBox(tr("raw cells"), this);
    m_cells->setObjectName(QStringLiteral("mapCells"));
    signs->addWidget(m_cells);
    signs->addStretch(1);
    body()->addLayout(signs);
    connect(m_strength, &QSlider::valueChanged, this, [this] {
        refresh();
        Q_EMIT viewChanged();
    });
    for (QCheckBox* box : {m_show, m_bothSigns, m_cells}) {
        connect(box, &QCheckBox::toggled, this, &EvidencePanel::viewChanged);
    }
}

void EvidencePanel::buildDoubt()
{
    auto* agreement = new QHBoxLayout;
    m_agreement = new TextLabel({}, FontRole::Small, Token::Text2, this);
    m_agreement->setObjectName(QStringLiteral("mapAgreement"));
    agreement->addWidget(m_agreement, 1);
    m_agreementWord = new Badge({}, Tone::Neutral, {}, this);
    m_agreementWord->setObjectName(QStringLiteral("mapAgreementWord"));
    agreement->addWidget(m_agreementWord);
    body()->addLayout(agreement);
    auto* row = new QHBoxLayout;
    m_scramble = new QComboBox(this);
    m_scramble->setObjectName(QStringLiteral("mapScramble"));
    m_scramble->setAccessibleName(tr("Scramble the model"));
    m_scramble->setToolTip(
        tr("Randomises the model from the top down: a map that stays the same does not come from "
           "what was learned"));
    m_scramble->addItem(tr("Model as learned"), -1);
    for (const explain::ScrambleDepth depth : explain::kScrambleDepths) {
        m_scramble->addItem(
            tr("Scrambled: %1")
                .arg(depth == explain::ScrambleDepth::Head ? tr("head")
                     : depth == explain::ScrambleDepth::Everything
                         ? tr("everything")
                         : tr("down to %1").arg(QString::fromLatin1(explain::scrambleName(depth)))),
            static_cast<int>(depth));
    }
    m_scramble->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    connect(m_scramble, &QComboBox::currentIndexChanged, this, [this] {
        const int depth = m_scramble->currentData().toInt();
        m_engine.setScramble(depth < 0 ? std::optional<explain::ScrambleDepth>()
                                       : static_cast<explain::ScrambleDepth>(depth));
    });
    row->addWidget(m_scramble, 1);
    m_other = new Button(tr("Other run…"), ButtonKind::Ghost, {}, this);
    m_other->setObjectName(QStringLiteral("otherRunButton"));
    m_other->setToolTip(tr("The same film read by another run or seed"));
    connect(m_other, &Button::clicked, this, &EvidencePanel::otherModelRequested);
    row->addWidget(m_other);
    body()->addLayout(row);
    m_caption = new TextLabel({}, FontRole::Small, Token::Text2, this);
    m_caption->setObjectName(QStringLiteral("mapCaption"));
    m_caption->setWordWrap(true);
    body()->addWidget(m_caption);
}

void EvidencePanel::buildCover()
{
    auto* row = new QHBoxLayout;
    m_brush = new QComboBox(this);
    m_brush->setObjectName(QStringLiteral("brushKind"));
    m_brush->setAccessibleName(tr("What the brush does"));
    m_brush->addItem(tr("Paint over"));
    m_brush->addItem(tr("Blur"));
    connect(m_brush, &QComboBox::currentIndexChanged, this, &EvidencePanel::brushChanged);
    row->addWidget(m_brush);
    m_marker = new Button(tr("Erase the marker"), ButtonKind::Secondary, {}, this);
    m_marker->setObjectName(QStringLiteral("eraseMarkerButton"));
    m_marker->setToolTip(tr("Covers the letter that tells left from right, and scores again"));
    connect(m_marker, &Button::clicked, this, &EvidencePanel::eraseMarkerRequested);
    row->addWidget(m_marker, 1);
    m_uncover = new Button(tr("Uncover"), ButtonKind::Ghost, {}, this);
    m_uncover->setObjectName(QStringLiteral("uncoverButton"));
    connect(m_uncover, &Button::clicked, this, &EvidencePanel::uncoverRequested);
    row->addWidget(m_uncover);
    body()->addLayout(row);
    m_covered = new TextLabel({}, FontRole::Small, Token::Text, this);
    m_covered->setObjectName(QStringLiteral("coveredScore"));
    m_covered->setWordWrap(true);
    body()->addWidget(m_covered);
}

void EvidencePanel::clearEvidence()
{
    m_evidence.reset();
    m_covered->clear();
    m_covered->hide();
    m_uncover->setEnabled(false);
    refresh();
    Q_EMIT viewChanged();
}

void EvidencePanel::showEvidence(const EvidencePtr& evidence)
{
    m_evidence = evidence;
    refresh();
    Q_EMIT viewChanged();
}

EvidenceView EvidencePanel::view() const
{
    EvidenceView view;
    if (m_evidence == nullptr || m_evidence->error || !m_show->isChecked()) {
        return view;
    }
    view.cells = m_evidence->map.cells;
    view.grid = m_evidence->map.grid;
    view.preprocessing = m_evidence->preprocessing;
    view.opacity = m_strength->value() / 100.0;
    view.smooth = !m_cells->isChecked();
    view.bothSigns =
        m_bothSigns->isChecked() && m_evidence->method != explain::HeatMapMethod::LayerCam;
    if (const ReadingPtr& reading = m_engine.reading(); reading != nullptr) {
        const auto positive = static_cast<std::size_t>(std::max(reading->positiveClass, 0));
        view.positiveName = displayName(reading->classNames.at(positive));
        view.negativeName = reading->classNames.size() == 2
                                ? displayName(reading->classNames.at(1 - positive))
                                : tr("the others");
    }
    return view;
}

void EvidencePanel::setCovered(double score, double before, double milliseconds, int strokes)
{
    m_uncover->setEnabled(strokes > 0);
    m_covered->setVisible(strokes > 0);
    m_covered->setText(
        tr("Covered: %1 (was %2), in %3 ms")
            .arg(percent(score), percent(before), QLocale().toString(milliseconds, 'f', 0)));
}

bool EvidencePanel::blurs() const
{
    return m_brush->currentIndex() == 1;
}

void EvidencePanel::toggleShown()
{
    m_show->toggle();
}

/// What is true of this map.
QString EvidencePanel::statement() const
{
    const explain::HeatMap& map = m_evidence->map;
    switch (map.method) {
    case explain::HeatMapMethod::LayerCam:
        return tr(
            "LayerCAM has cells of half the size and shows only what speaks for the class; it "
            "does not add up to the score.");
    case explain::HeatMapMethod::Occlusion:
        return tr("Each place shows how far the score falls when it is covered; it does not add up "
                  "to the score.");
    default:
        break;
    }
    return map.addsUp ? tr("The cells add up to %1, the score %2 less the bias %3 (in logits).")
                            .arg(number(map.sum), number(map.logit), number(map.bias))
                      : tr("The cells add up to %1, but the score less the bias is %2 (in logits): "
                           "the map "
                           "does not add up to the score.")
                            .arg(number(map.sum), number(map.logit - map.bias));
}

void EvidencePanel::refresh()
{
    m_strengthText->setText(QStringLiteral("%1\u202f%").arg(m_strength->value()));
    const bool defined = m_evidence != nullptr && !m_evidence->error;
    m_cells->setText(
        defined
            ? tr("%1 × %2 cells").arg(m_evidence->map.cells.rows).arg(m_evidence->map.cells.cols)
            : tr("raw cells"));
    const bool agrees = defined && m_evidence->agreement.has_value();
    m_agreementWord->setVisible(agrees);
    if (agrees) {
        const double rho = *m_evidence->agreement;
        m_agreement->setText(tr("Agrees with covering test: ρ %1").arg(number(rho)));
        const auto word = explain::agreementWord(rho);
        m_agreementWord->setText(word == explain::AgreementWord::Disagree ? tr("they disagree")
                                 : word == explain::AgreementWord::Fair   ? tr("fair")
                                                                          : tr("good"));
        m_agreementWord->setTone(word == explain::AgreementWord::Disagree ? Tone::Warn
                                 : word == explain::AgreementWord::Fair   ? Tone::Neutral
                                                                          : Tone::Ok);
    } else {
        m_agreement->setText(!defined                ? QString()
                             : m_evidence->scrambled ? tr("A scrambled model’s map")
                             : m_evidence->method == explain::HeatMapMethod::Occlusion
                                 ? tr("This is the covering test itself")
                                 : tr("Covering test under way…"));
    }
    QString caption = tr("The map shows what moved this model’s score, not where the disease is.");
    if (m_evidence != nullptr) {
        caption +=
            QLatin1Char(' ') + (m_evidence->error ? sentenceOf(*m_evidence->error) : statement());
        if (m_evidence->scrambled) {
            caption += QLatin1Char(' ') + tr("If it looks as before, it did not come from what was "
                                             "learned.");
        }
    }
    m_caption->setText(caption);
}

} // namespace negatoscope::ui
