#pragma once

#include <QString>

class QCoreApplication;

namespace negatoscope::ui {

/// Installs the translation and the number format of a language ("en", "fr"); empty takes the
/// system's, and English where there is no translation. Call before the window is made.
void installLanguage(QCoreApplication& application, const QString& language);

} // namespace negatoscope::ui
