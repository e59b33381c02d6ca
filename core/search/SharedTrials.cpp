#include "core/search/SharedTrials.h"

#include "core/base/Files.h"
#include "core/base/Text.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <condition_variable>
#include <fstream>
#include <limits>
#include <mutex>
#include <thread>

namespace negatoscope::search {

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using nlohmann::ordered_json;

constexpr std::array kFolders{"tasks", "claims", "epochs", "enough", "done", "lost"};

/// Where things lie in the folder.
struct Places
{
    fs::path folder;

    fs::path file(const char* kind, int number) const
    {
        return folder / kind / (std::to_string(number) + ".json");
    }
    fs::path epochs(int number, const std::string& who) const
    {
        return folder / "epochs" / (std::to_string(number) + "-" + who);
    }
    fs::path ended() const { return folder / "ended"; }
};

bool isThere(const fs::path& path)
{
    std::error_code code;
    return fs::exists(path, code);
}

void removeQuietly(const fs::path& path)
{
    std::error_code code;
    fs::remove(path, code);
}

ordered_json readJson(const fs::path& path)
{
    const auto text = base::readTextFile(path);
    return text ? ordered_json::parse(*text, nullptr, false) : ordered_json();
}

std::string textOf(const ordered_json& json)
{
    return json.dump(-1, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

/// Only one of many processes that try it at once succeeds, on network folders as well.
base::Result<bool> createAlone(const fs::path& path, const std::string& text)
{
    const fs::path mine = path.string() + "." + base::makeUuid();
    if (const auto written = base::writeFileAtomically(mine, text); !written)
        return base::failure(written);
    std::error_code code;
    fs::create_hard_link(mine, path, code); // fails when it is there, whoever made it
    removeQuietly(mine);
    if (!code)
        return true;
    if (code == std::errc::file_exists)
        return false;
    // A file system without links.
    constexpr int kMode = 0644;
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kMode);
    if (file < 0 && errno == EEXIST)
        return false;
    if (file < 0)
        return base::failure(base::fileError(path, "the file cannot be made"));
    const bool whole = ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    ::close(file);
    return whole ? base::Result<bool>(true)
                 : base::failure(base::fileError(path, "the file cannot be written"));
}

ordered_json toJson(const TrialTask& task)
{
    return {{"number", task.number}, {"stage", stageName(task.stage)}, {"run_id", task.runId},
        {"values", task.values}, {"seed", task.seed}, {"config", model::toJson(task.config)}};
}

std::optional<TrialTask> taskFromJson(const ordered_json& json)
{
    try {
        TrialTask task;
        task.number = json.at("number").get<int>();
        task.runId = json.at("run_id").get<std::string>();
        task.values = json.at("values");
        task.seed = json.at("seed").get<std::uint64_t>();
        const auto stage = json.at("stage").get<std::string>();
        for (const auto one : {TrialStage::Search, TrialStage::Finalist, TrialStage::Reference})
            if (stage == stageName(one))
                task.stage = one;
        auto config = model::configFromJson(nlohmann::json(json.at("config")));
        if (!config)
            return std::nullopt;
        task.config = *std::move(config);
        return task;
    } catch (const nlohmann::json::exception&) {
        return std::nullopt;
    }
}

ordered_json toJson(const training::EpochRecord& record)
{
    return {{"epoch", record.epoch}, {"metrics", record.metrics}, {"seconds", record.seconds},
        {"finished_ms", record.finishedAtMs}};
}

std::optional<training::EpochRecord> epochFromJson(const ordered_json& json)
{
    try {
        training::EpochRecord record;
        record.epoch = json.at("epoch").get<int>();
        for (const auto& [name, value] : json.at("metrics").items()) // JSON knows no NaN
            record.metrics[name] =
                value.is_number() ? value.get<double>() : std::numeric_limits<double>::quiet_NaN();
        record.seconds = json.at("seconds").get<double>();
        record.finishedAtMs = json.at("finished_ms").get<std::int64_t>();
        return record;
    } catch (const nlohmann::json::exception&) {
        return std::nullopt;
    }
}

training::RunRecord failedRun(const TrialTask& task, base::Error error)
{
    training::RunRecord run;
    run.id = task.runId;
    run.config = task.config;
    run.outcome = training::OutcomeKind::Failed;
    run.error = std::move(error);
    return run;
}

/// The study's side of one trial.
class Watched
{
public:
    Watched(const SharedTrialsOptions& options, const TrialTask& task, const GoesOn& goesOn)
        : m_options(options)
        , m_places{options.folder}
        , m_task(task)
        , m_goesOn(goesOn)
    {}

    training::RunRecord wait(const std::stop_token& cancel)
    {
        const int number = m_task.number;
        if (const auto given =
                base::writeFileAtomically(m_places.file("tasks", number), textOf(toJson(m_task)));
            !given)
            return failedRun(m_task, given.error());
        while (!cancel.stop_requested()) {
            const ordered_json done = readJson(m_places.file("done", number));
            watchClaim();
            if (done.is_object()) {
                auto run = resultOf(done);
                tidy();
                return run;
            }
            std::this_thread::sleep_for(m_options.poll);
        }
        tidy(); // whoever trains it notices that the task is gone
        training::RunRecord run = failedRun(m_task, {});
        run.outcome = training::OutcomeKind::Cancelled;
        return run;
    }

private:
    void watchClaim()
    {
        const fs::path claim = m_places.file("claims", m_task.number);
        const auto text = base::readTextFile(claim);
        if (!text)
            return;
        const auto now = Clock::now();
        if (*text != m_beat) {
            m_beat = *text;
            m_beatSeen = now;
            const ordered_json json = ordered_json::parse(*text, nullptr, false);
            const std::string who = json.is_object() ? json.value("who", std::string()) : "";
            if (who != m_who) {
                m_who = who;
                m_read = 0;
            }
        } else if (now - m_beatSeen > m_options.lostAfter) {
            std::error_code code;
            fs::rename(claim,
                m_places.folder / "lost" / (std::to_string(m_task.number) + "-" + m_who), code);
            m_beat.clear();
            return;
        }
        readEpochs();
    }

    void readEpochs()
    {
        std::ifstream file(m_places.epochs(m_task.number, m_who));
        std::string line;
        for (int i = 0; std::getline(file, line) && !file.eof(); ++i) {
            if (i < m_read)
                continue;
            const auto record = epochFromJson(ordered_json::parse(line, nullptr, false));
            if (!record)
                return;
            ++m_read;
            if (!m_goesOn(*record))
                static_cast<void>(
                    base::writeFileAtomically(m_places.file("enough", m_task.number), "\n"));
        }
    }

    training::RunRecord resultOf(const ordered_json& done) const
    {
        const auto broken = [&](const std::string& what) {
            return failedRun(m_task, {base::ErrorCode::CorruptFile, what,
                                         m_places.file("done", m_task.number).string(), {}});
        };
        try {
            if (done.contains("error"))
                return failedRun(m_task,
                    {base::ErrorCode::Internal, done.at("error").get<std::string>(), {}, {}});
            auto run = training::readRun(fs::path(done.at("folder").get<std::string>()));
            return run ? *std::move(run) : failedRun(m_task, run.error());
        } catch (const nlohmann::json::exception&) {
            return broken("a worker's result cannot be understood");
        }
    }

    void tidy() const
    {
        for (const char* kind : {"tasks", "claims", "enough", "done"})
            removeQuietly(m_places.file(kind, m_task.number));
        removeQuietly(m_places.epochs(m_task.number, m_who));
    }

    const SharedTrialsOptions& m_options;
    const Places m_places;
    const TrialTask& m_task;
    const GoesOn& m_goesOn;
    std::string m_beat;
    std::string m_who;
    Clock::time_point m_beatSeen;
    int m_read = 0;
};

/// Keeps a claim alive in a thread, and says when the trial is not wanted any more.
class Beat
{
public:
    Beat(const WorkerOptions& options, int number)
        : m_options(options)
        , m_places{options.folder}
        , m_number(number)
        , m_thread([this](const std::stop_token& end) { run(end); })
    {}
    std::stop_source& notWanted() { return m_notWanted; }
    void end()
    {
        m_thread.request_stop();
        if (m_thread.joinable())
            m_thread.join();
    }

private:
    void run(const std::stop_token& end)
    {
        const fs::path claim = m_places.file("claims", m_number);
        for (int beat = 1; !end.stop_requested(); ++beat) {
            std::unique_lock lock(m_mutex);
            m_changed.wait_for(lock, end, m_options.beat, [] { return false; });
            if (end.stop_requested())
                return;
            const ordered_json json = readJson(claim);
            if (!json.is_object() || json.value("who", std::string()) != m_options.name ||
                !isThere(m_places.file("tasks", m_number))) {
                m_notWanted.request_stop();
                return;
            }
            static_cast<void>(base::writeFileAtomically(
                claim, textOf({{"who", m_options.name}, {"beat", beat}})));
        }
    }

    const WorkerOptions& m_options;
    const Places m_places;
    const int m_number;
    std::stop_source m_notWanted;
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::jthread m_thread; ///< last
};

class Worker
{
public:
    Worker(const WorkerOptions& options, const TrialRunner& runner, const WorkerObserver& observer,
        std::stop_token stop)
        : m_options(options)
        , m_places{options.folder}
        , m_runner(runner)
        , m_observer(observer)
        , m_stop(std::move(stop))
    {}

    base::Result<int> work()
    {
        int done = 0;
        auto lastWork = Clock::now();
        while (!m_stop.stop_requested() && !isThere(m_places.ended())) {
            auto task = claim();
            if (!task)
                return base::failure(task);
            if (!*task) {
                if (Clock::now() - lastWork > m_options.idle)
                    break;
                std::this_thread::sleep_for(m_options.poll);
                continue;
            }
            if (auto trained = train(**task); !trained)
                return base::failure(trained);
            else
                done += *trained ? 1 : 0;
            lastWork = Clock::now();
        }
        return done;
    }

private:
    /// The numbers of what is to be trained, in the order in which it was asked for.
    std::vector<int> open() const
    {
        std::vector<int> numbers;
        std::error_code code;
        for (const auto& entry : fs::directory_iterator(m_places.folder / "tasks", code)) {
            const std::string name = entry.path().filename().string();
            const bool isTask =
                name.ends_with(".json") && name.find_first_not_of("0123456789") == name.size() - 5;
            if (isTask && name.size() < 15)
                numbers.push_back(std::stoi(name));
        }
        std::sort(numbers.begin(), numbers.end());
        return numbers;
    }

    base::Result<std::optional<TrialTask>> claim()
    {
        for (const int number : open()) {
            if (isThere(m_places.file("claims", number)) || isThere(m_places.file("done", number)))
                continue;
            const auto mine = createAlone(
                m_places.file("claims", number), textOf({{"who", m_options.name}, {"beat", 0}}));
            if (!mine)
                return base::failure(mine);
            if (!*mine)
                continue;
            auto task = taskFromJson(readJson(m_places.file("tasks", number)));
            if (task)
                return std::optional(*std::move(task));
            removeQuietly(m_places.file("claims", number)); // withdrawn in the meantime
        }
        return std::optional<TrialTask>();
    }

    base::Result<bool> train(const TrialTask& task)
    {
        if (m_observer.took)
            m_observer.took(task.number);
        const fs::path folder = m_options.runsFolder / task.runId;
        std::error_code code;
        fs::remove_all(folder, code); // of a worker that was lost
        Beat beat(m_options, task.number);
        const std::stop_callback stopped(m_stop, [&] { beat.notWanted().request_stop(); });
        std::ofstream epochs(m_places.epochs(task.number, m_options.name), std::ios::trunc);
        const GoesOn goesOn = [&](const training::EpochRecord& record) {
            epochs << textOf(toJson(record)) << std::flush;
            return !isThere(m_places.file("enough", task.number));
        };
        training::RunRecord run = m_runner(task, goesOn, beat.notWanted().get_token());
        beat.end();
        if (run.outcome == training::OutcomeKind::Cancelled || beat.notWanted().stop_requested()) {
            giveBack(task.number);
            return false;
        }
        ordered_json result{{"who", m_options.name}};
        if (run.history.empty()) {
            result["error"] = run.error ? base::toSentence(*run.error) : "the training failed";
        } else {
            if (run.folder.empty()) {
                if (auto written = training::writeRun(run, folder); !written)
                    return base::failure(written);
            }
            result["folder"] = base::printable(folder.string());
        }
        const auto given = createAlone(m_places.file("done", task.number), textOf(result));
        if (!given)
            return base::failure(given);
        if (m_observer.gave)
            m_observer.gave(task.number, run);
        return true;
    }

    void giveBack(int number) const
    {
        const fs::path claim = m_places.file("claims", number);
        const ordered_json json = readJson(claim);
        if (json.is_object() && json.value("who", std::string()) == m_options.name)
            removeQuietly(claim);
    }

    const WorkerOptions& m_options;
    const Places m_places;
    const TrialRunner& m_runner;
    const WorkerObserver& m_observer;
    const std::stop_token m_stop;
};

} // namespace

TrialRunner makeSharedTrials(SharedTrialsOptions options)
{
    return [options = std::move(options)](
               const TrialTask& task, const GoesOn& goesOn, const std::stop_token& cancel) {
        return Watched(options, task, goesOn).wait(cancel);
    };
}

base::Result<void> openSharedTrials(const fs::path& folder)
{
    for (const char* name : kFolders) {
        std::error_code code;
        fs::remove_all(folder / name, code); // the journal knows all that counts
        if (const auto made = base::makeFolder(folder / name); !made)
            return made;
    }
    removeQuietly(Places{folder}.ended());
    return {};
}

base::Result<void> endSharedTrials(const fs::path& folder)
{
    return base::writeFileAtomically(Places{folder}.ended(), "\n");
}

base::Result<int> workOnSharedTrials(const WorkerOptions& options, const TrialRunner& runner,
    const WorkerObserver& observer, std::stop_token stop)
{
    if (!isThere(options.folder / "tasks"))
        return base::failure(base::ErrorCode::NotFound, "there is no shared study",
            options.folder.string(), "start it with search --share or --slurm");
    return Worker(options, runner, observer, std::move(stop)).work();
}

} // namespace negatoscope::search
