#pragma once

#include "ui/widgets/FloatingPanel.h"

#include <QList>
#include <QPointer>
#include <QString>

#include <functional>

class QLineEdit;
class QListView;
class QStandardItemModel;

namespace negatoscope::ui {

/// One thing that can be done, as the palette lists it.
struct PaletteEntry
{
    QString text;   ///< "Freeze one block more"
    QString detail; ///< its key, or where it belongs; right-aligned
    QString iconName;
    std::function<void()> run;
};

/// How well `typed` fits: all its letters in order, best at the starts of words and side by side.
/// Negative = not at all; an empty text fits everything with 0. Any case, accents ignored.
int fuzzyScore(const QString& typed, const QString& text);

/// Ctrl+K: everything that can be done, found by a few of its letters. Enter runs, Tab completes,
/// Esc closes. Floats over its parent, at the top. Thread: GUI only.
class CommandPalette final : public FloatingPanel
{
    Q_OBJECT

public:
    explicit CommandPalette(QWidget* parent);
    /// Opens with these entries; the order is kept where two fit alike.
    void open(const QList<PaletteEntry>& entries);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void filter(const QString& typed);
    void runCurrent();
    void place();

    QList<PaletteEntry> m_entries;
    QLineEdit* m_search = nullptr;
    QListView* m_list = nullptr;
    QStandardItemModel* m_model = nullptr;
    QPointer<QWidget> m_focusBefore;
};

} // namespace negatoscope::ui
