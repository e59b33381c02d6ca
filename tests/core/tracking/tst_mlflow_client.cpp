#include "core/tracking/MlflowClient.h"

#include <QElapsedTimer>
#include <QtTest>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <mutex>
#include <thread>

using namespace negatoscope;

namespace {

std::string httpReply(const char* status, const std::string& body,
    const char* type = "application/json", const char* more = "")
{
    return std::string("HTTP/1.1 ") + status + "\r\nContent-Type: " + type +
           "\r\nConnection: close\r\n" + more + "Content-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + body;
}

/// Answers one connection after the other with the next of its replies; the last one for ever. An
/// empty reply ends the connection without a word.
class ScriptedServer
{
public:
    explicit ScriptedServer(std::vector<std::string> replies)
        : m_replies(std::move(replies))
    {
        m_listener = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        if (::bind(m_listener, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
            ::listen(m_listener, 8) == 0 &&
            ::getsockname(m_listener, reinterpret_cast<sockaddr*>(&address), &size) == 0)
            m_port = ntohs(address.sin_port);
        m_thread = std::thread([this] { serve(); });
    }
    ~ScriptedServer()
    {
        m_stop = true;
        m_thread.join();
        ::close(m_listener);
    }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(m_port); }
    std::vector<std::string> requests()
    {
        const std::lock_guard lock(m_mutex);
        return m_requests;
    }

private:
    void serve()
    {
        while (!m_stop) {
            pollfd wait{m_listener, POLLIN, 0};
            if (::poll(&wait, 1, 20) <= 0)
                continue;
            const int client = ::accept(m_listener, nullptr, nullptr);
            std::string bytes(1 << 16, '\0');
            const auto got = ::recv(client, bytes.data(), bytes.size(), 0);
            bytes.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
            std::size_t number = 0;
            {
                const std::lock_guard lock(m_mutex);
                number = std::min(m_requests.size(), m_replies.size() - 1);
                m_requests.push_back(bytes);
            }
            const std::string& reply = m_replies[number];
            if (!reply.empty())
                ::send(client, reply.data(), reply.size(), MSG_NOSIGNAL);
            ::close(client);
        }
    }

    std::vector<std::string> m_replies;
    std::vector<std::string> m_requests;
    std::mutex m_mutex;
    int m_listener = -1;
    int m_port = 0;
    std::atomic<bool> m_stop = false;
    std::thread m_thread;
};

tracking::MlflowClient clientOf(const ScriptedServer& server, std::stop_token stop = {})
{
    tracking::MlflowServer address;
    address.url = server.url() + "/prefix/";
    address.user = "teacher";
    address.password = "secretsecret";
    return tracking::MlflowClient(address,
        {3, std::chrono::milliseconds(2), std::chrono::milliseconds(1500),
            std::chrono::milliseconds(5000)},
        stop);
}

} // namespace

class MlflowClientTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theAddressKeepsItsPrefixAndBodiesTheirLength()
    {
        ScriptedServer server({httpReply("200 OK", "{}")});
        auto client = clientOf(server);
        const auto reply =
            client.send("POST", "/api/2.0/mlflow/runs/create", {{"experiment_id", "7"}});
        QVERIFY(reply && reply->ok());
        const std::string request = server.requests().at(0);
        QVERIFY(request.starts_with("POST /prefix/api/2.0/mlflow/runs/create HTTP/1.1"));
        QVERIFY(request.find("Content-Type: application/json") != std::string::npos);
        QVERIFY(request.find("Content-Length: 21") != std::string::npos);
        QVERIFY(request.find("Transfer-Encoding") == std::string::npos);
        QVERIFY(request.find("Origin:") == std::string::npos);
        // Basic, before it is asked for: dGVhY2hlcjpzZWNyZXRzZWNyZXQ= is teacher:secretsecret.
        QVERIFY(
            request.find("Authorization: Basic dGVhY2hlcjpzZWNyZXRzZWNyZXQ=") != std::string::npos);
    }

    void whatMayPassIsTriedAgain_data()
    {
        QTest::addColumn<QByteArray>("first");
        QTest::newRow("503") << QByteArray::fromStdString(
            httpReply("503 Service Unavailable", "<html/>", "text/html"));
        QTest::newRow("500") << QByteArray::fromStdString(
            httpReply("500 Error", "x", "text/plain"));
        QTest::newRow("429") << QByteArray::fromStdString(
            httpReply("429 Too Many", "{}", "application/json", "Retry-After: 1\r\n"));
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("cut JSON") << QByteArray::fromStdString(httpReply("200 OK", "{\"run\": {"));
        QTest::newRow("cut reply") << QByteArray(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{}");
    }

    void whatMayPassIsTriedAgain()
    {
        QFETCH(QByteArray, first);
        ScriptedServer server({first.toStdString(), httpReply("200 OK", R"({"a": 1})")});
        auto client = clientOf(server);
        QElapsedTimer clock;
        clock.start();
        const auto reply = client.get("/x", {{"filter", "tags.`a b` = 'ü'"}});
        QVERIFY2(reply.has_value(), reply ? "" : base::toSentence(reply.error()).c_str());
        QCOMPARE(reply->body.at("a").get<int>(), 1);
        QCOMPARE(server.requests().size(), std::size_t{2});
        QVERIFY(server.requests().at(1).find("filter=tags.%60a%20b%60%20%3D%20%27%C3%BC%27") !=
                std::string::npos);
        if (first.contains("Retry-After"))
            QVERIFY(clock.elapsed() >= 900);
    }

    void refusalsAreExplainedAndNotRepeated_data()
    {
        QTest::addColumn<QByteArray>("reply");
        QTest::addColumn<QByteArray>("says");
        const auto row = [](const char* name, const std::string& reply, const char* says) {
            QTest::newRow(name) << QByteArray::fromStdString(reply) << QByteArray(says);
        };
        row("401", httpReply("401 UNAUTHORIZED", "You are not authenticated", "text/html"),
            "login was refused");
        row("403", httpReply("403 FORBIDDEN", "Permission denied", "text/plain"), "denies");
        row("host",
            httpReply("403 FORBIDDEN",
                "Invalid Host header - possible DNS rebinding attack detected", "text/plain"),
            "--allowed-hosts");
    }

    void refusalsAreExplainedAndNotRepeated()
    {
        QFETCH(QByteArray, reply);
        QFETCH(QByteArray, says);
        ScriptedServer server({reply.toStdString()});
        auto client = clientOf(server);
        const auto answer = client.get("/x");
        QVERIFY(!answer);
        const QByteArray sentence = base::toSentence(answer.error()).c_str();
        QVERIFY2(sentence.contains(says), sentence);
        QVERIFY(!sentence.contains("secretsecret"));
        QCOMPARE(server.requests().size(), std::size_t{1});
    }

    void otherAnswersAreHandedOn()
    {
        ScriptedServer server({httpReply(
            "400 BAD REQUEST", R"({"error_code": "RESOURCE_ALREADY_EXISTS", "message": "a\nb"})")});
        auto client = clientOf(server);
        const auto reply = client.get("/x");
        QVERIFY(reply && !reply->ok() && reply->alreadyThere());
        QCOMPARE(reply->message, std::string("a b"));
        QCOMPARE(server.requests().size(), std::size_t{1});
    }

    void aServerThatIsNotMlflowIsTold()
    {
        ScriptedServer server({httpReply("200 OK", "<html>Hello</html>", "text/html")});
        auto client = clientOf(server);
        const auto version = client.testConnection();
        QVERIFY(!version);
        QVERIFY(QByteArray(version.error().what.c_str()).contains("not MLflow"));
    }

    void stoppingDoesNotWait()
    {
        ScriptedServer server(
            {httpReply("503 Service Unavailable", "", "text/plain", "Retry-After: 60\r\n")});
        std::stop_source stop;
        auto client = clientOf(server, stop.get_token());
        std::thread later([&stop] {
            std::this_thread::sleep_for(std::chrono::milliseconds(60));
            stop.request_stop();
        });
        const auto reply = client.get("/x");
        later.join();
        QVERIFY(!reply);
        QCOMPARE(reply.error().code, base::ErrorCode::InvalidUsage);
        QCOMPARE(server.requests().size(), std::size_t{1}); // the pause was broken off
    }
};

QTEST_GUILESS_MAIN(MlflowClientTest)
#include "tst_mlflow_client.moc"
