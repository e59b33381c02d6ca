#pragma once

#include <QElapsedTimer>
#include <QList>
#include <QObject>
#include <QString>

#include <functional>

class QLineEdit;

namespace negatoscope::ui {
class AppState;
class ConfusionMatrixView;
class LabPage;
class MainWindow;
} // namespace negatoscope::ui

namespace negatoscope::app {

/// How live mode feels: opens a folder in the window, trains the notebook's head once, then edits
/// it by the keyboard again and again and notes, for each edit, how long the window takes from the
/// key press until the confusion matrix of the result has been painted. Thread: GUI only.
class EditMeasure final : public QObject
{
    Q_OBJECT

public:
    /// Milliseconds from the key press.
    struct Edit
    {
        double firstEpoch = 0.0;   ///< its figures are in the window
        double firstPainted = 0.0; ///< and its matrix is painted
        double painted = 0.0;      ///< the matrix of the finished run is painted
    };

    EditMeasure(ui::AppState& state, ui::MainWindow& window, QObject* parent = nullptr);
    /// `weights` as in the configuration; runs of `epochs` epochs.
    void start(const QString& folder, const QString& weights, int epochs, int edits);
    const QList<Edit>& edits() const { return m_edits; }
    /// {"edits":50,"first_epoch_ms":{"median":…,"p95":…,"max":…},"first_painted_ms":…,…}
    QByteArray toJson() const;

Q_SIGNALS:
    /// Empty = all edits were made; else what went wrong.
    void finished(const QString& error);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void train(const QString& weights, int epochs);
    void beginEdits();
    void pressKey();
    void onEpoch(int epoch);
    void onResult();
    void onPainted();
    double sinceKeyMs() const;

    ui::AppState& m_state;
    ui::MainWindow& m_window;
    ui::LabPage& m_lab;
    ui::ConfusionMatrixView* m_matrix = nullptr;
    QList<QLineEdit*> m_fields; ///< edited in turn
    QList<Edit> m_edits;
    Edit m_edit; ///< under way
    QElapsedTimer m_sinceKey;
    int m_wanted = 0;
    bool m_pressed = false;
    bool m_waitsForFirst = false; ///< the first epoch is there, not yet painted
    bool m_waitsForLast = false;  ///< the result is there, not yet painted
};

} // namespace negatoscope::app
