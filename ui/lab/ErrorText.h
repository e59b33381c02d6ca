#pragma once

#include "core/base/Error.h"

#include <QString>

namespace negatoscope::ui {

/// What stands under a field: the remedy alone ("use a number from 0 to 0.9"), because the field
/// already says where and the value says what.
inline QString fieldSentence(const base::Error& error)
{
    return QString::fromStdString(error.remedy.empty() ? error.what : error.remedy);
}

/// One line for a card or a notice.
inline QString lineSentence(const base::Error& error)
{
    return QString::fromStdString(base::toSentence(error));
}

} // namespace negatoscope::ui
