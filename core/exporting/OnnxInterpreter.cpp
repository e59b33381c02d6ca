#include "core/exporting/OnnxInterpreter_impl.h"

#include <cstring>
#include <functional>
#include <stdexcept>

namespace negatoscope::exporting {

namespace {

using Node = OnnxInterpreter::Node;

/// The fields of one protobuf message, in order.
class Fields
{
public:
    explicit Fields(std::string_view bytes)
        : m_bytes(bytes)
    {}

    /// Moves to the next field; false at the end.
    bool next()
    {
        if (m_at == m_bytes.size())
            return false;
        const std::uint64_t key = varint();
        field = static_cast<int>(key >> 3U);
        switch (key & 7U) {
        case 0:
            number = varint();
            break;
        case 2:
            text = take(varint());
            break;
        case 5: {
            float value = 0.0F;
            std::memcpy(&value, take(sizeof value).data(), sizeof value);
            real = static_cast<double>(value);
            break;
        }
        default:
            throw std::runtime_error("a field of an unknown kind");
        }
        return true;
    }

    int field = 0;
    std::uint64_t number = 0;
    double real = 0.0;
    std::string_view text;

private:
    std::string_view take(std::uint64_t size)
    {
        if (size > m_bytes.size() - m_at)
            throw std::runtime_error("the file is truncated");
        const std::string_view part = m_bytes.substr(m_at, size);
        m_at += size;
        return part;
    }

    std::uint64_t varint()
    {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            const auto byte = static_cast<unsigned char>(take(1).front());
            value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
            if (byte < 0x80U)
                return value;
        }
        throw std::runtime_error("a number without an end");
    }

    std::string_view m_bytes;
    std::size_t m_at = 0;
};

std::pair<std::string, at::Tensor> readTensor(std::string_view bytes)
{
    std::vector<std::int64_t> shape;
    std::uint64_t type = 0;
    std::string name;
    std::string_view raw;
    for (Fields fields(bytes); fields.next();) {
        if (fields.field == 1)
            shape.push_back(static_cast<std::int64_t>(fields.number));
        else if (fields.field == 2)
            type = fields.number;
        else if (fields.field == 8)
            name = fields.text;
        else if (fields.field == 9)
            raw = fields.text;
    }
    const at::Tensor tensor = at::empty(shape, type == 7 ? at::kLong : at::kFloat);
    if (raw.size() != tensor.nbytes())
        throw std::runtime_error("a constant of the wrong size");
    std::memcpy(tensor.data_ptr(), raw.data(), raw.size());
    return {name, tensor};
}

Node readNode(std::string_view bytes)
{
    Node node;
    for (Fields fields(bytes); fields.next();) {
        if (fields.field == 1)
            node.inputs.emplace_back(fields.text);
        else if (fields.field == 2)
            node.outputs.emplace_back(fields.text);
        else if (fields.field == 4)
            node.operation = fields.text;
        if (fields.field != 5)
            continue;
        std::string name;
        OnnxInterpreter::Attribute attribute;
        for (Fields part(fields.text); part.next();) {
            if (part.field == 1)
                name = part.text;
            else if (part.field == 2)
                attribute.real = part.real;
            else if (part.field == 3)
                attribute.integer = static_cast<std::int64_t>(part.number);
            else if (part.field == 8)
                attribute.integers.push_back(static_cast<std::int64_t>(part.number));
        }
        node.attributes[name] = attribute;
    }
    return node;
}

std::string nameOf(std::string_view valueInfo)
{
    for (Fields fields(valueInfo); fields.next();)
        if (fields.field == 1)
            return std::string(fields.text);
    return {};
}

/// One operator at work.
class Step
{
public:
    Step(const Node& node, const std::map<std::string, at::Tensor>& values)
        : m_node(node)
        , m_values(values)
    {}

    bool has(std::size_t i) const { return i < m_node.inputs.size() && !m_node.inputs[i].empty(); }
    const at::Tensor& in(std::size_t i) const
    {
        const auto found = has(i) ? m_values.find(m_node.inputs[i]) : m_values.end();
        if (found == m_values.end())
            throw std::runtime_error(m_node.operation + " reads a value that is not there");
        return found->second;
    }
    std::vector<std::int64_t> list(std::size_t i) const
    {
        const at::Tensor values = in(i).contiguous();
        return {values.data_ptr<std::int64_t>(), values.data_ptr<std::int64_t>() + values.numel()};
    }
    std::vector<std::int64_t> integers(const char* name) const
    {
        const auto found = m_node.attributes.find(name);
        return found == m_node.attributes.end() ? std::vector<std::int64_t>()
                                                : found->second.integers;
    }
    std::int64_t integer(const char* name, std::int64_t otherwise) const
    {
        const auto found = m_node.attributes.find(name);
        return found == m_node.attributes.end() ? otherwise : found->second.integer;
    }
    double real(const char* name, double otherwise) const
    {
        const auto found = m_node.attributes.find(name);
        return found == m_node.attributes.end() ? otherwise : found->second.real;
    }
    std::size_t inputs() const { return m_node.inputs.size(); }

private:
    const Node& m_node;
    const std::map<std::string, at::Tensor>& m_values;
};

at::Tensor convolve(const Step& s)
{
    const auto pads = s.integers("pads"); // top, left, bottom, right
    const at::Tensor x = at::constant_pad_nd(s.in(0), {pads[1], pads[3], pads[0], pads[2]}, 0.0);
    const std::vector<std::int64_t> none{0, 0};
    return at::conv2d(x, s.in(1), s.has(2) ? s.in(2) : at::Tensor(), s.integers("strides"), none,
        s.integers("dilations"), s.integer("group", 1));
}

at::Tensor pad(const Step& s)
{
    // All befores, then all afters; LibTorch wants the last axis first, in pairs.
    const auto pads = s.list(1);
    const std::size_t axes = pads.size() / 2;
    std::vector<std::int64_t> pairs;
    for (std::size_t axis = axes; axis-- > 0;) {
        pairs.push_back(pads[axis]);
        pairs.push_back(pads[axes + axis]);
    }
    return at::constant_pad_nd(s.in(0), pairs, s.in(2).item());
}

at::Tensor gemm(const Step& s)
{
    return at::mm(s.in(0), s.in(1)) + s.in(2);
}

at::Tensor shrink(const Step& s)
{
    const double lambda = s.real("lambd", 0.5);
    const double bias = s.real("bias", 0.0);
    const at::Tensor& x = s.in(0);
    return at::where(x < -lambda, x + bias, at::where(x > lambda, x - bias, at::zeros_like(x)));
}

at::Tensor concat(const Step& s)
{
    std::vector<at::Tensor> parts;
    for (std::size_t i = 0; i < s.inputs(); ++i)
        parts.push_back(s.in(i));
    return at::cat(parts, s.integer("axis", 0));
}

using Operator = std::function<at::Tensor(const Step&)>;
using Table = std::map<std::string, Operator>;

Table shapes()
{
    return {{"Conv", convolve}, {"Pad", pad}, {"Gemm", gemm}, {"Concat", concat},
        {"MatMul",
            [](const Step& s) {
                return at::matmul(s.in(0), s.in(1));
            }},
        {"MaxPool",
            [](const Step& s) {
                return at::max_pool2d(s.in(0), s.integers("kernel_shape"), s.integers("strides"));
            }},
        {"AveragePool",
            [](const Step& s) {
                return at::avg_pool2d(s.in(0), s.integers("kernel_shape"), s.integers("strides"));
            }},
        {"ReduceMax",
            [](const Step& s) {
                return at::amax(s.in(0), s.integers("axes"), s.integer("keepdims", 1) != 0);
            }},
        {"ReduceMean",
            [](const Step& s) {
                return at::mean(s.in(0), s.integers("axes"), s.integer("keepdims", 1) != 0);
            }},
        {"ReduceSum",
            [](const Step& s) {
                return at::sum(s.in(0), s.list(1), s.integer("keepdims", 1) != 0);
            }},
        {"Flatten",
            [](const Step& s) {
                return at::flatten(s.in(0), s.integer("axis", 1));
            }},
        {"Transpose",
            [](const Step& s) {
                return s.in(0).permute(s.integers("perm"));
            }},
        {"Identity", [](const Step& s) {
             return s.in(0);
         }}};
}

Table arithmetic()
{
    return {{"Add",
                [](const Step& s) {
                    return s.in(0) + s.in(1);
                }},
        {"Sub",
            [](const Step& s) {
                return s.in(0) - s.in(1);
            }},
        {"Mul",
            [](const Step& s) {
                return s.in(0) * s.in(1);
            }},
        {"Div",
            [](const Step& s) {
                return s.in(0) / s.in(1);
            }},
        {"Neg",
            [](const Step& s) {
                return -s.in(0);
            }},
        {"Abs",
            [](const Step& s) {
                return at::abs(s.in(0));
            }},
        {"Exp",
            [](const Step& s) {
                return at::exp(s.in(0));
            }},
        {"Sqrt",
            [](const Step& s) {
                return at::sqrt(s.in(0));
            }},
        {"Erf",
            [](const Step& s) {
                return at::erf(s.in(0));
            }},
        {"Reciprocal",
            [](const Step& s) {
                return at::reciprocal(s.in(0));
            }},
        {"Where",
            [](const Step& s) {
                return at::where(s.in(0), s.in(1), s.in(2));
            }},
        {"Greater",
            [](const Step& s) {
                return s.in(0) > s.in(1);
            }},
        {"Less",
            [](const Step& s) {
                return s.in(0) < s.in(1);
            }},
        {"LessOrEqual",
            [](const Step& s) {
                return s.in(0) <= s.in(1);
            }},
        {"Clip", [](const Step& s) {
             return at::minimum(at::maximum(s.in(0), s.in(1)), s.in(2));
         }}};
}

Table activations()
{
    return {{"Relu",
                [](const Step& s) {
                    return at::clamp_min(s.in(0), 0.0);
                }},
        {"Sigmoid",
            [](const Step& s) {
                return at::reciprocal(at::exp(-s.in(0)) + 1.0);
            }},
        {"Tanh",
            [](const Step& s) {
                return at::tanh(s.in(0));
            }},
        {"Softplus",
            [](const Step& s) {
                return at::log1p(at::exp(s.in(0)));
            }},
        {"Selu",
            [](const Step& s) {
                return at::selu(s.in(0));
            }},
        {"Elu",
            [](const Step& s) {
                return at::elu(s.in(0), s.real("alpha", 1.0));
            }},
        {"Celu",
            [](const Step& s) {
                return at::celu(s.in(0), s.real("alpha", 1.0));
            }},
        {"LeakyRelu",
            [](const Step& s) {
                return at::leaky_relu(s.in(0), s.real("alpha", 0.01));
            }},
        {"Shrink", shrink},
        {"Softmax",
            [](const Step& s) {
                return at::softmax(s.in(0), s.integer("axis", -1));
            }},
        {"LogSoftmax", [](const Step& s) {
             return at::log_softmax(s.in(0), s.integer("axis", -1));
         }}};
}

const Table& table()
{
    static const Table kTable = [] {
        Table all = shapes();
        all.merge(arithmetic());
        all.merge(activations());
        return all;
    }();
    return kTable;
}

} // namespace

OnnxInterpreter::OnnxInterpreter(std::span<const std::byte> bytes)
{
    const std::string_view all(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    for (Fields fields(all); fields.next();)
        if (fields.field == 7)
            readGraph(fields.text);
    if (m_nodes.empty() || m_input.empty() || m_output.empty())
        throw std::runtime_error("there is no graph");
}

void OnnxInterpreter::readGraph(std::string_view bytes)
{
    for (Fields fields(bytes); fields.next();) {
        if (fields.field == 1)
            m_nodes.push_back(readNode(fields.text));
        else if (fields.field == 5)
            m_constants.insert(readTensor(fields.text));
        else if (fields.field == 11)
            m_input = nameOf(fields.text);
        else if (fields.field == 12)
            m_output = nameOf(fields.text);
    }
}

at::Tensor OnnxInterpreter::run(const at::Tensor& input) const
{
    std::map<std::string, at::Tensor> values = m_constants;
    values[m_input] = input;
    for (const Node& node : m_nodes) {
        const Step step(node, values);
        if (node.operation == "Split") {
            const auto parts = at::chunk(step.in(0), static_cast<std::int64_t>(node.outputs.size()),
                step.integer("axis", 0));
            for (std::size_t i = 0; i < parts.size(); ++i)
                values[node.outputs.at(i)] = parts[i];
            continue;
        }
        const auto found = table().find(node.operation);
        if (found == table().end())
            throw std::runtime_error("an operator that is not known here: " + node.operation);
        at::Tensor result = found->second(step);
        values[node.outputs.at(0)] = std::move(result);
    }
    return values.at(m_output);
}

} // namespace negatoscope::exporting
