#include "ui/runs/PromoteDialog.h"

#include "ui/runs/RunActions.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Labels.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace negatoscope::ui {

PromoteDialog::PromoteDialog(RunsLibrary& library, const StoredRunPtr& run, QWidget* parent)
    : QDialog(parent)
    , m_library(library)
    , m_run(run)
{
    setWindowTitle(tr("Best run: %1").arg(runTitle(run->row)));
    setObjectName(QStringLiteral("promoteDialog"));
    auto* layout = new QVBoxLayout(this);
    auto* form = new QFormLayout;
    m_criterion = new QComboBox(this);
    m_criterion->setObjectName(QStringLiteral("promoteCriterion"));
    m_criterion->setAccessibleName(tr("Criterion"));
    form->addRow(tr("Criterion"), m_criterion);
    layout->addLayout(form);
    m_standing = new TextLabel({}, FontRole::Body, Token::Text2, this);
    m_standing->setObjectName(QStringLiteral("promoteStanding"));
    m_standing->setWordWrap(true);
    layout->addWidget(m_standing);
    auto* why = new TextLabel(tr("Reason, in your words"), FontRole::Strong, Token::Text, this);
    layout->addWidget(why);
    m_reason = new QPlainTextEdit(this);
    m_reason->setObjectName(QStringLiteral("promoteReason"));
    m_reason->setAccessibleName(tr("Reason, in your words"));
    m_reason->setTabChangesFocus(true);
    m_reason->setMinimumSize(Theme::instance().px(420), Theme::instance().px(90));
    m_reason->setPlainText(QString::fromStdString(run->row.bestReason));
    layout->addWidget(m_reason);
    buildRegistration(layout);
    auto* buttons = new QHBoxLayout;
    if (!run->row.bestReason.empty()) {
        auto* back = new Button(tr("Take the choice back"), ButtonKind::Ghost, {}, this);
        back->setObjectName(QStringLiteral("promoteTakeBack"));
        connect(back, &QPushButton::clicked, this, [this] {
            m_library.chooseBest(QString::fromStdString(m_run->row.id), {});
            accept();
        });
        buttons->addWidget(back);
    }
    buttons->addStretch();
    auto* away = new Button(tr("Close"), ButtonKind::Ghost, {}, this);
    away->setObjectName(QStringLiteral("promoteClose"));
    buttons->addWidget(away);
    m_keep = new Button(tr("Choose as best"), ButtonKind::Primary, QStringLiteral("medal"), this);
    m_keep->setObjectName(QStringLiteral("promoteKeep"));
    m_keep->setDefault(true);
    buttons->addWidget(m_keep);
    layout->addLayout(buttons);
    connect(away, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_keep, &QPushButton::clicked, this, &PromoteDialog::keep);
    connect(m_criterion, &QComboBox::activated, this, &PromoteDialog::refresh);
    connect(m_reason, &QPlainTextEdit::textChanged, this,
        [this] { m_keep->setEnabled(!m_reason->toPlainText().trimmed().isEmpty()); });
    fillCriteria();
    refresh();
}

void PromoteDialog::buildRegistration(QVBoxLayout* layout)
{
    const bool online = m_library.link().server().isSet();
    m_register = new QCheckBox(tr("Register the model on the server"), this);
    m_register->setObjectName(QStringLiteral("promoteRegister"));
    m_register->setEnabled(online);
    if (!online) {
        m_register->setToolTip(tr("Choose an MLflow server first"));
    }
    layout->addWidget(m_register);
    auto* row = new QFormLayout;
    m_model = new QLineEdit(QStringLiteral("chest-model"), this);
    m_model->setObjectName(QStringLiteral("promoteModel"));
    m_model->setAccessibleName(tr("Name of the model"));
    m_alias = new QLineEdit(QStringLiteral("champion"), this);
    m_alias->setObjectName(QStringLiteral("promoteAlias"));
    m_alias->setAccessibleName(tr("Alias"));
    row->addRow(tr("Name of the model"), m_model);
    row->addRow(tr("Alias"), m_alias);
    layout->addLayout(row);
    for (QLineEdit* edit : {m_model, m_alias}) {
        edit->setEnabled(false);
        connect(m_register, &QCheckBox::toggled, edit, &QWidget::setEnabled);
    }
}

void PromoteDialog::fillCriteria()
{
    for (const char* metric :
        {"val_auc", "val_loss", "val_accuracy", "val_sensitivity", "val_specificity"}) {
        if (m_run->row.figures.count(metric) > 0) {
            m_criterion->addItem(metricTitle(metric), QString::fromLatin1(metric));
        }
    }
    m_criterion->setEnabled(m_criterion->count() > 0);
}

void PromoteDialog::refresh()
{
    const QString words = criterionText(
        m_library.runs(), *m_run, m_criterion->currentData().toString().toStdString());
    m_standing->setText(words);
    // The figures are offered as the reason, and follow the criterion until somebody writes.
    if (m_reason->toPlainText().isEmpty() || m_reason->toPlainText() == m_written) {
        m_written = words;
        m_reason->setPlainText(words);
    }
    m_keep->setEnabled(!m_reason->toPlainText().trimmed().isEmpty());
}

void PromoteDialog::keep()
{
    const QString id = QString::fromStdString(m_run->row.id);
    m_library.chooseBest(id, m_reason->toPlainText().trimmed());
    const QString model = m_model->text().trimmed();
    if (m_register->isChecked() && !model.isEmpty()) {
        Q_EMIT registrationWanted(id, {model, m_alias->text().trimmed()});
    }
    accept();
}

} // namespace negatoscope::ui
