#include "core/exporting/OnnxGraph.h"

#include <array>
#include <bit>
#include <cstring>

namespace negatoscope::exporting {

namespace {

// Field numbers of onnx.proto.
constexpr int kOperatorSet = 13;
constexpr int kIrVersion = 8;
constexpr int kTypeFloat = 1;
constexpr int kTypeInt64 = 7;
constexpr int kAttributeFloat = 1;
constexpr int kAttributeInt = 2;
constexpr int kAttributeString = 3;
constexpr int kAttributeInts = 7;

static_assert(std::endian::native == std::endian::little, "raw_data is little-endian");

ProtobufMessage attribute(std::string_view name, int type)
{
    ProtobufMessage message;
    message.text(1, name);
    message.number(20, type);
    return message;
}

ProtobufMessage valueInfo(const std::string& name, const std::vector<std::int64_t>& shape)
{
    ProtobufMessage dimensions;
    for (const std::int64_t size : shape) {
        ProtobufMessage dimension;
        if (size < 0)
            dimension.text(2, "batch");
        else
            dimension.number(1, size);
        dimensions.message(1, dimension);
    }
    ProtobufMessage tensor;
    tensor.number(1, kTypeFloat);
    tensor.message(2, dimensions);
    ProtobufMessage type;
    type.message(1, tensor);
    ProtobufMessage info;
    info.text(1, name);
    info.message(2, type);
    return info;
}

template <typename T>
std::string_view bytesOf(std::span<const T> values)
{
    return {reinterpret_cast<const char*>(values.data()), values.size_bytes()};
}

} // namespace

void ProtobufMessage::varint(std::uint64_t value)
{
    while (value >= 0x80U) {
        m_bytes += static_cast<char>((value & 0x7FU) | 0x80U);
        value >>= 7U;
    }
    m_bytes += static_cast<char>(value);
}

void ProtobufMessage::key(int field, int wireType)
{
    varint(static_cast<std::uint64_t>(field) << 3U | static_cast<std::uint64_t>(wireType));
}

void ProtobufMessage::number(int field, std::int64_t value)
{
    key(field, 0);
    varint(static_cast<std::uint64_t>(value));
}

void ProtobufMessage::real(int field, float value)
{
    key(field, 5);
    std::array<char, sizeof value> bytes{};
    std::memcpy(bytes.data(), &value, sizeof value);
    m_bytes.append(bytes.data(), bytes.size());
}

void ProtobufMessage::text(int field, std::string_view bytes)
{
    key(field, 2);
    varint(bytes.size());
    m_bytes += bytes;
}

OnnxAttributes& OnnxAttributes::integer(std::string_view name, std::int64_t value)
{
    m_all.push_back(attribute(name, kAttributeInt));
    m_all.back().number(3, value);
    return *this;
}

OnnxAttributes& OnnxAttributes::integers(
    std::string_view name, std::span<const std::int64_t> values)
{
    m_all.push_back(attribute(name, kAttributeInts));
    for (const std::int64_t value : values)
        m_all.back().number(8, value);
    return *this;
}

OnnxAttributes& OnnxAttributes::real(std::string_view name, float value)
{
    m_all.push_back(attribute(name, kAttributeFloat));
    m_all.back().real(2, value);
    return *this;
}

OnnxAttributes& OnnxAttributes::text(std::string_view name, std::string_view value)
{
    m_all.push_back(attribute(name, kAttributeString));
    m_all.back().text(4, value);
    return *this;
}

std::string OnnxGraph::newName(std::string_view kind)
{
    return std::string(kind) + "_" + std::to_string(m_count++);
}

void OnnxGraph::input(const std::string& name, const std::vector<std::int64_t>& shape)
{
    m_graph.message(11, valueInfo(name, shape));
}

void OnnxGraph::output(const std::string& name, const std::vector<std::int64_t>& shape)
{
    m_graph.message(12, valueInfo(name, shape));
}

ProtobufMessage OnnxGraph::tensor(const std::string& name, int type,
    const std::vector<std::int64_t>& shape, std::string_view bytes) const
{
    ProtobufMessage message;
    for (const std::int64_t size : shape)
        message.number(1, size);
    message.number(2, type);
    message.text(8, name);
    message.text(9, bytes);
    return message;
}

std::string OnnxGraph::floats(std::span<const float> values, const std::vector<std::int64_t>& shape)
{
    std::string name = newName("constant");
    m_graph.message(5, tensor(name, kTypeFloat, shape, bytesOf(values)));
    return name;
}

std::string OnnxGraph::integers(std::span<const std::int64_t> values)
{
    std::string name = newName("constant");
    const auto size = static_cast<std::int64_t>(values.size());
    m_graph.message(5, tensor(name, kTypeInt64, {size}, bytesOf(values)));
    return name;
}

std::vector<std::string> OnnxGraph::split(std::string_view operation,
    const std::vector<std::string>& inputs, int outputs, const OnnxAttributes& attributes)
{
    ProtobufMessage node;
    for (const std::string& name : inputs)
        node.text(1, name);
    std::vector<std::string> names;
    for (int i = 0; i < outputs; ++i) {
        names.push_back(newName(operation));
        node.text(2, names.back());
    }
    node.text(3, names.front());
    node.text(4, operation);
    for (const ProtobufMessage& one : attributes.all())
        node.message(5, one);
    m_graph.message(1, node);
    return names;
}

std::string OnnxGraph::node(std::string_view operation, const std::vector<std::string>& inputs,
    const OnnxAttributes& attributes)
{
    return split(operation, inputs, 1, attributes).front();
}

void OnnxGraph::rename(const std::string& from, const std::string& to)
{
    ProtobufMessage node;
    node.text(1, from);
    node.text(2, to);
    node.text(3, to);
    node.text(4, "Identity");
    m_graph.message(1, node);
}

std::string OnnxGraph::model(const std::vector<std::pair<std::string, std::string>>& metadata,
    const std::string& description) const
{
    ProtobufMessage graph = m_graph;
    graph.text(2, "negatoscope");
    ProtobufMessage operators;
    operators.text(1, "");
    operators.number(2, kOperatorSet);
    ProtobufMessage whole;
    whole.number(1, kIrVersion);
    whole.text(2, "Negatoscope");
    whole.text(3, NEGATOSCOPE_VERSION);
    whole.text(6, description);
    whole.message(7, graph);
    whole.message(8, operators);
    for (const auto& [key, value] : metadata) {
        ProtobufMessage entry;
        entry.text(1, key);
        entry.text(2, value);
        whole.message(14, entry);
    }
    return whole.bytes();
}

} // namespace negatoscope::exporting
