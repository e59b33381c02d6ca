#pragma once

#include <QDialog>

class QTableWidget;

namespace negatoscope::ui {

class ReadingSession;
class TextLabel;

/// Reader, model and reader after the model, side by side, with changed minds; saves the sitting as
/// CSV.
class SessionDialog final : public QDialog
{
    Q_OBJECT

public:
    SessionDialog(
        const ReadingSession& session, const QString& positiveClass, QWidget* parent = nullptr);

private:
    void fill();
    void save();

    const ReadingSession& m_session;
    QString m_positive;
    TextLabel* m_summary = nullptr;
    QTableWidget* m_figures = nullptr;
    QTableWidget* m_films = nullptr;
};

} // namespace negatoscope::ui
