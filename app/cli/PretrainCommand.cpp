#include "app/cli/Commands.h"
#include "core/base/Text.h"
#include "core/training/Pretrain.h"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <memory>

namespace negatoscope::cli {

namespace {

struct PretrainOptions
{
    training::PretrainRequest request;
    std::string out;
    std::string probe; ///< backbone to probe instead of training one
};

std::string fixed(double value)
{
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.4f", value);
    return text.data();
}

void reportEpoch(Output& output, const training::PretrainEpoch& epoch, int epochs)
{
    nlohmann::ordered_json line{{"event", "epoch"}, {"epoch", epoch.epoch}, {"side", epoch.side}};
    std::string text = "Epoch " + std::to_string(epoch.epoch + 1) + "/" + std::to_string(epochs) +
                       " at " + std::to_string(epoch.side) + " px";
    for (const auto& [name, value] : epoch.figures) {
        line[name] = value;
        text += "  " + name + " " + fixed(value);
    }
    line["seconds"] = epoch.seconds;
    output.event(line);
    output.say(text);
}

int runProbe(const PretrainOptions& options, Session& session)
{
    Output& output = session.output;
    training::ProbeRequest request;
    request.threads = session.options.threads;
    const auto results = training::probeBackbone(
        options.probe, request,
        [&output](const base::Progress& progress) { output.progress(progress); },
        session.interrupt.keep());
    output.progressDone();
    if (!results)
        return output.fail(results.error());
    if (results->empty())
        return kExitStopped;
    output.say("AUC of a linear probe on " + std::to_string(request.testFilms) +
               " phantoms never seen (95 % interval, DeLong)");
    for (const training::ProbeResult& result : *results) {
        const evaluation::Figure& auc = result.auc;
        nlohmann::ordered_json line{{"event", "probe"}, {"backbone", result.backbone},
            {"question", result.question}, {"held_out", result.heldOut}};
        line["auc"] = auc.isDefined() ? nlohmann::ordered_json(*auc.value) : nullptr;
        std::string text = result.backbone + ", " + result.question +
                           (result.heldOut ? " (never asked in pre-training)" : "") + ": " +
                           (auc.isDefined() ? fixed(*auc.value) : auc.undefinedReason());
        if (auc.interval) {
            line["interval"] = {auc.interval->low, auc.interval->high};
            text += " [" + fixed(auc.interval->low) + ", " + fixed(auc.interval->high) + "]";
        }
        output.event(line);
        output.say(text);
    }
    return kExitDone;
}

int runPretrain(PretrainOptions options, Session& session)
{
    Output& output = session.output;
    if (!options.probe.empty())
        return runProbe(options, session);
    if (options.out.empty())
        return output.fail({base::ErrorCode::InvalidUsage, "there is nothing to do", {},
            "give --out FILE to train, or --probe FILE to measure"});
    training::PretrainRequest& request = options.request;
    request.out = options.out;
    request.seed = session.options.seed.value_or(request.seed);
    request.threads = session.options.threads;
    request.warmUpEpochs = std::min(request.warmUpEpochs, request.epochs);
    const auto trained = training::pretrain(
        request,
        [&](const training::PretrainEpoch& epoch) { reportEpoch(output, epoch, request.epochs); },
        [&output](const base::Progress& progress) { output.progress(progress); },
        session.interrupt.keep());
    output.progressDone();
    if (!trained)
        return output.fail(trained.error());
    if (session.interrupt.keep().stop_requested())
        return kExitStopped;
    output.event({{"event", "finished"}, {"file", jsonText(options.out)}});
    output.say("Backbone: " + base::printable(options.out));
    return kExitDone;
}

} // namespace

void addPretrainCommand(CLI::App& app, Session& session)
{
    auto options = std::make_shared<PretrainOptions>();
    CLI::App* command = app.add_subcommand(
        "pretrain", "Train a backbone on phantoms, as the embedded one was made");
    training::PretrainRequest& request = options->request;
    command->add_option("--films", request.films, "Phantoms to draw")
        ->capture_default_str()
        ->check(CLI::Range(64, 1'000'000));
    command->add_option("--epochs", request.epochs, "Passes over them")
        ->capture_default_str()
        ->check(CLI::Range(1, 10'000));
    command
        ->add_option(
            "--warm-up-epochs", request.warmUpEpochs, "Of the passes, how many run first at 128 px")
        ->capture_default_str()
        ->check(CLI::Range(0, 10'000));
    command->add_option("--batch-size", request.batchSize, "Films per step")
        ->capture_default_str()
        ->check(CLI::Range(2, 64));
    command->add_option("--learning-rate", request.learningRate, "Highest rate of AdamW")
        ->capture_default_str()
        ->check(CLI::Range(1e-6, 1.0));
    command->add_option("--out", options->out, "The backbone, a .safetensors file")
        ->type_name("FILE");
    command
        ->add_option("--probe", options->probe,
            "Measure this backbone against random weights instead of training")
        ->type_name("FILE");
    command->callback([options, &session] {
        session.run = [options, &session] {
            return runPretrain(*options, session);
        };
    });
}

} // namespace negatoscope::cli
