#include "tests/support/SharedFiles.h"

#include <cstdlib>

namespace negatoscope::testing {

std::filesystem::path sourceFolder()
{
    return NEGATOSCOPE_SOURCE_DIR;
}

std::optional<std::filesystem::path> sharedPath(const std::string& relative)
{
    const char* given = std::getenv("NEGATOSCOPE_SHARED");
    const std::filesystem::path shared =
        given ? std::filesystem::path(given) : sourceFolder().parent_path() / "shared";
    std::filesystem::path path = shared / relative;
    std::error_code code;
    if (!std::filesystem::exists(path, code))
        return std::nullopt;
    return path;
}

} // namespace negatoscope::testing
