#include "core/search/StudyFile.h"

#include "core/base/Files.h"

namespace negatoscope::search {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr const char* kFile = "study.json";
constexpr const char* kJournal = "study.jsonl";

} // namespace

base::Result<void> writeStudyPlan(const StudyPlan& plan, const fs::path& folder)
{
    const StudyOptions& o = plan.options;
    const json text{{"base", model::toJson(plan.base)}, {"space", plan.space},
        {"objective", o.objective.name}, {"sampler", samplerName(o.sampler)},
        {"scheduler", schedulerName(o.scheduler)}, {"trials", o.trials}, {"finalists", o.finalists},
        {"seeds", o.seeds}, {"grid_levels", o.gridLevels}, {"seed", o.seed},
        {"workers", o.workers}};
    return base::writeFileAtomically(
        folder / kFile, text.dump(2, ' ', false, json::error_handler_t::replace) + "\n");
}

base::Result<StudyPlan> readStudyPlan(const fs::path& folder)
{
    const auto text = base::readTextFile(folder / kFile);
    if (!text)
        return base::failure(text);
    const auto damaged = [&] {
        return base::failure(base::ErrorCode::CorruptFile, "the study cannot be understood",
            (folder / kFile).string(), "start a new one");
    };
    try {
        const json file = json::parse(*text);
        StudyPlan plan;
        auto config = model::configFromJson(file.at("base"));
        const auto objective = Objective::named(file.at("objective").get<std::string>());
        const auto sampler = samplerFromName(file.at("sampler").get<std::string>());
        const auto scheduler = schedulerFromName(file.at("scheduler").get<std::string>());
        if (!config || !objective || !sampler || !scheduler)
            return damaged();
        plan.base = *std::move(config);
        plan.space = file.at("space");
        plan.options.objective = *objective;
        plan.options.sampler = *sampler;
        plan.options.scheduler = *scheduler;
        plan.options.trials = file.at("trials").get<int>();
        plan.options.finalists = file.at("finalists").get<int>();
        plan.options.seeds = file.at("seeds").get<int>();
        plan.options.gridLevels = file.at("grid_levels").get<int>();
        plan.options.seed = file.at("seed").get<std::uint64_t>();
        plan.options.workers = file.at("workers").get<int>();
        plan.options.journal = folder / kJournal;
        return plan;
    } catch (const json::exception&) {
        return damaged();
    }
}

std::optional<StudyPlan> lastStudyPlan(const fs::path& workspace)
{
    std::optional<StudyPlan> last;
    fs::file_time_type newest{};
    std::error_code code;
    for (const auto& entry : fs::directory_iterator(workspace / "searches", code)) {
        const auto written = fs::last_write_time(entry.path() / kJournal, code);
        if (code || (last && written <= newest))
            continue;
        if (auto plan = readStudyPlan(entry.path())) {
            last = *std::move(plan);
            newest = written;
        }
    }
    return last;
}

} // namespace negatoscope::search
