#pragma once

#include "core/dataset/Report.h"

#include <string>
#include <vector>

namespace negatoscope::dataset {

/// One self-contained page (no script, nothing loaded) that shows what `dataset scan` found.
std::string htmlReport(const DatasetReport& report, const Manifest& manifest,
    const std::vector<NearDuplicate>& nearDuplicates = {});

/// `file,label,split,patient,kind,hash`, one line per film, RFC 4180.
std::string splitCsv(const Manifest& manifest);

} // namespace negatoscope::dataset
