#pragma once

#include "core/evaluation/Figure.h"

#include <QObject>
#include <QRectF>
#include <QString>

#include <optional>
#include <vector>

namespace negatoscope::ui {

/// One film read by a human first. Classes are class names; empty = not known or not answered.
struct SessionEntry
{
    QString film;  ///< path
    QString name;  ///< as the list shows it
    QString label; ///< truth as the folder gives it
    QString reader;
    int confidence = 50; ///< percent
    QRectF box;          ///< film pixels; empty: none
    QString model;
    double score = 0.0; ///< of the positive class
    QString after;      ///< the reader's class after seeing the model
};

/// Sensitivity and specificity of one column of the session table.
struct SessionFigures
{
    evaluation::Figure sensitivity;
    evaluation::Figure specificity;
};

struct SessionSummary
{
    SessionFigures reader;
    SessionFigures model;
    SessionFigures after;
    int labelled = 0;
    int changedForBetter = 0; ///< from wrong to right
    int changedForWorse = 0;  ///< from right to wrong: the automation bias
};

/// The films read in this sitting, oldest first; a film that is read again replaces its entry.
/// Thread: GUI only.
class ReadingSession final : public QObject
{
    Q_OBJECT

public:
    explicit ReadingSession(QObject* parent = nullptr);

    const std::vector<SessionEntry>& entries() const { return m_entries; }
    const SessionEntry* find(const QString& film) const;
    void put(const SessionEntry& entry);
    void setAfter(const QString& film, const QString& className);
    void clear();

    /// Films with a label only; `positive` is the class that sensitivity speaks of.
    SessionSummary summary(const QString& positive) const;
    /// file,label,reader,confidence,box,model,score,after (RFC 4180). File names, no paths.
    QString csv() const;

Q_SIGNALS:
    void changed();

private:
    std::vector<SessionEntry> m_entries;
};

} // namespace negatoscope::ui
