#include "core/exporting/ModelFile.h"

#include "core/base/Files.h"
#include "core/exporting/OnnxGraph.h"
#include "core/exporting/TracedNetwork_impl.h"
#include "core/model/TorchCompat.h"

#include <functional>
#include <map>

namespace negatoscope::exporting {

namespace {

using torch::jit::Node;
using torch::jit::Value;

/// A step that ONNX cannot say.
struct Unsupported
{
    std::string what;
};

/// Turns the recorded steps into ONNX operators, one by one.
class Converter
{
public:
    explicit Converter(OnnxGraph& graph)
        : m_onnx(graph)
    {}

    void name(const Value* value, const std::string& name) { m_names[value] = name; }

    std::string of(const Value* value)
    {
        const auto found = m_names.find(value);
        if (found != m_names.end())
            return found->second;
        const auto constant = torch::jit::toIValue(value);
        if (!constant)
            throw Unsupported{"a value of " + std::string(value->node()->kind().toQualString())};
        std::string name = constantName(*constant);
        m_names[value] = name;
        return name;
    }

    void convert(const Node* node)
    {
        const std::string kind = node->kind().toQualString();
        if (kind == "prim::Constant" || kind == "prim::ListConstruct")
            return;
        const auto found = table().find(kind);
        if (found == table().end())
            throw Unsupported{kind};
        m_node = node;
        m_names[node->output()] = found->second(*this);
    }

private:
    using Step = std::function<std::string(Converter&)>;

    std::string constantName(const c10::IValue& value)
    {
        if (value.isNone())
            return {};
        if (value.isTensor()) {
            const at::Tensor tensor = value.toTensor().to(at::kFloat).contiguous();
            const std::vector<std::int64_t> shape(tensor.sizes().begin(), tensor.sizes().end());
            return m_onnx.floats(
                {tensor.data_ptr<float>(), static_cast<std::size_t>(tensor.numel())}, shape);
        }
        if (value.isScalar())
            return m_onnx.scalar(static_cast<float>(value.toScalar().toDouble()));
        throw Unsupported{"a constant that is no number"};
    }

    std::string in(std::size_t i) { return of(m_node->input(i)); }

    c10::IValue constant(std::size_t i) const
    {
        const auto value = torch::jit::toIValue(m_node->input(i));
        if (!value)
            throw Unsupported{"an option that is only known when it runs"};
        return *value;
    }
    double real(std::size_t i) const { return constant(i).toScalar().toDouble(); }
    std::int64_t integer(std::size_t i) const { return constant(i).toInt(); }
    bool flag(std::size_t i) const { return constant(i).toBool(); }

    /// A list of numbers, recorded as one constant or as a list of constants.
    std::vector<std::int64_t> integers(std::size_t i) const
    {
        const Value* value = m_node->input(i);
        if (const auto whole = torch::jit::toIValue(value))
            return whole->isNone() ? std::vector<std::int64_t>() : whole->toIntVector();
        std::vector<std::int64_t> numbers;
        for (const Value* part : value->node()->inputs()) {
            const auto number = torch::jit::toIValue(part);
            if (!number)
                throw Unsupported{"a size that is only known when it runs"};
            numbers.push_back(number->toInt());
        }
        return numbers;
    }

    std::string node(const char* operation, const std::vector<std::string>& inputs,
        const OnnxAttributes& attributes = {})
    {
        return m_onnx.node(operation, inputs, attributes);
    }

    std::string times(const std::string& x, double factor)
    {
        return node("Mul", {x, m_onnx.scalar(static_cast<float>(factor))});
    }

    std::string clip(const std::string& x, double low, double high)
    {
        return node("Clip",
            {x, m_onnx.scalar(static_cast<float>(low)), m_onnx.scalar(static_cast<float>(high))});
    }

    std::string sum(const char* operation)
    {
        const double alpha = m_node->inputs().size() > 2 ? real(2) : 1.0;
        return node(operation, {in(0), alpha == 1.0 ? in(1) : times(in(1), alpha)});
    }

    std::string convolution()
    {
        if (flag(6))
            throw Unsupported{"a transposed convolution"};
        const auto stride = integers(3);
        const auto padding = integers(4);
        const auto dilation = integers(5);
        const std::vector<std::int64_t> pads{padding[0], padding[1], padding[0], padding[1]};
        const auto weight = constant(1).toTensor();
        const std::vector<std::int64_t> kernel{weight.size(2), weight.size(3)};
        std::vector<std::string> inputs{in(0), in(1)};
        if (!constant(2).isNone())
            inputs.push_back(in(2));
        return node("Conv", inputs,
            OnnxAttributes()
                .integers("kernel_shape", kernel)
                .integers("strides", stride)
                .integers("pads", pads)
                .integers("dilations", dilation)
                .integer("group", integer(8)));
    }

    std::string pad()
    {
        // Torch: last axis first, before and after; ONNX: all befores, then all afters.
        const auto amounts = integers(1);
        constexpr std::size_t kAxes = 4;
        std::vector<std::int64_t> pads(2 * kAxes, 0);
        for (std::size_t k = 0; k < amounts.size() / 2; ++k) {
            pads[kAxes - 1 - k] = amounts[2 * k];
            pads[2 * kAxes - 1 - k] = amounts[2 * k + 1];
        }
        const std::string value = m_onnx.scalar(static_cast<float>(real(2)));
        return node("Pad", {in(0), m_onnx.integers(pads), value},
            OnnxAttributes().text("mode", "constant"));
    }

    std::string pool(const char* operation)
    {
        const auto kernel = integers(1);
        auto stride = integers(2);
        if (stride.empty())
            stride = kernel;
        for (const std::int64_t padding : integers(3))
            if (padding != 0)
                throw Unsupported{"a padded pooling"};
        return node(operation, {in(0)},
            OnnxAttributes().integers("kernel_shape", kernel).integers("strides", stride));
    }

    std::string averagePool()
    {
        const std::string mean = pool("AveragePool");
        if (constant(6).isNone())
            return mean;
        const auto kernel = integers(1);
        const double cells = static_cast<double>(kernel[0] * kernel[1]);
        return times(mean, cells / static_cast<double>(integer(6)));
    }

    std::string reduce(const char* operation)
    {
        return node(operation, {in(0)},
            OnnxAttributes().integers("axes", integers(1)).integer("keepdims", flag(2)));
    }

    /// The one reduction whose axes are an input in operator set 13.
    std::string reduceSum()
    {
        return node("ReduceSum", {in(0), m_onnx.integers(integers(1))},
            OnnxAttributes().integer("keepdims", flag(2)));
    }

    std::string addmm()
    {
        if (real(3) != 1.0 || real(4) != 1.0)
            throw Unsupported{"a scaled product"};
        return node("Gemm", {in(1), in(2), in(0)});
    }

    std::string concat()
    {
        std::vector<std::string> parts;
        for (const Value* part : m_node->input(0)->node()->inputs())
            parts.push_back(of(part));
        return node("Concat", parts, OnnxAttributes().integer("axis", integer(1)));
    }

    std::string overAxis(const char* operation)
    {
        return node(operation, {in(0)}, OnnxAttributes().integer("axis", integer(1)));
    }

    /// y·Φ(y), exactly: ½x(1 + erf(x/√2)).
    std::string gelu()
    {
        const std::string erf = node("Erf", {times(in(0), 0.70710678118654752)});
        const std::string half = times(in(0), 0.5);
        return node("Mul", {half, node("Add", {erf, m_onnx.scalar(1.0F)})});
    }

    std::string elu()
    {
        if (real(2) != 1.0 || real(3) != 1.0)
            throw Unsupported{"a scaled elu"};
        return node("Elu", {in(0)}, OnnxAttributes().real("alpha", static_cast<float>(real(1))));
    }

    std::string celu()
    {
        return node("Celu", {in(0)}, OnnxAttributes().real("alpha", static_cast<float>(real(1))));
    }

    std::string softplus()
    {
        if (real(1) != 1.0)
            throw Unsupported{"a steeper softplus"};
        return node("Softplus", {in(0)});
    }

    std::string threshold()
    {
        const auto limit = m_onnx.scalar(static_cast<float>(real(1)));
        const auto value = m_onnx.scalar(static_cast<float>(real(2)));
        return node("Where", {node("Greater", {in(0), limit}), in(0), value});
    }

    std::string shrink(double bias)
    {
        return node("Shrink", {in(0)},
            OnnxAttributes()
                .real("lambd", static_cast<float>(real(1)))
                .real("bias", static_cast<float>(bias)));
    }

    std::string glu()
    {
        const auto halves =
            m_onnx.split("Split", {in(0)}, 2, OnnxAttributes().integer("axis", integer(1)));
        return node("Mul", {halves[0], node("Sigmoid", {halves[1]})});
    }

    std::string silu() { return node("Mul", {in(0), node("Sigmoid", {in(0)})}); }

    std::string logSigmoid() { return node("Neg", {node("Softplus", {node("Neg", {in(0)})})}); }

    std::string flatten()
    {
        if (integer(1) != 1 || integer(2) != -1)
            throw Unsupported{"a partial flattening"};
        return node("Flatten", {in(0)}, OnnxAttributes().integer("axis", 1));
    }

    static Step simple(const char* operation)
    {
        return [operation](Converter& c) {
            return c.node(operation, {c.in(0)});
        };
    }
    static Step binary(const char* operation)
    {
        return [operation](Converter& c) {
            return c.node(operation, {c.in(0), c.in(1)});
        };
    }
    static Step step(std::string (Converter::*method)())
    {
        return [method](Converter& c) {
            return (c.*method)();
        };
    }
    template <typename... Arguments>
    static Step with(std::string (Converter::*method)(Arguments...), Arguments... arguments)
    {
        return [method, arguments...](Converter& c) {
            return (c.*method)(arguments...);
        };
    }

    static std::map<std::string, Step> activations()
    {
        return {{"aten::relu", simple("Relu")}, {"aten::sigmoid", simple("Sigmoid")},
            {"aten::tanh", simple("Tanh")}, {"aten::selu", simple("Selu")},
            {"aten::elu", step(&Converter::elu)}, {"aten::celu", step(&Converter::celu)},
            {"aten::gelu", step(&Converter::gelu)}, {"aten::silu", step(&Converter::silu)},
            {"aten::softplus", step(&Converter::softplus)},
            {"aten::log_sigmoid", step(&Converter::logSigmoid)},
            {"aten::threshold", step(&Converter::threshold)},
            {"aten::hardshrink", with(&Converter::shrink, 0.0)},
            {"aten::softshrink",
                [](Converter& c) {
                    return c.shrink(c.real(1));
                }},
            {"aten::leaky_relu",
                [](Converter& c) {
                    return c.node("LeakyRelu", {c.in(0)},
                        OnnxAttributes().real("alpha", static_cast<float>(c.real(1))));
                }},
            {"aten::hardtanh",
                [](Converter& c) {
                    return c.clip(c.in(0), c.real(1), c.real(2));
                }},
            {"aten::glu", step(&Converter::glu)},
            {"aten::softmax", with(&Converter::overAxis, "Softmax")},
            {"aten::log_softmax", with(&Converter::overAxis, "LogSoftmax")}};
    }

    static std::map<std::string, Step> arithmetic()
    {
        const auto same = [](Converter& c) {
            return c.in(0);
        };
        return {{"aten::add", with(&Converter::sum, "Add")},
            {"aten::sub", with(&Converter::sum, "Sub")}, {"aten::mul", binary("Mul")},
            {"aten::div", binary("Div")}, {"aten::neg", simple("Neg")},
            {"aten::abs", simple("Abs")}, {"aten::exp", simple("Exp")},
            {"aten::sqrt", simple("Sqrt")},
            {"aten::square",
                [](Converter& c) {
                    return c.node("Mul", {c.in(0), c.in(0)});
                }},
            {"aten::rsqrt",
                [](Converter& c) {
                    return c.node("Reciprocal", {c.node("Sqrt", {c.in(0)})});
                }},
            {"aten::zeros_like",
                [](Converter& c) {
                    return c.times(c.in(0), 0.0);
                }},
            {"aten::where",
                [](Converter& c) {
                    return c.node("Where", {c.in(0), c.in(1), c.in(2)});
                }},
            {"aten::le", binary("LessOrEqual")}, {"aten::lt", binary("Less")},
            {"aten::gt", binary("Greater")}, {"aten::contiguous", same}, {"aten::detach", same},
            {"aten::clone", same}};
    }

    static const std::map<std::string, Step>& table()
    {
        static const std::map<std::string, Step> kSteps = [] {
            std::map<std::string, Step> steps{{"aten::_convolution", step(&Converter::convolution)},
                {"aten::constant_pad_nd", step(&Converter::pad)},
                {"aten::max_pool2d", with(&Converter::pool, "MaxPool")},
                {"aten::avg_pool2d", step(&Converter::averagePool)},
                {"aten::amax", with(&Converter::reduce, "ReduceMax")},
                {"aten::mean", with(&Converter::reduce, "ReduceMean")},
                {"aten::sum", step(&Converter::reduceSum)},
                {"aten::addmm", step(&Converter::addmm)}, {"aten::mm", binary("MatMul")},
                {"aten::cat", step(&Converter::concat)},
                {"aten::flatten", step(&Converter::flatten)},
                {"aten::permute", [](Converter& c) {
                     return c.node(
                         "Transpose", {c.in(0)}, OnnxAttributes().integers("perm", c.integers(1)));
                 }}};
            steps.merge(activations());
            steps.merge(arithmetic());
            return steps;
        }();
        return kSteps;
    }

    OnnxGraph& m_onnx;
    std::map<const Value*, std::string> m_names;
    const Node* m_node = nullptr;
};

std::string onnxModel(const model::Classifier& classifier)
{
    const auto traced = traceNetwork(classifier);
    const auto& input = classifier.config.preprocessing;
    OnnxGraph graph;
    graph.input("film", {-1, 3, input.height, input.width});
    Converter converter(graph);
    converter.name(traced->inputs().front(), "film");
    for (const Node* node : traced->nodes())
        converter.convert(node);
    graph.rename(converter.of(traced->outputs().front()), "probabilities");
    graph.output("probabilities", {-1, classifier.network.classCount()});
    return graph.model({{"negatoscope.preprocessing", preprocessingJson(classifier)}},
        "Chest film classifier made with Negatoscope. For teaching and research only; not a "
        "medical device. The metadata negatoscope.preprocessing says how a film becomes the input "
        "\"film\".");
}

} // namespace

base::Result<void> writeOnnx(const model::Classifier& classifier, const std::filesystem::path& path)
{
    try {
        return base::writeFileAtomically(path, onnxModel(classifier));
    } catch (const Unsupported& step) {
        return base::failure(base::ErrorCode::UnsupportedFormat,
            "ONNX has no operator for a layer of this head (" + step.what + ")", path.string(),
            "export TorchScript or Keras, or use another activation");
    } catch (const c10::Error& error) {
        return base::failure(base::ErrorCode::Internal,
            "the ONNX file cannot be made: " + model::messageOf(error), path.string());
    } catch (const std::exception& error) {
        return base::failure(base::ErrorCode::Internal,
            std::string("the ONNX file cannot be made: ") + error.what(), path.string());
    }
}

} // namespace negatoscope::exporting
