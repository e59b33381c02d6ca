#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace negatoscope::exporting {

/// Protocol Buffers' wire format, as far as ONNX needs it
/// (https://protobuf.dev/programming-guides/encoding). Not libprotobuf: LibTorch carries one of its
/// own, and two of them in one program do not agree.
class ProtobufMessage
{
public:
    void number(int field, std::int64_t value);
    void real(int field, float value);
    void text(int field, std::string_view bytes);
    void message(int field, const ProtobufMessage& value) { text(field, value.m_bytes); }
    const std::string& bytes() const { return m_bytes; }

private:
    void key(int field, int wireType);
    void varint(std::uint64_t value);
    std::string m_bytes;
};

/// An attribute of an ONNX node.
class OnnxAttributes
{
public:
    OnnxAttributes& integer(std::string_view name, std::int64_t value);
    OnnxAttributes& integers(std::string_view name, std::span<const std::int64_t> values);
    OnnxAttributes& real(std::string_view name, float value);
    OnnxAttributes& text(std::string_view name, std::string_view value);
    const std::vector<ProtobufMessage>& all() const { return m_all; }

private:
    std::vector<ProtobufMessage> m_all;
};

/// A graph under construction (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto). Names of
/// values are given by the graph: "Conv_12".
class OnnxGraph
{
public:
    /// −1 = any size, called `batch`.
    void input(const std::string& name, const std::vector<std::int64_t>& shape);
    void output(const std::string& name, const std::vector<std::int64_t>& shape);

    /// Constants; gives the name of the value.
    std::string floats(std::span<const float> values, const std::vector<std::int64_t>& shape);
    std::string scalar(float value) { return floats({&value, 1}, {}); }
    std::string integers(std::span<const std::int64_t> values);

    /// One operation with one output; gives its name. An empty input name is an absent one.
    std::string node(std::string_view operation, const std::vector<std::string>& inputs,
        const OnnxAttributes& attributes = {});
    /// The same with several outputs.
    std::vector<std::string> split(std::string_view operation,
        const std::vector<std::string>& inputs, int outputs, const OnnxAttributes& attributes);
    /// Gives a value another name: the graph's output.
    void rename(const std::string& from, const std::string& to);

    /// The whole model file.
    std::string model(const std::vector<std::pair<std::string, std::string>>& metadata,
        const std::string& description) const;

private:
    std::string newName(std::string_view kind);
    ProtobufMessage tensor(const std::string& name, int type,
        const std::vector<std::int64_t>& shape, std::string_view bytes) const;

    ProtobufMessage m_graph;
    int m_count = 0;
};

} // namespace negatoscope::exporting
