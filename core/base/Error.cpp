#include "core/base/Error.h"

#include "core/base/Text.h"

namespace negatoscope::base {

const char* errorCodeName(ErrorCode code)
{
    switch (code) {
    case ErrorCode::InvalidUsage:
        return "invalid_usage";
    case ErrorCode::InvalidConfiguration:
        return "invalid_configuration";
    case ErrorCode::NotFound:
        return "not_found";
    case ErrorCode::PermissionDenied:
        return "permission_denied";
    case ErrorCode::Unreadable:
        return "unreadable";
    case ErrorCode::UnsupportedFormat:
        return "unsupported_format";
    case ErrorCode::CorruptFile:
        return "corrupt_file";
    case ErrorCode::TooLarge:
        return "too_large";
    case ErrorCode::InsufficientData:
        return "insufficient_data";
    case ErrorCode::ShapeMismatch:
        return "shape_mismatch";
    case ErrorCode::DiskFull:
        return "disk_full";
    case ErrorCode::OutOfMemory:
        return "out_of_memory";
    case ErrorCode::NumericalFailure:
        return "numerical_failure";
    case ErrorCode::NetworkFailure:
        return "network_failure";
    case ErrorCode::Internal:
        return "internal";
    }
    return "internal";
}

std::string toSentence(const Error& error)
{
    std::string sentence = printable(error.what);
    if (!error.where.empty())
        sentence += " (" + printable(error.where) + ")";
    if (!error.remedy.empty())
        sentence += ": " + printable(error.remedy);
    return sentence;
}

int exitCodeOf(ErrorCode code)
{
    switch (code) {
    case ErrorCode::InvalidUsage:
    case ErrorCode::InvalidConfiguration:
    case ErrorCode::ShapeMismatch:
        return 2;
    case ErrorCode::NotFound:
    case ErrorCode::PermissionDenied:
    case ErrorCode::Unreadable:
    case ErrorCode::UnsupportedFormat:
    case ErrorCode::CorruptFile:
    case ErrorCode::TooLarge:
    case ErrorCode::InsufficientData:
        return 3;
    default:
        return 1;
    }
}

} // namespace negatoscope::base
