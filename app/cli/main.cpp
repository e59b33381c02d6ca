#include "app/cli/Commands.h"
#include "core/base/Log.h"
#include "core/base/Text.h"
#include "core/model/Runtime.h"

#include <CLI/CLI.hpp>
#include <QCoreApplication>

#include <cstdio>
#include <cstring>
#include <exception>

using namespace negatoscope;

namespace {

int usageError(cli::Session& session, const CLI::ParseError& error, int argc, char** argv)
{
    // The flag may stand behind what could not be parsed.
    for (int i = 1; i < argc; ++i)
        if (std::strcmp(argv[i], "--json") == 0)
            session.output.setJson(true);
    return session.output.fail(
        {base::ErrorCode::InvalidUsage, error.what(), {}, "see negatoscope-cli --help"});
}

int runCommand(cli::Session& session)
{
    session.output.setJson(session.options.json);
    if (session.options.verbose)
        // Any thread may log: one call, one line.
        base::setLogSink([](base::LogLevel, const char* category, const std::string& message) {
            std::fprintf(stderr, "%s: %s\n", category, base::printable(message).c_str());
        });
    model::initRuntime(session.options.threads);
    try {
        return session.run();
    } catch (const std::bad_alloc&) {
        return session.output.fail({base::ErrorCode::OutOfMemory, "there is not enough memory", {},
            "use a smaller batch_size or close other programs"});
    } catch (const std::exception& error) {
        return session.output.fail({base::ErrorCode::Internal, error.what(), {}, {}});
    }
}

} // namespace

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName("negatoscope");

    cli::Session session;
    CLI::App app("Negatoscope: train, measure and use a classifier of chest X-ray films");
    app.name("negatoscope-cli");
    app.fallthrough();
    app.require_subcommand(1);
    cli::addCommonOptions(app, session.options);
    cli::addTrainCommand(app, session);
    cli::addEvaluateCommand(app, session);
    cli::addPredictCommand(app, session);
    cli::addPhantomCommand(app, session);
    cli::addPretrainCommand(app, session);
    cli::addDemoCommand(app, session);
    cli::addDatasetCommand(app, session);
    cli::addRunsCommand(app, session);
    cli::addBenchCommand(app, session);
    cli::addMlflowCommand(app, session);
    cli::addExportCommand(app, session);
    cli::addHonestyCommand(app, session);
    cli::addSearchCommand(app, session);
    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& help) {
        return app.exit(help);
    } catch (const CLI::ParseError& error) {
        return usageError(session, error, argc, argv);
    }
    return runCommand(session);
}
