#pragma once

#include "core/tracking/LiveSync.h"
#include "core/tracking/MlflowSync.h"
#include "ui/shell/AppState.h"

#include <QList>
#include <QObject>
#include <QThreadPool>
#include <QTimer>

#include <functional>
#include <memory>
#include <stop_token>

namespace negatoscope::ui {

/// The server that runs are sent to. The password is in the system's key chain, or, where there is
/// none, in memory until the program ends; never in the settings.
struct ServerSettings
{
    QString url{};
    QString user{};
    QString experiment = QStringLiteral("negatoscope");
    QString certificateFile{};
    bool automatic = false; ///< show runs while they train, send each one when it has ended
    bool isSet() const { return !url.isEmpty(); }
};

/// Under which name and alias a model is registered.
struct Registration
{
    QString model{};
    QString alias{};
};

/// The way to the MLflow server: settings and login, runs shown live while they train, finished
/// runs sent in the background, tried again when the server was away. Everything happens on gentle
/// threads of its own. Thread: GUI only.
class MlflowLink final : public QObject
{
    Q_OBJECT

public:
    explicit MlflowLink(AppState& state, QObject* parent = nullptr);
    ~MlflowLink() override; ///< asks an upload to stop, and waits

    const ServerSettings& server() const { return m_server; }
    tracking::MlflowServer target() const; ///< with the password
    void setServer(const ServerSettings& server, const QString& password);
    /// Tries the server with these words; `done` gets a version or a sentence.
    void testServer(const ServerSettings& server, const QString& password,
        std::function<void(bool good, const QString& text)> done);

    bool isSending() const { return m_sending; }
    QString sendingRun() const { return m_runId; } ///< UUID; empty when nothing is sent
    QString stage() const { return m_stage; }      ///< "metrics", "model.onnx"
    QString failure() const { return m_failure; }  ///< of the last attempt; empty = none
    /// "Offline", "MLflow: run 14, metrics", "MLflow: 2 runs wait".
    QString statusText(int waiting) const;
    /// The run that trains, as the server sees it; empty when it does not.
    QString liveText() const;

public Q_SLOTS:
    /// Sends runs to the server; empty = all that wait. After what is being sent.
    void send(const QStringList& ids = {}, const negatoscope::ui::Registration& registration = {});
    void stop();
    /// With automatic sending: sends what waits, unless something trains or the server was away a
    /// moment ago.
    void sendIfAutomatic(int waiting);
    /// A run under way has one more epoch, `seconds` after its start.
    void follow(const negatoscope::training::RunRecord& live, double seconds);
    /// It ended: what is kept is sent whole, the other one is marked on the server.
    void endFollowing(bool kept);

Q_SIGNALS:
    void changed();
    void serverChanged();
    void sent(const QStringList& ids); ///< tried, well or not: the store knows

private:
    struct Order
    {
        QStringList ids;
        Registration registration;
    };
    void begin(const Order& order);
    void atRun(const QString& id, const QString& stage);
    void finish(const base::Result<std::vector<tracking::SyncOutcome>>& outcomes);
    void waitAfter(const base::Error& error);
    void readPassword();
    void keepPassword(const QString& password);
    bool hasLogin() const { return m_server.user.isEmpty() || !m_password.isEmpty(); }

    AppState& m_state;
    ServerSettings m_server;
    QString m_password;
    bool m_sending = false;
    QString m_runId;
    QString m_stage;
    QString m_failure;
    QList<Order> m_orders; ///< that follow
    std::stop_source m_stop;
    QTimer m_again;         ///< runs while automatic sending pauses after a failure
    int m_pauseMs = 0;      ///< of the last failure
    bool m_refused = false; ///< by login or right: it would fail again
    int m_waiting = 0;
    std::shared_ptr<tracking::LiveSync> m_live;
    tracking::LiveState m_liveState;
    QThreadPool m_network; ///< one thread
};

} // namespace negatoscope::ui
