#include "ui/reader/NeighbourStrip.h"

#include "ui/data/FilmImage.h"
#include "ui/data/ThumbnailStore.h"
#include "ui/shell/Theme.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace negatoscope::ui {

namespace {

constexpr int kPerRow = 4;
constexpr double kGap = 6.0;

} // namespace

NeighbourStrip::NeighbourStrip(ThumbnailStore& thumbnails, QWidget* parent)
    : QWidget(parent)
    , m_thumbnails(thumbnails)
{
    setObjectName(QStringLiteral("neighbourStrip"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&m_thumbnails, &ThumbnailStore::ready, this, [this] { update(); });
    connect(&Theme::instance(), &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

QSize NeighbourStrip::sizeHint() const
{
    return {280, Theme::instance().px(92)};
}

void NeighbourStrip::showReading(const ReadingPtr& reading)
{
    m_neighbours.clear();
    m_summary.clear();
    if (reading != nullptr && !reading->error) {
        m_neighbours = reading->neighbours;
        m_classNames = reading->classNames;
        m_positive = reading->positiveClass;
        const auto positives = std::count_if(m_neighbours.begin(), m_neighbours.end(),
            [this](const explain::Neighbour& film) { return film.label == m_positive; });
        if (!m_neighbours.empty() && m_positive >= 0) {
            m_summary =
                tr("%1 of %2 %3")
                    .arg(positives)
                    .arg(m_neighbours.size())
                    .arg(displayName(m_classNames.at(static_cast<std::size_t>(m_positive))));
        }
    }
    setAccessibleName(tr("Most alike in training: %1").arg(m_summary));
    update();
}

QRectF NeighbourStrip::cell(int index) const
{
    const double w = (width() - (kPerRow - 1) * kGap) / kPerRow;
    return {index * (w + kGap), 0.0, w, static_cast<double>(height())};
}

int NeighbourStrip::at(const QPointF& position) const
{
    for (int i = 0; i < count(); ++i) {
        if (cell(i).contains(position)) {
            return i;
        }
    }
    return -1;
}

void NeighbourStrip::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::instance();
    QPainter painter(this);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    painter.setFont(theme.font(FontRole::Micro));
    const double caption = theme.px(18);
    for (int i = 0; i < count(); ++i) {
        const explain::Neighbour& film = m_neighbours[static_cast<std::size_t>(i)];
        const QRectF whole = cell(i);
        const QRectF frame = whole.adjusted(0, 0, 0, -caption);
        painter.fillRect(frame, theme.color(Token::Film));
        if (const QImage* picture = m_thumbnails.find(pathText(film.path))) {
            const QSizeF size = QSizeF(picture->size()).scaled(frame.size(), Qt::KeepAspectRatio);
            painter.drawImage(
                QRectF(frame.center() - QPointF(size.width() / 2, size.height() / 2), size),
                *picture);
        }
        QRectF line(whole.left(), frame.bottom() + 3, whole.width(), caption - 3);
        if (film.label >= 0) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(theme.color(Theme::classToken(film.label, m_positive)));
            painter.drawRoundedRect(QRectF(line.left(), line.center().y() - 4, 8, 8), 2, 2);
            line.setLeft(line.left() + 12);
        }
        painter.setPen(theme.color(Token::Text));
        const QString name = displayName(std::filesystem::path(film.name).stem().string());
        painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
            painter.fontMetrics().elidedText(
                name, Qt::ElideMiddle, static_cast<int>(line.width())));
    }
}

void NeighbourStrip::mousePressEvent(QMouseEvent* event)
{
    const int index = at(event->position());
    if (index >= 0) {
        Q_EMIT filmRequested(pathText(m_neighbours[static_cast<std::size_t>(index)].path));
    }
}

bool NeighbourStrip::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int index = at(help->pos());
        if (index >= 0) {
            const explain::Neighbour& film = m_neighbours[static_cast<std::size_t>(index)];
            const QString cls =
                film.label >= 0 && film.label < static_cast<int>(m_classNames.size())
                    ? displayName(m_classNames[static_cast<std::size_t>(film.label)])
                    : QString();
            QToolTip::showText(
                help->globalPos(), displayName(film.name) + QStringLiteral("\n") + cls);
        } else {
            QToolTip::hideText();
        }
        return true;
    }
    return QWidget::event(event);
}

} // namespace negatoscope::ui
