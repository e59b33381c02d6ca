#include "core/search/Sampler_impl.h"

#include <boost/math/special_functions/erf.hpp>
// The few small products of this search need no BLAS, and LibTorch's must stay the program's only
// one.
#include <dlib/assert.h>
#include <dlib/test_for_odr_violations.h>
#undef DLIB_USE_BLAS
#undef DLIB_USE_LAPACK
#include <dlib/global_optimization.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

namespace negatoscope::search {

namespace {

using Column = dlib::matrix<double, 0, 1>;
using Matrix = dlib::matrix<double>;

constexpr double kMiddle = 0.5;

/// Numbers go into dlib's model, choices do not.
bool isNumber(const Parameter& parameter)
{
    return parameter.kind != ParameterKind::Choice && parameter.valueCount() != 1;
}

/// The coordinates of some numbers as one function of dlib's search. Whole numbers are dlib's
/// integer variables, so that it knows that there is nothing between two of them.
class NumberFunction
{
public:
    NumberFunction(const SearchSpace& space, std::vector<std::size_t> numbers)
        : m_numbers(std::move(numbers))
    {
        for (const std::size_t i : m_numbers) {
            const Parameter& parameter = space.parameters()[i];
            const bool counted = parameter.valueCount() > 0 &&
                                 parameter.valueCount() <= kMostIntegers && !parameter.logarithmic;
            m_cells.push_back(counted ? static_cast<double>(parameter.valueCount()) : 0.0);
        }
        if (m_numbers.empty())
            m_cells.push_back(0.0); // dlib knows no function without an argument
    }
    dlib::function_spec spec() const
    {
        const auto size = static_cast<long>(m_cells.size());
        Column lower(size);
        Column upper(size);
        std::vector<bool> whole;
        for (long i = 0; i < size; ++i) {
            const double cells = m_cells[static_cast<std::size_t>(i)];
            lower(i) = 0.0;
            upper(i) = cells > 0.0 ? cells - 1.0 : 1.0;
            whole.push_back(cells > 0.0);
        }
        return {lower, upper, whole};
    }
    void place(const Column& x, Point& point) const
    {
        for (std::size_t i = 0; i < m_numbers.size(); ++i) {
            const double value = x(static_cast<long>(i));
            point[m_numbers[i]] = m_cells[i] > 0.0 ? (value + kMiddle) / m_cells[i] : value;
        }
    }

private:
    static constexpr std::size_t kMostIntegers = 1000;
    std::vector<std::size_t> m_numbers;
    std::vector<double> m_cells; ///< 0 = continuous
};

/// y ≈ intercept + Σ gain of each choice + Σ (linear and quadratic term of each number), weights
/// with independent standard normal priors, y as normal scores.
class AdditiveModel
{
public:
    AdditiveModel(const SearchSpace& space, std::vector<std::size_t> categories)
        : m_space(space)
        , m_categories(std::move(categories))
    {
        m_size = 1;
        for (const std::size_t c : m_categories) {
            m_first.push_back(m_size);
            m_size += static_cast<long>(space.parameters()[c].choices.size());
        }
        for (std::size_t i = 0; i < space.dimensions(); ++i)
            if (isNumber(space.parameters()[i]))
                m_numbers.push_back(i);
        m_size += 2 * static_cast<long>(m_numbers.size());
        m_mean = dlib::zeros_matrix<double>(m_size, 1);
        m_deviation = dlib::identity_matrix<double>(m_size);
    }

    void add(const Point& point, double value)
    {
        m_rows.push_back(features(point));
        m_values.push_back(value);
        fit();
    }

    /// Weights drawn from the posterior.
    Column draw(base::Random& random) const
    {
        Column normal(m_size);
        for (long i = 0; i < m_size; ++i)
            normal(i) = random.normal();
        return m_mean + m_deviation * normal;
    }
    /// The gain of choice `value` of category `number`.
    double gain(const Column& weights, std::size_t number, std::size_t value) const
    {
        return weights(m_first[number] + static_cast<long>(value));
    }
    /// What is expected of the choices alone, in units of `value`.
    double expectedGain(const Point& point) const
    {
        const Column row = features(point);
        double sum = 0.0;
        const long end = m_size - 2 * static_cast<long>(m_numbers.size());
        for (long i = 1; i < end; ++i)
            sum += row(i) * m_mean(i);
        return sum * m_spread;
    }

private:
    Column features(const Point& point) const
    {
        Column row = dlib::zeros_matrix<double>(m_size, 1);
        row(0) = 1.0;
        for (std::size_t c = 0; c < m_categories.size(); ++c) {
            if (!m_space.isActive(m_categories[c], point))
                continue;
            const auto count =
                static_cast<double>(m_space.parameters()[m_categories[c]].choices.size());
            const double cell = std::min(std::floor(point[m_categories[c]] * count), count - 1.0);
            row(m_first[c] + static_cast<long>(cell)) = 1.0;
        }
        long at = m_size - 2 * static_cast<long>(m_numbers.size());
        for (const std::size_t n : m_numbers) {
            const double u = m_space.isActive(n, point) ? 2.0 * point[n] - 1.0 : 0.0;
            row(at++) = u;
            row(at++) = u * u;
        }
        return row;
    }

    /// Blom's normal scores: the ranks as quantiles of the normal distribution; equals share.
    std::vector<double> normalScores() const
    {
        constexpr double kShift = 0.375;
        const auto n = static_cast<double>(m_values.size());
        std::vector<double> scores;
        for (const double value : m_values) {
            double rank = kMiddle;
            for (const double other : m_values)
                rank += other < value ? 1.0 : other == value ? kMiddle : 0.0;
            const double share = (rank - kShift) / (n + 1.0 - 2.0 * kShift);
            scores.push_back(-std::sqrt(2.0) * boost::math::erfc_inv(2.0 * share));
        }
        return scores;
    }

    void fit()
    {
        const std::vector<double> scores = normalScores();
        double noise = kMiddle;
        // Twice: the second time with the variance that the first left unexplained.
        for (int pass = 0; pass < 2; ++pass) {
            Matrix precision = dlib::identity_matrix<double>(m_size);
            Column sum = dlib::zeros_matrix<double>(m_size, 1);
            for (std::size_t i = 0; i < m_rows.size(); ++i) {
                precision += m_rows[i] * dlib::trans(m_rows[i]) / noise;
                sum += m_rows[i] * (scores[i] / noise);
            }
            const Matrix covariance = dlib::inv(precision);
            m_mean = covariance * sum;
            m_deviation = dlib::chol(covariance);
            double left = 0.0;
            for (std::size_t i = 0; i < m_rows.size(); ++i)
                left += std::pow(scores[i] - dlib::dot(m_rows[i], m_mean), 2.0);
            constexpr double kLeastNoise = 0.05;
            noise = std::max(kLeastNoise, (left + 1.0) / static_cast<double>(m_rows.size() + 1));
        }
        // A normal score in units of the values: half the distance of the quartiles, robustly.
        std::vector<double> sorted = m_values;
        std::sort(sorted.begin(), sorted.end());
        constexpr double kQuartileDistance = 1.349; // of the standard normal distribution
        m_spread = (sorted[3 * (sorted.size() - 1) / 4] - sorted[(sorted.size() - 1) / 4]) /
                   kQuartileDistance;
    }

    const SearchSpace& m_space;
    std::vector<std::size_t> m_categories;
    std::vector<long> m_first;
    std::vector<std::size_t> m_numbers;
    long m_size = 0;
    std::vector<Column> m_rows;
    std::vector<double> m_values;
    Column m_mean;
    Matrix m_deviation;
    double m_spread = 0.0;
};

class ModelSampler : public Sampler
{
public:
    ModelSampler(const SearchSpace& space, const SamplerOptions& options)
        : m_space(space)
        , m_novelty(m_space, options)
        , m_random(base::deriveSeed(options.seed, "search model"))
    {
        for (std::size_t i = 0; i < m_space.dimensions(); ++i) {
            const Parameter& parameter = m_space.parameters()[i];
            if (isNumber(parameter))
                m_numbers.push_back(i);
            else if (parameter.valueCount() > 1)
                m_categories.push_back(i);
        }
        m_model = std::make_unique<AdditiveModel>(m_space, m_categories);
        listCombinations();
        std::vector<dlib::function_spec> specs;
        if (m_combinations.empty()) {
            m_functions.emplace_back(m_space, m_numbers);
        } else {
            for (const Point& combination : m_combinations)
                m_functions.emplace_back(m_space, activeNumbers(combination));
        }
        for (const NumberFunction& function : m_functions)
            specs.push_back(function.spec());
        m_search = std::make_unique<dlib::global_function_search>(specs);
        constexpr std::size_t kSamples = 1000;
        m_search->set_monte_carlo_upper_bound_sample_num(kSamples);
        m_search->set_seed(
            static_cast<time_t>(base::deriveSeed(options.seed, "search dlib") >> 2U));
    }

    std::optional<Point> propose(int number) override
    {
        constexpr int kRetries = 30;
        constexpr std::uint64_t kRandomShare = 8;
        const bool explores = !m_combinations.empty() ? false : m_random.below(kRandomShare) == 0;
        for (int i = 0; i < kRetries && !explores; ++i) {
            auto request = std::make_unique<Request>(m_search->get_next_x());
            const Point point = pointOf(*request);
            const std::string key = m_novelty.keyOf(point);
            if (m_novelty.isNew(point) && m_novelty.isPossible(point)) {
                m_novelty.add(point);
                m_requests[number] = std::move(request);
                return point;
            }
            // What is known, or cannot be, teaches dlib where not to look again.
            const auto known = m_known.find(key);
            if (known != m_known.end() && m_combinations.size() > 0)
                request->set(known->second);
            else if (m_told > 0 && !m_novelty.isPossible(point))
                request->set(m_worst);
        }
        return drawn();
    }

    void tell(int number, const Point& point, std::optional<double> value) override
    {
        const auto request = m_requests.find(number);
        if (value && std::isfinite(*value)) {
            m_worst = m_told == 0 ? *value : std::min(m_worst, *value);
            ++m_told;
        } else if (m_told == 0) {
            if (request != m_requests.end())
                m_requests.erase(request); // nothing to compare a failure with yet
            return;
        } else {
            value = m_worst;
        }
        m_known[m_novelty.keyOf(point)] = *value;
        m_model->add(point, *value);
        if (request == m_requests.end())
            return;
        request->second->set(
            m_combinations.empty() ? *value - m_model->expectedGain(point) : *value);
        m_requests.erase(request);
    }

private:
    using Request = dlib::function_evaluation_request;

    std::vector<std::size_t> activeNumbers(const Point& combination) const
    {
        std::vector<std::size_t> active;
        for (const std::size_t n : m_numbers)
            if (m_space.isActive(n, combination))
                active.push_back(n);
        return active;
    }

    /// The combinations of choices, when they are few; those that cannot be are left out.
    void listCombinations()
    {
        constexpr std::size_t kFew = 4;
        std::size_t total = 1;
        for (const std::size_t c : m_categories)
            total = std::min<std::size_t>(total * m_space.parameters()[c].choices.size(), kFew + 1);
        if (total > kFew || m_numbers.empty())
            return;
        std::set<std::string> seen;
        for (std::size_t t = 0; t < total; ++t) {
            Point point(m_space.dimensions(), kMiddle);
            std::size_t rest = t;
            for (const std::size_t c : m_categories) {
                const std::size_t count = m_space.parameters()[c].choices.size();
                point[c] =
                    (static_cast<double>(rest % count) + kMiddle) / static_cast<double>(count);
                rest /= count;
            }
            if (m_novelty.isPossible(point) && seen.insert(m_novelty.keyOf(point)).second)
                m_combinations.push_back(std::move(point));
        }
    }

    Point pointOf(const Request& request)
    {
        Point point(m_space.dimensions(), kMiddle);
        if (!m_combinations.empty())
            point = m_combinations[request.function_idx()];
        else
            chooseCategories(point);
        m_functions[request.function_idx()].place(request.x(), point);
        return point;
    }

    /// Thompson sampling: the best choices if the drawn weights were true.
    void chooseCategories(Point& point)
    {
        const Column weights = m_model->draw(m_random);
        for (std::size_t c = 0; c < m_categories.size(); ++c) {
            const std::size_t count = m_space.parameters()[m_categories[c]].choices.size();
            std::size_t best = 0;
            for (std::size_t value = 1; value < count; ++value)
                if (m_model->gain(weights, c, value) > m_model->gain(weights, c, best))
                    best = value;
            point[m_categories[c]] =
                (static_cast<double>(best) + kMiddle) / static_cast<double>(count);
        }
    }

    std::optional<Point> drawn()
    {
        constexpr int kDraws = 4000;
        for (int i = 0; i < kDraws; ++i) {
            Point point(m_space.dimensions());
            for (double& coordinate : point)
                coordinate = m_random.uniform();
            if (!m_novelty.isNew(point) || !m_novelty.isPossible(point))
                continue;
            m_novelty.add(point);
            return point;
        }
        return std::nullopt;
    }

    const SearchSpace m_space;
    Novelty m_novelty;
    base::Random m_random;
    std::vector<std::size_t> m_numbers;
    std::vector<std::size_t> m_categories;
    std::vector<Point> m_combinations; ///< empty: the additive model chooses
    std::vector<NumberFunction> m_functions;
    std::unique_ptr<AdditiveModel> m_model;
    std::unique_ptr<dlib::global_function_search> m_search;
    std::map<int, std::unique_ptr<Request>> m_requests; ///< by trial; before m_search goes
    std::map<std::string, double> m_known;
    double m_worst = 0.0;
    int m_told = 0;
};

} // namespace

std::unique_ptr<Sampler> makeModelSampler(const SearchSpace& space, const SamplerOptions& options)
{
    return std::make_unique<ModelSampler>(space, options);
}

} // namespace negatoscope::search
