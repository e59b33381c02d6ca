#pragma once

#include <nlohmann/json.hpp>

#include <QByteArray>
#include <QStringList>

#include <memory>

class QProcess;
class QTemporaryDir;

namespace negatoscope::testing {

/// What one run of negatoscope-cli gave.
struct CliResult
{
    int exitCode = -1; ///< -1: crashed or ran too long
    QByteArray out;
    QByteArray err;

    /// stdout as JSON Lines; a line that is not JSON becomes a discarded value.
    std::vector<nlohmann::json> lines() const;
    /// The last line with this "event".
    nlohmann::json event(const std::string& name) const;
};

/// Runs the real program in its own workspace below `folder`.
CliResult runCli(const QTemporaryDir& folder, const QStringList& arguments);
std::unique_ptr<QProcess> startCli(const QTemporaryDir& folder, const QStringList& arguments);
CliResult finishCli(QProcess& process);

/// Copies `perClass` films of every split and class of ../shared's chest films to `target`; false
/// when they are not there.
bool copyChestFilms(const QString& target, int perClass);

} // namespace negatoscope::testing
