#pragma once

#include "ui/shell/Theme.h"

namespace negatoscope::ui {

/// The light theme's colour, whatever the window has: for figures that leave it. Thread: GUI only.
QColor lightColor(Token token);

} // namespace negatoscope::ui
