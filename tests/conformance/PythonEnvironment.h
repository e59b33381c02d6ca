#pragma once

#include <QString>
#include <QStringList>

#include <optional>

namespace negatoscope::testing {

/// The Python of the tests' own environment (.deps/python, or $NEGATOSCOPE_PYTHON) when it can
/// import all of these modules; nothing otherwise.
std::optional<QString> pythonWith(const QStringList& modules);

/// What a program that has ended said.
struct ProgramResult
{
    int exitCode = -1; ///< −1: crashed, not started, or ran too long
    QString output;    ///< stdout and stderr together
};
ProgramResult runProgram(const QString& program, const QStringList& arguments,
    int timeoutMs = 300'000, const QString& workingFolder = {});

} // namespace negatoscope::testing
