#pragma once

#include <span>

namespace negatoscope::training {

/// What the processes of one data-parallel training tell each other. Every process (rank) trains
/// the same request on its part of each batch; all end with the same weights. Implementations:
/// app/mpi. One thread at a time. A process that is lost ends all others.
class GradientExchange
{
public:
    virtual ~GradientExchange() = default;
    virtual int rank() const = 0;  ///< 0…ranks−1; rank 0 keeps the run
    virtual int ranks() const = 0; ///< at least 1
    /// Puts the sums over all ranks in place, the same bits on each.
    virtual void sum(std::span<float> values) = 0;
    /// Returns when all ranks have come here.
    virtual void wait() = 0;
};

} // namespace negatoscope::training
