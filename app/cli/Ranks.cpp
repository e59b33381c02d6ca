#include "app/cli/Ranks.h"

#include <dlfcn.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>

namespace negatoscope::cli {

namespace {

/// The first of these variables that holds a number.
int numberOf(std::initializer_list<const char*> names)
{
    for (const char* name : names) {
        const char* value = std::getenv(name);
        if (value && std::atoi(value) > 0)
            return std::atoi(value);
    }
    return 1;
}

} // namespace

int startedRanks()
{
    // Open MPI's mpirun, MPICH's and Intel's, and srun; a batch script alone has no SLURM_PROCID.
    const int byLauncher = numberOf({"OMPI_COMM_WORLD_SIZE", "PMI_SIZE"});
    if (byLauncher > 1 || !std::getenv("SLURM_PROCID") || !std::getenv("SLURM_STEP_NUM_TASKS"))
        return byLauncher;
    return numberOf({"SLURM_STEP_NUM_TASKS"});
}

int ranksOnThisComputer()
{
    return numberOf({"OMPI_COMM_WORLD_LOCAL_SIZE", "MPI_LOCALNRANKS", "SLURM_TASKS_PER_NODE"});
}

base::Result<std::shared_ptr<training::GradientExchange>> joinRanks()
{
    if (startedRanks() == 1)
        return std::shared_ptr<training::GradientExchange>();
    std::error_code code;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", code);
    const std::string module = (program.parent_path() / "negatoscope-mpi.so").string();
    // Global: Open MPI's own modules look for its symbols.
    void* library = ::dlopen(module.c_str(), RTLD_NOW | RTLD_GLOBAL);
    if (!library)
        return base::failure(base::ErrorCode::NotFound,
            "training over several processes needs the MPI module, which cannot be loaded (" +
                std::string(::dlerror()) + ")",
            module, "install libopenmpi-dev and openmpi-bin and build again");
    using Make = training::GradientExchange* (*)();
    const auto make = reinterpret_cast<Make>(::dlsym(library, "negatoscopeGradientExchange"));
    if (!make)
        return base::failure(base::ErrorCode::CorruptFile, "this is not our MPI module", module,
            "build the program again");
    return std::shared_ptr<training::GradientExchange>(make());
}

} // namespace negatoscope::cli
