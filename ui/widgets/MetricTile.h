#pragma once

#include <QWidget>

namespace negatoscope::ui {

/// One rate with its doubt: name, k / n, value, 95 % interval and a bar from 50 to 100 %.
/// n = 0 shows "undefined" and why; n < 10 says "too few films".
class MetricTile : public QWidget
{
    Q_OBJECT

public:
    explicit MetricTile(const QString& name, QWidget* parent = nullptr);
    void setName(const QString& name);
    /// value, low, high in 0…1.
    void setRate(qlonglong k, qlonglong n, double value, double low, double high);
    void setUndefined(const QString& reason); ///< "no film was called PNEUMONIA"
    void clear();                             ///< before the first result
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void describe();

    enum class State { Empty, Rate, Undefined };
    QString m_name;
    State m_state = State::Empty;
    qlonglong m_k = 0;
    qlonglong m_n = 0;
    double m_value = 0.0;
    double m_low = 0.0;
    double m_high = 1.0;
    QString m_reason;
};

} // namespace negatoscope::ui
