#include "Golden.h"

#include "core/model/ConfigSchema.h"

#include <fstream>
#include <stdexcept>

namespace negatoscope::testing {

Golden::Golden(std::filesystem::path folder)
    : m_folder(std::move(folder))
{
    std::ifstream file(m_folder / "golden.json");
    m_json = nlohmann::json::parse(file);
}

std::vector<char> Golden::bytes(const nlohmann::json& entry, std::size_t elementSize) const
{
    std::size_t count = elementSize;
    for (const auto& side : entry.at("shape"))
        count *= side.get<std::size_t>();
    std::ifstream file(m_folder / entry.at("file").get<std::string>(), std::ios::binary);
    file.seekg(entry.at("offset").get<std::streamoff>());
    std::vector<char> buffer(count);
    if (!file.read(buffer.data(), static_cast<std::streamsize>(count)))
        throw std::runtime_error("golden array is too short");
    return buffer;
}

at::Tensor Golden::array(const std::string& name) const
{
    const auto& entry = m_json.at("arrays").at(name);
    auto buffer = bytes(entry, sizeof(float));
    return at::from_blob(
        buffer.data(), entry.at("shape").get<std::vector<std::int64_t>>(), at::kFloat)
        .clone();
}

at::Tensor Golden::films(int first, int count) const
{
    auto buffer = bytes(m_json.at("arrays").at("images/grey"), 1);
    const auto grey = at::from_blob(buffer.data(), {16, 1, 224, 224}, at::kByte)
                          .narrow(0, first, count)
                          .to(at::kFloat);
    return grey / 127.5 - 1.0;
}

model::ModelConfig seedConfig()
{
    model::ModelConfig config;
    config.alpha = 0.35;
    config.weights = "random";
    config.pooling = model::Pooling::Max;
    config.strategy = model::Strategy::FineTuning;
    config.fixedLayers = 100;
    const auto dense = [](int units, const char* activation) {
        auto spec = model::defaultLayer("dense");
        spec.options["units"] = units;
        spec.options["activation"] = activation;
        return spec;
    };
    auto dropout = model::defaultLayer("dropout");
    dropout.options["rate"] = 0.0;
    config.addedLayers = {dropout, dense(128, "relu"), dropout, dense(2, "softmax")};
    return config;
}

void setVariable(model::NetworkImpl& network, const std::string& layer, const std::string& name,
    const at::Tensor& kerasValues)
{
    model::Variable* variable = network.find(layer, name);
    if (!variable)
        throw std::runtime_error("no variable " + layer + "/" + name);
    const auto values = kerasValues.contiguous();
    const auto tensor = model::torchTensor(
        *variable, {values.data_ptr<float>(), static_cast<std::size_t>(values.numel())});
    const c10::NoGradGuard noGrad;
    variable->value.copy_(tensor);
}

} // namespace negatoscope::testing
