#include "core/tracking/HttpClient.h"

#include "core/base/Text.h"

#include <curl/curl.h>

#include <algorithm>
#include <cstdlib>
#include <mutex>

namespace negatoscope::tracking {

namespace {

struct FreeList
{
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using HeaderList = std::unique_ptr<curl_slist, FreeList>;

struct Reply
{
    HttpResponse response;
    std::size_t largest = 0;
};

std::size_t onBody(char* data, std::size_t size, std::size_t count, void* target)
{
    auto& reply = *static_cast<Reply*>(target);
    const std::size_t bytes = size * count;
    if (reply.response.body.size() + bytes > reply.largest)
        return 0; // libcurl ends the transfer
    reply.response.body.append(data, bytes);
    return bytes;
}

std::size_t onHeader(char* data, std::size_t size, std::size_t count, void* target)
{
    const std::string line = base::toLower(std::string_view(data, size * count));
    constexpr std::string_view kRetryAfter = "retry-after:";
    if (line.starts_with(kRetryAfter))
        static_cast<Reply*>(target)->response.retryAfterSeconds =
            std::clamp(std::atoi(line.c_str() + kRetryAfter.size()), 0, 3600);
    return size * count;
}

int onProgress(void* stop, curl_off_t, curl_off_t, curl_off_t, curl_off_t)
{
    return static_cast<const std::stop_token*>(stop)->stop_requested() ? 1 : 0;
}

Unanswered kindOf(CURLcode code)
{
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
        return Unanswered::NoHost;
    case CURLE_COULDNT_CONNECT:
        return Unanswered::Refused;
    case CURLE_OPERATION_TIMEDOUT:
        return Unanswered::Timeout;
    case CURLE_GOT_NOTHING:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_PARTIAL_FILE:
    case CURLE_HTTP2:
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_UNSUPPORTED_PROTOCOL:
        return Unanswered::BrokenOff;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_CONNECT_ERROR:
        return Unanswered::Certificate;
    case CURLE_ABORTED_BY_CALLBACK:
        return Unanswered::Stopped;
    default:
        return Unanswered::Other;
    }
}

} // namespace

struct HttpClient::Private
{
    HttpOptions options;
    CURL* curl = nullptr;

    void setAlways()
    {
        curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
        curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
        curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
        curl_easy_setopt(curl, CURLOPT_USERAGENT, "Negatoscope/" NEGATOSCOPE_VERSION);
        curl_easy_setopt(curl, CURLOPT_NOPROXY, "localhost,127.0.0.1,::1");
        // The server closes an idle connection after 5 s (mlflow.md 9.12).
        curl_easy_setopt(curl, CURLOPT_MAXAGE_CONN, 3L);
        curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, onBody);
        curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, onHeader);
        curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, onProgress);
        curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &options.stop);
        curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
        if (!options.user.empty() || !options.password.empty()) {
            curl_easy_setopt(curl, CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
            curl_easy_setopt(curl, CURLOPT_USERNAME, options.user.c_str());
            curl_easy_setopt(curl, CURLOPT_PASSWORD, options.password.c_str());
        }
        if (!options.certificateFile.empty())
            curl_easy_setopt(curl, CURLOPT_CAINFO, options.certificateFile.c_str());
        if (!options.pinnedPublicKey.empty()) {
            // The key itself is trusted, by whomever it is signed.
            curl_easy_setopt(curl, CURLOPT_PINNEDPUBLICKEY, options.pinnedPublicKey.c_str());
            curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 0L);
        }
    }

    HeaderList setBody(const HttpRequest& request)
    {
        // "Expect: 100-continue" would cost a second against servers that do not know it.
        HeaderList headers(curl_slist_append(nullptr, "Expect:"));
        curl_easy_setopt(curl, CURLOPT_HTTPGET, 1L);
        if (!request.contentType.empty()) {
            headers.reset(curl_slist_append(
                headers.release(), ("Content-Type: " + request.contentType).c_str()));
            curl_easy_setopt(
                curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
            curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request.body.data());
        }
        curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, request.method.c_str());
        curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
        return headers;
    }
};

HttpClient::HttpClient(HttpOptions options)
    : m_private(std::make_unique<Private>())
{
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
    m_private->options = std::move(options);
    m_private->curl = curl_easy_init();
    if (m_private->curl)
        m_private->setAlways();
}

HttpClient::~HttpClient()
{
    if (m_private->curl)
        curl_easy_cleanup(m_private->curl);
}

tl::expected<HttpResponse, HttpFailure> HttpClient::send(const HttpRequest& request)
{
    CURL* const curl = m_private->curl;
    if (!curl)
        return tl::make_unexpected(HttpFailure{Unanswered::Other, "libcurl could not start"});
    Reply reply;
    reply.largest = m_private->options.largestReply;
    const HeaderList headers = m_private->setBody(request);
    const auto seconds = std::max<long>(1, static_cast<long>(request.timeout.count() / 1000));
    curl_easy_setopt(curl, CURLOPT_URL, request.url.c_str());
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &reply);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, &reply);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(request.timeout.count()));
    // Below one byte a second for so long: it hangs.
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, seconds);
    const CURLcode code = curl_easy_perform(curl);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, nullptr);
    if (code != CURLE_OK)
        return tl::make_unexpected(HttpFailure{kindOf(code), curl_easy_strerror(code)});
    long status = 0;
    const char* type = nullptr;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(curl, CURLINFO_CONTENT_TYPE, &type);
    reply.response.status = static_cast<int>(status);
    reply.response.contentType = type ? type : "";
    return std::move(reply.response);
}

std::string percentEncoded(std::string_view text)
{
    constexpr char kDigits[] = "0123456789ABCDEF";
    std::string result;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                           (byte >= '0' && byte <= '9') || c == '-' || c == '.' || c == '_' ||
                           c == '~';
        if (plain) {
            result += c;
        } else {
            result += '%';
            result += kDigits[byte >> 4U];
            result += kDigits[byte & 15U];
        }
    }
    return result;
}

} // namespace negatoscope::tracking
