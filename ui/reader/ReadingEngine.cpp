#include "ui/reader/ReadingEngine.h"

#include "core/model/Classifier.h"
#include "ui/data/FilmImage.h"
#include "ui/shell/Background.h"

#include <QElapsedTimer>

#include <algorithm>

namespace negatoscope::ui {

int Reading::calledClass() const
{
    if (probabilities.empty()) {
        return -1;
    }
    if (probabilities.size() == 2 && positiveClass >= 0) {
        const double score =
            static_cast<double>(probabilities[static_cast<std::size_t>(positiveClass)]);
        return score >= threshold ? positiveClass : 1 - positiveClass;
    }
    return static_cast<int>(
        std::max_element(probabilities.begin(), probabilities.end()) - probabilities.begin());
}

double Reading::shownScore() const
{
    const int cls = probabilities.size() == 2 && positiveClass >= 0 ? positiveClass : calledClass();
    return cls < 0 ? 0.0 : static_cast<double>(probabilities[static_cast<std::size_t>(cls)]);
}

ReadingEngine::ReadingEngine(QObject* parent)
    : QObject(parent)
{
    m_thread.setMaxThreadCount(1);
}

ReadingEngine::~ReadingEngine()
{
    m_thread.clear();
    m_thread.waitForDone();
}

void ReadingEngine::loadModel(const QString& path, const QString& name)
{
    struct Loaded
    {
        std::shared_ptr<const model::Classifier> model;
        std::optional<base::Error> error;
    };
    const int ticket = ++m_modelTicket;
    m_loading = true;
    m_modelName = name;
    Q_EMIT modelChanged();
    runInBackground<Loaded>(
        m_thread, this,
        [file = pathOf(path)]() -> Loaded {
            auto loaded = model::loadClassifier(file);
            if (!loaded) {
                return {nullptr, loaded.error()};
            }
            return {std::make_shared<const model::Classifier>(std::move(*loaded)), std::nullopt};
        },
        [this, ticket](Loaded loaded) {
            if (ticket != m_modelTicket) {
                return;
            }
            m_loading = false;
            m_model = loaded.model;
            Q_EMIT modelChanged();
            if (loaded.error) {
                Q_EMIT modelFailed(*loaded.error);
            } else if (!m_film.isEmpty()) {
                read(m_film);
            }
        });
}

void ReadingEngine::read(const QString& film)
{
    m_film = film;
    const int ticket = ++m_filmTicket;
    if (m_model == nullptr || film.isEmpty()) {
        return;
    }
    using Answer = std::shared_ptr<const Reading>;
    // Films that were passed by with the arrow keys are not worth a forward pass.
    m_thread.clear();
    runInBackground<Answer>(
        m_thread, this,
        [model = m_model, film]() -> Answer {
            auto reading = std::make_shared<Reading>();
            reading->film = film;
            reading->classNames = model->classNames;
            reading->positiveClass = model->positiveClass;
            reading->threshold = model->threshold;
            QElapsedTimer clock;
            clock.start();
            if (auto probabilities = model->probabilitiesOfFile(pathOf(film))) {
                reading->probabilities = std::move(*probabilities);
            } else {
                reading->error = probabilities.error();
            }
            reading->milliseconds = static_cast<double>(clock.nsecsElapsed()) / 1e6;
            return reading;
        },
        [this, ticket](Answer reading) {
            if (ticket == m_filmTicket) {
                Q_EMIT readingReady(reading);
            }
        });
}

} // namespace negatoscope::ui
