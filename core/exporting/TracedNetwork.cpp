#include "core/exporting/TracedNetwork_impl.h"

#include "core/model/ClassLogits_impl.h"
#include "core/model/Network_impl.h"
#include "core/model/TorchCompat.h"

#include <torch/csrc/jit/frontend/tracer.h>
#include <torch/csrc/jit/passes/common_subexpression_elimination.h>
#include <torch/csrc/jit/passes/constant_propagation.h>
#include <torch/csrc/jit/passes/dead_code_elimination.h>

namespace negatoscope::exporting {

namespace {

/// Constants of a graph cannot ask for gradients, now or later: the network works on detached
/// tensors with the same values until the end.
class WithoutGradients
{
public:
    explicit WithoutGradients(model::NetworkImpl& network)
        : m_network(network)
    {
        for (model::Variable& variable : network.variables) {
            m_own.push_back(variable.value);
            variable.value = variable.value.detach();
        }
    }
    ~WithoutGradients()
    {
        for (std::size_t i = 0; i < m_own.size(); ++i)
            m_network.variables[i].value = m_own[i];
    }
    WithoutGradients(const WithoutGradients&) = delete;
    WithoutGradients& operator=(const WithoutGradients&) = delete;

private:
    model::NetworkImpl& m_network;
    std::vector<at::Tensor> m_own;
};

} // namespace

std::shared_ptr<torch::jit::Graph> traceNetwork(const model::Classifier& classifier)
{
    // Recording changes nothing but what WithoutGradients puts back.
    auto& network = const_cast<model::NetworkImpl&>(classifier.network.impl());
    const c10::NoGradGuard noGrad;
    const WithoutGradients without(network);
    const auto& input = classifier.config.preprocessing;
    const at::Tensor example = at::zeros({2, 3, input.height, input.width}, at::kFloat);
    const auto forward = [&](torch::jit::Stack stack) {
        at::Tensor x = stack.at(0).toTensor();
        if (classifier.config.includePreprocessing)
            x = x / 127.5 - 1.0;
        const auto result = network.forward(x, 0, {});
        return torch::jit::Stack{at::softmax(model::classLogits(result, network.classCount), 1)};
    };
    const auto nameless = [](const torch::autograd::Variable&) {
        return std::string();
    };
    const auto traced =
        torch::jit::tracer::trace({example}, forward, nameless, true, true, nullptr, {"film"});
    std::shared_ptr<torch::jit::Graph> graph = traced.first->graph;
    torch::jit::ConstantPropagation(graph);
    torch::jit::EliminateCommonSubexpression(graph);
    torch::jit::EliminateDeadCode(graph);
    return graph;
}

} // namespace negatoscope::exporting
