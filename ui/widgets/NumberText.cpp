#include "ui/widgets/NumberText.h"

#include <QLocale>

#include <cmath>

namespace negatoscope::ui {

QString decimalText(double value, int least)
{
    constexpr int kMostDecimals = 6;
    int decimals = least;
    for (double scale = std::pow(10.0, least);
         decimals < kMostDecimals && std::abs(value * scale - std::round(value * scale)) > 1e-7;
         scale *= 10.0) {
        ++decimals;
    }
    return QLocale().toString(value, 'f', decimals);
}

QString scientificText(double value)
{
    if (value == 0.0 || !std::isfinite(value)) {
        return QLocale().toString(value);
    }
    const double magnitude = std::abs(value);
    if (magnitude >= 0.01 && magnitude < 10000.0) {
        return QLocale().toString(value, 'g', 4);
    }
    const int exponent = static_cast<int>(std::floor(std::log10(magnitude) + 1e-9));
    const double mantissa = value / std::pow(10.0, exponent);
    return QStringLiteral("%1e%2").arg(QLocale().toString(mantissa, 'g', 3)).arg(exponent);
}

} // namespace negatoscope::ui
