#pragma once

#include "core/base/Error.h"

#include <QObject>
#include <QString>
#include <QThreadPool>

#include <memory>
#include <optional>
#include <vector>

namespace negatoscope::model {
struct Classifier;
}

namespace negatoscope::ui {

/// What a model says about one film.
struct Reading
{
    QString film; ///< path
    std::vector<std::string> classNames;
    std::vector<float> probabilities; ///< K, sum 1; empty with an error
    int positiveClass = -1;
    double threshold = 0.5;
    double milliseconds = 0.0;
    std::optional<base::Error> error;

    int calledClass() const;   ///< by the threshold for two classes, else the largest
    double shownScore() const; ///< of the positive class for two classes, else of the called one
};

/// Loads models and asks them, on one thread of its own, so that the window never waits. An answer
/// about a film or model that is no longer wanted is thrown away. Thread: GUI only.
class ReadingEngine final : public QObject
{
    Q_OBJECT

public:
    explicit ReadingEngine(QObject* parent = nullptr);
    ~ReadingEngine() override;

    bool hasModel() const { return m_model != nullptr; }
    bool isLoading() const { return m_loading; }
    QString modelName() const { return m_modelName; }

public Q_SLOTS:
    /// A run folder, a Keras file or a Teachable Machine folder.
    void loadModel(const QString& path, const QString& name);
    void read(const QString& film);

Q_SIGNALS:
    void modelChanged(); ///< loading, loaded or gone
    void modelFailed(const negatoscope::base::Error& error);
    void readingReady(const std::shared_ptr<const negatoscope::ui::Reading>& reading);

private:
    QThreadPool m_thread;
    std::shared_ptr<const model::Classifier> m_model;
    QString m_modelName;
    QString m_film;
    bool m_loading = false;
    int m_modelTicket = 0;
    int m_filmTicket = 0;
};

} // namespace negatoscope::ui
