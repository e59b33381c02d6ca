#include "tests/conformance/PythonEnvironment.h"

#include "tests/support/SharedFiles.h"

#include <QFileInfo>
#include <QProcess>

namespace negatoscope::testing {

std::optional<QString> pythonWith(const QStringList& modules)
{
    const QString named = qEnvironmentVariable("NEGATOSCOPE_PYTHON");
    const QString standard =
        QString::fromStdString((sourceFolder() / ".deps" / "python" / "bin" / "python").string());
    const QString python = named.isEmpty() ? standard : named;
    if (!QFileInfo::exists(python))
        return std::nullopt;
    const auto tried = runProgram(python,
        {QStringLiteral("-c"), QStringLiteral("import ") + modules.join(QStringLiteral(", "))});
    if (tried.exitCode != 0)
        return std::nullopt;
    return python;
}

ProgramResult runProgram(const QString& program, const QStringList& arguments, int timeoutMs,
    const QString& workingFolder)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("KERAS_BACKEND"), QStringLiteral("jax"));
    process.setProcessEnvironment(environment);
    if (!workingFolder.isEmpty())
        process.setWorkingDirectory(workingFolder);
    process.start(program, arguments);
    ProgramResult result;
    if (process.waitForFinished(timeoutMs) && process.exitStatus() == QProcess::NormalExit)
        result.exitCode = process.exitCode();
    else
        process.kill();
    process.waitForFinished(1000);
    result.output = QString::fromUtf8(process.readAll());
    return result;
}

} // namespace negatoscope::testing
