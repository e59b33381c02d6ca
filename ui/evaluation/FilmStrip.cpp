#include "ui/evaluation/FilmStrip.h"

#include "ui/data/FilmImage.h"
#include "ui/data/ThumbnailStore.h"
#include "ui/evaluation/FilmPicture.h"
#include "ui/evaluation/ReadFilms.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace negatoscope::ui {

namespace {

constexpr double kHead = 22.0;
constexpr double kGap = 4.0;

} // namespace

FilmStrip::FilmStrip(AppState& state, OperatingPoint& point, ThumbnailStore& store, QWidget* parent)
    : QWidget(parent)
    , m_state(state)
    , m_point(point)
    , m_store(store)
{
    setObjectName(QStringLiteral("filmStrip"));
    setFocusPolicy(Qt::StrongFocus);
    setAutoFillBackground(false);
    connect(&m_store, &ThumbnailStore::ready, this, [this] { update(); });
    connect(&m_point, &OperatingPoint::scoresChanged, this, &FilmStrip::refresh);
    connect(&m_point, &OperatingPoint::thresholdChanged, this, &FilmStrip::refresh);
    connect(&m_point, &OperatingPoint::pickedChanged, this, [this] {
        m_selected.clear();
        m_first = m_current = m_anchor = 0;
        refresh();
    });
    refresh();
}

void FilmStrip::setSide(int side)
{
    m_side = side;
    update();
}

void FilmStrip::refresh()
{
    QList<MatrixCell> cells = m_point.picked();
    const auto classes = static_cast<int>(m_point.scores().classCount());
    if (cells.isEmpty() && !m_point.isBinary()) { // all errors
        for (int cell = 0; cell < classes * classes; ++cell) {
            if (cell / classes != cell % classes) {
                cells << MatrixCell{cell / classes, cell % classes};
            }
        }
    }
    m_films =
        cells.isEmpty() || m_point.isEmpty() ? std::vector<std::size_t>() : m_point.filmsOf(cells);
    QSet<std::size_t> kept;
    for (const std::size_t film : m_films) {
        if (m_selected.contains(film)) {
            kept.insert(film);
        }
    }
    m_selected = kept;
    m_current = std::clamp(m_current, 0, std::max(0, static_cast<int>(m_films.size()) - 1));
    m_first = std::clamp(m_first, 0, std::max(0, static_cast<int>(m_films.size()) - 1));
    setAccessibleName(title());
    update();
}

QString FilmStrip::title() const
{
    const QList<MatrixCell>& cells = m_point.picked();
    const QString count = QLocale().toString(static_cast<qlonglong>(m_films.size()));
    if (cells.isEmpty()) {
        return tr("%1 films called something else than they are").arg(count);
    }
    QStringList names;
    for (const MatrixCell& cell : cells) {
        names << tr("%1 called %2", "true class, called class")
                     .arg(m_point.className(cell.truth), m_point.className(cell.call));
    }
    //: films, of which cells
    return tr("%1 films: %2").arg(count, names.join(QStringLiteral(" + ")));
}

int FilmStrip::columns() const
{
    return std::max(1, static_cast<int>((width() + kGap) / (m_side + kGap)));
}

QRectF FilmStrip::filmRect(int place) const
{
    const int column = place % columns();
    const int row = place / columns();
    return {column * (m_side + kGap), Theme::instance().px(kHead) + row * (m_side + kGap),
        static_cast<double>(m_side), static_cast<double>(m_side)};
}

QRect FilmStrip::itemRect(int item) const
{
    const int place = item - m_first;
    return place >= 0 && place < visibleCount() ? filmRect(place).toAlignedRect() : QRect();
}

void FilmStrip::pressItem(int item)
{
    m_selected.clear();
    moveTo(item, Qt::NoModifier);
    open();
}

int FilmStrip::placeAt(const QPointF& position) const
{
    for (int place = 0; place < visibleCount(); ++place) {
        if (filmRect(place).contains(position) &&
            m_first + place < static_cast<int>(m_films.size())) {
            return place;
        }
    }
    return -1;
}

QString FilmStrip::pathOf(std::size_t film) const
{
    const ManifestPtr manifest = m_state.manifest();
    return manifest != nullptr ? pathText(manifest->root / m_point.scores().films[film])
                               : QString();
}

QString FilmStrip::sentenceOf(std::size_t film) const
{
    const evaluation::Scores& scores = m_point.scores();
    const double score =
        scores.hasPositiveClass()
            ? scores.probability(film, static_cast<std::size_t>(scores.positiveClass))
            : 0.0;
    return tr("%1, %2, score %3", "film, its class, score")
        .arg(displayName(scores.films[film]), m_point.className(scores.labels[film]),
            filmScoreText(score, score));
}

void FilmStrip::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::instance();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.fillRect(rect(), theme.color(Token::Surface));
    painter.setFont(theme.font(FontRole::Strong));
    painter.setPen(theme.color(Token::Text));
    painter.drawText(QRectF(0, 0, width() * 0.6, theme.px(kHead) - 4),
        Qt::AlignLeft | Qt::AlignVCenter, title());
    painter.setFont(theme.font(FontRole::Small));
    painter.setPen(theme.color(Token::Text2));
    QString hint = m_point.picked().isEmpty() ? QString() : tr("Enter reads them · Esc shows all");
    if (!m_selected.isEmpty()) {
        hint = tr("%1 selected").arg(m_selected.size()) + QStringLiteral(" · ") + hint;
    }
    painter.drawText(QRectF(width() * 0.6, 0, width() * 0.4, theme.px(kHead) - 4),
        Qt::AlignRight | Qt::AlignVCenter, hint);
    const evaluation::Scores& scores = m_point.scores();
    const std::vector<int> called = m_films.empty()
                                        ? std::vector<int>()
                                        : evaluation::calledClasses(scores, m_point.threshold());
    for (int place = 0; place < visibleCount(); ++place) {
        const int index = m_first + place;
        if (index >= static_cast<int>(m_films.size())) {
            break;
        }
        const std::size_t film = m_films[static_cast<std::size_t>(index)];
        const int shown = m_point.isBinary() ? scores.positiveClass : called[film];
        const double score = scores.probability(film, static_cast<std::size_t>(shown));
        const QString path = pathOf(film);
        FilmLook look{.image = path.isEmpty() ? nullptr : m_store.find(path),
            .score = filmScoreText(score, m_point.threshold())};
        if (m_point.isBinary()) {
            look.mark = Theme::classToken(scores.labels[film], scores.positiveClass);
            look.onMark = look.mark == Token::Pneu ? Token::OnPneu : Token::OnNormal;
        }
        look.wrong = called[film] != scores.labels[film];
        look.selected = m_selected.contains(film);
        look.current = hasFocus() && index == m_current;
        paintFilmPicture(painter, filmRect(place), look);
    }
}

void FilmStrip::moveTo(int index, Qt::KeyboardModifiers modifiers)
{
    if (m_films.empty()) {
        return;
    }
    m_current = std::clamp(index, 0, static_cast<int>(m_films.size()) - 1);
    if (modifiers.testFlag(Qt::ShiftModifier)) {
        m_selected.clear();
        for (int i = std::min(m_anchor, m_current); i <= std::max(m_anchor, m_current); ++i) {
            m_selected.insert(m_films[static_cast<std::size_t>(i)]);
        }
    } else {
        m_anchor = m_current;
    }
    while (m_current < m_first) {
        m_first = std::max(0, m_first - columns());
    }
    while (m_current >= m_first + visibleCount()) {
        m_first += columns();
    }
    setAccessibleDescription(sentenceOf(m_films[static_cast<std::size_t>(m_current)]));
    announceItem(*this, m_current);
    update();
}

void FilmStrip::mousePressEvent(QMouseEvent* event)
{
    const int place = placeAt(event->position());
    if (place < 0 || event->button() != Qt::LeftButton) {
        return;
    }
    const int index = m_first + place;
    const std::size_t film = m_films[static_cast<std::size_t>(index)];
    if (event->modifiers().testFlag(Qt::ControlModifier)) {
        m_selected.contains(film) ? static_cast<void>(m_selected.remove(film))
                                  : static_cast<void>(m_selected.insert(film));
    } else if (!event->modifiers().testFlag(Qt::ShiftModifier)) {
        m_selected = {film};
    }
    moveTo(index, event->modifiers());
}

void FilmStrip::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (placeAt(event->position()) >= 0) {
        open();
    }
}

void FilmStrip::keyPressEvent(QKeyEvent* event)
{
    const auto modifiers = event->modifiers();
    switch (event->key()) {
    case Qt::Key_Left:
        moveTo(m_current - 1, modifiers);
        return;
    case Qt::Key_Right:
        moveTo(m_current + 1, modifiers);
        return;
    case Qt::Key_Up:
        moveTo(m_current - columns(), modifiers);
        return;
    case Qt::Key_Down:
        moveTo(m_current + columns(), modifiers);
        return;
    case Qt::Key_PageUp:
        moveTo(m_current - visibleCount(), modifiers);
        return;
    case Qt::Key_PageDown:
        moveTo(m_current + visibleCount(), modifiers);
        return;
    case Qt::Key_Home:
        moveTo(0, modifiers);
        return;
    case Qt::Key_End:
        moveTo(static_cast<int>(m_films.size()) - 1, modifiers);
        return;
    case Qt::Key_Escape:
        m_point.pick({});
        return;
    case Qt::Key_Space:
        if (!m_films.empty()) {
            const std::size_t film = m_films[static_cast<std::size_t>(m_current)];
            m_selected.contains(film) ? static_cast<void>(m_selected.remove(film))
                                      : static_cast<void>(m_selected.insert(film));
            update();
        }
        return;
    case Qt::Key_A:
        if (modifiers.testFlag(Qt::ControlModifier)) {
            m_selected = QSet<std::size_t>(m_films.begin(), m_films.end());
            update();
            return;
        }
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (modifiers == Qt::NoModifier || modifiers == Qt::KeypadModifier) {
            open();
            return;
        }
        break;
    default:
        break;
    }
    QWidget::keyPressEvent(event);
}

void FilmStrip::wheelEvent(QWheelEvent* event)
{
    const int rows = event->angleDelta().y() > 0 ? -1 : 1;
    const int last = std::max(0, static_cast<int>(m_films.size()) - visibleCount() + columns() - 1);
    m_first = std::clamp(m_first + rows * columns(), 0, last / columns() * columns());
    update();
    event->accept();
}

bool FilmStrip::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int place = placeAt(help->pos());
        if (place >= 0) {
            QToolTip::showText(help->globalPos(),
                sentenceOf(m_films[static_cast<std::size_t>(m_first + place)]), this);
        } else {
            QToolTip::hideText();
        }
        return true;
    }
    return QWidget::event(event);
}

QStringList FilmStrip::selectedPaths() const
{
    QStringList paths;
    for (std::size_t index = 0; index < m_films.size(); ++index) {
        if (m_selected.size() > 1 ? m_selected.contains(m_films[index])
                                  : static_cast<int>(index) >= m_current) {
            paths << pathOf(m_films[index]);
        }
    }
    return paths;
}

void FilmStrip::open()
{
    if (m_state.manifest() == nullptr) {
        m_state.announce(tr("Open the folder of these films first"), QStringLiteral("info"));
        return;
    }
    readFilms(m_state, selectedPaths(), 0, title());
}

} // namespace negatoscope::ui
