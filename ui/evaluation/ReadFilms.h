#pragma once

#include "ui/shell/AppState.h"

namespace negatoscope::ui {

/// Opens films in the Reader one after another, beginning with number `first` of `paths`.
inline void readFilms(AppState& state, QStringList paths, int first, const QString& title)
{
    if (first > 0 && first < paths.size()) {
        paths = paths.mid(first) + paths.first(first);
    }
    state.openFilms(paths, title);
}

} // namespace negatoscope::ui
