#include "ui/evaluation/FilmBelt.h"

#include "ui/data/FilmImage.h"
#include "ui/data/ThumbnailStore.h"
#include "ui/evaluation/FilmPicture.h"
#include "ui/evaluation/FilmStrip.h"
#include "ui/evaluation/OperatingPoint.h"
#include "ui/evaluation/ReadFilms.h"
#include "ui/shell/Theme.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QStyle>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace negatoscope::ui {

namespace {

constexpr double kHead = 22.0;
constexpr double kRowGap = 4.0;
constexpr double kFilmGap = 4.0;
constexpr double kLabels = 80.0;
constexpr double kRest = 54.0; ///< least width of the "+122 TN" tile
constexpr double kLineGap = 9.0;

constexpr int kSlideMs = 120;
constexpr int kOutlineMs = 300;
constexpr std::size_t kMostSliding = 12; ///< more films at once jump

} // namespace

FilmBelt::FilmBelt(AppState& state, OperatingPoint& point, QWidget* parent)
    : QWidget(parent)
    , m_state(state)
    , m_point(point)
    , m_store(new ThumbnailStore(this))
{
    setObjectName(QStringLiteral("filmBelt"));
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Films by score"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(m_store, &ThumbnailStore::ready, this, [this] { update(); });
    connect(&m_point, &OperatingPoint::scoresChanged, this, &FilmBelt::sortFilms);
    connect(&m_point, &OperatingPoint::thresholdChanged, this, &FilmBelt::followThreshold);
    connect(&m_point, &OperatingPoint::pickedChanged, this, &FilmBelt::refreshMode);
    m_strip = new FilmStrip(m_state, m_point, *m_store, this);
    m_strip->hide();
    m_slide.setDuration(kSlideMs);
    m_slide.setEasingCurve(QEasingCurve::OutCubic);
    m_slide.setStartValue(1.0);
    m_slide.setEndValue(0.0);
    connect(&m_slide, &QVariantAnimation::valueChanged, this, [this](const QVariant& value) {
        m_shift = {m_shiftFrom[0] * value.toDouble(), m_shiftFrom[1] * value.toDouble()};
        update();
    });
    m_outline.setDuration(kOutlineMs);
    m_outline.setStartValue(1.0);
    m_outline.setEndValue(0.0);
    connect(&m_outline, &QVariantAnimation::valueChanged, this, [this] { update(); });
    connect(&Theme::instance(), &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
    sortFilms();
}

void FilmBelt::sortFilms()
{
    m_rows = {};
    m_current.reset();
    if (m_point.isBinary()) {
        const evaluation::Scores& scores = m_point.scores();
        for (const std::size_t film : m_point.sweep().order()) {
            m_rows[scores.labels[film] == scores.positiveClass ? 1 : 0].push_back(film);
        }
        m_splits = {split(0), split(1)};
    }
    m_slide.stop();
    m_shift = {};
    m_crossed = {};
    refreshMode();
    update();
}

void FilmBelt::refreshMode()
{
    const bool strip = !m_point.isEmpty() && (!m_point.isBinary() || !m_point.picked().isEmpty());
    const bool hadFocus = m_strip->hasFocus();
    m_strip->setVisible(strip);
    setFocusPolicy(strip ? Qt::NoFocus : Qt::StrongFocus);
    if (!strip && hadFocus) {
        setFocus();
    }
}

void FilmBelt::followThreshold()
{
    m_current.reset();
    if (!m_point.isBinary()) {
        return;
    }
    const std::array<std::size_t, 2> before = m_splits;
    m_splits = {split(0), split(1)};
    const bool still = style()->styleHint(QStyle::SH_Widget_Animation_Duration) == 0;
    bool slides = false;
    for (std::size_t row = 0; row < 2; ++row) {
        const std::size_t from = std::min(before[row], m_splits[row]);
        const std::size_t to = std::max(before[row], m_splits[row]);
        m_crossed[row] = {from, to};
        const double moved = static_cast<double>(m_splits[row]) - static_cast<double>(before[row]);
        m_shiftFrom[row] = !still && to - from <= kMostSliding ? m_shift[row] + moved : 0.0;
        m_shift[row] = m_shiftFrom[row];
        slides = slides || m_shiftFrom[row] != 0.0;
    }
    m_slide.stop();
    m_outline.stop();
    m_outline.start();
    if (slides) {
        m_slide.start();
    }
    update();
}

void FilmBelt::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    m_strip->setSide(side());
    m_strip->setGeometry(rect());
}

void FilmBelt::setCompact(bool compact)
{
    m_compact = compact;
    m_strip->setSide(side());
    updateGeometry();
    update();
}

int FilmBelt::side() const
{
    return Theme::instance().px(m_compact ? 48 : 62);
}

QSize FilmBelt::sizeHint() const
{
    return {800, Theme::instance().px(kHead) + 2 * side() + static_cast<int>(kRowGap)};
}

QSize FilmBelt::minimumSizeHint() const
{
    return {400, sizeHint().height()};
}

double FilmBelt::lineX() const
{
    return kLabels + std::round((width() - kLabels) / 2.0);
}

int FilmBelt::perSide() const
{
    const double room = width() - lineX() - kLineGap - kRest;
    return std::max(0, static_cast<int>(room / (side() + kFilmGap)));
}

QRectF FilmBelt::filmRect(const Place& place, double shift) const
{
    const double top = Theme::instance().px(kHead) + place.row * (side() + kRowGap);
    const double pitch = side() + kFilmGap;
    // The two sides of the line, and the gap between them for a film that is crossing.
    const double offset = place.offset - shift;
    double left = lineX() + kLineGap + pitch * offset;
    if (offset <= -1.0) {
        left = lineX() - kLineGap + pitch * offset + kFilmGap;
    } else if (offset < 0.0) {
        left += offset * (2.0 * kLineGap - kFilmGap);
    }
    return {left, top, static_cast<double>(side()), static_cast<double>(side())};
}

std::size_t FilmBelt::split(int row) const
{
    const evaluation::Scores& scores = m_point.scores();
    const auto positive = static_cast<std::size_t>(scores.positiveClass);
    const std::vector<std::size_t>& films = m_rows[static_cast<std::size_t>(row)];
    const auto end = std::partition_point(films.begin(), films.end(), [&](std::size_t film) {
        return scores.probability(film, positive) >= m_point.threshold();
    });
    return static_cast<std::size_t>(end - films.begin());
}

const std::size_t* FilmBelt::filmAt(const Place& place) const
{
    const std::vector<std::size_t>& films = m_rows[static_cast<std::size_t>(place.row)];
    if (films.empty()) {
        return nullptr;
    }
    const auto index = static_cast<std::ptrdiff_t>(split(place.row)) - 1 - place.offset;
    return index >= 0 && index < static_cast<std::ptrdiff_t>(films.size())
               ? &films[static_cast<std::size_t>(index)]
               : nullptr;
}

std::vector<std::size_t> FilmBelt::films(bool positiveTruth, bool calledPositive) const
{
    const std::vector<std::size_t>& row = m_rows[positiveTruth ? 1 : 0];
    if (row.empty()) {
        return {};
    }
    const auto cut = row.begin() + static_cast<std::ptrdiff_t>(split(positiveTruth ? 1 : 0));
    if (!calledPositive) {
        return {cut, row.end()};
    }
    return {std::make_reverse_iterator(cut), row.rend()};
}

std::optional<FilmBelt::Place> FilmBelt::placeAt(const QPointF& position) const
{
    for (int row = 0; row < 2; ++row) {
        for (int offset = -perSide(); offset < perSide(); ++offset) {
            const Place place{row, offset};
            if (filmRect(place).contains(position) && filmAt(place) != nullptr) {
                return place;
            }
        }
    }
    return std::nullopt;
}

std::vector<FilmBelt::Place> FilmBelt::placesInView() const
{
    std::vector<Place> places;
    if (m_strip->isVisible() || !m_point.isBinary()) {
        return places;
    }
    for (int row = 0; row < 2; ++row) {
        for (int offset = -perSide(); offset < perSide(); ++offset) {
            if (filmAt({row, offset}) != nullptr) {
                places.push_back({row, offset});
            }
        }
    }
    return places;
}

int FilmBelt::itemCount() const
{
    return static_cast<int>(placesInView().size());
}

QString FilmBelt::itemText(int item) const
{
    const Place place = placesInView().at(static_cast<std::size_t>(item));
    return sentenceOfFilm(*filmAt(place)) + QStringLiteral(", ") +
           tr("%1 called %2", "true class, called class")
               .arg(classNameOf(place.row == 1), classNameOf(place.offset >= 0));
}

QRect FilmBelt::itemRect(int item) const
{
    return filmRect(placesInView().at(static_cast<std::size_t>(item))).toAlignedRect();
}

int FilmBelt::currentItem() const
{
    const std::vector<Place> places = placesInView();
    const auto found =
        m_current ? std::find(places.begin(), places.end(), *m_current) : places.end();
    return found == places.end() ? -1 : static_cast<int>(found - places.begin());
}

void FilmBelt::pressItem(int item)
{
    openAt(placesInView().at(static_cast<std::size_t>(item)));
}

QString FilmBelt::classNameOf(bool positive) const
{
    const evaluation::Scores& scores = m_point.scores();
    const int cls = positive ? scores.positiveClass : 1 - scores.positiveClass;
    return QString::fromStdString(scores.classNames[static_cast<std::size_t>(cls)]);
}

void FilmBelt::paintHead(QPainter& painter) const
{
    const Theme& theme = Theme::instance();
    const double height = theme.px(kHead) - 4.0;
    painter.setFont(theme.font(FontRole::Small));
    painter.setPen(theme.color(Token::Text2));
    painter.drawText(QRectF(kLabels, 0, lineX() - kLabels - 60, height),
        Qt::AlignLeft | Qt::AlignVCenter, tr("← called %1").arg(classNameOf(false)));
    painter.drawText(QRectF(lineX() + 60, 0, width() - lineX() - 60, height),
        Qt::AlignRight | Qt::AlignVCenter, tr("called %1 →").arg(classNameOf(true)));
    const QString text =
        tr("threshold %1").arg(filmScoreText(m_point.threshold(), m_point.threshold() + 1.0));
    QFont font = theme.font(FontRole::Small);
    font.setWeight(QFont::DemiBold);
    painter.setFont(font);
    const double pill = QFontMetricsF(font).horizontalAdvance(text) + 20.0;
    const QRectF box(lineX() - pill / 2.0, 0, pill, height);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.color(Token::Text));
    painter.drawRoundedRect(box, height / 2.0, height / 2.0);
    painter.setPen(theme.color(Token::Surface));
    painter.drawText(box, Qt::AlignCenter, text);
    painter.setPen(QPen(theme.color(Token::Text), 2.0));
    painter.drawLine(QPointF(lineX(), height), QPointF(lineX(), this->height()));
}

void FilmBelt::paintFilm(QPainter& painter, const Place& place, std::size_t film)
{
    const auto row = static_cast<std::size_t>(place.row);
    const bool positiveTruth = place.row == 1;
    const auto positive = static_cast<std::size_t>(m_point.scores().positiveClass);
    const QString path = pathOfFilm(film);
    FilmLook look{.image = path.isEmpty() ? nullptr : m_store->find(path),
        .score = filmScoreText(m_point.scores().probability(film, positive), m_point.threshold())};
    look.mark = positiveTruth ? Token::Pneu : Token::Normal;
    look.onMark = positiveTruth ? Token::OnPneu : Token::OnNormal;
    look.wrong = positiveTruth != (place.offset >= 0);
    look.current = hasFocus() && m_current == place;
    const auto index =
        static_cast<std::size_t>(static_cast<std::ptrdiff_t>(m_splits[row]) - 1 - place.offset);
    if (m_outline.state() == QAbstractAnimation::Running && index >= m_crossed[row].first &&
        index < m_crossed[row].second) {
        look.crossed = m_outline.currentValue().toDouble();
    }
    paintFilmPicture(painter, filmRect(place, m_shift[row]), look);
}

qsizetype FilmBelt::count(int row, bool positive) const
{
    const auto positives = static_cast<qsizetype>(split(row));
    return positive
               ? positives
               : static_cast<qsizetype>(m_rows[static_cast<std::size_t>(row)].size()) - positives;
}

QRectF FilmBelt::restRect(int row, bool positive) const
{
    const int shown = perSide();
    if (count(row, positive) <= shown) {
        return {};
    }
    const QRectF edge = filmRect({row, positive ? shown : -shown - 1});
    return positive ? QRectF(edge.left(), edge.top(), width() - edge.left(), edge.height())
                    : QRectF(kLabels, edge.top(), edge.right() - kLabels, edge.height());
}

void FilmBelt::paintRest(QPainter& painter, int row, bool positive) const
{
    const QRectF box = restRect(row, positive);
    if (box.isEmpty()) {
        return;
    }
    const Theme& theme = Theme::instance();
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.color(Token::Inset));
    painter.drawRoundedRect(box, 5, 5);
    const QString name =
        row == 1 ? (positive ? tr("TP") : tr("FN")) : (positive ? tr("FP") : tr("TN"));
    painter.setFont(theme.font(FontRole::Strong));
    painter.setPen(theme.color(Token::Text2));
    painter.drawText(QRectF(box.left(), box.top(), box.width(), box.height() / 2.0 + 2.0),
        Qt::AlignHCenter | Qt::AlignBottom,
        QStringLiteral("+%1").arg(
            QLocale().toString(static_cast<qlonglong>(count(row, positive) - perSide()))));
    painter.setFont(theme.font(FontRole::Label));
    painter.drawText(
        QRectF(box.left(), box.center().y() + 2.0, box.width(), box.height() / 2.0 - 2.0),
        Qt::AlignHCenter | Qt::AlignTop, name);
}

void FilmBelt::paintRow(QPainter& painter, int row)
{
    const Theme& theme = Theme::instance();
    const QRectF first = filmRect({row, 0});
    QFont strong = theme.font(FontRole::Small);
    strong.setWeight(QFont::DemiBold);
    painter.setFont(strong);
    painter.setPen(theme.color(row == 1 ? Token::PneuText : Token::NormalText));
    const QString name =
        QFontMetricsF(strong).elidedText(classNameOf(row == 1), Qt::ElideRight, kLabels - 4);
    painter.drawText(QRectF(0, first.top() + 6, kLabels - 4, theme.px(16)), Qt::AlignLeft, name);
    painter.setFont(theme.font(FontRole::Label));
    painter.setPen(theme.color(Token::Text2));
    painter.drawText(QRectF(0, first.top() + 6 + theme.px(16), kLabels - 4, theme.px(16)),
        Qt::AlignLeft,
        tr("%1 films")
            .arg(QLocale().toString(
                static_cast<qlonglong>(m_rows[static_cast<std::size_t>(row)].size()))));
    const int room = perSide();
    // While films slide, those that come into view from the edge are drawn, too.
    const int extra =
        m_shift[static_cast<std::size_t>(row)] != 0.0 ? static_cast<int>(kMostSliding) : 0;
    painter.save();
    painter.setClipRect(QRectF(kLabels, first.top() - 3, width() - kLabels, first.height() + 6));
    for (int offset = -room - extra; offset < room + extra; ++offset) {
        const Place place{row, offset};
        if (const std::size_t* film = filmAt(place)) {
            paintFilm(painter, place, *film);
        }
    }
    painter.restore();
    paintRest(painter, row, false);
    paintRest(painter, row, true);
}

void FilmBelt::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    if (!m_point.isBinary() || m_point.isEmpty()) {
        painter.setFont(Theme::instance().font(FontRole::Body));
        painter.setPen(Theme::instance().color(Token::Text3));
        painter.drawText(rect(), Qt::AlignCenter,
            tr("The films stand here, sorted by their score, after the first epoch."));
        return;
    }
    paintHead(painter);
    paintRow(painter, 0);
    paintRow(painter, 1);
}

QString FilmBelt::pathOfFilm(std::size_t film) const
{
    const ManifestPtr manifest = m_state.manifest();
    return manifest != nullptr ? pathText(manifest->root / m_point.scores().films[film])
                               : QString();
}

QString FilmBelt::sentenceOfFilm(std::size_t film) const
{
    const evaluation::Scores& scores = m_point.scores();
    const double score = scores.probability(film, static_cast<std::size_t>(scores.positiveClass));
    return tr("%1, score %2").arg(displayName(scores.films[film]), filmScoreText(score, score));
}

void FilmBelt::openAt(const Place& place)
{
    if (filmAt(place) == nullptr) {
        return;
    }
    if (m_state.manifest() == nullptr) {
        m_state.announce(tr("Open the folder of these films first"), QStringLiteral("info"));
        return;
    }
    QStringList paths;
    for (const std::size_t film : films(place.row == 1, place.offset >= 0)) {
        paths << pathOfFilm(film);
    }
    readFilms(m_state, paths, place.offset >= 0 ? place.offset : -place.offset - 1,
        tr("%1 called %2", "true class, called class")
            .arg(classNameOf(place.row == 1), classNameOf(place.offset >= 0)));
}

void FilmBelt::setCurrent(const Place& place)
{
    if (const std::size_t* film = filmAt(place)) {
        m_current = place;
        setAccessibleDescription(sentenceOfFilm(*film));
        announceItem(*this, currentItem());
        update();
    }
}

void FilmBelt::mousePressEvent(QMouseEvent* event)
{
    if (const auto place = placeAt(event->position()); place && event->button() == Qt::LeftButton) {
        setCurrent(*place);
        openAt(*place);
        return;
    }
    if (event->button() != Qt::LeftButton || !m_point.isBinary()) {
        return;
    }
    const int positiveClass = m_point.scores().positiveClass;
    for (int side = 0; side < 4; ++side) { // "+122 TN" shows the rest of its cell
        const int row = side / 2;
        const bool positive = side % 2 == 1;
        if (restRect(row, positive).contains(event->position())) {
            m_point.pick({MatrixCell{row == 1 ? positiveClass : 1 - positiveClass,
                positive ? positiveClass : 1 - positiveClass}});
        }
    }
}

void FilmBelt::keyPressEvent(QKeyEvent* event)
{
    const Place current = m_current.value_or(Place{});
    switch (event->key()) {
    case Qt::Key_Left:
        setCurrent({current.row, std::max(current.offset - 1, -perSide())});
        break;
    case Qt::Key_Right:
        setCurrent({current.row, std::min(current.offset + 1, perSide() - 1)});
        break;
    case Qt::Key_Up:
        setCurrent({0, current.offset});
        break;
    case Qt::Key_Down:
        setCurrent({1, current.offset});
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (event->modifiers() == Qt::NoModifier) {
            openAt(current);
            break;
        }
        [[fallthrough]];
    default:
        QWidget::keyPressEvent(event);
        break;
    }
}

bool FilmBelt::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        if (const auto place = placeAt(help->pos())) {
            QToolTip::showText(help->globalPos(), sentenceOfFilm(*filmAt(*place)), this);
        } else {
            QToolTip::hideText();
        }
        return true;
    }
    return QWidget::event(event);
}

} // namespace negatoscope::ui
