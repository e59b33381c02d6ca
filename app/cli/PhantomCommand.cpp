#include "app/cli/Commands.h"
#include "core/base/Text.h"
#include "core/phantom/PhantomFiles.h"

#include <CLI/CLI.hpp>

#include <memory>

namespace negatoscope::cli {

namespace {

struct PhantomOptions
{
    std::size_t count = 0;
    std::string out;
    std::string kind; ///< "" = mixed
    int side = 224;
    bool confounded = false;
};

constexpr std::array kKinds{phantom::OpacityKind::None, phantom::OpacityKind::Lobar,
    phantom::OpacityKind::Round, phantom::OpacityKind::Bronchopneumonia,
    phantom::OpacityKind::Interstitial};

/// Films of another set in the same folder would be mixed with the new ones.
base::Result<void> checkEmpty(const std::filesystem::path& folder)
{
    std::error_code code;
    if (std::filesystem::exists(folder, code) && !std::filesystem::is_empty(folder, code))
        return base::failure(base::ErrorCode::InvalidUsage, "the folder is not empty",
            folder.string(), "choose a new folder with --out");
    return {};
}

int runGenerate(const PhantomOptions& options, Session& session)
{
    Output& output = session.output;
    if (auto empty = checkEmpty(options.out); !empty)
        return output.fail(empty.error());
    phantom::PhantomPlan plan;
    plan.count = options.count;
    plan.side = options.side;
    plan.seed = session.options.seed.value_or(0);
    plan.confoundedMarker = options.confounded;
    for (const phantom::OpacityKind kind : kKinds) {
        if (options.kind == phantom::kindName(kind))
            plan.kind = kind;
    }
    const auto written = phantom::writePhantoms(
        plan, options.out, session.options.threads,
        [&output](const base::Progress& progress) { output.progress(progress); },
        session.interrupt.keep());
    output.progressDone();
    if (!written)
        return output.fail(written.error());
    output.event({{"event", "finished"}, {"films", options.count},
        {"folder", jsonText(options.out)}, {"outcome", *written ? "completed" : "stopped"}});
    if (!*written) {
        output.note("Stopped: the folder holds a part of the films and no labels.csv.");
        return kExitStopped;
    }
    output.say(std::to_string(options.count) + " phantoms in " + base::printable(options.out) +
               " (truth in labels.csv, masks in " + phantom::kMaskFolder + ")");
    return kExitDone;
}

} // namespace

void addPhantomCommand(CLI::App& app, Session& session)
{
    auto options = std::make_shared<PhantomOptions>();
    CLI::App* command = app.add_subcommand("phantom", "Drawn films with exactly known opacities");
    command->require_subcommand(1);
    CLI::App* generate = command->add_subcommand("generate", "Draw films and masks into a folder");
    generate->add_option("--count", options->count, "How many films")
        ->required()
        ->check(CLI::Range(1, 1'000'000));
    generate->add_option("--out", options->out, "A new folder")->required()->type_name("DIR");
    generate
        ->add_option("--kind", options->kind,
            "One kind of opacity for all; otherwise mixed, half "
            "of the films without")
        ->check(CLI::IsMember({"none", "lobar", "round", "bronchopneumonia", "interstitial"}));
    generate->add_option("--size", options->side, "Side of the square films in pixels")
        ->check(CLI::Range(64, 1024));
    generate->add_flag("--confounded", options->confounded,
        "An R on every film with an opacity and on no other: the shortcut lesson");
    generate->callback([options, &session] {
        session.run = [options, &session] {
            return runGenerate(*options, session);
        };
    });
}

} // namespace negatoscope::cli
