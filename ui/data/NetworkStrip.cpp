#include "ui/data/NetworkStrip.h"

#include "core/image/Augmentation.h"
#include "ui/data/FilmImage.h"
#include "ui/shell/Background.h"
#include "ui/shell/Theme.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Labels.h"
#include "ui/widgets/SegmentedControl.h"

#include <QLocale>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace negatoscope::ui {

namespace {

constexpr int kOriginalSide = 400;
constexpr int kAugmented = 3;

image::ResizePolicy policyOf(int segment)
{
    switch (segment) {
    case 0:
        return image::ResizePolicy::Letterbox;
    case 1:
        return image::ResizePolicy::Crop;
    default:
        return image::ResizePolicy::Stretch;
    }
}

std::shared_ptr<const NetworkView> computeView(
    const std::filesystem::path& path, const image::Preprocessing& preprocessing, quint64 seed)
{
    auto view = std::make_shared<NetworkView>();
    const auto film = image::decodeFilm(path);
    if (!film) {
        view->error = displayName(base::toSentence(film.error()));
        return view;
    }
    const QImage whole = toImage(film->pixels);
    view->original =
        whole.scaled(kOriginalSide, kOriginalSide, Qt::KeepAspectRatio, Qt::SmoothTransformation);
    const double ratio = static_cast<double>(std::min(whole.width(), whole.height())) /
                         std::max(whole.width(), whole.height());
    view->lost = 1.0 - ratio;
    const cv::Mat resized = image::resizeToInput(*film, preprocessing);
    view->fitted = toImage(resized);
    std::vector<float> scaled(preprocessing.valuesPerFilm());
    image::scaleToNetwork(resized, scaled);
    double sum = 0.0;
    for (const float value : scaled) {
        sum += static_cast<double>(value);
        const double place =
            (static_cast<double>(value) + 1.0) / 2.0 * static_cast<double>(view->histogram.size());
        ++view->histogram[static_cast<std::size_t>(
            std::clamp(place, 0.0, static_cast<double>(view->histogram.size()) - 1.0))];
    }
    view->mean = sum / static_cast<double>(scaled.size());
    for (int i = 0; i < kAugmented; ++i) {
        const image::Augmentation augmentation =
            i == 0 ? image::Augmentation::mild() : image::Augmentation::strong();
        view->augmented.append(toImage(image::augmentedView(
            resized, augmentation, seed * kAugmented + static_cast<quint64>(i))));
    }
    return view;
}

} // namespace

NetworkSteps::NetworkSteps(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("What the network sees"));
    connect(&Theme::instance(), &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

void NetworkSteps::setView(
    const std::shared_ptr<const NetworkView>& view, image::ResizePolicy policy, int side)
{
    m_view = view;
    m_policy = policy;
    m_side = side;
    setAccessibleDescription(
        view == nullptr ? QString()
                        : tr("original, fitted to %1 pixels, grey three times, scaled to −1 to 1 "
                             "with mean %2, augmented samples")
                              .arg(side)
                              .arg(QLocale().toString(view->mean, 'f', 2)));
    update();
}

QSize NetworkSteps::sizeHint() const
{
    return {640, Theme::instance().px(128)};
}

QSize NetworkSteps::minimumSizeHint() const
{
    return {360, sizeHint().height()};
}

void NetworkSteps::paintCaption(
    QPainter& painter, double x, double w, const QString& head, const QString& foot) const
{
    const Theme& theme = Theme::instance();
    painter.setFont(theme.font(FontRole::Label));
    painter.setPen(theme.color(Token::Text));
    QFont strong = painter.font();
    strong.setWeight(QFont::DemiBold);
    painter.setFont(strong);
    painter.drawText(QRectF(x, 0, w, theme.px(16)), Qt::AlignLeft | Qt::AlignVCenter,
        painter.fontMetrics().elidedText(head, Qt::ElideRight, static_cast<int>(w)));
    painter.setFont(theme.font(FontRole::Micro));
    painter.setPen(theme.color(Token::Text2));
    painter.drawText(QRectF(x, height() - theme.px(15), w, theme.px(15)),
        Qt::AlignLeft | Qt::AlignVCenter,
        painter.fontMetrics().elidedText(foot, Qt::ElideRight, static_cast<int>(w)));
}

void NetworkSteps::paintOriginal(QPainter& painter, const QRectF& area) const
{
    const Theme& theme = Theme::instance();
    painter.fillRect(area, theme.color(Token::Film));
    painter.drawImage(area, m_view->original);
    if (m_policy == image::ResizePolicy::Crop) {
        // What the crop loses.
        QBrush hatch(theme.color(Token::WarnFill), Qt::BDiagPattern);
        const bool wide = area.width() > area.height();
        const double cut = std::abs(area.width() - area.height()) / 2.0;
        const QRectF first = wide ? QRectF(area.left(), area.top(), cut, area.height())
                                  : QRectF(area.left(), area.top(), area.width(), cut);
        const QRectF second = wide ? QRectF(area.right() - cut, area.top(), cut, area.height())
                                   : QRectF(area.left(), area.bottom() - cut, area.width(), cut);
        for (const QRectF& lost : {first, second}) {
            painter.fillRect(lost, theme.color(Token::WarnFill, 0.35));
            painter.fillRect(lost, hatch);
        }
    }
}

void NetworkSteps::paintStack(QPainter& painter, const QRectF& area) const
{
    const Theme& theme = Theme::instance();
    const double side = area.height() - 10.0;
    for (int i = 2; i >= 0; --i) {
        const QRectF layer(area.left() + i * 5.0, area.top() + (2 - i) * 5.0, side, side);
        painter.drawImage(layer, m_view->fitted);
        painter.setOpacity(1.0);
        painter.setPen(QPen(theme.color(Token::FilmEdge), 1));
        painter.setBrush(i > 0 ? QBrush(theme.color(Token::Shadow, 0.25 * i)) : QBrush());
        painter.drawRect(layer);
    }
}

void NetworkSteps::paintHistogram(QPainter& painter, const QRectF& area) const
{
    const Theme& theme = Theme::instance();
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.color(Token::Inset));
    painter.drawRoundedRect(area, 5, 5);
    const double axis = theme.px(14);
    const QRectF plot = area.adjusted(8, 8, -8, -axis);
    const int highest =
        std::max(1, *std::max_element(m_view->histogram.begin(), m_view->histogram.end()));
    const double w = plot.width() / static_cast<double>(m_view->histogram.size());
    painter.setBrush(theme.color(Token::Text3));
    for (std::size_t i = 0; i < m_view->histogram.size(); ++i) {
        const double h = plot.height() * std::sqrt(static_cast<double>(m_view->histogram[i]) /
                                                   static_cast<double>(highest));
        painter.drawRect(QRectF(plot.left() + static_cast<double>(i) * w, plot.bottom() - h,
            std::max(1.0, w - 0.6), h));
    }
    painter.setFont(theme.font(FontRole::Micro));
    painter.setPen(theme.color(Token::Text3));
    const QRectF labels(area.left() + 5, plot.bottom(), area.width() - 10, axis);
    painter.drawText(labels, Qt::AlignLeft | Qt::AlignVCenter, QStringLiteral("−1"));
    painter.drawText(labels, Qt::AlignHCenter | Qt::AlignVCenter, QStringLiteral("0"));
    painter.drawText(labels, Qt::AlignRight | Qt::AlignVCenter, QStringLiteral("1"));
}

void NetworkSteps::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::instance();
    QPainter painter(this);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    const double top = theme.px(20);
    const double tall = height() - top - theme.px(19);
    if (m_view == nullptr || !m_view->error.isEmpty()) {
        painter.setFont(theme.font(FontRole::Body));
        painter.setPen(theme.color(Token::Text3));
        painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap,
            m_view == nullptr ? tr("Choose a film to see every step from file to network.")
                              : m_view->error);
        return;
    }
    const QLocale locale;
    const double gap = theme.px(20);
    double x = 0.0;
    const auto arrow = [&] {
        painter.drawPixmap(QPointF(x + gap / 2 - 7, top + tall / 2 - 7),
            theme.pixmap(QStringLiteral("chevron-r"), 14, Token::Text3, devicePixelRatioF()));
        x += gap;
    };
    const QSizeF original =
        QSizeF(m_view->original.size()).scaled(QSizeF(tall * 1.5, tall), Qt::KeepAspectRatio);
    paintOriginal(painter, QRectF(x, top, original.width(), original.height()));
    paintCaption(painter, x, std::max(original.width(), 84.0), tr("1  Original"),
        m_policy == image::ResizePolicy::Crop
            ? tr("a centre crop loses %1 %").arg(locale.toString(100.0 * m_view->lost, 'f', 0))
            : tr("as stored"));
    x += std::max(original.width(), 84.0);
    arrow();
    painter.drawImage(QRectF(x, top, tall, tall), m_view->fitted);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme.color(Token::Accent), 2));
    painter.drawRect(QRectF(x, top, tall, tall));
    const QString policy = m_policy == image::ResizePolicy::Letterbox ? tr("Letterbox")
                           : m_policy == image::ResizePolicy::Crop    ? tr("Centre crop")
                                                                      : tr("Squash");
    paintCaption(painter, x, tall, QStringLiteral("2  ") + policy,
        tr("%1 px, %2")
            .arg(m_side)
            .arg(m_policy == image::ResizePolicy::Stretch ? tr("shape lost") : tr("shape kept")));
    x += tall;
    arrow();
    paintStack(painter, QRectF(x, top, tall, tall));
    paintCaption(painter, x, tall, tr("3  Grey, 3 times"), tr("same film 3 ×"));
    x += tall;
    arrow();
    paintHistogram(painter, QRectF(x, top, tall, tall));
    paintCaption(painter, x, tall, tr("4  Scaled −1 … 1"),
        tr("mean %1").arg(locale.toString(m_view->mean, 'f', 2).replace('-', QChar(0x2212))));
    x += tall;
    arrow();
    const double start = x;
    for (const QImage& picture : m_view->augmented) {
        if (x + tall <= width()) {
            painter.drawImage(QRectF(x, top, tall, tall), picture);
            x += tall + 6;
        }
    }
    paintCaption(painter, start, std::max(0.0, width() - start), tr("5  Augmented, training only"),
        tr("flip · turn, zoom · frame blanked · contrast"));
}

NetworkStrip::NetworkStrip(AppState& state, QWidget* parent)
    : Card(tr("What the network sees"), parent)
    , m_state(state)
{
    setObjectName(QStringLiteral("networkStrip"));
    addToTitle(new ElideLabel(tr("of the selected film"), FontRole::Small, Token::Text2, this));
    m_policy = new SegmentedControl(this);
    m_policy->setObjectName(QStringLiteral("resizePolicy"));
    m_policy->setAccessibleName(tr("How films are fitted"));
    m_policy->addSegment(tr("Letterbox"));
    m_policy->addSegment(tr("Centre crop"));
    m_policy->addSegment(tr("Squash"));
    m_policy->setCurrentIndex(2);
    connect(m_policy, &SegmentedControl::currentChanged, this, &NetworkStrip::compute);
    addToTitleEnd(m_policy);
    auto* dice = new IconButton(QStringLiteral("dice"), tr("Other samples"), this);
    connect(dice, &IconButton::clicked, this, [this] {
        ++m_seed;
        compute();
    });
    addToTitleEnd(dice);
    m_steps = new NetworkSteps(this);
    body()->addWidget(m_steps);
}

void NetworkStrip::setFilm(const QString& path)
{
    m_path = path;
    compute();
}

void NetworkStrip::compute()
{
    const int ticket = ++m_ticket;
    image::Preprocessing preprocessing;
    preprocessing.policy = policyOf(m_policy->currentIndex());
    preprocessing.interpolation = image::Interpolation::Area;
    if (m_path.isEmpty()) {
        m_steps->setView(nullptr, preprocessing.policy, preprocessing.width);
        return;
    }
    using View = std::shared_ptr<const NetworkView>;
    runInBackground<View>(
        m_state.workers(), this,
        [path = pathOf(m_path), preprocessing, seed = m_seed]() -> View {
            return computeView(path, preprocessing, seed);
        },
        [this, ticket, preprocessing](View view) {
            if (ticket == m_ticket) {
                m_steps->setView(view, preprocessing.policy, preprocessing.width);
            }
        });
}

} // namespace negatoscope::ui
