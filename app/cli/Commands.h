#pragma once

#include "app/cli/Interrupt.h"
#include "app/cli/Options.h"
#include "app/cli/Output.h"

#include <functional>

namespace negatoscope::cli {

/// What a command works with.
struct Session
{
    CommonOptions options;
    Output output;
    Interrupt interrupt;
    /// Set by the chosen command when the arguments are parsed; gives the exit code.
    std::function<int()> run;
};

// One file per sub-command: declares its options on `app` and, when it is the chosen one, sets
// Session::run.
void addTrainCommand(CLI::App& app, Session& session);
void addEvaluateCommand(CLI::App& app, Session& session);
void addPredictCommand(CLI::App& app, Session& session);
void addPhantomCommand(CLI::App& app, Session& session);
void addPretrainCommand(CLI::App& app, Session& session);
void addDemoCommand(CLI::App& app, Session& session);
void addDatasetCommand(CLI::App& app, Session& session);
void addRunsCommand(CLI::App& app, Session& session);
void addHonestyCommand(CLI::App& app, Session& session);

} // namespace negatoscope::cli
