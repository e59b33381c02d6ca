#include "core/model/IsolatedReader.h"

#include "core/base/Isolated.h"

#include <cstring>

namespace negatoscope::model {

namespace {

using base::ErrorCode;
using nlohmann::json;

constexpr std::size_t kMaxHeader = 256U << 20;
constexpr std::size_t kMaxMessage = kMaxHeader + kMaxModelValues * sizeof(float) + 8;

/// The message from the child: u64 size, JSON of that size, the values of all variables.
std::string headerOf(const base::Result<StoredModel>& result)
{
    json header;
    if (!result) {
        const base::Error& error = result.error();
        header["error"] = {static_cast<int>(error.code), error.what, error.where, error.remedy};
    } else {
        header["source"] = result->source;
        header["topology"] = result->topology;
        header["variables"] = json::array();
        for (const StoredVariable& variable : result->variables)
            header["variables"].push_back({variable.layer, variable.name, variable.shape});
    }
    return header.dump(-1, ' ', false, json::error_handler_t::replace);
}

bool send(const base::Result<StoredModel>& result, const base::IsolatedSend& out)
{
    const std::string header = headerOf(result);
    const std::uint64_t size = header.size();
    bool sent = out(&size, sizeof size) && out(header.data(), header.size());
    if (result)
        for (const StoredVariable& variable : result->variables)
            sent = sent && out(variable.values.data(), variable.values.size() * sizeof(float));
    return sent;
}

/// A child whose memory was damaged may send anything: everything is checked.
base::Result<StoredModel> decode(const std::vector<char>& message, const std::string& where)
{
    const auto damaged = [&where] {
        return base::failure(
            ErrorCode::CorruptFile, "the file is damaged", where, "copy or download it again");
    };
    std::uint64_t size = 0;
    if (message.size() < sizeof size)
        return damaged();
    std::memcpy(&size, message.data(), sizeof size);
    if (size > message.size() - sizeof size)
        return damaged();
    const char* text = message.data() + sizeof size;
    json header = json::parse(text, text + size, nullptr, false);
    if (!header.is_object())
        return damaged();
    if (const auto error = header.find("error"); error != header.end()) {
        const int code = error->at(0).get<int>();
        if (code < 0 || code > static_cast<int>(ErrorCode::Internal))
            return damaged();
        return base::failure(static_cast<ErrorCode>(code), error->at(1).get<std::string>(),
            error->at(2).get<std::string>(), error->at(3).get<std::string>());
    }
    StoredModel model;
    model.source = header.at("source").get<std::string>();
    model.topology = std::move(header.at("topology"));
    const char* data = text + size;
    std::size_t left = message.size() - sizeof size - size;
    for (const json& entry : header.at("variables")) {
        StoredVariable variable{entry.at(0).get<std::string>(), entry.at(1).get<std::string>(),
            entry.at(2).get<Shape>(), {}};
        std::uint64_t count = 1;
        for (const std::int64_t side : variable.shape) {
            const auto positive = static_cast<std::uint64_t>(side);
            if (side < 0 || (side > 0 && count > kMaxModelValues / positive))
                return damaged();
            count *= positive;
        }
        if (count * sizeof(float) > left)
            return damaged();
        variable.values.resize(count);
        if (count > 0)
            std::memcpy(variable.values.data(), data, count * sizeof(float));
        data += count * sizeof(float);
        left -= count * sizeof(float);
        model.variables.push_back(std::move(variable));
    }
    return model;
}

} // namespace

base::Result<StoredModel> readIsolated(
    const std::function<base::Result<StoredModel>()>& read, const std::string& where)
{
    const base::IsolationLimits limits{.messageBytes = kMaxMessage};
    const auto message = base::runIsolated(
        [&read](const base::IsolatedSend& out) { return send(read(), out); }, where, limits);
    if (!message)
        return base::failure(message);
    try {
        return decode(*message, where);
    } catch (const json::exception&) {
        return base::failure(
            ErrorCode::CorruptFile, "the file is damaged", where, "copy or download it again");
    }
}

} // namespace negatoscope::model
