#include "core/model/WeightsImport.h"

#include "core/model/EmbeddedWeights.h"
#include "core/model/WeightsAssign_impl.h"

#include <algorithm>

namespace negatoscope::model {

namespace {

/// A description that is no MobileNetV2 is not an error here: the weights may still fit.
std::vector<std::string> namesInFile(const StoredModel& stored, const std::string& where)
{
    if (!stored.topology.is_object())
        return {};
    auto model = understandTopology(stored.topology, where);
    return model ? std::move(model->backboneNames) : std::vector<std::string>();
}

base::Result<WeightsReport> fillBackbone(
    Network& network, const StoredModel& stored, const std::string& where)
{
    auto report = assignBackbone(network, stored, namesInFile(stored, where), where);
    if (report && stored.variables.size() > report->variables)
        report->notes.push_back("the head in the file was not used");
    return report;
}

} // namespace

base::Result<WeightsReport> loadBackboneWeights(Network& network, const std::string& source)
{
    if (source == "random") {
        WeightsReport report;
        report.source = "random";
        return report;
    }
    if (source == "phantom")
        return loadBackboneWeights(network, embeddedPhantomBackbone(), source);
    if (source == "imagenet")
        return base::failure(base::ErrorCode::InvalidUsage,
            "the weights '" + source + "' are no file", source, "give the path of a weights file");
    const auto stored = readStoredModel(source);
    if (!stored)
        return base::failure(stored);
    return fillBackbone(network, *stored, source);
}

base::Result<WeightsReport> loadBackboneWeights(
    Network& network, std::span<const std::byte> safetensors, const std::string& name)
{
    auto stored = storedFromSafetensors(safetensors, name);
    if (!stored)
        return base::failure(stored);
    stored->source = name;
    return fillBackbone(network, *stored, name);
}

base::Result<WeightsReport> loadWeights(Network& network, const std::filesystem::path& path)
{
    const std::string where = path.string();
    const auto stored = readStoredModel(path);
    if (!stored)
        return base::failure(stored);
    auto report = assignBackbone(network, *stored, namesInFile(*stored, where), where);
    if (!report)
        return report;
    const auto head = assignHead(network, *stored, {}, where);
    if (!head)
        return base::failure(head);
    report->variables += *head;
    return report;
}

} // namespace negatoscope::model
