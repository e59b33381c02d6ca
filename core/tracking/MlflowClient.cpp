#include "core/tracking/MlflowClient.h"

#include "core/base/Files.h"
#include "core/base/Text.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <random>

namespace negatoscope::tracking {

namespace {

using base::ErrorCode;

constexpr std::size_t kLongestMessage = 300;
constexpr std::size_t kLongestWord = 64;

HttpOptions httpOptions(const MlflowServer& server, std::stop_token stop)
{
    HttpOptions options;
    options.user = server.user;
    options.password = server.password;
    options.certificateFile = server.certificateFile;
    options.pinnedPublicKey = server.pinnedPublicKey;
    options.stop = std::move(stop);
    return options;
}

std::string withoutSlash(std::string url)
{
    while (url.ends_with('/'))
        url.pop_back();
    return url;
}

bool mayPass(int status)
{
    return status == 408 || status == 429 || status == 500 || status == 502 || status == 503 ||
           status == 504;
}

MlflowReply replyOf(const HttpResponse& response)
{
    MlflowReply reply;
    reply.status = response.status;
    auto body = nlohmann::json::parse(response.body, nullptr, false);
    if (body.is_object()) {
        reply.errorCode = body.value("error_code", std::string());
        reply.message = body.value("message", std::string());
        reply.body = std::move(body);
    } else if (!response.contentType.starts_with("text/html") ||
               response.body.size() < kLongestWord) {
        // MLflow 2 calls its plain words ("OK") HTML.
        reply.message = response.body;
    }
    reply.message = base::printable(reply.message.substr(0, kLongestMessage));
    return reply;
}

base::Error unanswered(const HttpFailure& failure, const std::string& url)
{
    switch (failure.kind) {
    case Unanswered::NoHost:
        return {ErrorCode::NetworkFailure, "there is no such server", url,
            "check the address and the network"};
    case Unanswered::Refused:
        return {ErrorCode::NetworkFailure, "the server does not answer", url,
            "start it, or check the address and the port"};
    case Unanswered::Timeout:
        return {ErrorCode::NetworkFailure, "the server is too slow or hangs", url,
            "try again later; nothing is lost"};
    case Unanswered::BrokenOff:
        return {ErrorCode::NetworkFailure, "the connection broke off again and again", url,
            "try again later; nothing is lost"};
    case Unanswered::Certificate:
        return {ErrorCode::NetworkFailure,
            "the server's certificate is not trusted (" + failure.text + ")", url,
            "give the certificate of the authority that signed it"};
    case Unanswered::Stopped:
        return {ErrorCode::InvalidUsage, "stopped", url, "start the upload again to go on"};
    case Unanswered::Other:
        break;
    }
    return {ErrorCode::NetworkFailure, "the server cannot be reached (" + failure.text + ")", url,
        "check the address"};
}

/// 401 and 403 come as plain words, each meaning something else (mlflow.md 2).
base::Error refused(const MlflowReply& reply, const std::string& url)
{
    if (reply.status == 401)
        return {ErrorCode::PermissionDenied, "the login was refused", url,
            "check the user and the password (MLflow wants at least 12 characters)"};
    if (reply.message.find("Invalid Host") != std::string::npos)
        return {ErrorCode::PermissionDenied, "the server does not accept this host name", url,
            "ask its administrator to add it to --allowed-hosts"};
    return {ErrorCode::PermissionDenied,
        "the server denies it: no right to it, or it was deleted there", url,
        "choose an experiment of your own, or ask for the right to write"};
}

} // namespace

std::string keyChainKey(const MlflowServer& server)
{
    return server.user + "@" + withoutSlash(server.url);
}

base::Error mlflowError(const MlflowReply& reply, const std::string& what, const std::string& url)
{
    std::string detail = std::to_string(reply.status);
    if (!reply.errorCode.empty())
        detail += " " + reply.errorCode;
    if (!reply.message.empty())
        detail += ": " + reply.message;
    return {ErrorCode::NetworkFailure, what + " (" + base::printable(detail) + ")", url,
        "look at the server's log, then upload again"};
}

MlflowClient::MlflowClient(MlflowServer server, RetryPolicy policy, std::stop_token stop)
    : m_server(std::move(server))
    , m_policy(policy)
    , m_stop(stop)
    , m_http(httpOptions(m_server, stop))
{
    m_server.url = withoutSlash(m_server.url);
}

bool MlflowClient::pause(int attempt, int retryAfterSeconds)
{
    thread_local std::minstd_rand random(std::random_device{}());
    using Milliseconds = std::chrono::milliseconds;
    Milliseconds wait = m_policy.firstPause * (1L << std::min(attempt, 10));
    wait = std::min(wait, m_policy.longestPause);
    // Half to whole: many clients do not come back in the same moment.
    wait -= Milliseconds(
        static_cast<long>(random() % static_cast<unsigned long>(wait.count() / 2 + 1)));
    const Milliseconds asked = std::chrono::seconds(retryAfterSeconds);
    wait = std::max(wait, std::min(asked, m_policy.longestPause));
    std::mutex mutex;
    std::condition_variable_any condition;
    std::unique_lock lock(mutex);
    condition.wait_for(lock, m_stop, wait, [] { return false; });
    return !m_stop.stop_requested();
}

base::Result<MlflowReply> MlflowClient::call(const HttpRequest& request, bool wantsJson)
{
    HttpFailure last{Unanswered::Stopped, {}};
    for (int attempt = 0; attempt < m_policy.attempts; ++attempt) {
        if (m_stop.stop_requested())
            return base::failure(unanswered({Unanswered::Stopped, {}}, m_server.url));
        ++m_calls;
        const auto response = m_http.send(request);
        const bool lastOne = attempt + 1 == m_policy.attempts;
        if (!response) {
            last = response.error();
            const bool hopeless = last.kind == Unanswered::Certificate ||
                                  last.kind == Unanswered::NoHost ||
                                  last.kind == Unanswered::Stopped;
            if (hopeless || lastOne || !pause(attempt, 0))
                return base::failure(unanswered(last, m_server.url));
            continue;
        }
        MlflowReply reply = replyOf(*response);
        if (reply.status == 401 || reply.status == 403)
            return base::failure(refused(reply, m_server.url));
        const bool cut = wantsJson && reply.ok() &&
                         nlohmann::json::parse(response->body, nullptr, false).is_discarded();
        if (!mayPass(reply.status) && !cut)
            return reply;
        if (lastOne)
            return cut ? base::Result<MlflowReply>(base::failure(ErrorCode::NetworkFailure,
                             "the answer is not MLflow's", m_server.url,
                             "check the address: it must be the base of an MLflow server"))
                       : base::Result<MlflowReply>(std::move(reply));
        if (!pause(attempt, response->retryAfterSeconds))
            return base::failure(unanswered({Unanswered::Stopped, {}}, m_server.url));
    }
    return base::failure(unanswered(last, m_server.url));
}

base::Result<MlflowReply> MlflowClient::get(
    const std::string& path, const std::map<std::string, std::string>& query)
{
    HttpRequest request;
    request.url = m_server.url + path;
    char separator = '?';
    for (const auto& [key, value] : query) {
        request.url += separator + percentEncoded(key) + "=" + percentEncoded(value);
        separator = '&';
    }
    request.timeout = m_policy.timeout;
    return call(request, true);
}

base::Result<MlflowReply> MlflowClient::send(
    const std::string& method, const std::string& path, const nlohmann::json& body)
{
    HttpRequest request;
    request.method = method;
    request.url = m_server.url + path;
    request.body = body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    request.contentType = "application/json";
    request.timeout = m_policy.timeout;
    return call(request, true);
}

base::Result<MlflowReply> MlflowClient::put(const std::string& path, const std::string& bytes)
{
    return sendBytes("PUT", path, bytes);
}

base::Result<MlflowReply> MlflowClient::upload(const std::string& path, const std::string& bytes)
{
    return sendBytes("POST", path, bytes);
}

base::Result<MlflowReply> MlflowClient::sendBytes(
    const char* method, const std::string& path, const std::string& bytes)
{
    HttpRequest request;
    request.method = method;
    request.url = m_server.url + path;
    request.body = bytes;
    request.contentType = "application/octet-stream";
    request.timeout = m_policy.timeout;
    return call(request, false);
}

base::Result<std::string> MlflowClient::testConnection()
{
    HttpRequest health;
    health.url = m_server.url + "/health";
    health.timeout = std::min(m_policy.timeout, std::chrono::milliseconds(10'000));
    auto alive = call(health, false);
    if (!alive)
        return base::failure(alive);
    if (!alive->ok() || alive->message.substr(0, 2) != "OK")
        return base::failure(ErrorCode::NetworkFailure, "there is a server, but it is not MLflow",
            m_server.url, "check the address, its port and its path");
    HttpRequest version = health;
    version.url = m_server.url + "/version";
    ++m_calls;
    const auto answer = m_http.send(version);
    if (!answer)
        return base::failure(unanswered(answer.error(), m_server.url));
    if (answer->status == 401 || answer->status == 403)
        return base::failure(refused(replyOf(*answer), m_server.url));
    std::string text = base::printable(answer->body.substr(0, 32));
    while (text.ends_with(' '))
        text.pop_back();
    return text;
}

} // namespace negatoscope::tracking
