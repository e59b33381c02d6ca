#include "ui/runs/MlflowLink.h"

#include "core/model/Runtime.h"
#include "ui/shell/Background.h"

#include <QPointer>

#include <qt6keychain/keychain.h>

namespace negatoscope::ui {

namespace {

constexpr int kFirstPauseMs = 30'000;
constexpr int kLongestPauseMs = 15 * 60'000;

tracking::MlflowServer targetOf(const ServerSettings& settings, const QString& password)
{
    tracking::MlflowServer server;
    server.url = settings.url.toStdString();
    while (server.url.ends_with('/')) {
        server.url.pop_back();
    }
    server.user = settings.user.toStdString();
    server.password = password.toStdString();
    server.certificateFile = settings.certificateFile.toStdString();
    return server;
}

} // namespace

MlflowLink::MlflowLink(AppState& state, QObject* parent)
    : QObject(parent)
    , m_state(state)
{
    m_network.setMaxThreadCount(1);
    m_again.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, [this] { sendIfAutomatic(m_waiting); });
    const QSettings& settings = m_state.settings();
    m_server.url = settings.value(QStringLiteral("mlflow/url")).toString();
    m_server.user = settings.value(QStringLiteral("mlflow/user")).toString();
    m_server.experiment =
        settings.value(QStringLiteral("mlflow/experiment"), m_server.experiment).toString();
    m_server.certificateFile = settings.value(QStringLiteral("mlflow/certificate")).toString();
    m_server.automatic = settings.value(QStringLiteral("mlflow/automatic"), false).toBool();
    if (m_server.isSet() && !m_server.user.isEmpty()) {
        readPassword();
    }
}

MlflowLink::~MlflowLink()
{
    m_stop.request_stop();
    m_network.waitForDone();
}

tracking::MlflowServer MlflowLink::target() const
{
    return targetOf(m_server, m_password);
}

void MlflowLink::readPassword()
{
    auto* job =
        new QKeychain::ReadPasswordJob(QString::fromLatin1(tracking::kKeyChainService), this);
    job->setKey(QString::fromStdString(tracking::keyChainKey(target())));
    connect(job, &QKeychain::Job::finished, this, [this, job] {
        if (job->error() == QKeychain::NoError) {
            m_password = job->textData();
            sendIfAutomatic(m_waiting);
        }
    });
    job->start();
}

void MlflowLink::keepPassword(const QString& password)
{
    auto* job =
        new QKeychain::WritePasswordJob(QString::fromLatin1(tracking::kKeyChainService), this);
    job->setKey(QString::fromStdString(tracking::keyChainKey(target())));
    job->setTextData(password);
    connect(job, &QKeychain::Job::finished, this, [this, job] {
        if (job->error() != QKeychain::NoError) {
            m_state.announce(tr("There is no key chain here: the password is known until the "
                                "program ends"),
                QStringLiteral("info"));
        }
    });
    job->start();
}

void MlflowLink::setServer(const ServerSettings& server, const QString& password)
{
    const bool sameLogin = m_server.url == server.url && m_server.user == server.user;
    m_server = server;
    if (!password.isEmpty() || !sameLogin) {
        m_password = password; // an empty field leaves the known one as it is
    }
    QSettings& settings = m_state.settings();
    settings.setValue(QStringLiteral("mlflow/url"), server.url);
    settings.setValue(QStringLiteral("mlflow/user"), server.user);
    settings.setValue(QStringLiteral("mlflow/experiment"), server.experiment);
    settings.setValue(QStringLiteral("mlflow/certificate"), server.certificateFile);
    settings.setValue(QStringLiteral("mlflow/automatic"), server.automatic);
    if (server.isSet() && !server.user.isEmpty() && !password.isEmpty()) {
        keepPassword(password);
    }
    m_failure.clear();
    m_refused = false;
    m_pauseMs = 0;
    m_again.stop();
    endFollowing(true); // the next epoch begins at the new server
    Q_EMIT serverChanged();
    Q_EMIT changed();
}

void MlflowLink::testServer(const ServerSettings& server, const QString& password,
    std::function<void(bool, const QString&)> done)
{
    using Answer = base::Result<std::string>;
    const bool sameLogin = m_server.url == server.url && m_server.user == server.user;
    const QString& known = password.isEmpty() && sameLogin ? m_password : password;
    runInBackground<Answer>(
        m_state.workers(), this,
        [target = targetOf(server, known)] {
            tracking::RetryPolicy once;
            once.attempts = 1;
            once.timeout = std::chrono::seconds(8);
            tracking::MlflowClient client(target, once);
            return client.testConnection();
        },
        [done = std::move(done)](const Answer& version) {
            done(version.has_value(),
                version
                    ? tr("MLflow %1 answers and lets you in").arg(QString::fromStdString(*version))
                    : sentenceOf(version.error()));
        });
}

QString MlflowLink::statusText(int waiting) const
{
    if (!m_server.isSet()) {
        return tr("Offline");
    }
    if (m_sending) {
        return m_stage.isEmpty() ? tr("Sending runs to MLflow…") : tr("MLflow: %1").arg(m_stage);
    }
    if (const QString live = liveText(); !live.isEmpty()) {
        return live;
    }
    if (!m_failure.isEmpty()) {
        return m_again.isActive()
                   ? tr("MLflow: %n run(s) waiting, tried again by itself", nullptr, waiting)
                   : tr("MLflow: %n run(s) waiting, the last attempt failed", nullptr, waiting);
    }
    return waiting > 0 ? tr("MLflow: %n run(s) waiting", nullptr, waiting)
                       : tr("MLflow: everything is there");
}

QString MlflowLink::liveText() const
{
    if (!m_live) {
        return {};
    }
    if (!m_liveState.error.empty()) {
        return tr("MLflow: the training goes on without it");
    }
    return m_liveState.epochs > 0 ? tr("MLflow: live, %n epoch(s)", nullptr, m_liveState.epochs)
                                  : QString();
}

void MlflowLink::sendIfAutomatic(int waiting)
{
    m_waiting = waiting;
    const bool mayGo = m_server.isSet() && m_server.automatic && !m_refused && hasLogin();
    if (mayGo && !m_sending && !m_again.isActive() && !m_state.job() && waiting > 0) {
        send();
    }
}

void MlflowLink::send(const QStringList& ids, const Registration& registration)
{
    if (!m_server.isSet()) {
        return;
    }
    m_again.stop();
    if (m_sending) {
        m_orders.append({ids, registration});
    } else {
        begin({ids, registration});
    }
}

void MlflowLink::begin(const Order& order)
{
    m_sending = true;
    m_stop = std::stop_source();
    m_runId.clear();
    m_stage.clear();
    Q_EMIT changed();
    tracking::SyncOptions options;
    options.experiment = m_server.experiment.toStdString();
    options.registeredModel = order.registration.model.toStdString();
    options.alias = order.registration.alias.toStdString();
    for (const QString& id : order.ids) {
        options.runs.push_back(id.toStdString());
    }
    const QPointer<MlflowLink> self(this);
    const auto progress = [self, target = this](const tracking::SyncProgress& at) {
        const QString id = QString::fromStdString(at.id);
        const QString text = QStringLiteral("%1 · %2").arg(
            QString::fromStdString(at.run), QString::fromStdString(at.stage));
        // `target` outlives the pool's thread: its destructor waits for it.
        QMetaObject::invokeMethod(
            target,
            [self, id, text] {
                if (self) {
                    self->atRun(id, text);
                }
            },
            Qt::QueuedConnection);
    };
    using Outcomes = base::Result<std::vector<tracking::SyncOutcome>>;
    runInBackground<std::shared_ptr<const Outcomes>>(
        m_network, this,
        [folder = std::filesystem::path(m_state.workspaceFolder().toStdU16String()),
            server = target(), options, progress,
            stop = m_stop.get_token()]() -> std::shared_ptr<const Outcomes> {
            model::giveWayHere();
            auto store = tracking::RunStore::open(folder);
            if (!store) {
                return std::make_shared<const Outcomes>(base::failure(store));
            }
            tracking::MlflowClient client(server, {}, stop);
            return std::make_shared<const Outcomes>(
                tracking::syncRuns(**store, client, options, progress, stop));
        },
        [this](const std::shared_ptr<const Outcomes>& outcomes) { finish(*outcomes); });
}

void MlflowLink::atRun(const QString& id, const QString& stage)
{
    if (!m_sending) {
        return;
    }
    const QString before = std::exchange(m_runId, id);
    m_stage = stage;
    if (!before.isEmpty() && before != id) {
        Q_EMIT sent({before});
    }
    Q_EMIT changed();
}

void MlflowLink::finish(const base::Result<std::vector<tracking::SyncOutcome>>& outcomes)
{
    m_sending = false;
    m_runId.clear();
    m_stage.clear();
    QStringList ids;
    std::optional<base::Error> failed;
    if (!outcomes) {
        failed = outcomes.error();
    } else {
        for (const tracking::SyncOutcome& outcome : *outcomes) {
            ids.append(QString::fromStdString(outcome.row.id));
            if (outcome.error && !failed) {
                failed = outcome.error;
            }
        }
    }
    const bool stopped = m_stop.stop_requested();
    m_failure = failed && !stopped ? sentenceOf(*failed) : QString();
    if (stopped) {
        m_orders.clear();
        m_server.automatic = false; // until somebody sends or trains again
        m_state.announce(tr("Stopped; what was sent stays"), QStringLiteral("info"));
    } else if (failed) {
        waitAfter(*failed);
        m_state.announce(m_failure, QStringLiteral("cloud-off"));
    } else {
        m_pauseMs = 0;
        m_refused = false;
        m_server.automatic =
            m_state.settings().value(QStringLiteral("mlflow/automatic"), false).toBool();
        m_state.announce(tr("%n run(s) are on the server", nullptr, static_cast<int>(ids.size())),
            QStringLiteral("sync"));
    }
    Q_EMIT sent(ids);
    Q_EMIT changed();
    if (!m_orders.isEmpty()) {
        begin(m_orders.takeFirst());
    }
}

/// A server that is away is asked again, less and less often; one that refuses is not.
void MlflowLink::waitAfter(const base::Error& error)
{
    m_refused = error.code == base::ErrorCode::PermissionDenied;
    if (!m_refused && m_server.automatic) {
        m_pauseMs = m_pauseMs == 0 ? kFirstPauseMs : qMin(2 * m_pauseMs, kLongestPauseMs);
        m_again.start(m_pauseMs);
    }
}

void MlflowLink::stop()
{
    m_stop.request_stop();
}

void MlflowLink::follow(const training::RunRecord& live, double seconds)
{
    if (!m_server.isSet() || !m_server.automatic || !hasLogin()) {
        return;
    }
    if (!m_live) {
        m_liveState = {};
        tracking::LiveOptions options;
        options.server = target();
        options.experiment = m_server.experiment.toStdString();
        const QPointer<MlflowLink> self(this);
        m_live = std::make_shared<tracking::LiveSync>(
            std::move(options), [self, target = this](const tracking::LiveState& state) {
                QMetaObject::invokeMethod(
                    target,
                    [self, state] {
                        if (self && self->m_live) {
                            self->m_liveState = state;
                            Q_EMIT self->changed();
                        }
                    },
                    Qt::QueuedConnection);
            });
    }
    m_live->report(live, seconds);
}

void MlflowLink::endFollowing(bool kept)
{
    if (!m_live) {
        return;
    }
    if (!kept) {
        m_live->abandon();
    }
    // Ending takes a moment. In the queue of the uploads, so that two never make the same run.
    m_network.start([live = std::exchange(m_live, {})]() mutable { live.reset(); });
    m_liveState = {};
    Q_EMIT changed();
}

} // namespace negatoscope::ui
