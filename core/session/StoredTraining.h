#pragma once

#include "core/session/StressWorker.h"
#include "core/session/TrainingSession.h"

namespace negatoscope::session {

/// A train function that also enters the run into the store of its workspace when it kept
/// something and was written to <workspace>/runs/<id>: on the training thread, before the run is
/// handed over. A store that cannot be written makes a Notice ("not_stored"); the run itself is
/// safe in its folder. Afterwards, in the background, the run is scored on its stress views
/// (StressWorker, which tells `scored`); the last copy of the function that goes ends that.
TrainFunction enteringIntoStore(TrainFunction train, StressWorker::Scored scored = {});

} // namespace negatoscope::session
