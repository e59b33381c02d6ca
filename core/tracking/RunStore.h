#pragma once

#include "core/base/Result.h"
#include "core/training/RunRecord.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace negatoscope::tracking {

/// How a run came to be from another one.
enum class Relation { None, ResumedFrom, ChallengerOf, SettingsOf };
const char* relationName(Relation relation);

/// A metric over the epochs of a run; finite values only.
struct MetricRange
{
    double lowest = 0.0;
    double highest = 0.0;
    double last = 0.0;
};

/// One line of the table of runs: everything that can be listed without opening the run's files.
struct RunRow
{
    std::string id; ///< UUID
    int number = 0; ///< "run 14": counts up in the workspace, never used twice
    std::string name;
    std::filesystem::path folder;
    std::int64_t createdAtMs = 0;  ///< Unix time
    std::int64_t finishedAtMs = 0; ///< 0 while it is running or was interrupted
    training::OutcomeKind outcome = training::OutcomeKind::Completed;
    std::string failure; ///< the sentence of a failed run
    int epochs = 0;      ///< epochs really trained
    int bestEpoch = -1;
    double seconds = 0.0;
    std::string dataFingerprint;
    nlohmann::json settings;               ///< toJson(ModelConfig), flat: "learning_rate" → 0.001
    std::map<std::string, double> figures; ///< of the best epoch: "val_auc", "test_accuracy", …
    std::string note;
    std::vector<std::string> tags;
    bool starred = false;
    std::string bestReason; ///< why this one was chosen; empty = it was not
    int testLooks = 0;      ///< how often the sealed test set was opened for this run
    std::string parent;     ///< UUID
    Relation relation = Relation::None;
    std::int64_t deletedAtMs = 0; ///< 0 = not in the bin
    std::string origin;           ///< where an imported run comes from; empty = trained here
    std::map<std::string, MetricRange> ranges; ///< "val_loss" → 0.08, 0.31, 0.09
};

/// The few columns that a long list shows at once; the rest of a run is asked for with details().
struct RunSummary
{
    std::string id;
    int number = 0;
    std::string name;
    std::int64_t finishedAtMs = 0;
    training::OutcomeKind outcome = training::OutcomeKind::Completed;
    int epochs = 0;
    double seconds = 0.0;
    std::optional<double> valLoss;
    std::optional<double> valAccuracy;
    std::optional<double> valAuc;
    bool starred = false;
    bool chosen = false;   ///< has a written reason to be the best
    bool imported = false; ///< not trained here
};

/// What one MLflow server has of a run.
enum class SyncState { Waiting, Uploading, Synced, Failed };
const char* syncStateName(SyncState state);

struct SyncRecord
{
    std::string run; ///< UUID
    std::string server;
    std::string experiment;
    std::string remoteRun; ///< MLflow's run id; empty before it is known
    SyncState state = SyncState::Waiting;
    std::string detail; ///< of a failed one: the sentence
    std::int64_t updatedAtMs = 0;
};

struct ListOptions
{
    bool withBin = false; ///< runs in the bin as well
    std::string search;   ///< substring of name, note or tag, any case
};

/// All runs of a workspace: one SQLite file (write-ahead log) with what is listed and compared, and
/// a folder per run with weights and scores. Every call is one transaction: a crash at any instant
/// leaves the state before it or after it. A RunStore belongs to the thread that opened it; several
/// may be open on one workspace, in one or more processes.
/// Errors: PermissionDenied, DiskFull, CorruptFile (not our file), UnsupportedFormat (written by a
/// newer Negatoscope).
class RunStore
{
public:
    static base::Result<std::unique_ptr<RunStore>> open(const std::filesystem::path& workspace);
    ~RunStore();
    RunStore(const RunStore&) = delete;
    RunStore& operator=(const RunStore&) = delete;

    /// Where a new run's files belong: <workspace>/runs/<id>.
    std::filesystem::path folderFor(const std::string& id) const;

    /// Inserts the run, or replaces what is known of it; note, tags, star and lineage are kept.
    /// Gives the run's number.
    base::Result<int> save(const training::RunRecord& run);

    /// Enters a run that was made elsewhere: its row and its epochs, without a folder. Replaces an
    /// earlier import of the same id; note, tags and star are kept.
    base::Result<int> saveImported(
        const RunRow& row, const std::vector<training::EpochRecord>& history);

    /// Newest first.
    base::Result<std::vector<RunRow>> list(const ListOptions& options = {}) const;
    /// The same rows, few columns, without the bin: for a list of many thousand.
    base::Result<std::vector<RunSummary>> summaries() const;
    /// Whole rows of these runs, in the order given; unknown ids are left out.
    base::Result<std::vector<RunRow>> details(const std::vector<std::string>& ids) const;
    /// By UUID, unambiguous beginning of one, number ("14"), or name. NotFound names what is near.
    base::Result<RunRow> find(const std::string& key) const;
    /// The whole run, read from its folder.
    base::Result<training::RunRecord> load(const std::string& key) const;
    base::Result<std::vector<training::EpochRecord>> history(const std::string& id) const;

    base::Result<void> rename(const std::string& id, const std::string& name);
    base::Result<void> setNote(const std::string& id, const std::string& note);
    base::Result<void> setTags(const std::string& id, const std::vector<std::string>& tags);
    base::Result<void> setStarred(const std::string& id, bool starred);
    base::Result<void> setLineage(
        const std::string& id, const std::string& parent, Relation relation);
    /// Best is a choice with a written reason; an empty reason takes the choice back. One per
    /// workspace.
    base::Result<void> chooseBest(const std::string& id, const std::string& reason);
    /// Counts one look at the sealed test set and gives the new count.
    base::Result<int> countTestLook(const std::string& id);

    /// Into the bin; nothing is freed yet.
    base::Result<void> remove(const std::string& id);
    base::Result<void> restore(const std::string& id);
    /// Bytes of the run's folder: what deleting it frees in the end.
    base::Result<std::uint64_t> bytesOf(const std::string& id) const;
    /// Bytes that emptying the bin would free.
    base::Result<std::uint64_t> bytesInBin() const;
    /// Deletes the folders and rows of the bin; gives the bytes freed.
    base::Result<std::uint64_t> emptyBin();

    /// The outbox of MLflow: one record for each run, server and experiment.
    base::Result<void> setSync(const SyncRecord& record);
    base::Result<std::optional<SyncRecord>> sync(
        const std::string& run, const std::string& server, const std::string& experiment) const;
    base::Result<std::vector<SyncRecord>> syncs() const;

private:
    struct Private;
    explicit RunStore(std::unique_ptr<Private> d);
    std::unique_ptr<Private> m_private;
};

/// Opens the workspace's store and enters a finished run: what whoever trained calls, on a thread
/// that may wait for the disk. Gives the run's number.
base::Result<int> enterRun(const std::filesystem::path& workspace, const training::RunRecord& run);

/// "learning_rate" → 0.001, "added_layers.1.units" → 128, …: one level, comparable between runs.
nlohmann::json flatSettings(const model::ModelConfig& config);

/// The settings of many runs as small numbers: equal numbers are equal values, so that 10,000 runs
/// are compared, counted and grouped in milliseconds.
class SettingCodes
{
public:
    static constexpr int kAbsent = -1;

    /// One number for each key known so far; a later key is absent in an earlier run.
    std::vector<int> encode(const nlohmann::json& settings);

    std::size_t keyCount() const { return m_keys.size(); }
    const std::string& key(std::size_t index) const { return m_keys[index].name; }
    std::optional<std::size_t> find(const std::string& key) const;
    static int codeOf(const std::vector<int>& codes, std::size_t key)
    {
        return key < codes.size() ? codes[key] : kAbsent;
    }
    /// Null when the run has no such setting.
    const nlohmann::json& valueOf(const std::vector<int>& codes, std::size_t key) const;
    /// Alike for runs with the same settings but the seed.
    std::string withoutSeed(const std::vector<int>& codes) const;
    /// Indices of the keys that differ between the runs (or of all keys), in the schema's order.
    std::vector<std::size_t> keysOf(
        const std::vector<const std::vector<int>*>& runs, bool onlyDifferent) const;

private:
    struct Key
    {
        std::string name;
        std::size_t position = 0; ///< in the schema; added layers come last
        std::vector<nlohmann::json> values;
        std::unordered_map<std::string, int> codes;
    };
    std::vector<Key> m_keys;
    std::unordered_map<std::string, std::size_t> m_places;
};

/// Settings that differ between the runs, in the order of the schema; for "only what differs".
std::vector<std::string> differingSettings(const std::vector<RunRow>& runs);

/// Mean and standard deviation (n − 1) of a figure over runs that differ only in their seed.
struct SeedGroup
{
    std::vector<std::string> runs; ///< UUIDs
    nlohmann::json settings;       ///< without the seed
    double mean = 0.0;
    std::optional<double> deviation; ///< undefined for one run
};
std::vector<SeedGroup> groupBySeed(const std::vector<RunRow>& runs, const std::string& figure);

} // namespace negatoscope::tracking
