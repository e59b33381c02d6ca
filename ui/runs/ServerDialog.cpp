#include "ui/runs/ServerDialog.h"

#include "ui/widgets/Buttons.h"
#include "ui/widgets/Labels.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPointer>

namespace negatoscope::ui {

ServerDialog::ServerDialog(MlflowLink& link, QWidget* parent)
    : QDialog(parent)
    , m_link(link)
{
    setWindowTitle(tr("MLflow server"));
    setObjectName(QStringLiteral("serverDialog"));
    const ServerSettings& server = link.server();
    auto* form = new QFormLayout;
    const auto line = [&](const char* name, const QString& label, const QString& value,
                          const QString& hint) {
        auto* edit = new QLineEdit(value, this);
        edit->setObjectName(QString::fromLatin1(name));
        edit->setAccessibleName(label);
        edit->setPlaceholderText(hint);
        edit->setMinimumWidth(Theme::instance().px(340));
        form->addRow(label, edit);
        return edit;
    };
    m_url =
        line("serverUrl", tr("Address"), server.url, QStringLiteral("https://mlflow.example.org"));
    m_user = line("serverUser", tr("User"), server.user, tr("empty = without a login"));
    m_password = line("serverPassword", tr("Password"), {}, tr("unchanged when empty"));
    m_password->setEchoMode(QLineEdit::Password);
    m_experiment = line("serverExperiment", tr("Experiment"), server.experiment, {});
    m_certificate = line("serverCertificate", tr("Certificate file"), server.certificateFile,
        tr("empty = the system's authorities"));
    m_automatic =
        new QCheckBox(tr("Show runs while they train; send each one when it has ended"), this);
    m_automatic->setObjectName(QStringLiteral("serverAutomatic"));
    m_automatic->setChecked(server.automatic);
    form->addRow({}, m_automatic);
    auto* privacy = new TextLabel(
        tr("Sent: settings, curves, figures, matrices, the model. Never: films, file names, "
           "folders, patients, notes."),
        FontRole::Small, Token::Text2, this);
    privacy->setWordWrap(true);
    m_answer = new TextLabel({}, FontRole::Small, Token::Text2, this);
    m_answer->setObjectName(QStringLiteral("serverAnswer"));
    m_answer->setWordWrap(true);
    m_test = new Button(tr("Test connection"), ButtonKind::Secondary, QStringLiteral("link"), this);
    m_test->setObjectName(QStringLiteral("serverTest"));
    auto* keep = new Button(tr("Save"), ButtonKind::Primary, {}, this);
    keep->setObjectName(QStringLiteral("serverSave"));
    keep->setDefault(true);
    auto* away = new Button(tr("Close"), ButtonKind::Ghost, {}, this);
    away->setObjectName(QStringLiteral("serverClose"));
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_test);
    buttons->addStretch();
    buttons->addWidget(away);
    buttons->addWidget(keep);
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(form);
    layout->addWidget(privacy);
    layout->addWidget(m_answer);
    layout->addLayout(buttons);
    connect(m_test, &QPushButton::clicked, this, &ServerDialog::test);
    connect(keep, &QPushButton::clicked, this, &ServerDialog::save);
    connect(away, &QPushButton::clicked, this, &QDialog::reject);
}

ServerSettings ServerDialog::settings() const
{
    ServerSettings server;
    server.url = m_url->text().trimmed();
    server.user = m_user->text().trimmed();
    server.experiment = m_experiment->text().trimmed();
    if (server.experiment.isEmpty()) {
        server.experiment = ServerSettings().experiment;
    }
    server.certificateFile = m_certificate->text().trimmed();
    server.automatic = m_automatic->isChecked();
    return server;
}

void ServerDialog::test()
{
    if (m_url->text().trimmed().isEmpty()) {
        m_answer->setText(tr("Give an address first"));
        return;
    }
    m_test->setEnabled(false);
    m_answer->setToken(Token::Text2);
    m_answer->setText(tr("Asking…"));
    const QPointer<ServerDialog> self(this);
    m_link.testServer(settings(), m_password->text(), [self](bool good, const QString& text) {
        if (self) {
            self->m_test->setEnabled(true);
            self->m_answer->setToken(good ? Token::Ok : Token::Error);
            self->m_answer->setText(text);
        }
    });
}

void ServerDialog::save()
{
    m_link.setServer(settings(), m_password->text());
    accept();
}

} // namespace negatoscope::ui
