#pragma once

#include "core/base/Result.h"
#include "core/search/Trial.h"

#include <filesystem>
#include <variant>
#include <vector>

namespace negatoscope::search {

/// A trial that was begun.
struct Proposal
{
    int number = 0;
    std::string runId;
    Point point;
};
using JournalEntry = std::variant<Proposal, Trial>;

/// What a study did so far, one JSON line each in the order in which it happened, on the disk
/// before the study goes on: a study that is killed at any instant loses its running trials and
/// nothing else. One process at a time (a lock on the file).
class Journal
{
public:
    /// Opens or begins the journal. `header` says what makes the study what it is; an existing
    /// journal with another one is an error (InvalidUsage) that names what differs. A last line
    /// that was cut off is removed. An empty path keeps nothing.
    static base::Result<Journal> open(
        const std::filesystem::path& path, const nlohmann::ordered_json& header);
    Journal(Journal&& other) noexcept;
    Journal& operator=(Journal&& other) noexcept;
    ~Journal();

    const std::vector<JournalEntry>& entries() const { return m_entries; } ///< as opened
    base::Result<void> append(const JournalEntry& entry);

private:
    Journal() = default;
    base::Result<void> write(const std::string& line);

    std::filesystem::path m_path;
    int m_file = -1;
    std::vector<JournalEntry> m_entries;
};

} // namespace negatoscope::search
