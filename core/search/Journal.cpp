#include "core/search/Journal.h"

#include "core/base/Files.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <limits>
#include <utility>

namespace negatoscope::search {

namespace {

using nlohmann::ordered_json;

constexpr std::array kStages{"search", "finalist", "reference"};
constexpr std::array kOutcomes{"completed", "stopped_early", "failed"};

template <typename Names>
std::optional<std::size_t> positionOf(const Names& names, const std::string& name)
{
    for (std::size_t i = 0; i < names.size(); ++i)
        if (name == names[i])
            return i;
    return std::nullopt;
}

std::string lineOf(const ordered_json& json)
{
    return json.dump(-1, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

std::optional<JournalEntry> entryOf(const ordered_json& json)
{
    try {
        if (json.contains("begun"))
            return Proposal{json.at("begun").get<int>(), json.at("run_id").get<std::string>(),
                json.at("point").get<Point>()};
        if (auto trial = trialFromJson(json))
            return *std::move(trial);
    } catch (const nlohmann::json::exception&) {
        // not one of ours
    }
    return std::nullopt;
}

/// The first key in which two headers differ.
std::string difference(const ordered_json& before, const ordered_json& now)
{
    for (const auto& [key, value] : now.items())
        if (!before.contains(key) || before[key] != value)
            return key;
    return "form";
}

} // namespace

const char* stageName(TrialStage stage)
{
    return kStages[static_cast<std::size_t>(stage)];
}

const char* outcomeName(TrialOutcome outcome)
{
    return kOutcomes[static_cast<std::size_t>(outcome)];
}

ordered_json toJson(const Trial& trial)
{
    ordered_json json{{"number", trial.number}, {"stage", stageName(trial.stage)},
        {"run_id", trial.runId}, {"point", trial.point}, {"values", trial.values},
        {"seed", trial.seed}, {"outcome", outcomeName(trial.outcome)}, {"objective", nullptr},
        {"epochs", trial.epochs}, {"seconds", trial.seconds}, {"curve", trial.curve}};
    if (trial.objective)
        json["objective"] = *trial.objective;
    if (!trial.failure.empty())
        json["failure"] = trial.failure;
    return json;
}

std::optional<Trial> trialFromJson(const ordered_json& json)
{
    try {
        Trial trial;
        trial.number = json.at("number").get<int>();
        trial.runId = json.at("run_id").get<std::string>();
        trial.point = json.at("point").get<Point>();
        trial.values = json.at("values");
        trial.seed = json.at("seed").get<std::uint64_t>();
        trial.epochs = json.at("epochs").get<int>();
        trial.seconds = json.at("seconds").get<double>();
        trial.failure = json.value("failure", std::string());
        for (const auto& value : json.at("curve")) // JSON knows no NaN
            trial.curve.push_back(
                value.is_number() ? value.get<double>() : std::numeric_limits<double>::quiet_NaN());
        if (json.at("objective").is_number())
            trial.objective = json.at("objective").get<double>();
        const auto stage = positionOf(kStages, json.at("stage").get<std::string>());
        const auto outcome = positionOf(kOutcomes, json.at("outcome").get<std::string>());
        if (!stage || !outcome)
            return std::nullopt;
        trial.stage = static_cast<TrialStage>(*stage);
        trial.outcome = static_cast<TrialOutcome>(*outcome);
        return trial;
    } catch (const nlohmann::json::exception&) {
        return std::nullopt;
    }
}

base::Result<Journal> Journal::open(const std::filesystem::path& path, const ordered_json& header)
{
    Journal journal;
    journal.m_path = path;
    if (path.empty())
        return journal;
    constexpr int kMode = 0644;
    journal.m_file = ::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, kMode);
    if (journal.m_file < 0)
        return base::failure(base::fileError(path, "the journal cannot be opened"));
    if (::flock(journal.m_file, LOCK_EX | LOCK_NB) != 0)
        return base::failure(base::ErrorCode::InvalidUsage, "another process works on this study",
            path.string(), "wait for it, or stop it");
    const auto text = base::readTextFile(path, 1ULL << 30U);
    if (!text)
        return base::failure(text);
    std::size_t start = 0;
    bool hasHeader = false;
    for (std::size_t end = text->find('\n'); end != std::string::npos;
         end = text->find('\n', start)) {
        const auto json = ordered_json::parse(text->begin() + static_cast<long>(start),
            text->begin() + static_cast<long>(end), nullptr, false);
        if (!hasHeader && (!json.is_object() || !json.contains("negatoscope_study")))
            return base::failure(base::ErrorCode::CorruptFile, "this is not the journal of a study",
                path.string(), "choose another file");
        if (!hasHeader && json != header)
            return base::failure(base::ErrorCode::InvalidUsage,
                "the journal belongs to another study: '" + difference(json, header) + "' differs",
                path.string(), "choose another folder, or search with the same settings and films");
        if (hasHeader) {
            auto entry = entryOf(json);
            if (!entry)
                return base::failure(base::ErrorCode::CorruptFile,
                    "line " + std::to_string(journal.m_entries.size() + 2) +
                        " of the journal is damaged",
                    path.string(), "remove it and what follows");
            journal.m_entries.push_back(*std::move(entry));
        }
        hasHeader = true;
        start = end + 1;
    }
    if (start < text->size() && ::ftruncate(journal.m_file, static_cast<off_t>(start)) != 0)
        return base::failure(base::fileError(path, "the journal cannot be mended"));
    if (!hasHeader) {
        if (auto written = journal.write(lineOf(header)); !written)
            return base::failure(written);
    }
    return journal;
}

Journal::Journal(Journal&& other) noexcept
    : m_path(std::move(other.m_path))
    , m_file(std::exchange(other.m_file, -1))
    , m_entries(std::move(other.m_entries))
{}

Journal& Journal::operator=(Journal&& other) noexcept
{
    std::swap(m_path, other.m_path);
    std::swap(m_file, other.m_file);
    std::swap(m_entries, other.m_entries);
    return *this;
}

Journal::~Journal()
{
    if (m_file >= 0)
        ::close(m_file);
}

base::Result<void> Journal::append(const JournalEntry& entry)
{
    if (const auto* trial = std::get_if<Trial>(&entry))
        return write(lineOf(toJson(*trial)));
    const Proposal& proposal = std::get<Proposal>(entry);
    return write(lineOf(
        {{"begun", proposal.number}, {"run_id", proposal.runId}, {"point", proposal.point}}));
}

base::Result<void> Journal::write(const std::string& line)
{
    if (m_file < 0)
        return {};
    std::size_t done = 0;
    while (done < line.size()) {
        const ssize_t count = ::write(m_file, line.data() + done, line.size() - done);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return base::failure(base::fileError(m_path, "the journal cannot be written"));
        done += static_cast<std::size_t>(count);
    }
    if (::fdatasync(m_file) != 0)
        return base::failure(base::fileError(m_path, "the journal cannot be written"));
    return {};
}

} // namespace negatoscope::search
