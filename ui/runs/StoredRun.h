#pragma once

#include "core/tracking/RunStore.h"

#include <QString>

#include <memory>
#include <optional>
#include <vector>

namespace negatoscope::ui {

/// A stored run with what a table shows of it.
struct StoredRun
{
    tracking::RunRow row;                      ///< without its settings: they are in `codes`
    std::vector<int> codes{};                  ///< of RunsLibrary::settings()
    std::string groupKey{};                    ///< alike for runs that differ in their seed alone
    bool isWhole = false;                      ///< false: so far only what a list shows
    std::optional<tracking::SyncState> sync{}; ///< on the server that is set; none = never sent
    QString syncDetail{};
};
using StoredRunPtr = std::shared_ptr<const StoredRun>;
using HistoryPtr = std::shared_ptr<const std::vector<training::EpochRecord>>;

/// "Run 14", or the name that the run was given.
QString runTitle(const tracking::RunRow& row);
/// "31 MB".
QString sizeText(qulonglong bytes);

} // namespace negatoscope::ui
