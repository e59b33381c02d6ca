#include "core/model/Runtime.h"

#include <benchmark/benchmark.h>

/// As the programs start: allocator and threads first.
int main(int argc, char** argv)
{
    negatoscope::model::initRuntime(1);
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv))
        return 2;
    benchmark::AddCustomContext("torch", negatoscope::model::torchVersion());
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
