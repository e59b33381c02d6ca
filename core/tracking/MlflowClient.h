#pragma once

#include "core/base/Result.h"
#include "core/tracking/HttpClient.h"

#include <nlohmann/json.hpp>

#include <chrono>
#include <map>
#include <string>

namespace negatoscope::tracking {

/// Where an MLflow server is and how to be let in. The password lives here only: it is in no
/// file, no log line and no error text.
struct MlflowServer
{
    std::string url; ///< "https://host/prefix"; a path prefix is kept
    std::string user;
    std::string password;
    std::string certificateFile; ///< CA bundle; empty = the system's
    std::string pinnedPublicKey; ///< "sha256//…"; empty = none
};

/// Where the system's key chain holds a server's password: service, and "user@https://host/prefix".
inline constexpr const char* kKeyChainService = "Negatoscope MLflow";
std::string keyChainKey(const MlflowServer& server);

/// How patiently calls are repeated (mlflow.md 1.10).
struct RetryPolicy
{
    int attempts = 6;
    std::chrono::milliseconds firstPause{500}; ///< doubled each time, with jitter
    std::chrono::milliseconds longestPause{30'000};
    std::chrono::milliseconds timeout{30'000}; ///< of a call without any progress
};

/// An answer of the server, good or bad.
struct MlflowReply
{
    int status = 0;
    nlohmann::json body = nlohmann::json::object();
    std::string errorCode; ///< MLflow's own word, "RESOURCE_DOES_NOT_EXIST"; empty = none given
    std::string message;   ///< of an error, in one line

    bool ok() const { return status >= 200 && status < 300; }
    bool exists() const { return status != 404; }
    bool alreadyThere() const { return errorCode == "RESOURCE_ALREADY_EXISTS"; }
};

/// MLflow's REST interface (mlflow.md 1-4), blocking, repeating what may be repeated. One thread.
class MlflowClient
{
public:
    explicit MlflowClient(MlflowServer server, RetryPolicy policy = {}, std::stop_token stop = {});

    /// GET with a query; POST, PATCH or DELETE with a JSON body. `path` is below the base, for
    /// example "/api/2.0/mlflow/runs/create". Errors: NetworkFailure (no usable answer after all
    /// attempts), PermissionDenied (401, 403), InvalidUsage (stopped). All other answers, also bad
    /// ones, are replies.
    base::Result<MlflowReply> get(
        const std::string& path, const std::map<std::string, std::string>& query = {});
    base::Result<MlflowReply> send(
        const std::string& method, const std::string& path, const nlohmann::json& body);
    /// Puts a file's bytes; 200 with any or no body.
    base::Result<MlflowReply> put(const std::string& path, const std::string& bytes);
    /// The same by POST, for servers that store files themselves.
    base::Result<MlflowReply> upload(const std::string& path, const std::string& bytes);

    /// The server's version after a look at /health and /version: is it there, is it MLflow, does
    /// it let us in? Each failure is a sentence that says what to do.
    base::Result<std::string> testConnection();

    const MlflowServer& server() const { return m_server; }
    int calls() const { return m_calls; } ///< requests sent so far, repeats included

private:
    base::Result<MlflowReply> sendBytes(
        const char* method, const std::string& path, const std::string& bytes);
    base::Result<MlflowReply> call(const HttpRequest& request, bool wantsJson);
    bool pause(int attempt, int retryAfterSeconds);

    MlflowServer m_server;
    RetryPolicy m_policy;
    std::stop_token m_stop;
    HttpClient m_http;
    int m_calls = 0;
};

/// A bad answer as an error: what could not be done, the server's words, what to do.
base::Error mlflowError(const MlflowReply& reply, const std::string& what, const std::string& url);

} // namespace negatoscope::tracking
