#pragma once

#include <string>

namespace negatoscope::base {

/// What kind of thing went wrong. The command line turns it into an exit code, the window into a
/// translated sentence; `Error::what` is the English text for logs and terminals.
enum class ErrorCode {
    InvalidUsage,         ///< an argument or option that makes no sense
    InvalidConfiguration, ///< a key, value or layer stack that cannot be used
    NotFound,             ///< a file, folder, run or model that is not there
    PermissionDenied,     ///< it is there, but we may not
    Unreadable,           ///< a read failed half-way
    UnsupportedFormat,    ///< understood, but not something we read
    CorruptFile,          ///< truncated, lying header, checksum mismatch
    TooLarge,             ///< over a stated limit; refused before allocating
    InsufficientData,     ///< no films, one class, too few films
    ShapeMismatch,        ///< two shapes that should agree do not
    DiskFull,             ///< nothing half-written is left behind
    OutOfMemory,
    NumericalFailure, ///< NaN, infinite or exploding figures
    NetworkFailure,
    Internal ///< a bug or an unexpected library failure
};

/// One thing that went wrong, in words: what, where, and what the user can do about it.
struct Error
{
    ErrorCode code = ErrorCode::Internal;
    std::string what;   ///< one clause, no final stop: "the file is truncated"
    std::string where;  ///< path, key, layer, URL; may be empty
    std::string remedy; ///< one clause, imperative: "copy it again"; may be empty
};

/// Stable lower-case identifier of a code, e.g. "corrupt_file" (the `code` of JSON errors).
const char* errorCodeName(ErrorCode code);

/// "<what> (<where>): <remedy>", leaving out what is empty. No line break, whatever `where` holds.
std::string toSentence(const Error& error);

/// The exit code that negatoscope-cli gives for this error: 2 usage or configuration, 3 input data,
/// 1 anything else.
int exitCodeOf(ErrorCode code);

} // namespace negatoscope::base
