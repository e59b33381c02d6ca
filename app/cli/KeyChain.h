#pragma once

#include "core/tracking/MlflowClient.h"

#include <string>

namespace negatoscope::cli {

/// The server's password as the window has kept it in the system's key chain; empty when there is
/// none, or no key chain, or it does not answer within three seconds.
std::string passwordFromKeyChain(const tracking::MlflowServer& server);

} // namespace negatoscope::cli
