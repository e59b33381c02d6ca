#include "ui/data/SplitCard.h"

#include "ui/data/FilmImage.h"
#include "ui/data/SplitDialog.h"
#include "ui/shell/Theme.h"
#include "ui/widgets/Badge.h"
#include "ui/widgets/Buttons.h"

#include <QLocale>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>

namespace negatoscope::ui {

namespace {

constexpr std::array<Token, 3> kSplitMarks{Token::Train, Token::Val, Token::Test};
constexpr std::array<Token, 3> kSplitTexts{Token::Text, Token::ValText, Token::TestText};

double positiveShare(
    const dataset::DatasetReport::SplitCounts& counts, const dataset::Manifest& manifest)
{
    const auto positive = static_cast<std::size_t>(std::max(0, manifest.positiveClass));
    if (counts.films == 0 || positive >= counts.perClass.size()) {
        return -1.0;
    }
    return static_cast<double>(counts.perClass[positive]) / static_cast<double>(counts.films);
}

} // namespace

SplitCard::SplitCard(AppState& state, QWidget* parent)
    : Card(tr("Split"), parent)
    , m_state(state)
{
    setObjectName(QStringLiteral("splitCard"));
    m_method = new Badge({}, Tone::Neutral, QStringLiteral("patient"), this);
    m_leakage = new Badge({}, Tone::Ok, QStringLiteral("check"), this);
    m_leakage->setObjectName(QStringLiteral("leakageBadge"));
    m_copies = new Badge({}, Tone::Neutral, QStringLiteral("copy"), this);
    addToTitle(m_method);
    addToTitle(m_leakage);
    addToTitle(m_copies);
    m_again = new Button(tr("Split again…"), ButtonKind::Ghost, QStringLiteral("split"), this);
    m_again->setObjectName(QStringLiteral("splitAgainButton"));
    connect(m_again, &Button::clicked, this, &SplitCard::splitAgain);
    addToTitleEnd(m_again);
    m_bars = new SplitBars(this);
    body()->addWidget(m_bars);
}

void SplitCard::setReport(const ManifestPtr& manifest, const ReportPtr& report)
{
    m_manifest = manifest;
    m_bars->setReport(manifest, report);
    m_again->setEnabled(manifest != nullptr && m_state.job() == std::nullopt);
    m_method->setVisible(report != nullptr);
    m_leakage->setVisible(report != nullptr);
    m_copies->setVisible(report != nullptr && !report->exactDuplicates.empty());
    if (report == nullptr) {
        return;
    }
    m_method->setText(manifest->splitFromFolders ? tr("by folder") : tr("by patient"));
    m_method->setIconName(
        manifest->splitFromFolders ? QStringLiteral("folder") : QStringLiteral("patient"));
    const auto leaks = static_cast<int>(
        report->patientsAcrossSplits.size() + report->duplicatesAcrossSplits.size());
    if (leaks == 0) {
        m_leakage->setTone(Tone::Ok);
        m_leakage->setIconName(QStringLiteral("check"));
        m_leakage->setText(tr("no patient in two splits"));
    } else {
        m_leakage->setTone(Tone::Error);
        m_leakage->setIconName(QStringLiteral("link"));
        m_leakage->setText(report->patientsAcrossSplits.empty()
                               ? tr("%n films in two splits", nullptr, leaks)
                               : tr("%n patients in two splits", nullptr,
                                     static_cast<int>(report->patientsAcrossSplits.size())));
    }
    int copies = 0;
    for (const auto& group : report->exactDuplicates) {
        copies += static_cast<int>(group.size()) - 1;
    }
    m_copies->setText(tr("%n identical copies", nullptr, copies));
}

void SplitCard::splitAgain()
{
    auto* dialog = new SplitDialog(m_state, this);
    dialog->open();
}

SplitBars::SplitBars(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&Theme::instance(), &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

void SplitBars::setReport(const ManifestPtr& manifest, const ReportPtr& report)
{
    m_manifest = manifest;
    m_report = report;
    QStringList rows;
    if (report != nullptr) {
        const QLocale locale;
        for (const auto& counts : report->splits) {
            rows += tr("%1: %2 films of %3 patients")
                        .arg(splitLabel(counts.split),
                            locale.toString(static_cast<qulonglong>(counts.films)),
                            locale.toString(static_cast<qulonglong>(counts.patients)));
        }
    }
    setAccessibleName(tr("Films per split"));
    setAccessibleDescription(rows.join(QStringLiteral("; ")));
    update();
}

QSize SplitBars::sizeHint() const
{
    return {600, Theme::instance().px(16 + 3 * 24)};
}

QSize SplitBars::minimumSizeHint() const
{
    return {360, sizeHint().height()};
}

void SplitBars::paintBar(QPainter& painter, const QRectF& area,
    const dataset::DatasetReport::SplitCounts& counts, std::size_t largest) const
{
    const Theme& theme = Theme::instance();
    const QLocale locale;
    double x = area.left();
    const double scale = area.width() / static_cast<double>(std::max<std::size_t>(largest, 1));
    QStringList outside;
    bool fits = true;
    QFont strong = theme.font(FontRole::Label);
    strong.setWeight(QFont::DemiBold);
    painter.setFont(strong);
    for (std::size_t cls = 0; cls < counts.perClass.size(); ++cls) {
        const QString text = displayName(m_manifest->classNames[cls]) + QLatin1Char(' ') +
                             locale.toString(static_cast<qulonglong>(counts.perClass[cls]));
        outside += locale.toString(static_cast<qulonglong>(counts.perClass[cls]));
        fits = fits && painter.fontMetrics().horizontalAdvance(text) + 14 <
                           static_cast<double>(counts.perClass[cls]) * scale;
    }
    for (std::size_t cls = 0; cls < counts.perClass.size(); ++cls) {
        const double w = std::max(3.0, static_cast<double>(counts.perClass[cls]) * scale - 2.0);
        const bool positive =
            Theme::classToken(static_cast<int>(cls), m_manifest->positiveClass) == Token::Pneu;
        const QRectF bar(x, area.top(), w, area.height());
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.color(positive ? Token::Pneu : Token::Normal));
        painter.drawRoundedRect(bar, 4, 4);
        if (fits) {
            painter.setPen(theme.color(positive ? Token::OnPneu : Token::OnNormal));
            painter.drawText(bar.adjusted(8, 0, -4, 0), Qt::AlignLeft | Qt::AlignVCenter,
                displayName(m_manifest->classNames[cls]) + QLatin1Char(' ') +
                    locale.toString(static_cast<qulonglong>(counts.perClass[cls])));
        }
        x += w + 2.0;
    }
    if (!fits) {
        painter.setFont(theme.font(FontRole::Label));
        painter.setPen(theme.color(Token::Text2));
        painter.drawText(QRectF(x + 6, area.top(), 200, area.height()),
            Qt::AlignLeft | Qt::AlignVCenter, outside.join(QStringLiteral(" · ")));
    }
}

void SplitBars::paintEvent(QPaintEvent*)
{
    if (m_report == nullptr) {
        return;
    }
    const Theme& theme = Theme::instance();
    const QLocale locale;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double right = width();
    const double column = theme.px(72);
    painter.setFont(theme.font(FontRole::Label));
    painter.setPen(theme.color(Token::Text3));
    const std::array<QString, 3> heads{tr("films"), tr("patients"), tr("positive")};
    const auto columnRect = [&](int index, double y, double h) {
        return QRectF(right - column * (3 - index), y, column, h);
    };
    for (int i = 0; i < 3; ++i) {
        painter.drawText(columnRect(i, 0, theme.px(14)), Qt::AlignRight | Qt::AlignVCenter,
            heads[static_cast<std::size_t>(i)]);
    }
    std::size_t largest = 1;
    for (const auto& counts : m_report->splits) {
        largest = std::max(largest, counts.films);
    }
    double y = theme.px(16);
    const double rowHeight = theme.px(24);
    for (std::size_t row = 0; row < dataset::kSplits.size(); ++row) {
        const auto found = std::find_if(m_report->splits.begin(), m_report->splits.end(),
            [&](const auto& counts) { return counts.split == dataset::kSplits[row]; });
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.color(kSplitMarks[row]));
        painter.drawRoundedRect(QRectF(0, y + rowHeight / 2 - 5, 10, 10), 3, 3);
        painter.setFont(theme.font(FontRole::Strong));
        painter.setPen(theme.color(kSplitTexts[row]));
        painter.drawText(QRectF(16, y, theme.px(92), rowHeight), Qt::AlignLeft | Qt::AlignVCenter,
            splitLabel(dataset::kSplits[row]));
        if (found != m_report->splits.end() && found->films > 0) {
            const double left = theme.px(108);
            paintBar(painter, QRectF(left, y + 3, right - 3 * column - left - 8, rowHeight - 6),
                *found, largest);
            painter.setFont(theme.font(FontRole::Strong));
            painter.setPen(theme.color(Token::Text));
            const double share = positiveShare(*found, *m_manifest);
            const std::array<QString, 3> cells{
                locale.toString(static_cast<qulonglong>(found->films)),
                locale.toString(static_cast<qulonglong>(found->patients)),
                share < 0.0 ? QStringLiteral("–")
                            : locale.toString(100.0 * share, 'f', 1) + QStringLiteral("\u202f%")};
            for (int i = 0; i < 3; ++i) {
                painter.drawText(columnRect(i, y, rowHeight), Qt::AlignRight | Qt::AlignVCenter,
                    cells[static_cast<std::size_t>(i)]);
            }
        }
        y += rowHeight;
    }
}

} // namespace negatoscope::ui
