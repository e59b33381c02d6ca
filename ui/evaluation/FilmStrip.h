#pragma once

#include "ui/evaluation/OperatingPoint.h"
#include "ui/shell/AppState.h"
#include "ui/widgets/AccessibleItems.h"

#include <QSet>
#include <QWidget>

namespace negatoscope::ui {

class ThumbnailStore;

/// The films of the picked matrix cells, nearest to the threshold first; with more than two classes
/// and nothing picked, all errors. Arrow keys walk, with Shift they select, Ctrl+A selects all, a
/// click selects one (Ctrl: one more, Shift: up to here); Enter opens what is selected, or all from
/// the current film on, in the Reader one after another; Escape lets the cells go.
class FilmStrip final : public QWidget, public AccessibleItems
{
    Q_OBJECT

public:
    FilmStrip(
        AppState& state, OperatingPoint& point, ThumbnailStore& store, QWidget* parent = nullptr);
    void setSide(int side); ///< of a film in px
    const std::vector<std::size_t>& films() const { return m_films; }
    QStringList selectedPaths() const; ///< what Enter opens
    QString title() const;
    // Each film for screen readers.
    int itemCount() const override { return static_cast<int>(m_films.size()); }
    QString itemText(int item) const override
    {
        return sentenceOf(m_films.at(static_cast<std::size_t>(item)));
    }
    QRect itemRect(int item) const override;
    int currentItem() const override { return m_films.empty() ? -1 : m_current; }
    bool isItemSelected(int item) const override
    {
        return m_selected.contains(m_films.at(static_cast<std::size_t>(item)));
    }
    void pressItem(int item) override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    bool event(QEvent* event) override;

private:
    void refresh();
    int columns() const;
    int visibleCount() const { return 2 * columns(); }
    QRectF filmRect(int place) const; ///< place 0 = first visible
    int placeAt(const QPointF& position) const;
    QString pathOf(std::size_t film) const;
    QString sentenceOf(std::size_t film) const;
    void moveTo(int index, Qt::KeyboardModifiers modifiers);
    void open();

    AppState& m_state;
    OperatingPoint& m_point;
    ThumbnailStore& m_store;
    std::vector<std::size_t> m_films;
    QSet<std::size_t> m_selected; ///< film indices
    int m_side = 62;
    int m_first = 0;
    int m_current = 0;
    int m_anchor = 0;
};

} // namespace negatoscope::ui
