#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace negatoscope::testing {

/// The project's own folder, for files under tests/data and resources.
std::filesystem::path sourceFolder();

/// A file or folder of ../shared (or of $NEGATOSCOPE_SHARED), which is not part of the project;
/// empty where it is absent: then the test skips with SKIP_WITHOUT_SHARED.
std::optional<std::filesystem::path> sharedPath(const std::string& relative);

} // namespace negatoscope::testing

/// Binds `variable` to a shared path or skips the test, saying why.
#define SKIP_WITHOUT_SHARED(variable, relative)                                                    \
    const auto variable##Optional = negatoscope::testing::sharedPath(relative);                    \
    if (!variable##Optional)                                                                       \
        QSKIP("needs ../shared/" relative ", which is not on this machine");                       \
    const std::filesystem::path variable = *variable##Optional
