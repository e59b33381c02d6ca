#include "core/session/ImagenetWeights.h"

#include "core/base/Files.h"
#include "core/base/Text.h"

#include <nlohmann/json.hpp>

#include <QCryptographicHash>
#include <QDir>
#include <QEventLoop>
#include <QFile>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QStandardPaths>
#include <QTimer>

#include <array>
#include <cmath>

namespace negatoscope::session {

namespace {

const char* const kKerasUrl =
    "https://storage.googleapis.com/tensorflow/keras-applications/mobilenet_v2/";
/// Keras' largest file without top is 18 MB.
constexpr qint64 kLargestFile = 64LL << 20;
constexpr int kStalledMs = 30000;

const char* const kHowToImport =
    "connect to the network, or download the file elsewhere and give its path as --weights, or use "
    "--weights phantom";

std::filesystem::path userCacheFolder()
{
    const QString cache = QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation);
    return std::filesystem::path(cache.toStdString()) / "negatoscope" / "weights";
}

QString toQt(const std::filesystem::path& path)
{
    return QFile::decodeName(path.c_str());
}

base::Result<std::string> sha256Of(const std::filesystem::path& path)
{
    QFile file(toQt(path));
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (!file.open(QIODevice::ReadOnly) || !hash.addData(&file))
        return base::failure(base::ErrorCode::Unreadable, "the file cannot be read", path.string(),
            "check the disk, or delete the file");
    return hash.result().toHex().toStdString();
}

/// HDF5 files begin with these eight bytes.
bool looksLikeHdf5(const std::filesystem::path& path)
{
    QFile file(toQt(path));
    return file.open(QIODevice::ReadOnly) && file.read(8) == QByteArray("\x89HDF\r\n\x1a\n", 8);
}

std::filesystem::path pinOf(const std::filesystem::path& file)
{
    return file.string() + ".json";
}

/// Pins the hash at the first use, compares it at every later one.
base::Result<void> verifyPinned(const std::filesystem::path& file, const std::string& url)
{
    const auto hash = sha256Of(file);
    if (!hash)
        return base::failure(hash);
    std::error_code code;
    if (!std::filesystem::exists(pinOf(file), code)) {
        const nlohmann::json pin{{"sha256", *hash}, {"url", base::printable(url)}};
        return base::writeFileAtomically(pinOf(file), pin.dump(2) + "\n");
    }
    const auto text = base::readTextFile(pinOf(file));
    if (!text)
        return base::failure(text);
    const auto pin = nlohmann::json::parse(*text, nullptr, false);
    if (pin.is_object() && pin.value("sha256", std::string()) == *hash)
        return {};
    return base::failure(base::ErrorCode::CorruptFile,
        "the file is not the one that was first downloaded", file.string(),
        "delete it and " + pinOf(file).filename().string() + ", and start again");
}

/// One download into a .part file, going on where an earlier one stopped.
class Download
{
public:
    Download(std::string url, std::filesystem::path part, const base::ProgressCallback& progress,
        std::stop_token stop)
        : m_url(std::move(url))
        , m_part(toQt(part))
        , m_progress(progress)
        , m_stop(std::move(stop))
    {}

    /// True: complete. False: stopped.
    base::Result<bool> run()
    {
        if (!m_part.open(QIODevice::ReadWrite))
            return base::failure(base::ErrorCode::PermissionDenied, "the file cannot be written",
                m_part.fileName().toStdString(), "choose a folder that may be written");
        auto done = attempt();
        if (!done && m_refusedRange) {
            // What we had does not fit what is there now: from the start.
            m_part.resize(0);
            done = attempt();
        }
        m_part.close();
        return done;
    }

private:
    base::Result<bool> attempt()
    {
        m_error.reset();
        m_refusedRange = false;
        m_checked = false;
        m_offset = m_part.size();
        m_part.seek(m_offset);
        QNetworkAccessManager manager;
        QNetworkRequest request(QUrl(QString::fromStdString(m_url)));
        request.setAttribute(
            QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::NoLessSafeRedirectPolicy);
        // Compressed answers would make lengths and ranges meaningless.
        request.setRawHeader("Accept-Encoding", "identity");
        if (m_offset > 0)
            request.setRawHeader("Range", "bytes=" + QByteArray::number(m_offset) + "-");
        const std::unique_ptr<QNetworkReply> reply(manager.get(request));
        QEventLoop loop;
        QTimer stalled;
        stalled.setSingleShot(true);
        stalled.start(kStalledMs);
        QTimer watch;
        watch.start(50);
        QObject::connect(&stalled, &QTimer::timeout, reply.get(), [&] {
            setError(base::ErrorCode::NetworkFailure, "the server stopped answering");
            reply->abort();
        });
        QObject::connect(&watch, &QTimer::timeout, reply.get(), [&] {
            if (m_stop.stop_requested())
                reply->abort();
        });
        QObject::connect(reply.get(), &QNetworkReply::readyRead, reply.get(), [&] {
            stalled.start(kStalledMs);
            receive(*reply);
        });
        QObject::connect(reply.get(), &QNetworkReply::finished, &loop, &QEventLoop::quit);
        loop.exec();
        if (m_stop.stop_requested())
            return false;
        receive(*reply);
        return conclude(*reply);
    }

    void setError(base::ErrorCode code, std::string what, std::string remedy = kHowToImport)
    {
        if (!m_error)
            m_error = base::Error{code, std::move(what), m_url, std::move(remedy)};
    }

    /// Once the headers are there: does the answer fit what was asked?
    bool headersFit(QNetworkReply& reply)
    {
        if (m_checked)
            return true;
        const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        if (status != 200 && status != 206)
            return false;
        m_checked = true;
        const QByteArray range = "bytes " + QByteArray::number(m_offset) + "-";
        if (status == 206 && !reply.rawHeader("Content-Range").startsWith(range)) {
            m_refusedRange = true;
            setError(
                base::ErrorCode::NetworkFailure, "the server sent another part than was asked");
            reply.abort();
            return false;
        }
        if (status == 200 && m_offset > 0) {
            // The server sends everything again.
            m_part.resize(0);
            m_part.seek(0);
            m_offset = 0;
        }
        const QVariant length = reply.header(QNetworkRequest::ContentLengthHeader);
        m_total = length.isValid() ? m_offset + length.toLongLong() : 0;
        return true;
    }

    void receive(QNetworkReply& reply)
    {
        if (m_error || !headersFit(reply))
            return;
        const QByteArray bytes = reply.readAll();
        if (m_part.size() + bytes.size() > kLargestFile || m_total > kLargestFile) {
            setError(base::ErrorCode::TooLarge, "the file is far larger than Keras' weights");
            reply.abort();
            return;
        }
        if (m_part.write(bytes) != bytes.size() || !m_part.flush()) {
            setError(base::ErrorCode::DiskFull, "the download cannot be written",
                "free some space and try again");
            reply.abort();
            return;
        }
        if (m_progress)
            m_progress({"download", static_cast<std::uint64_t>(m_part.size()),
                static_cast<std::uint64_t>(std::max<qint64>(m_total, 0))});
    }

    base::Result<bool> conclude(QNetworkReply& reply)
    {
        const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        m_refusedRange = m_refusedRange || (status == 416 && m_offset > 0);
        if (status >= 400)
            setError(base::ErrorCode::NetworkFailure,
                "the server answered " + std::to_string(status) +
                    (status == 404 ? " (there is no such file)" : ""));
        else if (reply.error() != QNetworkReply::NoError)
            setError(base::ErrorCode::NetworkFailure,
                "the weights could not be downloaded: " + reply.errorString().toStdString());
        else if (m_total > 0 && m_part.size() != m_total)
            setError(base::ErrorCode::NetworkFailure,
                "the download ended early: " + std::to_string(m_part.size()) + " of " +
                    std::to_string(m_total) + " bytes",
                "try again: it goes on where it stopped");
        if (m_error)
            return base::failure(*m_error);
        return true;
    }

    std::string m_url;
    QFile m_part;
    const base::ProgressCallback& m_progress;
    std::stop_token m_stop;
    std::optional<base::Error> m_error;
    bool m_refusedRange = false;
    bool m_checked = false;
    qint64 m_offset = 0;
    qint64 m_total = 0;
};

base::Result<bool> fetch(const std::filesystem::path& file, const std::string& url,
    const base::ProgressCallback& progress, const std::stop_token& stop)
{
    if (auto made = base::makeFolder(file.parent_path()); !made)
        return base::failure(made);
    const std::filesystem::path part = file.string() + ".part";
    const auto done = Download(url, part, progress, stop).run();
    if (!done || !*done)
        return done;
    std::error_code code;
    if (!looksLikeHdf5(part)) {
        std::filesystem::remove(part, code);
        return base::failure(base::ErrorCode::CorruptFile,
            "what was downloaded is not a Keras weights file", url, kHowToImport);
    }
    std::filesystem::rename(part, file, code);
    if (code)
        return base::failure(base::ErrorCode::PermissionDenied, "the file cannot be put in place",
            file.string(), code.message());
    return true;
}

std::filesystem::path ourFolder(const ImagenetRequest& request)
{
    return request.cacheFolder.empty() ? userCacheFolder() : request.cacheFolder;
}

} // namespace

base::Result<std::string> imagenetFileName(double alpha, int height, int width)
{
    struct Published
    {
        double alpha;
        const char* text; ///< Python's str(float)
        bool allSizes;
    };
    static constexpr std::array<Published, 6> kPublished{{{0.35, "0.35", true}, {0.5, "0.5", true},
        {0.75, "0.75", true}, {1.0, "1.0", true}, {1.3, "1.3", false}, {1.4, "1.4", false}}};
    for (const Published& entry : kPublished) {
        if (std::abs(entry.alpha - alpha) > 1e-9)
            continue;
        const bool own = entry.allSizes && height == width &&
                         (height == 96 || height == 128 || height == 160 || height == 192);
        return std::string("mobilenet_v2_weights_tf_dim_ordering_tf_kernels_") + entry.text + "_" +
               std::to_string(own ? height : 224) + "_no_top.h5";
    }
    return base::failure(base::ErrorCode::InvalidConfiguration,
        "there are no imagenet weights for alpha " + base::formatNumber(alpha), "params",
        "use one of 0.35, 0.5, 0.75, 1.0, 1.3, 1.4, or set weights to 'random'");
}

std::optional<std::filesystem::path> knownImagenetWeights(const ImagenetRequest& request)
{
    const auto name = imagenetFileName(request.alpha, request.height, request.width);
    if (!name)
        return std::nullopt;
    std::error_code code;
    const std::filesystem::path file = ourFolder(request) / *name;
    if (std::filesystem::is_regular_file(file, code))
        return file;
    const std::filesystem::path keras =
        std::filesystem::path(QDir::homePath().toStdString()) / ".keras" / "models" / *name;
    const bool isThere = request.cacheFolder.empty() &&
                         std::filesystem::is_regular_file(keras, code) && looksLikeHdf5(keras);
    return isThere ? std::optional(keras) : std::nullopt;
}

base::Result<std::optional<std::filesystem::path>> imagenetWeights(
    const ImagenetRequest& request, const base::ProgressCallback& progress, std::stop_token stop)
{
    const auto name = imagenetFileName(request.alpha, request.height, request.width);
    if (!name)
        return base::failure(name);
    const std::string url = (request.baseUrl.empty() ? kKerasUrl : request.baseUrl) + *name;
    const std::filesystem::path file = ourFolder(request) / *name;
    const auto known = knownImagenetWeights(request);
    if (known && *known != file)
        return known;
    if (!known) {
        const auto fetched = fetch(file, url, progress, stop);
        if (!fetched)
            return base::failure(fetched);
        if (!*fetched)
            return std::optional<std::filesystem::path>();
    }
    if (const auto verified = verifyPinned(file, url); !verified)
        return base::failure(verified);
    return std::optional(file);
}

} // namespace negatoscope::session
