#pragma once

#include "core/base/Error.h"

#include <tl/expected.hpp>

#include <string>
#include <utility>

namespace negatoscope::base {

/// A value, or the reason why there is none. Never ignored silently; never used for "cancelled".
template <typename T>
using Result = tl::expected<T, Error>;

/// `return failure(ErrorCode::NotFound, "no such folder", path, "check the spelling");`
inline tl::unexpected<Error> failure(
    ErrorCode code, std::string what, std::string where = {}, std::string remedy = {})
{
    return tl::unexpected<Error>(Error{code, std::move(what), std::move(where), std::move(remedy)});
}

/// Hands the error of one result on to another: `if (!film) return failure(film);`
template <typename T>
tl::unexpected<Error> failure(const Result<T>& result)
{
    return tl::unexpected<Error>(result.error());
}

} // namespace negatoscope::base
