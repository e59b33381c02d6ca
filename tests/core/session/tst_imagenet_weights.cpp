#include "core/session/ImagenetWeights.h"

#include <QCryptographicHash>
#include <QFile>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

using namespace negatoscope;
using namespace negatoscope::session;

namespace {

/// A web server of one file on the loopback interface that can misbehave.
class FileServer : public QTcpServer
{
public:
    explicit FileServer(QByteArray content)
        : m_content(std::move(content))
    {
        connect(this, &QTcpServer::newConnection, this, [this] {
            while (QTcpSocket* socket = nextPendingConnection()) {
                connect(socket, &QTcpSocket::readyRead, this, [this, socket] { answer(*socket); });
                connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
            }
        });
        listen(QHostAddress::LocalHost);
    }

    std::string url() const
    {
        return "http://127.0.0.1:" + std::to_string(serverPort()) + "/weights/";
    }

    int status = 200;
    qsizetype cutAfter = -1; ///< closes the connection after so many bytes of the file
    bool understandsRanges = true;
    bool wrongRange = false;
    bool silent = false;
    QByteArrayList paths;
    QByteArrayList ranges;

private:
    void answer(QTcpSocket& socket)
    {
        const QByteArray request = socket.readAll();
        if (silent)
            return;
        paths.append(request.split(' ').value(1));
        qsizetype from = 0;
        for (const QByteArray& line : request.split('\n'))
            if (line.toLower().startsWith("range: bytes=")) {
                const QByteArray range = line.mid(13).trimmed();
                ranges.append(range);
                from = range.left(range.indexOf('-')).toLongLong();
            }
        if (status != 200) {
            send(socket, status, "gone", {});
            return;
        }
        if (from > m_content.size()) {
            send(socket, 416, {}, {});
            return;
        }
        if (!understandsRanges)
            from = 0;
        const qsizetype said = wrongRange && from > 0 ? from - 1 : from;
        const QByteArray header = from > 0 ? "Content-Range: bytes " + QByteArray::number(said) +
                                                 "-" + QByteArray::number(m_content.size() - 1) +
                                                 "/" + QByteArray::number(m_content.size()) + "\r\n"
                                           : QByteArray();
        send(socket, from > 0 ? 206 : 200, m_content.mid(from), header);
    }

    void send(QTcpSocket& socket, int code, const QByteArray& body, const QByteArray& header)
    {
        socket.write("HTTP/1.1 " + QByteArray::number(code) + " X\r\n" + header +
                     "Content-Length: " + QByteArray::number(body.size()) +
                     "\r\nConnection: close\r\n\r\n");
        socket.write(cutAfter >= 0 && code < 300 ? body.left(cutAfter) : body);
        socket.disconnectFromHost();
    }

    QByteArray m_content;
};

QByteArray fileContent()
{
    QByteArray content("\x89HDF\r\n\x1a\n", 8);
    for (int i = 0; i < 200000; ++i)
        content.append(static_cast<char>(i * 7 % 251));
    return content;
}

QByteArray contentOf(const std::filesystem::path& path)
{
    QFile file(QString::fromStdString(path.string()));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class tst_ImagenetWeights : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir* m_folder = nullptr;

    ImagenetRequest request(const FileServer& server) const
    {
        ImagenetRequest request;
        request.cacheFolder = m_folder->path().toStdString() + "/cache";
        request.baseUrl = server.url();
        return request;
    }

private Q_SLOTS:
    void init() { m_folder = new QTemporaryDir; }
    void cleanup()
    {
        delete m_folder;
        m_folder = nullptr;
    }

    /// keras.md 1.8.
    void namesKerasFiles()
    {
        const std::string stem = "mobilenet_v2_weights_tf_dim_ordering_tf_kernels_";
        QCOMPARE(*imagenetFileName(0.35, 224, 224), stem + "0.35_224_no_top.h5");
        QCOMPARE(*imagenetFileName(1.0, 96, 96), stem + "1.0_96_no_top.h5");
        QCOMPARE(*imagenetFileName(0.5, 200, 200), stem + "0.5_224_no_top.h5");
        QCOMPARE(*imagenetFileName(0.75, 96, 160), stem + "0.75_224_no_top.h5");
        QCOMPARE(*imagenetFileName(1.4, 96, 96), stem + "1.4_224_no_top.h5");
        QVERIFY(!imagenetFileName(0.4, 224, 224));
    }

    void downloadsOnceAndPins()
    {
        FileServer server(fileContent());
        std::uint64_t done = 0;
        const auto file =
            imagenetWeights(request(server), [&](const base::Progress& p) { done = p.done; });
        QVERIFY2(file, file ? "" : base::toSentence(file.error()).c_str());
        QCOMPARE(contentOf(**file), fileContent());
        QCOMPARE(done, static_cast<std::uint64_t>(fileContent().size()));
        QCOMPARE(server.paths.size(), 1);
        QVERIFY(server.paths[0].startsWith("/weights/mobilenet_v2_weights"));
        QVERIFY(
            contentOf((*file)->string() + ".json")
                .contains(
                    QCryptographicHash::hash(fileContent(), QCryptographicHash::Sha256).toHex()));
        QVERIFY(!std::filesystem::exists((*file)->string() + ".part"));
        QVERIFY(imagenetWeights(request(server)));
        QCOMPARE(server.paths.size(), 1);
    }

    void refusesAnotherContentLater()
    {
        FileServer server(fileContent());
        const auto file = imagenetWeights(request(server));
        QVERIFY(file);
        QFile changed(QString::fromStdString((*file)->string()));
        QVERIFY(changed.open(QIODevice::Append));
        changed.write("x");
        changed.close();
        const auto again = imagenetWeights(request(server));
        QVERIFY(!again);
        QVERIFY(again.error().code == base::ErrorCode::CorruptFile);
    }

    void goesOnWhereItStopped()
    {
        FileServer server(fileContent());
        server.cutAfter = 70000;
        const auto cut = imagenetWeights(request(server));
        QVERIFY(!cut);
        QVERIFY(cut.error().code == base::ErrorCode::NetworkFailure);
        server.cutAfter = -1;
        const auto file = imagenetWeights(request(server));
        QVERIFY2(file, file ? "" : base::toSentence(file.error()).c_str());
        QCOMPARE(contentOf(**file), fileContent());
        QCOMPARE(server.ranges, QByteArrayList{"70000-"});
    }

    void startsAgainWhereRangesAreNotUnderstood_data()
    {
        QTest::addColumn<bool>("understands");
        QTest::addColumn<bool>("wrong");
        QTest::newRow("whole file again") << false << false;
        QTest::newRow("another part") << true << true;
    }

    void startsAgainWhereRangesAreNotUnderstood()
    {
        QFETCH(bool, understands);
        QFETCH(bool, wrong);
        FileServer server(fileContent());
        server.cutAfter = 70000;
        QVERIFY(!imagenetWeights(request(server)));
        server.cutAfter = -1;
        server.understandsRanges = understands;
        server.wrongRange = wrong;
        const auto file = imagenetWeights(request(server));
        QVERIFY2(file, file ? "" : base::toSentence(file.error()).c_str());
        QCOMPARE(contentOf(**file), fileContent());
    }

    void startsAgainWhenThePartIsTooLong()
    {
        FileServer server(fileContent());
        std::filesystem::create_directories(request(server).cacheFolder);
        QFile part(QString::fromStdString(
            (request(server).cacheFolder / *imagenetFileName(0.35, 224, 224)).string() + ".part"));
        QVERIFY(part.open(QIODevice::WriteOnly));
        part.write(QByteArray(300000, 'x'));
        part.close();
        const auto file = imagenetWeights(request(server));
        QVERIFY2(file, file ? "" : base::toSentence(file.error()).c_str());
        QCOMPARE(contentOf(**file), fileContent());
    }

    void saysThatThereIsNoSuchFile()
    {
        FileServer server(fileContent());
        server.status = 404;
        const auto file = imagenetWeights(request(server));
        QVERIFY(!file);
        QVERIFY(base::toSentence(file.error()).find("404") != std::string::npos);
        QVERIFY(
            std::filesystem::is_empty(request(server).cacheFolder) ||
            contentOf((request(server).cacheFolder / *imagenetFileName(0.35, 224, 224)).string() +
                      ".part")
                .isEmpty());
    }

    void saysHowToImportWithoutAServer()
    {
        ImagenetRequest offline;
        {
            FileServer server(fileContent());
            offline = request(server);
        }
        const auto file = imagenetWeights(offline);
        QVERIFY(!file);
        QVERIFY(file.error().code == base::ErrorCode::NetworkFailure);
        QVERIFY(file.error().remedy.find("--weights") != std::string::npos);
    }

    void refusesWhatIsNoWeightsFile()
    {
        FileServer server("<html>Sign in to the network</html>");
        const auto file = imagenetWeights(request(server));
        QVERIFY(!file);
        QVERIFY(file.error().code == base::ErrorCode::CorruptFile);
        QVERIFY(std::filesystem::is_empty(request(server).cacheFolder));
    }

    void refusesAFolderThatCannotBeMade()
    {
        FileServer server(fileContent());
        ImagenetRequest there = request(server);
        QFile blocker(m_folder->filePath("file"));
        QVERIFY(blocker.open(QIODevice::WriteOnly));
        there.cacheFolder = m_folder->filePath("file/cache").toStdString();
        QVERIFY(!imagenetWeights(there));
    }

    void stops()
    {
        FileServer server(fileContent());
        server.silent = true;
        std::stop_source stop;
        stop.request_stop();
        const auto file = imagenetWeights(request(server), {}, stop.get_token());
        QVERIFY(file);
        QVERIFY(!*file);
    }
};

QTEST_GUILESS_MAIN(tst_ImagenetWeights)
#include "tst_imagenet_weights.moc"
