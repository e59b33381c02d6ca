#pragma once

#include "ui/shell/AppState.h"
#include "ui/shell/Theme.h"

#include <QFrame>
#include <QTimer>

class QLabel;
class QProgressBar;

namespace negatoscope::ui {

class Button;
class ElideLabel;
class TextLabel;

/// Bytes in use and installed on this computer; zeros when the system does not say.
struct MemoryUse
{
    quint64 used = 0;
    quint64 total = 0;
};
MemoryUse systemMemory();

/// The line at the bottom: the job in progress with its two ways to end it, or the last thing that
/// happened; at the right what is always true of this computer.
class JobBar final : public QFrame
{
    Q_OBJECT

public:
    explicit JobBar(AppState& state, QWidget* parent = nullptr);
    void setCompact(bool compact);

private:
    QWidget* addFact(const QString& iconName, Token token, const QString& text, QLabel** icon,
        TextLabel** label);
    void refreshJob();
    void refreshIcons();
    void refreshMemory(); ///< reads it on a worker
    void showMemory(const MemoryUse& memory);
    std::optional<JobInfo> currentJob() const;

    AppState& m_state;
    std::optional<JobInfo> m_opening;
    QLabel* m_icon = nullptr;
    TextLabel* m_name = nullptr;
    ElideLabel* m_step = nullptr;
    QProgressBar* m_bar = nullptr;
    TextLabel* m_time = nullptr;
    Button* m_stop = nullptr;
    Button* m_cancel = nullptr;
    struct Fact
    {
        QLabel* icon;
        QString iconName;
        Token token;
    };
    QList<Fact> m_facts;
    TextLabel* m_device = nullptr;
    TextLabel* m_memory = nullptr;
    QTimer m_memoryTimer;
    bool m_readingMemory = false;
};

} // namespace negatoscope::ui
