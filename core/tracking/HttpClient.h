#pragma once

#include "core/base/Result.h"

#include <chrono>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace negatoscope::tracking {

struct HttpRequest
{
    std::string method = "GET";
    std::string url;
    std::string body;        ///< sent whole with its length; never chunked, never compressed
    std::string contentType; ///< of the body; empty = no body
    std::chrono::milliseconds timeout{10'000}; ///< without any progress
};

struct HttpResponse
{
    int status = 0;
    std::string body;
    std::string contentType;
    int retryAfterSeconds = 0; ///< 0 = the server named none
};

/// What went wrong below HTTP: there is no answer.
enum class Unanswered { NoHost, Refused, Timeout, BrokenOff, Certificate, Stopped, Other };

struct HttpFailure
{
    Unanswered kind = Unanswered::Other;
    std::string text; ///< libcurl's words; no credentials in them
};

struct HttpOptions
{
    std::string user;
    std::string password;
    std::string certificateFile; ///< a CA bundle of the server's; empty = the system's
    std::string pinnedPublicKey; ///< "sha256//…": the one key that is trusted
    std::stop_token stop;        ///< breaks a request off
    std::size_t largestReply = 64U << 20;
};

/// One HTTP connection by libcurl, blocking. Credentials go with every request to the URL's own
/// host and never further (redirects are not followed). One thread at a time.
class HttpClient
{
public:
    explicit HttpClient(HttpOptions options);
    ~HttpClient();
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;

    tl::expected<HttpResponse, HttpFailure> send(const HttpRequest& request);

private:
    struct Private;
    std::unique_ptr<Private> m_private;
};

/// RFC 3986: everything but letters, digits and -._~ as %XX.
std::string percentEncoded(std::string_view text);

} // namespace negatoscope::tracking
