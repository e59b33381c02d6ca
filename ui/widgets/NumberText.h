#pragma once

#include <QString>

namespace negatoscope::ui {

/// A number with at least `least` decimals and as many more as it has: 0.30, 0.999.
QString decimalText(double value, int least = 2);

/// A positive number as powers of ten: 0.0003 → "3e-4", 0.1 → "0.1".
QString scientificText(double value);

} // namespace negatoscope::ui
