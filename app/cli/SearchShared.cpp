#include "app/cli/SearchShared.h"

#include "app/cli/Films.h"
#include "app/cli/SlurmArray.h"
#include "core/base/Files.h"
#include "core/base/Text.h"
#include "core/search/SharedTrials.h"
#include "core/search/TrainingTrials.h"

#include <CLI/CLI.hpp>

#include <cstdlib>
#include <unistd.h>

namespace negatoscope::cli {

namespace {

std::filesystem::path sharedFolder(const std::filesystem::path& study)
{
    return study / "shared";
}

/// Unlike that of any other worker: the Slurm job's number and its place in the array, or a UUID.
std::string workerName()
{
    const char* job = std::getenv("SLURM_JOB_ID");
    const char* restarts = std::getenv("SLURM_RESTART_COUNT");
    return job ? "slurm-" + std::string(job) + "-" + (restarts ? restarts : "0") : base::makeUuid();
}

} // namespace

void addSharedOptions(CLI::App& command, SharedOptions& options)
{
    command
        .add_option("--slurm", options.slurm,
            "Train the trials in so many jobs of a Slurm array; folder of the study, workspace and "
            "films on a disk that all computers see")
        ->check(CLI::Range(1, 10000));
    command
        .add_option("--slurm-option", options.slurmOptions,
            "A line for #SBATCH, for example --slurm-option=--partition=short; may be repeated")
        ->allow_extra_args(false)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    command
        .add_option("--share", options.share,
            "As --slurm, for workers that you start yourself: search --worker with the same --out, "
            "--data and --workspace")
        ->check(CLI::Range(1, 10000));
    command.add_flag("--worker", options.isWorker,
        "Train trials of the study in --out, which another process leads, until it has ended");
    command
        .add_option("--lost-after", options.lostAfter,
            "A worker that is silent for so many seconds is lost: another one takes its trial")
        ->check(CLI::Range(1.0, 86400.0));
}

SharedStudy::SharedStudy(
    Session& session, const SharedOptions& options, std::filesystem::path study)
    : m_session(session)
    , m_options(options)
    , m_study(std::move(study))
    , m_folder(sharedFolder(m_study))
{}

SharedStudy::~SharedStudy()
{
    if (!m_isOpen)
        return;
    if (const auto ended = search::endSharedTrials(m_folder); !ended)
        m_session.output.note("note: " + base::toSentence(ended.error()));
    // Those that wait in the queue would start for nothing; those that run have been told.
    if (!m_job.empty())
        cancelArray(m_job);
}

base::Result<void> SharedStudy::open(const DataOptions& data)
{
    if (const auto opened = search::openSharedTrials(m_folder); !opened)
        return opened;
    m_isOpen = true;
    if (m_options.slurm == 0) {
        std::string line;
        for (const std::string& argument : workerCommand(data))
            line += (line.empty() ? "" : " ") + base::printable(argument);
        m_session.output.say("Workers: " + line);
        return {};
    }
    const auto script = writeArrayScript(
        {m_options.slurm, m_study / "slurm", m_options.slurmOptions, workerCommand(data)});
    if (!script)
        return base::failure(script);
    auto job = submitArray(*script);
    if (!job)
        return base::failure(job);
    m_job = *std::move(job);
    m_session.output.event({{"event", "submitted"}, {"job", jsonText(m_job)},
        {"jobs", m_options.slurm}, {"script", jsonText(script->string())}});
    m_session.output.say("Slurm job " + base::printable(m_job) + ": " +
                         std::to_string(m_options.slurm) + " workers");
    return {};
}

search::TrialRunner SharedStudy::runner() const
{
    search::SharedTrialsOptions options;
    options.folder = m_folder;
    options.lostAfter = std::chrono::milliseconds(
        static_cast<std::chrono::milliseconds::rep>(m_options.lostAfter * 1000.0));
    return search::makeSharedTrials(std::move(options));
}

std::vector<std::string> SharedStudy::workerCommand(const DataOptions& data) const
{
    const auto whole = [](const std::filesystem::path& path) {
        std::error_code code;
        return std::filesystem::absolute(path, code).string();
    };
    std::error_code code;
    std::vector<std::string> command{std::filesystem::read_symlink("/proc/self/exe", code).string(),
        "--workspace", whole(m_session.options.workspaceFolder()), "--threads",
        std::to_string(std::max(1, m_session.options.threads)), "search", "--worker", "--out",
        whole(m_study), "--data", whole(data.folder)};
    if (!data.split.empty())
        command.insert(command.end(), {"--split", data.split});
    if (!data.positive.empty())
        command.insert(command.end(), {"--positive", data.positive});
    if (data.keepValidation)
        command.emplace_back("--keep-val");
    return command;
}

int runSearchWorker(const DataOptions& data, const std::filesystem::path& study, Session& session)
{
    Output& output = session.output;
    auto manifest = scanFilms(data, session);
    if (!manifest)
        return output.fail(manifest.error());
    if (!*manifest)
        return kExitStopped;
    const std::filesystem::path workspace = session.options.workspaceFolder();
    const search::TrialRunner runner = search::makeTrainingTrials(
        {**std::move(manifest), workspace / "cache", workspace / "runs", session.options.threads});
    search::WorkerOptions options;
    options.folder = sharedFolder(study);
    options.runsFolder = workspace / "runs";
    options.name = workerName();
    search::WorkerObserver observer;
    observer.gave = [&output](int number, const training::RunRecord& run) {
        output.event({{"event", "trained"}, {"number", number}, {"run_id", run.id},
            {"outcome", training::outcomeName(run.outcome)}, {"seconds", run.seconds.total}});
        output.say("trial " + std::to_string(number) + ": " + training::outcomeName(run.outcome) +
                   " in " + base::formatNumber(run.seconds.total, 3) + " s");
    };
    const auto trials =
        search::workOnSharedTrials(options, runner, observer, session.interrupt.keep());
    if (!trials)
        return output.fail(trials.error());
    output.event({{"event", "finished"}, {"trials", *trials}});
    return session.interrupt.keep().stop_requested() ? kExitStopped : kExitDone;
}

} // namespace negatoscope::cli
