#include "ui/reader/SessionDialog.h"

#include "ui/reader/ReadingSession.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Labels.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLocale>
#include <QMessageBox>
#include <QSaveFile>
#include <QTableWidget>
#include <QVBoxLayout>

namespace negatoscope::ui {

namespace {

QString percent(double share)
{
    return QLocale().toString(100.0 * share, 'f', 0) + QStringLiteral("\u202f%");
}

QString textOf(const evaluation::Figure& figure)
{
    if (!figure.isDefined()) {
        return QStringLiteral("–");
    }
    return QStringLiteral("%1 (%2 – %3)")
        .arg(percent(*figure.value), percent(figure.interval->low), percent(figure.interval->high));
}

QTableWidgetItem* cell(const QString& text)
{
    auto* item = new QTableWidgetItem(text);
    item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
    return item;
}

QTableWidget* table(const QStringList& columns, const QString& name, QWidget* parent)
{
    auto* widget = new QTableWidget(0, static_cast<int>(columns.size()), parent);
    widget->setHorizontalHeaderLabels(columns);
    widget->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    widget->verticalHeader()->hide();
    widget->setAccessibleName(name);
    return widget;
}

} // namespace

SessionDialog::SessionDialog(
    const ReadingSession& session, const QString& positiveClass, QWidget* parent)
    : QDialog(parent)
    , m_session(session)
    , m_positive(positiveClass)
{
    setObjectName(QStringLiteral("sessionDialog"));
    setWindowTitle(tr("This sitting"));
    resize(760, 520);
    auto* column = new QVBoxLayout(this);
    m_summary = new TextLabel({}, FontRole::Body, Token::Text, this);
    m_summary->setObjectName(QStringLiteral("sessionSummary"));
    m_summary->setWordWrap(true);
    column->addWidget(m_summary);
    m_figures = table({QString(), tr("You"), tr("Model"), tr("You, after the model")},
        tr("Sensitivity and specificity"), this);
    m_figures->setObjectName(QStringLiteral("sessionFigures"));
    m_figures->setMaximumHeight(120);
    column->addWidget(m_figures);
    m_films = table(
        {tr("Film"), tr("Label"), tr("You"), tr("Sure"), tr("Model"), tr("Score"), tr("After")},
        tr("Films of this sitting"), this);
    m_films->setObjectName(QStringLiteral("sessionFilms"));
    column->addWidget(m_films, 1);
    auto* row = new QHBoxLayout;
    row->addStretch(1);
    auto* save =
        new Button(tr("Save as CSV…"), ButtonKind::Secondary, QStringLiteral("export"), this);
    save->setObjectName(QStringLiteral("sessionSaveButton"));
    connect(save, &Button::clicked, this, &SessionDialog::save);
    row->addWidget(save);
    auto* close = new Button(tr("Close"), ButtonKind::Primary, {}, this);
    connect(close, &Button::clicked, this, &QDialog::accept);
    row->addWidget(close);
    column->addLayout(row);
    connect(&m_session, &ReadingSession::changed, this, &SessionDialog::fill);
    fill();
}

void SessionDialog::fill()
{
    const SessionSummary summary = m_session.summary(m_positive);
    m_summary->setText(
        tr("%n film(s) read, %1 with a known label. ", nullptr,
            static_cast<int>(m_session.entries().size()))
            .arg(summary.labelled) +
        tr("After seeing the model you changed your mind %1 times for the better and %2 times for "
           "the worse.")
            .arg(summary.changedForBetter)
            .arg(summary.changedForWorse));
    m_figures->setRowCount(2);
    const auto row = [&](int index, const QString& name,
                         evaluation::Figure SessionFigures::*figure) {
        m_figures->setItem(index, 0, cell(name));
        m_figures->setItem(index, 1, cell(textOf(summary.reader.*figure)));
        m_figures->setItem(index, 2, cell(textOf(summary.model.*figure)));
        m_figures->setItem(index, 3, cell(textOf(summary.after.*figure)));
    };
    row(0, tr("Sensitivity"), &SessionFigures::sensitivity);
    row(1, tr("Specificity"), &SessionFigures::specificity);
    m_films->setRowCount(static_cast<int>(m_session.entries().size()));
    int index = 0;
    for (const SessionEntry& entry : m_session.entries()) {
        const QStringList texts{entry.name, entry.label, entry.reader,
            percent(entry.confidence / 100.0), entry.model, percent(entry.score), entry.after};
        for (int column = 0; column < texts.size(); ++column) {
            m_films->setItem(index, column, cell(texts.at(column)));
        }
        ++index;
    }
}

void SessionDialog::save()
{
    const QString path = QFileDialog::getSaveFileName(
        this, tr("Save as CSV"), QStringLiteral("sitting.csv"), QStringLiteral("CSV (*.csv)"));
    if (path.isEmpty()) {
        return;
    }
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(m_session.csv().toUtf8()) < 0 ||
        !file.commit()) {
        QMessageBox::warning(
            this, tr("This sitting"), tr("The file was not saved: %1").arg(file.errorString()));
    }
}

} // namespace negatoscope::ui
