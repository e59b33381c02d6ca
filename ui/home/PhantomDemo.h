#pragma once

#include "core/base/Result.h"

#include <QObject>

#include <stop_token>

namespace negatoscope::ui {

class AppState;

/// "Start with drawn chests": draws a small set of phantoms on a worker thread, once, into the
/// workspace, and opens it. Thread: GUI only.
class PhantomDemo final : public QObject
{
    Q_OBJECT

public:
    explicit PhantomDemo(AppState& state, QObject* parent = nullptr);
    ~PhantomDemo() override;

public Q_SLOTS:
    void start();

private:
    void onDrawn(std::size_t done, std::size_t total);

    AppState& m_state;
    std::stop_source m_stop;
    bool m_running = false;
};

} // namespace negatoscope::ui
