#include "core/exporting/ModelFile.h"

#include "core/base/Files.h"
#include "core/exporting/TracedNetwork_impl.h"
#include "core/model/TorchCompat.h"

#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/serialization/export.h>

#include <sstream>

namespace negatoscope::exporting {

base::Result<void> writeTorchScript(
    const model::Classifier& classifier, const std::filesystem::path& path)
{
    try {
        const std::shared_ptr<torch::jit::Graph> graph = traceNetwork(classifier);
        torch::jit::Module module("__torch__.Negatoscope");
        graph->insertInput(0, "self")->setType(module._ivalue()->type());
        const auto name = c10::QualifiedName(*module.type()->name(), "forward");
        module.type()->addMethod(
            module._ivalue()->compilation_unit()->create_function(name, graph));
        torch::jit::ExtraFilesMap extra{{"preprocessing.json", preprocessingJson(classifier)}};
        std::ostringstream archive;
        module.save(archive, extra);
        return base::writeFileAtomically(path, archive.str());
    } catch (const c10::Error& error) {
        return base::failure(base::ErrorCode::Internal,
            "the TorchScript file cannot be made: " + model::messageOf(error), path.string());
    } catch (const std::exception& error) {
        return base::failure(base::ErrorCode::Internal,
            std::string("the TorchScript file cannot be made: ") + error.what(), path.string());
    }
}

} // namespace negatoscope::exporting
