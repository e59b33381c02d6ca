#pragma once

#include "app/cli/Output.h"

#include <string>
#include <string_view>
#include <vector>

namespace negatoscope::cli {

/// What one row of the benchmark is about: the figure, what the same machine's reference gave, and
/// what is to be reached.
struct BenchRow
{
    const char* name;
    const char* what;
    const char* unit;
    const char*
        reference;     ///< Keras/TensorFlow on the same kind of machine; "–" where there is none
    const char* limit; ///< what arithmetic or the best known program allows
    double reach;      ///< 0 = nothing is promised
    bool atLeast;      ///< reach is a smallest value (films/s), not a largest one (s, ms, MB)
};

/// All rows in the order in which they are printed.
const std::vector<BenchRow>& benchRows();
const BenchRow& benchRow(std::string_view name);

/// The repeats of one row. `note` says what a reader must know: films measured, scaling, an error.
struct BenchFigure
{
    std::string row;
    std::vector<double> values;
    std::string note;
};

double medianOf(std::vector<double> values);

/// One JSON line; for people a line of the table.
void printFigure(Output& output, const BenchFigure& figure);
/// What the figures were taken on: cores, threads, load, LibTorch, build.
void printMachine(Output& output, int threads);

} // namespace negatoscope::cli
