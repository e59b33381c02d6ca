#include "tests/app/CliRun.h"

#include "tests/support/SharedFiles.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QProcessEnvironment>
#include <QTemporaryDir>

namespace negatoscope::testing {

std::vector<nlohmann::json> CliResult::lines() const
{
    std::vector<nlohmann::json> values;
    for (const QByteArray& line : out.split('\n'))
        if (!line.isEmpty())
            values.push_back(nlohmann::json::parse(line.toStdString(), nullptr, false));
    return values;
}

nlohmann::json CliResult::event(const std::string& name) const
{
    nlohmann::json found;
    for (const nlohmann::json& line : lines())
        if (line.is_object() && line.value("event", std::string()) == name)
            found = line;
    return found;
}

std::unique_ptr<QProcess> startCli(const QTemporaryDir& folder, const QStringList& arguments)
{
    auto process = std::make_unique<QProcess>();
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("XDG_DATA_HOME", folder.filePath("data"));
    environment.insert("XDG_CACHE_HOME", folder.filePath("cache"));
    environment.insert("HOME", folder.filePath("home"));
    process->setProcessEnvironment(environment);
    process->setWorkingDirectory(folder.path());
    process->start(NEGATOSCOPE_CLI, arguments);
    return process;
}

CliResult finishCli(QProcess& process)
{
    constexpr int kLongestMs = 400000;
    CliResult result;
    if (process.waitForFinished(kLongestMs) && process.exitStatus() == QProcess::NormalExit)
        result.exitCode = process.exitCode();
    result.out = process.readAllStandardOutput();
    result.err = process.readAllStandardError();
    return result;
}

CliResult runCli(const QTemporaryDir& folder, const QStringList& arguments)
{
    return finishCli(*startCli(folder, arguments));
}

bool copyChestFilms(const QString& target, int perClass)
{
    const auto shared = sharedPath("data/chest_xray_224");
    if (!shared)
        return false;
    const QDir source(QString::fromStdString(shared->string()));
    for (const QString split : {"train", "val", "test"})
        for (const QString cls : {"NORMAL", "PNEUMONIA"}) {
            const QDir from(source.filePath(split + "/" + cls));
            const QString to = target + "/" + split + "/" + cls;
            if (!QDir().mkpath(to))
                return false;
            const QStringList films = from.entryList(QDir::Files, QDir::Name);
            for (int i = 0; i < perClass && i < films.size(); ++i)
                if (!QFile::copy(from.filePath(films[i]), to + "/" + films[i]))
                    return false;
        }
    return true;
}

} // namespace negatoscope::testing
