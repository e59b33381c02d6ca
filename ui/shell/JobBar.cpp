#include "ui/shell/JobBar.h"

#include "ui/shell/Background.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Labels.h"

#include <QFile>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>

#include <cmath>

namespace negatoscope::ui {

MemoryUse systemMemory()
{
    QFile file(QStringLiteral("/proc/meminfo"));
    if (!file.open(QIODevice::ReadOnly)) {
        return {};
    }
    quint64 total = 0;
    quint64 available = 0;
    const QList<QByteArray> lines = file.readAll().split('\n');
    for (const QByteArray& line : lines) {
        const QList<QByteArray> words = line.simplified().split(' ');
        if (words.size() >= 2 && words.first() == "MemTotal:") {
            total = words.at(1).toULongLong() << 10;
        } else if (words.size() >= 2 && words.first() == "MemAvailable:") {
            available = words.at(1).toULongLong() << 10;
        }
    }
    return {total - std::min(available, total), total};
}

JobBar::JobBar(AppState& state, QWidget* parent)
    : QFrame(parent)
    , m_state(state)
{
    setObjectName(QStringLiteral("jobBar"));
    setAccessibleName(tr("Jobs"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(14, 0, 14, 0);
    row->setSpacing(8);
    m_icon = new QLabel(this);
    row->addWidget(m_icon);
    m_name = new TextLabel({}, FontRole::Strong, Token::Text, this);
    m_name->setObjectName(QStringLiteral("jobName"));
    row->addWidget(m_name);
    m_step = new ElideLabel({}, FontRole::Body, Token::Text2, this);
    m_step->setObjectName(QStringLiteral("jobStep"));
    row->addWidget(m_step, 2);
    m_bar = new QProgressBar(this);
    m_bar->setObjectName(QStringLiteral("jobProgress"));
    m_bar->setAccessibleName(tr("Progress"));
    m_bar->setTextVisible(false);
    m_bar->setMinimumWidth(90);
    m_bar->setMaximumWidth(240);
    row->addWidget(m_bar, 2);
    m_time = new TextLabel({}, FontRole::Body, Token::Text, this);
    row->addWidget(m_time);
    m_stop =
        new Button(tr("Stop && keep"), ButtonKind::Secondary, QStringLiteral("save-stop"), this);
    m_stop->setButtonSize(ButtonSize::Small);
    m_stop->setObjectName(QStringLiteral("jobStopButton"));
    m_stop->setAccessibleName(tr("Stop and keep"));
    connect(m_stop, &Button::clicked, &m_state, &AppState::requestStopAndKeep);
    row->addWidget(m_stop);
    m_cancel = new Button(tr("Cancel"), ButtonKind::Ghost, QStringLiteral("close"), this);
    m_cancel->setButtonSize(ButtonSize::Small);
    m_cancel->setObjectName(QStringLiteral("jobCancelButton"));
    connect(m_cancel, &Button::clicked, &m_state, &AppState::requestCancel);
    row->addWidget(m_cancel);
    row->addStretch(1);
    row->addSpacing(8);
    QLabel* icon = nullptr;
    TextLabel* offline = nullptr;
    row->addWidget(addFact(QStringLiteral("offline"), Token::Ok, tr("Offline"), &icon, &offline));
    offline->setToolTip(tr("No connection is used"));
    row->addSpacing(6);
    row->addWidget(addFact(QStringLiteral("cpu"), Token::Text2,
        tr("CPU · %n threads", nullptr, m_state.threads()), &icon, &m_device));
    row->addSpacing(6);
    row->addWidget(addFact(QStringLiteral("memory"), Token::Text2, {}, &icon, &m_memory));

    connect(&m_state, &AppState::jobChanged, this, &JobBar::refreshJob);
    connect(&m_state, &AppState::statusChanged, this, &JobBar::refreshJob);
    connect(&m_state, &AppState::openingStarted, this, [this] {
        m_opening = JobInfo{tr("Reading films"), tr("looking for films"), -1.0, {}, false, true,
            QStringLiteral("data")};
        refreshJob();
    });
    connect(&m_state, &AppState::openingProgress, this,
        [this](const QString&, qulonglong done, qulonglong total) {
            if (m_opening) {
                const QLocale locale;
                m_opening->step =
                    total > 0 ? tr("%1 of %2").arg(locale.toString(done), locale.toString(total))
                              : locale.toString(done);
                m_opening->fraction =
                    total > 0 ? static_cast<double>(done) / static_cast<double>(total) : -1.0;
                refreshJob();
            }
        });
    connect(&m_state, &AppState::openingEnded, this, [this] {
        m_opening.reset();
        refreshJob();
    });
    connect(&Theme::instance(), &Theme::changed, this, &JobBar::refreshIcons);
    m_memoryTimer.setInterval(3000);
    connect(&m_memoryTimer, &QTimer::timeout, this, &JobBar::refreshMemory);
    m_memoryTimer.start();
    refreshMemory();
    refreshIcons();
}

QWidget* JobBar::addFact(
    const QString& iconName, Token token, const QString& text, QLabel** icon, TextLabel** label)
{
    auto* fact = new QWidget(this);
    auto* row = new QHBoxLayout(fact);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    *icon = new QLabel(fact);
    row->addWidget(*icon);
    *label = new TextLabel(text, FontRole::Small, Token::Text2, fact);
    row->addWidget(*label);
    m_facts.append({*icon, iconName, token});
    return fact;
}

std::optional<JobInfo> JobBar::currentJob() const
{
    return m_state.job() ? m_state.job() : m_opening;
}

void JobBar::refreshJob()
{
    const std::optional<JobInfo> job = currentJob();
    m_name->setVisible(job.has_value());
    m_bar->setVisible(job.has_value());
    m_time->setVisible(job.has_value() && !job->time.isEmpty());
    m_stop->setVisible(job.has_value() && job->canStopAndKeep);
    m_cancel->setVisible(job.has_value() && job->canCancel);
    if (job) {
        m_name->setText(job->name);
        m_step->setText(job->step);
        m_time->setText(job->time);
        const bool known = job->fraction >= 0.0;
        m_bar->setRange(0, known ? 1000 : 0);
        if (known) {
            m_bar->setValue(static_cast<int>(std::lround(1000.0 * std::min(job->fraction, 1.0))));
        }
    } else {
        m_step->setText(m_state.statusText().isEmpty() ? tr("Ready") : m_state.statusText());
    }
    const int size = Theme::instance().px(15);
    m_icon->setPixmap(
        Theme::instance().pixmap(job ? QStringLiteral("hourglass") : QStringLiteral("check"), size,
            job ? Token::AccentText : Token::Ok, devicePixelRatioF()));
}

void JobBar::refreshIcons()
{
    const Theme& theme = Theme::instance();
    setFixedHeight(theme.px(34));
    for (const Fact& fact : std::as_const(m_facts)) {
        fact.icon->setPixmap(
            theme.pixmap(fact.iconName, theme.px(15), fact.token, devicePixelRatioF()));
    }
    refreshJob();
}

void JobBar::refreshMemory()
{
    if (m_readingMemory) {
        return; // the workers are busy
    }
    m_readingMemory = true;
    runInBackground<MemoryUse>(
        m_state.workers(), this, systemMemory, [this](const MemoryUse& memory) {
            m_readingMemory = false;
            showMemory(memory);
        });
}

void JobBar::showMemory(const MemoryUse& memory)
{
    constexpr double kGigabyte = 1e9;
    const QLocale locale;
    //: memory used of memory installed, in gigabytes
    m_memory->setText(
        tr("%1 of %2 GB")
            .arg(locale.toString(static_cast<double>(memory.used) / kGigabyte, 'f', 1),
                locale.toString(static_cast<double>(memory.total) / kGigabyte, 'f', 1)));
}

void JobBar::setCompact(bool compact)
{
    m_bar->setMaximumWidth(compact ? 140 : 240);
}

} // namespace negatoscope::ui
