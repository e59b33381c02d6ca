#pragma once

#include <QFrame>

namespace negatoscope::ui {

/// A rounded surface that lies over the page: the command palette, the panel of settings.
class FloatingPanel : public QFrame
{
    Q_OBJECT

public:
    using QFrame::QFrame;

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace negatoscope::ui
