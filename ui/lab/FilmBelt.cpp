#include "ui/lab/FilmBelt.h"

#include "ui/data/FilmImage.h"
#include "ui/data/ThumbnailStore.h"
#include "ui/lab/OperatingPoint.h"
#include "ui/shell/Theme.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
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

/// One decimal where whole percents would hide on which side of the line a film lies.
QString scoreText(double score, double threshold)
{
    const bool near = std::abs(score - threshold) < 0.01;
    return QLocale().toString(100.0 * score, 'f', near ? 1 : 0) + QStringLiteral("\u202f%");
}

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
    connect(&m_point, &OperatingPoint::thresholdChanged, this, [this] {
        m_current.reset();
        update();
    });
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
    }
    update();
}

void FilmBelt::setCompact(bool compact)
{
    m_compact = compact;
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

QRectF FilmBelt::filmRect(const Place& place) const
{
    const double top = Theme::instance().px(kHead) + place.row * (side() + kRowGap);
    const double pitch = side() + kFilmGap;
    const double left = place.offset < 0 ? lineX() - kLineGap - pitch * -place.offset + kFilmGap
                                         : lineX() + kLineGap + pitch * place.offset;
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
        tr("threshold %1").arg(scoreText(m_point.threshold(), m_point.threshold() + 1.0));
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
    const Theme& theme = Theme::instance();
    const QRectF box = filmRect(place);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.color(Token::Film));
    painter.drawRoundedRect(box, 5, 5);
    if (const QImage* image = m_store->find(pathOfFilm(film));
        image != nullptr && !image->isNull()) {
        const double shorter = std::min(image->width(), image->height());
        const QRectF source(
            (image->width() - shorter) / 2.0, (image->height() - shorter) / 2.0, shorter, shorter);
        painter.drawImage(box.adjusted(1, 1, -1, -1), *image, source);
    }
    const bool positiveTruth = place.row == 1;
    const bool wrong = positiveTruth != (place.offset >= 0);
    const Token mark = positiveTruth ? Token::Pneu : Token::Normal;
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme.color(wrong ? mark : Token::FilmEdge), wrong ? 3.0 : 1.0));
    painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 5, 5);

    const auto positive = static_cast<std::size_t>(m_point.scores().positiveClass);
    const QString text =
        scoreText(m_point.scores().probability(film, positive), m_point.threshold());
    QFont font = theme.font(FontRole::Micro);
    font.setWeight(QFont::DemiBold);
    painter.setFont(font);
    const double textWidth = QFontMetricsF(font).horizontalAdvance(text) + 6.0;
    const QRectF corner(
        box.right() - textWidth - 3, box.bottom() - theme.px(17), textWidth, theme.px(14));
    painter.fillRect(corner, theme.color(Token::Film, 0.62));
    painter.setPen(theme.color(Token::OnAccent)); // light in both themes: films are black
    painter.drawText(corner, Qt::AlignCenter, text);
    if (wrong) {
        const QPointF centre(box.right() - 9.0, box.top() + 9.0);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.color(mark));
        painter.drawEllipse(centre, 7.0, 7.0);
        painter.setPen(QPen(theme.color(positiveTruth ? Token::OnPneu : Token::OnNormal), 1.6));
        painter.drawLine(centre + QPointF(-2.6, -2.6), centre + QPointF(2.6, 2.6));
        painter.drawLine(centre + QPointF(2.6, -2.6), centre + QPointF(-2.6, 2.6));
    }
    if (hasFocus() && m_current == place) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme.color(Token::Focus), 2.0));
        painter.drawRoundedRect(box.adjusted(-2, -2, 2, 2), 6, 6);
    }
}

void FilmBelt::paintRest(QPainter& painter, int row, bool positive, qsizetype rest, qsizetype shown)
{
    if (rest <= 0) {
        return;
    }
    const Theme& theme = Theme::instance();
    const QRectF edge =
        filmRect({row, positive ? static_cast<int>(shown) : -static_cast<int>(shown) - 1});
    const QRectF box = positive
                           ? QRectF(edge.left(), edge.top(), width() - edge.left(), edge.height())
                           : QRectF(kLabels, edge.top(), edge.right() - kLabels, edge.height());
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.color(Token::Inset));
    painter.drawRoundedRect(box, 5, 5);
    const QString name =
        row == 1 ? (positive ? tr("TP") : tr("FN")) : (positive ? tr("FP") : tr("TN"));
    QFont font = theme.font(FontRole::Strong);
    painter.setFont(font);
    painter.setPen(theme.color(Token::Text2));
    painter.drawText(QRectF(box.left(), box.top(), box.width(), box.height() / 2.0 + 2.0),
        Qt::AlignHCenter | Qt::AlignBottom,
        QStringLiteral("+%1").arg(QLocale().toString(static_cast<qlonglong>(rest))));
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
    const auto positives = static_cast<qsizetype>(split(row));
    const qsizetype negatives =
        static_cast<qsizetype>(m_rows[static_cast<std::size_t>(row)].size()) - positives;
    const qsizetype room = perSide();
    for (const bool positive : {false, true}) {
        const qsizetype count = positive ? positives : negatives;
        const qsizetype shown = std::min(count, room);
        for (int i = 0; i < shown; ++i) {
            const Place place{row, positive ? i : -i - 1};
            if (const std::size_t* film = filmAt(place)) {
                paintFilm(painter, place, *film);
            }
        }
        paintRest(painter, row, positive, count - shown, shown);
    }
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
    return tr("%1, score %2").arg(displayName(scores.films[film]), scoreText(score, score));
}

void FilmBelt::openAt(const Place& place)
{
    const std::size_t* film = filmAt(place);
    if (film == nullptr) {
        return;
    }
    // The Reader gets the whole cell of the matrix, the chosen film first.
    const bool positive = place.offset >= 0;
    std::vector<std::size_t> cell = films(place.row == 1, positive);
    std::rotate(cell.begin(), std::find(cell.begin(), cell.end(), *film), cell.end());
    QStringList paths;
    for (const std::size_t one : cell) {
        paths += pathOfFilm(one);
    }
    m_state.openFilms(paths,
        place.row == 1 ? (positive ? tr("TP") : tr("FN")) : (positive ? tr("FP") : tr("TN")));
}

void FilmBelt::setCurrent(const Place& place)
{
    if (const std::size_t* film = filmAt(place)) {
        m_current = place;
        setAccessibleDescription(sentenceOfFilm(*film));
        update();
    }
}

void FilmBelt::focusCell(int truth, int call)
{
    if (!m_point.isBinary()) {
        return;
    }
    const int positive = m_point.scores().positiveClass;
    setFocus(Qt::OtherFocusReason);
    setCurrent({truth == positive ? 1 : 0, call == positive ? 0 : -1});
}

void FilmBelt::mousePressEvent(QMouseEvent* event)
{
    if (const auto place = placeAt(event->position()); place && event->button() == Qt::LeftButton) {
        setCurrent(*place);
        openAt(*place);
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
