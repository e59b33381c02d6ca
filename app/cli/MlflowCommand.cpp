#include "app/cli/Commands.h"
#include "app/cli/KeyChain.h"
#include "core/base/Text.h"
#include "core/tracking/MlflowFolder.h"
#include "core/tracking/MlflowImport.h"
#include "core/tracking/MlflowSync.h"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <termios.h>
#include <unistd.h>

namespace negatoscope::cli {

namespace {

using tracking::RunStore;
using tracking::SyncOutcome;

struct SyncArguments
{
    tracking::MlflowServer server;
    tracking::SyncOptions sync;
    std::vector<std::string> runs;
    bool test = false;
};

std::string environment(const char* name)
{
    const char* value = std::getenv(name);
    return value ? value : "";
}

/// Asked for without an echo; empty when nobody sits at a terminal.
std::string promptForPassword(const std::string& user)
{
    std::FILE* const terminal = std::fopen("/dev/tty", "r+");
    if (!terminal)
        return {};
    const int handle = fileno(terminal);
    termios before{};
    const bool known = tcgetattr(handle, &before) == 0;
    termios silent = before;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    if (known)
        tcsetattr(handle, TCSAFLUSH, &silent);
    std::fprintf(terminal, "Password of %s: ", base::printable(user).c_str());
    std::fflush(terminal);
    std::string password;
    for (int c = std::fgetc(terminal); c != EOF && c != '\n'; c = std::fgetc(terminal))
        password += static_cast<char>(c);
    if (known)
        tcsetattr(handle, TCSAFLUSH, &before);
    std::fputc('\n', terminal);
    std::fclose(terminal);
    return password;
}

/// From the environment, the system's key chain or a prompt: never an argument, which every user of
/// the machine can read.
base::Result<void> findCredentials(tracking::MlflowServer& server)
{
    if (server.url.empty())
        server.url = environment("MLFLOW_TRACKING_URI");
    if (!server.url.starts_with("http://") && !server.url.starts_with("https://"))
        return base::failure(base::ErrorCode::InvalidUsage, "no address of an MLflow server",
            server.url, "give --url https://… or set MLFLOW_TRACKING_URI");
    if (server.url.find('@') != std::string::npos)
        return base::failure(base::ErrorCode::InvalidUsage, "the address holds a login", "--url",
            "give the user as --user and the password in MLFLOW_TRACKING_PASSWORD");
    if (server.user.empty())
        server.user = environment("MLFLOW_TRACKING_USERNAME");
    if (server.certificateFile.empty())
        server.certificateFile = environment("MLFLOW_TRACKING_SERVER_CERT_PATH");
    if (server.user.empty())
        return {}; // a server without a login
    server.password = environment("MLFLOW_TRACKING_PASSWORD");
    if (server.password.empty())
        server.password = passwordFromKeyChain(server);
    if (server.password.empty())
        server.password = promptForPassword(server.user);
    if (server.password.empty())
        return base::failure(base::ErrorCode::InvalidUsage, "there is no password",
            "MLFLOW_TRACKING_PASSWORD", "set it, or start the command at a terminal");
    return {};
}

void sayOutcome(const SyncOutcome& outcome, Output& output)
{
    nlohmann::ordered_json line{{"event", "synced"}, {"run_id", outcome.row.id},
        {"number", outcome.row.number}, {"name", jsonText(outcome.row.name)},
        {"remote_run", outcome.result.remoteRun}, {"changed", outcome.result.changed},
        {"link", outcome.result.link}, {"model_version", outcome.result.modelVersion},
        {"notes", outcome.result.notes}};
    const std::string name = tracking::calledName(outcome.row);
    if (outcome.error) {
        line["event"] = "sync_failed";
        line["error"] = jsonText(base::toSentence(*outcome.error));
        output.note(name + ": " + base::toSentence(*outcome.error));
    } else {
        output.say(name + (outcome.result.changed ? ": uploaded as " : ": already there as ") +
                   outcome.result.remoteRun +
                   (outcome.result.modelVersion.empty()
                           ? ""
                           : ", model version " + outcome.result.modelVersion));
        for (const std::string& note : outcome.result.notes)
            output.note("note: " + note);
    }
    output.event(line);
}

/// A server's refusal is no fault of the films: exit code 1.
int failAtServer(base::Error error, Output& output)
{
    if (error.code == base::ErrorCode::PermissionDenied)
        error.code = base::ErrorCode::NetworkFailure;
    return output.fail(error);
}

int runSync(SyncArguments arguments, Session& session)
{
    Output& output = session.output;
    if (const auto found = findCredentials(arguments.server); !found)
        return output.fail(found.error());
    const std::stop_token stop = session.interrupt.keep();
    tracking::MlflowClient client(arguments.server, {}, stop);
    const auto version = client.testConnection();
    if (!version)
        return failAtServer(version.error(), output);
    output.event({{"event", "server"}, {"url", arguments.server.url}, {"version", *version}});
    output.say("MLflow " + *version + " at " + arguments.server.url);
    if (arguments.test)
        return kExitDone;
    auto store = RunStore::open(session.options.workspaceFolder());
    if (!store)
        return output.fail(store.error());
    for (const std::string& key : arguments.runs) {
        const auto row = (*store)->find(key);
        if (!row)
            return output.fail(row.error());
        arguments.sync.runs.push_back(row->id);
    }
    const auto outcomes = tracking::syncRuns(
        **store, client, arguments.sync,
        [&output](const tracking::SyncProgress& at) {
            output.progress(at.run + ", " + at.stage, at.done, at.total);
        },
        stop);
    output.progressDone();
    if (!outcomes)
        return output.fail(outcomes.error());
    const SyncOutcome* failed = nullptr;
    for (const SyncOutcome& outcome : *outcomes) {
        sayOutcome(outcome, output);
        if (outcome.error)
            failed = &outcome;
    }
    if (outcomes->empty())
        output.say("There are no runs to upload.");
    if (stop.stop_requested())
        return kExitStopped;
    return failed ? failAtServer(*failed->error, output) : kExitDone;
}

void addSync(CLI::App& mlflow, Session& session)
{
    auto arguments = std::make_shared<SyncArguments>();
    CLI::App* command = mlflow.add_subcommand("sync",
        "Upload runs to an MLflow server: all that are not there yet, or the named ones. May be "
        "repeated and interrupted. The password comes from MLFLOW_TRACKING_PASSWORD, the key chain "
        "or a prompt");
    command->add_option("--url", arguments->server.url, "Base address, https://host/prefix");
    command->add_option("--user", arguments->server.user, "Login name");
    command->add_option("--experiment", arguments->sync.experiment, "Experiment to upload into");
    command
        ->add_option(
            "--run", arguments->runs, "Number, id, beginning of an id, or name; repeatable")
        ->allow_extra_args(false)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    auto* model = command->add_option("--register", arguments->sync.registeredModel,
        "Register the model under this name (of the named runs; else of the chosen or newest one)");
    command->add_option("--alias", arguments->sync.alias, "Alias of the registered version")
        ->needs(model);
    command->add_option("--ca", arguments->server.certificateFile,
        "Certificate of the authority that signed the server's");
    command->add_option(
        "--pin", arguments->server.pinnedPublicKey, "Trust exactly this key: sha256//BASE64");
    command->add_flag("--test", arguments->test, "Only test the connection and the login");
    command->callback([arguments, &session] {
        session.run = [arguments, &session] {
            return runSync(*arguments, session);
        };
    });
}

struct FolderArguments
{
    std::string path;
    std::string experiment = "negatoscope";
    std::vector<std::string> runs;
};

int runExport(const FolderArguments& arguments, Session& session)
{
    Output& output = session.output;
    auto store = RunStore::open(session.options.workspaceFolder());
    if (!store)
        return output.fail(store.error());
    std::vector<std::string> ids;
    for (const std::string& key : arguments.runs) {
        const auto row = (*store)->find(key);
        if (!row)
            return output.fail(row.error());
        ids.push_back(row->id);
    }
    const auto written =
        tracking::exportMlflowFolder(**store, ids, arguments.experiment, arguments.path);
    if (!written)
        return output.fail(written.error());
    output.event({{"event", "exported"}, {"folder", jsonText(arguments.path)}, {"runs", *written}});
    output.say(std::to_string(*written) + " run(s) written to " + base::printable(arguments.path));
    output.say("To look at them: MLFLOW_ALLOW_FILE_STORE=true mlflow ui --backend-store-uri " +
               base::printable(arguments.path));
    return kExitDone;
}

int runImport(const FolderArguments& arguments, Session& session)
{
    Output& output = session.output;
    const auto found = tracking::readMlflowRuns(arguments.path);
    if (!found)
        return output.fail(found.error());
    auto store = RunStore::open(session.options.workspaceFolder());
    if (!store)
        return output.fail(store.error());
    for (const tracking::ImportedRun& run : found->runs) {
        const auto number = (*store)->saveImported(run.row, run.history);
        if (!number)
            return output.fail(number.error());
        output.event({{"event", "imported"}, {"run_id", run.row.id}, {"number", *number},
            {"name", jsonText(run.row.name)}, {"epochs", run.row.epochs}});
        output.say("Run " + std::to_string(*number) + ": " + base::printable(run.row.name));
    }
    for (const std::string& note : found->notes)
        output.note("note: " + note);
    output.say(std::to_string(found->runs.size()) + " run(s) imported, read only.");
    return kExitDone;
}

} // namespace

void addMlflowCommand(CLI::App& app, Session& session)
{
    CLI::App* mlflow = app.add_subcommand("mlflow", "Exchange runs with MLflow");
    mlflow->require_subcommand(1);
    addSync(*mlflow, session);
    auto arguments = std::make_shared<FolderArguments>();
    CLI::App* out = mlflow->add_subcommand("export", "Write runs as a local mlruns folder");
    out->add_option("--out", arguments->path, "The folder to write")->required();
    out->add_option("--experiment", arguments->experiment, "Experiment to write into");
    out->add_option("--run", arguments->runs, "Only these runs; repeatable")
        ->allow_extra_args(false)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    out->callback([arguments, &session] {
        session.run = [arguments, &session] {
            return runExport(*arguments, session);
        };
    });
    CLI::App* in = mlflow->add_subcommand(
        "import", "Show the runs of an mlruns folder or an mlflow.db beside ours; read only");
    in->add_option("path", arguments->path, "mlruns folder or mlflow.db")->required();
    in->callback([arguments, &session] {
        session.run = [arguments, &session] {
            return runImport(*arguments, session);
        };
    });
}

} // namespace negatoscope::cli
