#include "ui/lab/BackboneCard.h"

#include "ui/commands/FreezeDepth.h"
#include "ui/commands/LabDraft.h"
#include "ui/commands/ValueText.h"
#include "ui/lab/FreezeBar.h"
#include "ui/lab/RunText.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Labels.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QLocale>
#include <QPainter>
#include <QVBoxLayout>

namespace negatoscope::ui {

namespace {

class IconLabel final : public QWidget
{
public:
    IconLabel(QString icon, int size, QWidget* parent)
        : QWidget(parent)
        , m_icon(std::move(icon))
        , m_size(size)
    {
        setFixedSize(size, size);
        connect(&Theme::instance(), &Theme::changed, this, [this] { update(); });
    }

protected:
    void paintEvent(QPaintEvent* /*event*/) override
    {
        QPainter painter(this);
        painter.drawPixmap(
            0, 0, Theme::instance().pixmap(m_icon, m_size, Token::Text, devicePixelRatioF()));
    }

private:
    QString m_icon;
    int m_size;
};

} // namespace

BackboneCard::BackboneCard(LabDraft& draft, QWidget* parent)
    : Inset(parent)
    , m_draft(draft)
    , m_alpha(new TextLabel({}, FontRole::Body, Token::Text2))
    , m_badge(new Badge)
    , m_bar(new FreezeBar)
    , m_trained(new TextLabel({}, FontRole::Strong))
    , m_counts(new ElideLabel({}, FontRole::Body, Token::Text2))
    , m_time(new TextLabel({}, FontRole::Strong))
    , m_memory(new TextLabel({}, FontRole::Small, Token::Text2))
    , m_weights(new ElideLabel({}, FontRole::Small, Token::Text2))
{
    setObjectName(QStringLiteral("backboneCard"));
    m_badge->setObjectName(QStringLiteral("cacheBadge"));
    m_counts->setObjectName(QStringLiteral("backboneCountsLabel"));
    m_time->setObjectName(QStringLiteral("secondsPerEpochLabel"));
    m_memory->setObjectName(QStringLiteral("memoryLabel"));
    m_weights->setObjectName(QStringLiteral("weightsLabel"));
    auto* options = new IconButton(QStringLiteral("more"), tr("Backbone and films: all settings"));
    options->setObjectName(QStringLiteral("backboneOptionsButton"));
    options->setFixedHeight(24);
    connect(options, &QToolButton::clicked, this, &BackboneCard::optionsRequested);

    auto* title = new QHBoxLayout;
    title->setSpacing(6);
    title->addWidget(new IconLabel(QStringLiteral("backbone"), 16, this));
    title->addWidget(new TextLabel(QStringLiteral("MobileNetV2"), FontRole::Strong));
    title->addWidget(m_alpha);
    title->addStretch(1);
    title->addWidget(m_badge);

    auto* counts = new QHBoxLayout;
    counts->setSpacing(4);
    counts->addWidget(m_trained);
    counts->addWidget(m_counts, 1);
    counts->addWidget(m_time);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(10, 6, 10, 4);
    layout->setSpacing(2);
    layout->addLayout(title);
    layout->addWidget(m_bar);
    layout->addLayout(counts);
    auto* start = new QHBoxLayout;
    start->addWidget(m_weights, 1);
    start->addWidget(m_memory);
    start->addWidget(options);
    layout->addLayout(start);

    connect(m_bar, &FreezeBar::gestureStarted, this, [this] { m_draft.beginGesture(); });
    connect(m_bar, &FreezeBar::frozenEdited, this,
        [this](int groups) { m_draft.setFrozenGroups(groups); });
    connect(&m_draft, &LabDraft::changed, this, [this](DraftChange change) {
        if (change == DraftChange::Parameters || change == DraftChange::Everything) {
            refresh();
        }
    });
    refresh();
    refreshBadge();
}

void BackboneCard::refresh()
{
    const model::ModelConfig& config = m_draft.config();
    const FreezeDepth depth = freezeDepth(config);
    m_bar->setDepth(depth);
    m_alpha->setText(QStringLiteral("α %1").arg(QLocale().toString(config.alpha, 'g', 4)));
    const QString trained = QLocale().toString(static_cast<qlonglong>(depth.trained));
    const QString total = QLocale().toString(static_cast<qlonglong>(depth.total));
    m_trained->setText(trained);
    m_counts->setText(
        m_compact ? tr("trained", "weights") : tr("of %1 trained", "weights").arg(total));
    m_counts->setToolTip(tr("%1 of %2 weights of the backbone are trained").arg(trained, total));
    const QString source = QString::fromStdString(config.weights);
    const bool file = source.contains(QLatin1Char('/'));
    m_weights->setText(
        tr("Start from: %1").arg(file ? QFileInfo(source).fileName() : choiceText(config.weights)));
    m_weights->setToolTip(source);
}

void BackboneCard::setCompact(bool compact)
{
    m_compact = compact;
    m_alpha->setVisible(!compact); // the badge needs the room; "all settings" has it
    refresh();
    refreshBadge();
}

void BackboneCard::setCacheState(const CacheState& state)
{
    m_cache = state;
    refreshBadge();
}

void BackboneCard::setCost(
    const std::optional<training::CostPrediction>& cost, const QString& detail)
{
    m_featureSeconds = cost ? cost->featureSeconds : 0.0;
    refreshBadge();
    m_time->setVisible(cost.has_value());
    m_memory->setVisible(cost.has_value());
    if (!cost) {
        return;
    }
    const QLocale locale;
    const double seconds = cost->secondsPerEpoch;
    const QString number = seconds < 0.1 ? QStringLiteral("< ") + locale.toString(0.1, 'f', 1)
                                         : QStringLiteral("≈ ") + locale.toString(seconds, 'f',
                                                                      seconds < 10.0 ? 1 : 0);
    m_time->setText(m_compact ? tr("%1 s / ep.").arg(number) : tr("%1 s / epoch").arg(number));
    m_time->setToolTip(detail);
    m_memory->setText(
        tr("%1 GB").arg(locale.toString(static_cast<double>(cost->memoryBytes) / 1e9, 'f', 1)));
    m_memory->setToolTip(tr("Memory that the program will need while it trains"));
}

void BackboneCard::refreshBadge()
{
    switch (m_cache.kind) {
    case CacheState::Kind::Unknown:
        break;
    case CacheState::Kind::Valid:
        m_badge->setText(m_compact ? tr("Cache") : tr("Cache valid"));
        m_badge->setTone(Tone::Ok);
        m_badge->setIconName(QStringLiteral("bolt"));
        break;
    case CacheState::Kind::NotYet:
        m_badge->setText(m_compact ? tr("No cache") : tr("Not cached yet"));
        m_badge->setTone(Tone::Neutral);
        m_badge->setIconName(QStringLiteral("hourglass"));
        break;
    case CacheState::Kind::Live:
        m_badge->setText(tr("Live films"));
        m_badge->setTone(Tone::Neutral);
        m_badge->setIconName({});
        break;
    case CacheState::Kind::WillRebuild:
        m_badge->setText(m_compact || m_featureSeconds < 1.0
                             ? tr("Will rebuild")
                             : tr("Will rebuild · %1").arg(durationText(m_featureSeconds)));
        m_badge->setTone(Tone::Warn);
        m_badge->setIconName(QStringLiteral("hourglass"));
        break;
    case CacheState::Kind::Building:
        m_badge->setText(tr("Cache %1 %").arg(qRound(m_cache.fraction * 100.0)));
        m_badge->setTone(Tone::Accent);
        m_badge->setIconName(QStringLiteral("bolt"));
        break;
    }
    m_badge->setVisible(m_cache.kind != CacheState::Kind::Unknown);
    m_badge->setToolTip(m_cache.reason);
}

void BackboneCard::freezeMore()
{
    m_draft.setFrozenGroups(freezeDepth(m_draft.config()).frozen + 1);
}

void BackboneCard::freezeLess()
{
    const FreezeDepth depth = freezeDepth(m_draft.config());
    m_draft.setFrozenGroups(depth.partial ? depth.frozen : depth.frozen - 1);
}

} // namespace negatoscope::ui
