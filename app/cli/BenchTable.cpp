#include "app/cli/BenchTable.h"

#include "core/base/Text.h"
#include "core/model/Runtime.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <thread>

namespace negatoscope::cli {

namespace {

std::string processorName()
{
    std::ifstream info("/proc/cpuinfo");
    std::string line;
    while (std::getline(info, line)) {
        const std::size_t colon = line.find(':');
        if (line.starts_with("model name") && colon != std::string::npos)
            return base::printable(line.substr(std::min(colon + 2, line.size())));
    }
    return "unknown";
}

std::array<double, 3> loadAverage()
{
    std::array<double, 3> load{};
    ::getloadavg(load.data(), static_cast<int>(load.size()));
    return load;
}

bool isReached(const BenchRow& row, double value)
{
    return row.atLeast ? value >= row.reach : value <= row.reach;
}

std::string padded(std::string text, std::size_t width)
{
    text.resize(std::max(width, text.size()), ' ');
    return text;
}

} // namespace

const std::vector<BenchRow>& benchRows()
{
    static const std::vector<BenchRow> kRows{
        {"first_run",
            "program start to the confusion matrix of a first run, frozen backbone, the notebook's "
            "head, 1 epoch",
            "s", "about 30 s quiet, 52-82 s busy", "7 s", 10.0, false},
        {"first_run_memory", "peak memory of that first run", "MB", "1800-2700 MB", "-", 600.0,
            false},
        {"live_edit",
            "edit of the head in the window, key press to the painted matrix, 10 epochs, cache "
            "warm, 0.12 s of quiet included",
            "s", "49 s (the notebook's cell, 1 epoch); 2.9 s (features by hand)", "0.3 s", 0.8,
            false},
        {"live_edit_first_epoch", "the same, to the first epoch's figures", "s", "-", "-", 0.15,
            false},
        {"head_edit", "the training of such an edit alone, 10 epochs", "s",
            "49 s (the notebook's cell, 1 epoch); 2.9 s (features by hand)", "0.3 s", 0.8, false},
        {"head_edit_first_epoch", "the same, to the first epoch", "s", "-", "-", 0.15, false},
        {"frozen_pass", "frozen forward pass, 32-bit, all cores, films in memory", "films/s",
            "168-299 films/s", "1648 films/s (arithmetic); OpenVINO 557", 600.0, true},
        {"feature_pass", "the same from files into the feature cache", "films/s", "-", "-", 0.0,
            true},
        {"epoch_fixed_100", "epoch, fixed_layers = 100, from the cache", "s",
            "43.6 s quiet, 80 s busy (with augmentation)", "-", 12.0, false},
        {"epoch_block_13", "epoch, blocks 13-16, Conv_1 and head, from the cache", "s", "-", "-",
            9.0, false},
        {"epoch_everything", "epoch, everything trained", "s", "87.8 s", "-", 55.0, false},
        {"epoch_everything_memory", "peak memory of a run that trains everything", "MB", "4300 MB",
            "-", 1500.0, false},
        {"one_film", "one film at 224 px, warm: decode and score", "ms",
            "9.8-12.7 ms (tf.function), 63 ms (as in notebooks)", "2.0 ms", 4.5, false},
        {"one_film_heat_map", "the same with a class activation map", "ms",
            "10.2 ms (tf.function), 220 ms (as in notebooks)", "-", 7.0, false},
        {"originals", "5,000 originals of 1.6 Mpx, first pass", "s", "-",
            "4.3 s (decode, both cores)", 16.0, false},
        {"window", "program start to the window usable", "s", "16 s to the first trained batch",
            "0.2 s", 1.0, false},
        {"many_films_memory", "peak memory of a run over 100,000 films", "MB", "-", "-", 2048.0,
            false},
        {"view_bank", "bank of 8 views filled while the head trains", "s", "-", "8 passes", 90.0,
            false},
    };
    return kRows;
}

const BenchRow& benchRow(std::string_view name)
{
    const auto& rows = benchRows();
    return *std::find_if(
        rows.begin(), rows.end() - 1, [name](const BenchRow& row) { return row.name == name; });
}

double medianOf(std::vector<double> values)
{
    if (values.empty())
        return 0.0;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 == 1)
        return *middle;
    return (*middle + *std::max_element(values.begin(), middle)) / 2.0;
}

void printFigure(Output& output, const BenchFigure& figure)
{
    const BenchRow& row = benchRow(figure.row);
    nlohmann::ordered_json line{{"event", "figure"}, {"name", row.name}, {"what", row.what},
        {"unit", row.unit}, {"reference", row.reference}, {"limit", row.limit}};
    if (row.reach > 0.0)
        line["reach"] = {{row.atLeast ? "at_least" : "at_most", row.reach}};
    if (!figure.note.empty())
        line["note"] = jsonText(figure.note);
    line["load"] = loadAverage().front();
    std::string text = padded(row.name, 24);
    if (figure.values.empty()) {
        line["median"] = nullptr;
        text += padded("not measured", 30);
    } else {
        const double median = medianOf(figure.values);
        const auto [least, most] = std::minmax_element(figure.values.begin(), figure.values.end());
        line["median"] = median;
        line["min"] = *least;
        line["max"] = *most;
        line["repeats"] = figure.values.size();
        line["values"] = figure.values;
        text += padded(base::formatNumber(median, 4) + " " + row.unit, 16) +
                padded("(" + base::formatNumber(*least, 4) + " to " + base::formatNumber(*most, 4) +
                           ", n = " + std::to_string(figure.values.size()) + ")",
                    30);
        if (row.reach > 0.0) {
            line["reached"] = isReached(row, median);
            text +=
                padded(std::string(row.atLeast ? ">= " : "<= ") + base::formatNumber(row.reach, 4) +
                           " " + (isReached(row, median) ? "reached" : "MISSED"),
                    24);
        } else {
            text += padded("", 24);
        }
    }
    output.event(line);
    output.say(text + "Keras: " + row.reference + "; limit: " + row.limit);
    output.say("    " + std::string(row.what) + (figure.note.empty() ? "" : "; " + figure.note));
}

void printMachine(Output& output, int threads)
{
    const auto load = loadAverage();
    const unsigned cores = std::thread::hardware_concurrency();
    output.event({{"event", "machine"}, {"processor", jsonText(processorName())}, {"cores", cores},
        {"threads", threads}, {"load", load}, {"libtorch", model::torchVersion()},
        {"fast_blas", model::blasIsFast()}, {"build", NEGATOSCOPE_BUILD_TYPE},
        {"version", NEGATOSCOPE_VERSION}});
    output.say(processorName() + ", " + std::to_string(cores) + " cores, " +
               std::to_string(threads) + " threads; load " + base::formatNumber(load[0], 3) + " " +
               base::formatNumber(load[1], 3) + " " + base::formatNumber(load[2], 3) +
               "; LibTorch " + model::torchVersion() + "; " NEGATOSCOPE_BUILD_TYPE " build");
    if (load[0] > 0.7 * cores)
        output.note("note: other programs are using this machine; the figures are too high");
}

} // namespace negatoscope::cli
