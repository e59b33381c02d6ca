#include "core/training/BankFiller_impl.h"

#include "core/base/Log.h"
#include "core/model/Runtime.h"

#include <algorithm>
#include <exception>
#include <string>

namespace negatoscope::training {

namespace {

/// Turns are given out over the whole process.
std::atomic<std::uint64_t> newestTurn = 0;

void say(const std::string& what)
{
    base::log(base::LogLevel::Warning, "core.train", "the bank of views stays as it is: " + what);
}

} // namespace

std::vector<FeatureJob> BankPlan::jobs(std::size_t first, std::size_t last, bool evaluation) const
{
    std::vector<FeatureJob> all;
    for (std::size_t view = first; view < last; ++view)
        for (const std::size_t film : films.train.items)
            all.push_back({film, view});
    if (!evaluation)
        return all;
    for (const FilmSet* set : {&films.validation, &films.test})
        for (const std::size_t film : set->items)
            all.push_back({film, original});
    return all;
}

FeaturePass BankPlan::pass() const
{
    FeaturePass pass{*data, preprocessing, prefix.get(), views, threads, {}, {}};
    if (earlier) {
        pass.source = &earlier->cache;
        pass.fromSource = &earlier->rest;
    }
    return pass;
}

std::size_t BankPlan::viewsIn(const FeatureCache& cache) const
{
    std::size_t whole = 0;
    const auto isThere = [&](const std::size_t film) {
        return cache.find(keyOf(data->items[film], views[whole])).has_value();
    };
    while (whole < bankSize &&
           std::all_of(films.train.items.begin(), films.train.items.end(), isThere))
        ++whole;
    return whole;
}

std::shared_ptr<FeatureBank> bankOf(
    const BankPlan& plan, std::shared_ptr<const FeatureCache> cache, std::size_t views)
{
    auto bank = std::make_shared<FeatureBank>();
    bank->views.assign(plan.views.begin(), plan.views.begin() + static_cast<std::ptrdiff_t>(views));
    bank->original = plan.original;
    auto slots = std::make_shared<SlotTable>(plan.data->items.size(), plan.views.size());
    for (const FeatureJob& job : plan.jobs(0, views, true)) {
        const auto slot = cache->find(keyOf(plan.data->items[job.film], plan.views[job.view]));
        slots->at(job.film, job.view) = slot ? static_cast<std::int64_t>(*slot) : -1;
    }
    if (plan.momentChannels > 0)
        bank->moments = momentsOf(*cache, *slots, views, plan.films, plan.momentChannels);
    cache->releasePages(); // all of them were read to be checked
    bank->slots = std::move(slots);
    bank->cache = std::move(cache);
    return bank;
}

BankFiller::BankFiller(BankPlan plan, std::shared_ptr<const FeatureBank> begun)
    : m_plan(std::move(plan))
    , m_latest(std::move(begun))
{}

BankFiller::~BankFiller() = default;

void BankFiller::start()
{
    if (isWhole())
        return;
    {
        const std::scoped_lock lock(m_mutex);
        if (m_working && m_turn == newestTurn)
            return;
        m_turn = ++newestTurn;
        if (m_working)
            return;
        m_working = true;
    }
    m_thread = std::jthread([this](const std::stop_token& stop) {
        try {
            work(stop);
        } catch (const std::exception& error) {
            say(error.what());
        }
        const std::scoped_lock lock(m_mutex);
        m_working = false;
    });
}

std::shared_ptr<const FeatureBank> BankFiller::latest() const
{
    const std::scoped_lock lock(m_mutex);
    return m_latest;
}

bool BankFiller::isWhole() const
{
    return latest()->views.size() == m_plan.bankSize;
}

void BankFiller::work(const std::stop_token& stop)
{
    model::useOneThreadHere();
    for (std::size_t view = latest()->views.size(); view < m_plan.bankSize; ++view)
        if (!addView(view, stop))
            return;
}

bool BankFiller::addView(std::size_t view, const std::stop_token& stop)
{
    auto cache = FeatureCache::open(m_plan.folder, m_plan.space, 0, m_plan.limits);
    if (!cache) {
        say(base::toSentence(cache.error()));
        return false;
    }
    FeaturePass pass = m_plan.pass();
    pass.gentle = true;
    pass.shouldStop = [this, &stop] {
        return stop.stop_requested() || m_turn != newestTurn;
    };
    const auto known = latest();
    std::vector<FeatureJob> jobs = m_plan.jobs(view, view + 1, false);
    // What could not be read before is left out of training.
    std::erase_if(
        jobs, [&known](const FeatureJob& job) { return known->slots->at(job.film, 0) < 0; });
    const auto done = pass.fill(*cache, jobs);
    if (!done || !done->unreadable.empty()) {
        say(base::toSentence(done ? done->unreadable.front().second : done.error()));
        return false;
    }
    if (done->stopped)
        return false;
    auto bank = bankOf(m_plan, std::make_shared<FeatureCache>(std::move(*cache)), view + 1);
    bank->pass = known->pass;
    const std::scoped_lock lock(m_mutex);
    m_latest = std::move(bank);
    return true;
}

GrowingBatches::GrowingBatches(
    std::shared_ptr<BankFiller> filler, const model::NetworkImpl& network, Entrance entrance)
    : m_filler(std::move(filler))
    , m_network(network)
    , m_entrance(entrance)
{
    look();
}

void GrowingBatches::look()
{
    const auto latest = m_filler->latest();
    if (latest == m_bank)
        return;
    m_bank = latest;
    m_batches =
        std::make_unique<CachedBatches>(m_bank->cache, m_bank->slots, 0, m_network, m_entrance);
}

std::size_t GrowingBatches::viewsReady(std::size_t all)
{
    look();
    return std::min(all, m_bank->views.size());
}

void GrowingBatches::begin(std::vector<FilmSample> samples, std::size_t batchSize)
{
    m_batches->begin(std::move(samples), batchSize);
}

base::Result<at::Tensor> GrowingBatches::next()
{
    return m_batches->next();
}

void GrowingBatches::epochEnded()
{
    m_batches->epochEnded();
}

} // namespace negatoscope::training
