#include "ui/reader/ReadingSession.h"

#include "core/base/Text.h"
#include "core/evaluation/Intervals.h"

#include <QFileInfo>

#include <algorithm>

namespace negatoscope::ui {

namespace {

using Column = QString SessionEntry::*;

bool same(const QString& a, const QString& b)
{
    return a.compare(b, Qt::CaseInsensitive) == 0;
}

SessionFigures figuresOf(
    const std::vector<SessionEntry>& entries, Column column, const QString& positive)
{
    std::int64_t right[2] = {0, 0};
    std::int64_t films[2] = {0, 0};
    for (const SessionEntry& entry : entries) {
        if (entry.label.isEmpty() || (entry.*column).isEmpty()) {
            continue;
        }
        const int truth = same(entry.label, positive) ? 1 : 0;
        const int said = same(entry.*column, positive) ? 1 : 0;
        ++films[truth];
        right[truth] += truth == said ? 1 : 0;
    }
    return {evaluation::proportion(right[1], films[1], evaluation::Undefined::NoPositiveFilm),
        evaluation::proportion(right[0], films[0], evaluation::Undefined::NoNegativeFilm)};
}

QString field(const QString& text)
{
    return QString::fromStdString(base::csvField(text.toStdString()));
}

} // namespace

ReadingSession::ReadingSession(QObject* parent)
    : QObject(parent)
{}

const SessionEntry* ReadingSession::find(const QString& film) const
{
    const auto found = std::find_if(m_entries.begin(), m_entries.end(),
        [&](const SessionEntry& entry) { return entry.film == film; });
    return found == m_entries.end() ? nullptr : &*found;
}

void ReadingSession::put(const SessionEntry& entry)
{
    std::erase_if(m_entries, [&](const SessionEntry& old) { return old.film == entry.film; });
    m_entries.push_back(entry);
    Q_EMIT changed();
}

void ReadingSession::setAfter(const QString& film, const QString& className)
{
    for (SessionEntry& entry : m_entries) {
        if (entry.film == film) {
            entry.after = className;
            Q_EMIT changed();
        }
    }
}

void ReadingSession::clear()
{
    m_entries.clear();
    Q_EMIT changed();
}

SessionSummary ReadingSession::summary(const QString& positive) const
{
    SessionSummary summary;
    summary.reader = figuresOf(m_entries, &SessionEntry::reader, positive);
    summary.model = figuresOf(m_entries, &SessionEntry::model, positive);
    summary.after = figuresOf(m_entries, &SessionEntry::after, positive);
    for (const SessionEntry& entry : m_entries) {
        if (entry.label.isEmpty()) {
            continue;
        }
        ++summary.labelled;
        const bool before = same(entry.reader, entry.label);
        const bool after = same(entry.after, entry.label);
        summary.changedForBetter += !before && after ? 1 : 0;
        summary.changedForWorse += before && !after ? 1 : 0;
    }
    return summary;
}

QString ReadingSession::csv() const
{
    QString text = QStringLiteral("file,label,reader,confidence,box,model,score,after\n");
    for (const SessionEntry& entry : m_entries) {
        const QRect box = entry.box.toAlignedRect();
        const QString boxText = entry.box.isEmpty() ? QString()
                                                    : QStringLiteral("%1 %2 %3 %4")
                                                          .arg(box.x())
                                                          .arg(box.y())
                                                          .arg(box.width())
                                                          .arg(box.height());
        const QStringList fields{field(QFileInfo(entry.film).fileName()), field(entry.label),
            field(entry.reader), QString::number(entry.confidence), boxText, field(entry.model),
            QString::number(entry.score, 'g', 9), field(entry.after)};
        text += fields.join(QLatin1Char(',')) + QLatin1Char('\n');
    }
    return text;
}

} // namespace negatoscope::ui
