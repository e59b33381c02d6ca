#pragma once

// Private to core/exporting: includes ATen.

#include <ATen/ATen.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace negatoscope::exporting {

/// Runs an ONNX file of ours from its bytes, operator by operator, by the specification
/// (https://onnx.ai/onnx/operators): what checks an export before it is called done. It knows the
/// operators that the exporter writes and shares no code with it.
class OnnxInterpreter
{
public:
    /// Throws std::runtime_error when the bytes are no such model.
    explicit OnnxInterpreter(std::span<const std::byte> bytes);

    /// The graph's only output for its only input. Throws c10::Error or std::runtime_error.
    at::Tensor run(const at::Tensor& input) const;

    struct Attribute
    {
        double real = 0.0;
        std::int64_t integer = 0;
        std::vector<std::int64_t> integers;
    };
    struct Node
    {
        std::string operation;
        std::vector<std::string> inputs;
        std::vector<std::string> outputs;
        std::map<std::string, Attribute> attributes;
    };

private:
    void readGraph(std::string_view bytes);

    std::map<std::string, at::Tensor> m_constants;
    std::vector<Node> m_nodes;
    std::string m_input;
    std::string m_output;
};

} // namespace negatoscope::exporting
