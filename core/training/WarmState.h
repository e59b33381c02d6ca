#pragma once

#include <memory>

namespace negatoscope::training {

/// What the runs of one process share so that the next one starts at once: the loaded backbone with
/// its hash, opened features with the place of every film in them, their mean and variance. Give
/// the same one to every request (TrainingRequest::warm). It only remembers: a run gives the same
/// bits with and without it; what no longer fits (other weights, films, views, cut) is read anew,
/// and the least recently used is forgotten.
/// Thread: any; several runs may use one at the same time.
class WarmState
{
public:
    WarmState();
    ~WarmState();
    WarmState(const WarmState&) = delete;
    WarmState& operator=(const WarmState&) = delete;

    /// Forgets everything: closes the features and frees the memory.
    void clear();

private:
    friend class WarmAccess; ///< core/training's own view of it (WarmState_impl.h)
    struct Private;
    std::unique_ptr<Private> m_private;
};

} // namespace negatoscope::training
