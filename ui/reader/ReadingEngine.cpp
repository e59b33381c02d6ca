#include "ui/reader/ReadingEngine.h"

#include "core/explain/Agreement.h"
#include "core/model/Classifier.h"
#include "core/model/Runtime.h"
#include "core/training/TrainingData.h"
#include "ui/data/FilmImage.h"
#include "ui/shell/Background.h"

#include <QElapsedTimer>

#include <algorithm>

namespace negatoscope::ui {

namespace {

constexpr std::size_t kNeighbours = 4;
constexpr std::uint64_t kScrambleSeed = 1;

struct Loaded
{
    ReaderModelPtr model;
    std::optional<base::Error> error;
};

Loaded loadReaderModel(const QString& path)
{
    const std::filesystem::path file = pathOf(path);
    auto classifier = model::loadClassifier(file);
    if (!classifier) {
        return {nullptr, classifier.error()};
    }
    auto explainer = explain::Explainer::build(
        std::make_shared<const model::Classifier>(std::move(*classifier)));
    if (!explainer) {
        return {nullptr, explainer.error()};
    }
    auto model = std::make_shared<ReaderModel>();
    model->path = path;
    model->explainer = std::make_shared<const explain::Explainer>(std::move(*explainer));
    if (auto guard = explain::DomainGuard::read(file)) {
        model->guard = std::make_shared<const explain::DomainGuard>(std::move(*guard));
    }
    // Broken notes are no reason not to read films; the Lab says what is wrong with them.
    model->notes = training::readOperatingNotes(file).value_or(training::OperatingNotes());
    std::error_code code;
    if (std::filesystem::is_regular_file(file / "run.json", code)) {
        if (auto run = training::readRun(file)) {
            model->run = std::make_shared<const training::RunRecord>(std::move(*run));
        }
    }
    return {model, std::nullopt};
}

void judge(Reading& reading)
{
    if (reading.model->guard == nullptr) {
        return;
    }
    reading.verdict = reading.model->guard->judge(reading.features, *reading.input);
    reading.neighbours = reading.model->guard->nearest(reading.features, kNeighbours + 1);
    const std::filesystem::path film = pathOf(reading.film);
    std::erase_if(reading.neighbours,
        [&](const explain::Neighbour& neighbour) { return neighbour.path == film; });
    reading.neighbours.resize(std::min(reading.neighbours.size(), kNeighbours));
}

ReadingPtr readFilm(const ReaderModelPtr& model, const QString& film)
{
    auto reading = std::make_shared<Reading>();
    const model::Classifier& classifier = model->classifier();
    reading->film = film;
    reading->model = model;
    reading->classNames = classifier.classNames;
    reading->positiveClass = classifier.positiveClass;
    reading->threshold = model->threshold();
    auto input = explain::readFilmInput(pathOf(film), classifier.config.preprocessing);
    if (!input) {
        reading->error = input.error();
        return reading;
    }
    reading->input = std::make_shared<const explain::FilmInput>(std::move(*input));
    QElapsedTimer clock;
    clock.start();
    auto answer = model->answer(reading->input->values);
    reading->milliseconds = static_cast<double>(clock.nsecsElapsed()) / 1e6;
    if (!answer) {
        reading->error = answer.error();
        return reading;
    }
    reading->probabilities = std::move(answer->probabilities);
    reading->features = std::move(answer->features);
    judge(*reading);
    return reading;
}

} // namespace

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
    m_loader.setMaxThreadCount(1);
    m_thread.setMaxThreadCount(1);
    m_coverer.setMaxThreadCount(1);
    m_brusher.setMaxThreadCount(1);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, &ReadingEngine::rereadNotes);
}

ReadingEngine::~ReadingEngine()
{
    m_coverStop.request_stop();
    m_guardStop.request_stop();
    for (QThreadPool* pool : {&m_loader, &m_thread, &m_coverer, &m_brusher}) {
        pool->clear();
        pool->waitForDone();
    }
}

void ReadingEngine::loadModel(const QString& path, const QString& name)
{
    const int ticket = ++m_modelTicket;
    m_loading = true;
    m_modelName = name;
    m_guardStop.request_stop();
    if (!m_watcher.directories().isEmpty()) {
        m_watcher.removePaths(m_watcher.directories());
    }
    Q_EMIT modelChanged();
    runInBackground<Loaded>(
        m_loader, this, [path] { return loadReaderModel(path); },
        [this, ticket](const Loaded& loaded) {
            if (ticket != m_modelTicket) {
                return;
            }
            m_loading = false;
            m_model = loaded.model;
            m_scrambled.clear();
            m_scramble.reset();
            m_reading.reset();
            Q_EMIT modelChanged();
            if (loaded.error) {
                Q_EMIT modelFailed(*loaded.error);
                return;
            }
            if (m_model->run != nullptr) {
                m_watcher.addPath(m_model->path);
            }
            buildGuard();
            if (!m_film.isEmpty()) {
                read(m_film);
            }
        });
}

void ReadingEngine::replaceModel(const std::shared_ptr<ReaderModel>& model)
{
    m_model = model;
    Q_EMIT modelChanged();
    if (!m_film.isEmpty()) {
        read(m_film);
    }
}

void ReadingEngine::rereadNotes()
{
    if (m_model == nullptr) {
        return;
    }
    using Notes = std::optional<training::OperatingNotes>;
    const int ticket = m_modelTicket;
    runInBackground<Notes>(
        m_loader, this,
        [path = m_model->path]() -> Notes {
            const auto notes = training::readOperatingNotes(pathOf(path));
            return notes ? Notes(*notes) : std::nullopt;
        },
        [this, ticket](const Notes& notes) {
            if (ticket != m_modelTicket || m_model == nullptr || !notes ||
                *notes == m_model->notes) {
                return;
            }
            auto changed = std::make_shared<ReaderModel>(*m_model);
            changed->notes = *notes;
            replaceModel(changed);
        });
}

void ReadingEngine::provideFilms(
    const std::shared_ptr<const dataset::Manifest>& films, const QString& cacheFolder)
{
    m_films = films;
    m_cacheFolder = cacheFolder;
    buildGuard();
}

void ReadingEngine::buildGuard()
{
    if (m_model == nullptr || m_model->guard != nullptr || m_model->run == nullptr ||
        m_films == nullptr) {
        return;
    }
    using Guard = std::shared_ptr<const explain::DomainGuard>;
    m_guardStop = std::stop_source();
    const int ticket = m_modelTicket;
    runInBackground<Guard>(
        m_loader, this,
        [model = m_model, films = m_films, folder = pathOf(m_cacheFolder),
            stop = m_guardStop.get_token()]() -> Guard {
            if (training::dataFingerprint(*films) != model->run->dataFingerprint) {
                return nullptr;
            }
            auto guard =
                explain::DomainGuard::build(*model->explainer, *films, {folder, 1}, {}, stop);
            if (!guard || !*guard) {
                return nullptr;
            }
            // A run that cannot be written to still has its guard for this session.
            (void)(*guard)->write(pathOf(model->path));
            return std::make_shared<const explain::DomainGuard>(std::move(**guard));
        },
        [this, ticket](const Guard& guard) {
            if (ticket != m_modelTicket || guard == nullptr) {
                return;
            }
            auto complete = std::make_shared<ReaderModel>(*m_model);
            complete->guard = guard;
            replaceModel(complete);
        });
}

void ReadingEngine::read(const QString& film)
{
    m_film = film;
    const int ticket = ++m_filmTicket;
    m_reading.reset();
    m_evidence.reset();
    m_cover.reset();
    m_coverStop.request_stop();
    // Films that were passed by with the arrow keys are not worth a forward pass.
    m_thread.clear();
    m_coverer.clear();
    if (m_model == nullptr || film.isEmpty()) {
        return;
    }
    runInBackground<ReadingPtr>(
        m_thread, this, [model = m_model, film] { return readFilm(model, film); },
        [this, ticket](const ReadingPtr& reading) {
            if (ticket != m_filmTicket) {
                return;
            }
            m_reading = reading;
            Q_EMIT readingReady(reading);
            if (!reading->error) {
                requestEvidence();
                requestCoverTest();
            }
        });
}

void ReadingEngine::setMethod(explain::HeatMapMethod method)
{
    m_method = method;
    requestEvidence();
}

void ReadingEngine::setScramble(const std::optional<explain::ScrambleDepth>& depth)
{
    m_scramble = depth;
    requestEvidence();
}

void ReadingEngine::deliver(std::shared_ptr<Evidence> evidence)
{
    if (m_cover != nullptr && !m_cover->error && !evidence->error && !evidence->scrambled &&
        evidence->method != explain::HeatMapMethod::Occlusion) {
        evidence->agreement = explain::agreement(evidence->map, m_cover->map);
    }
    m_evidence = evidence;
    Q_EMIT evidenceReady(evidence);
}

void ReadingEngine::requestEvidence()
{
    if (m_reading == nullptr || m_reading->error) {
        return;
    }
    const int ticket = ++m_evidenceTicket;
    if (m_method == explain::HeatMapMethod::Occlusion && !m_scramble) {
        if (m_cover != nullptr) {
            deliver(std::make_shared<Evidence>(*m_cover));
        }
        return; // else it comes when it is done
    }
    struct Answer
    {
        std::shared_ptr<Evidence> evidence;
        std::shared_ptr<const explain::Explainer> scrambled;
    };
    const std::optional<explain::ScrambleDepth> depth = m_scramble;
    const auto known = depth ? m_scrambled.value(static_cast<int>(*depth)) : nullptr;
    runInBackground<Answer>(
        m_thread, this,
        [reading = m_reading, method = m_method, depth, known]() -> Answer {
            Answer answer{std::make_shared<Evidence>(), known};
            Evidence& evidence = *answer.evidence;
            evidence.film = reading->film;
            evidence.method = method;
            evidence.scrambled = depth.has_value();
            evidence.preprocessing = reading->model->classifier().config.preprocessing;
            if (depth && answer.scrambled == nullptr) {
                auto copy = explain::scrambled(reading->model->classifier(), *depth, kScrambleSeed);
                auto built = copy ? explain::Explainer::build(
                                        std::make_shared<const model::Classifier>(std::move(*copy)))
                                  : base::Result<explain::Explainer>(base::failure(copy));
                if (!built) {
                    evidence.error = built.error();
                    return answer;
                }
                answer.scrambled = std::make_shared<const explain::Explainer>(std::move(*built));
            }
            const explain::Explainer& asked =
                depth ? *answer.scrambled : *reading->model->explainer;
            QElapsedTimer clock;
            clock.start();
            if (method == explain::HeatMapMethod::Occlusion) {
                auto tested = asked.coverTest(reading->input->values);
                if (tested && *tested) {
                    evidence.map = std::move(**tested);
                } else if (!tested) {
                    evidence.error = tested.error();
                }
            } else if (auto map = asked.map(reading->input->values, method)) {
                evidence.map = std::move(*map);
            } else {
                evidence.error = map.error();
            }
            evidence.milliseconds = static_cast<double>(clock.nsecsElapsed()) / 1e6;
            return answer;
        },
        [this, ticket, depth](const Answer& answer) {
            if (ticket != m_evidenceTicket || m_reading == nullptr ||
                answer.evidence->film != m_reading->film) {
                return;
            }
            if (depth && answer.scrambled != nullptr) {
                m_scrambled.insert(static_cast<int>(*depth), answer.scrambled);
            }
            deliver(answer.evidence);
        });
}

void ReadingEngine::requestCoverTest()
{
    m_coverStop = std::stop_source();
    const int ticket = ++m_coverTicket;
    runInBackground<std::shared_ptr<Evidence>>(
        m_coverer, this,
        [reading = m_reading, stop = m_coverStop.get_token()]() -> std::shared_ptr<Evidence> {
            auto evidence = std::make_shared<Evidence>();
            evidence->film = reading->film;
            evidence->method = explain::HeatMapMethod::Occlusion;
            evidence->preprocessing = reading->model->classifier().config.preprocessing;
            QElapsedTimer clock;
            clock.start();
            auto tested = reading->model->explainer->coverTest(reading->input->values, 0, stop);
            evidence->milliseconds = static_cast<double>(clock.nsecsElapsed()) / 1e6;
            if (!tested) {
                evidence->error = tested.error();
            } else if (!*tested) {
                return nullptr;
            } else {
                evidence->map = std::move(**tested);
            }
            return evidence;
        },
        [this, ticket](const std::shared_ptr<Evidence>& evidence) {
            if (ticket != m_coverTicket || evidence == nullptr || m_reading == nullptr ||
                evidence->film != m_reading->film) {
                return;
            }
            m_cover = evidence;
            if (m_method == explain::HeatMapMethod::Occlusion && !m_scramble) {
                deliver(std::make_shared<Evidence>(*evidence));
            } else if (m_evidence != nullptr) {
                deliver(std::make_shared<Evidence>(*m_evidence));
            }
        });
}

void ReadingEngine::scoreCovered(const std::vector<explain::BrushStroke>& strokes)
{
    if (m_reading == nullptr || m_reading->error) {
        return;
    }
    struct Answer
    {
        double score = -1.0;
        double milliseconds = 0.0;
    };
    const int ticket = m_filmTicket;
    // Only the newest strokes matter.
    m_brusher.clear();
    runInBackground<Answer>(
        m_brusher, this,
        [reading = m_reading, strokes]() -> Answer {
            QElapsedTimer clock;
            clock.start();
            const cv::Mat& pixels = reading->input->film.pixels;
            const std::vector<float> covered = explain::coveredInput(reading->input->values,
                reading->model->classifier().config.preprocessing, pixels.size(), strokes);
            const auto answer = reading->model->answer(covered);
            if (!answer || reading->positiveClass < 0) {
                return {};
            }
            const auto positive = static_cast<std::size_t>(reading->positiveClass);
            return {static_cast<double>(answer->probabilities[positive]),
                static_cast<double>(clock.nsecsElapsed()) / 1e6};
        },
        [this, ticket](Answer answer) {
            if (ticket == m_filmTicket && answer.score >= 0.0) {
                Q_EMIT coveredReady(answer.score, answer.milliseconds);
            }
        });
}

} // namespace negatoscope::ui
