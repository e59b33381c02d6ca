#include "core/training/GradientExchange.h"

#include <mpi.h>

#include <chrono>
#include <cstdlib>
#include <memory>
#include <thread>

namespace {

/// The C interface of MPI. Its errors end all processes, which is MPI's default.
class MpiExchange final : public negatoscope::training::GradientExchange
{
public:
    MpiExchange()
    {
        // More processes than cores is usual on a laptop: one that waits lets the others work.
        setenv("OMPI_MCA_mpi_yield_when_idle", "1", 0);
        int provided = 0;
        MPI_Init_thread(nullptr, nullptr, MPI_THREAD_SERIALIZED, &provided);
        MPI_Comm_rank(MPI_COMM_WORLD, &m_rank);
        MPI_Comm_size(MPI_COMM_WORLD, &m_ranks);
    }
    ~MpiExchange() override { MPI_Finalize(); }
    MpiExchange(const MpiExchange&) = delete;
    MpiExchange& operator=(const MpiExchange&) = delete;

    int rank() const override { return m_rank; }
    int ranks() const override { return m_ranks; }
    void sum(std::span<float> values) override
    {
        MPI_Allreduce(MPI_IN_PLACE, values.data(), static_cast<int>(values.size()), MPI_FLOAT,
            MPI_SUM, MPI_COMM_WORLD);
    }
    void wait() override
    {
        // The others may take minutes: MPI_Barrier would keep a core busy all the time.
        MPI_Request request = MPI_REQUEST_NULL;
        MPI_Ibarrier(MPI_COMM_WORLD, &request);
        for (int done = 0; done == 0;) {
            MPI_Test(&request, &done, MPI_STATUS_IGNORE);
            if (done == 0)
                std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
    }

private:
    int m_rank = 0;
    int m_ranks = 1;
};

} // namespace

extern "C" negatoscope::training::GradientExchange* negatoscopeGradientExchange()
{
    return std::make_unique<MpiExchange>().release();
}
