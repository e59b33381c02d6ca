#include "core/evaluation/AucInterval.h"
#include "core/model/TorchCompat.h"
#include "core/model/WeightsImport.h"
#include "core/training/Pretrain.h"
#include "core/training/Pretrain_impl.h"

#include <array>

namespace negatoscope::training {

namespace {

/// N×1280 averages of the backbone's output, in inference mode.
at::Tensor pooledFeatures(model::NetworkImpl& network, const at::Tensor& films)
{
    const c10::NoGradGuard noGrad;
    constexpr std::int64_t kBatch = 32;
    std::vector<at::Tensor> parts;
    for (std::int64_t row = 0; row < films.size(0); row += kBatch) {
        const std::int64_t n = std::min(kBatch, films.size(0) - row);
        const at::Tensor out = network.backbone(
            toNetworkInput(films.narrow(0, row, n)), 0, network.backboneSize(), {});
        parts.push_back(at::mean(out, {2, 3}));
    }
    return at::cat(parts, 0);
}

/// Ridge logistic regression by Newton's method in double precision. `x` has a last column of ones.
at::Tensor logisticRegression(const at::Tensor& x, const at::Tensor& y, double ridge)
{
    constexpr int kIterations = 12;
    const std::int64_t d = x.size(1);
    at::Tensor w = at::zeros({d}, at::kDouble);
    at::Tensor penalty = at::full({d}, ridge, at::kDouble);
    penalty[d - 1] = 1e-6;
    for (int i = 0; i < kIterations; ++i) {
        const at::Tensor p = at::sigmoid(at::mv(x, w));
        const at::Tensor gradient = at::mv(x.t(), p - y) + penalty * w;
        const at::Tensor scaled = x * at::sqrt(p * (1.0 - p) + 1e-9).unsqueeze(1);
        const at::Tensor hessian = at::mm(scaled.t(), scaled) + at::diag(penalty);
        w = w - at::linalg_solve(hessian, gradient.unsqueeze(1)).squeeze(1);
    }
    return w;
}

evaluation::Figure aucOf(const at::Tensor& scores, const at::Tensor& y)
{
    const at::Tensor s = scores.contiguous();
    const at::Tensor truth = y.contiguous();
    std::vector<bool> labels;
    for (std::int64_t i = 0; i < truth.numel(); ++i)
        labels.push_back(truth.data_ptr<double>()[i] > 0.5);
    return evaluation::aucWithDeLong(
        {s.data_ptr<double>(), static_cast<std::size_t>(s.numel())}, labels);
}

/// Standardises by the training films and adds the column of ones.
struct Standardised
{
    at::Tensor train;
    at::Tensor test;
};
Standardised standardise(const at::Tensor& train, const at::Tensor& test)
{
    const at::Tensor a = train.to(at::kDouble);
    const at::Tensor mean = at::mean(a, {0}, true);
    const at::Tensor deviation = at::sqrt(at::mean(at::square(a - mean), {0}, true)) + 1e-9;
    const auto apply = [&](const at::Tensor& t) {
        const at::Tensor z = (t.to(at::kDouble) - mean) / deviation;
        return at::cat({z, at::ones({z.size(0), 1}, at::kDouble)}, 1);
    };
    return {apply(train), apply(test)};
}

evaluation::Figure probe(const Standardised& x, const at::Tensor& trainY, const at::Tensor& testY)
{
    // The ridge is chosen on the last quarter of the training films.
    const std::int64_t n = x.train.size(0);
    const std::int64_t inner = n * 3 / 4;
    double bestRidge = 0.0;
    double bestAuc = -1.0;
    for (const double ridge : {10.0, 100.0, 1000.0}) {
        const at::Tensor w =
            logisticRegression(x.train.narrow(0, 0, inner), trainY.narrow(0, 0, inner), ridge);
        const auto auc = aucOf(
            at::mv(x.train.narrow(0, inner, n - inner), w), trainY.narrow(0, inner, n - inner));
        if (auc.value.value_or(0.0) > bestAuc) {
            bestAuc = auc.value.value_or(0.0);
            bestRidge = ridge;
        }
    }
    return aucOf(at::mv(x.test, logisticRegression(x.train, trainY, bestRidge)), testY);
}

struct Question
{
    const char* name;
    bool heldOut;
    at::Tensor train;
    at::Tensor test;
};

std::vector<Question> questionsOf(const PhantomTensors& train, const PhantomTensors& test)
{
    constexpr double kWide = 0.5; // cardiothoracic ratio
    const auto flag = [](const at::Tensor& t) {
        return t.to(at::kDouble);
    };
    return {{"opacity", false, flag(at::gt(train.kind, 0)), flag(at::gt(test.kind, 0))},
        {"tube", true, flag(train.tube), flag(test.tube)},
        {"wide heart", true, flag(at::gt(train.heart, kWide)), flag(at::gt(test.heart, kWide))}};
}

} // namespace

base::Result<std::vector<ProbeResult>> probeBackbone(const std::filesystem::path& backbone,
    const ProbeRequest& request, const base::ProgressCallback& progress, std::stop_token stop)
{
    try {
        phantom::PhantomPlan plan;
        plan.seed = request.seed;
        plan.side = request.side;
        plan.count = request.trainFilms;
        const PhantomTensors train = drawPhantomTensors(plan, request.threads, progress, stop);
        plan.seed = request.seed + 1;
        plan.count = request.testFilms;
        const PhantomTensors test = drawPhantomTensors(plan, request.threads, progress, stop);
        std::vector<ProbeResult> results;
        if (!train.films.defined() || !test.films.defined())
            return results;
        if (request.threads > 0)
            at::set_num_threads(request.threads);
        for (const char* which : {"phantom", "random", "random, normalised"}) {
            auto network = phantomNetwork(request.side, request.seed);
            if (!network)
                return base::failure(network);
            const std::string name = which;
            if (name == "phantom") {
                if (auto loaded = model::loadBackboneWeights(*network, backbone.string()); !loaded)
                    return base::failure(loaded);
            } else if (name != "random") {
                measureBatchNorm(network->impl(), train.films, 64);
            }
            const Standardised features = standardise(pooledFeatures(network->impl(), train.films),
                pooledFeatures(network->impl(), test.films));
            for (const Question& question : questionsOf(train, test))
                results.push_back({name, question.name, question.heldOut,
                    probe(features, question.train, question.test)});
        }
        return results;
    } catch (const c10::Error& error) {
        return base::failure(base::ErrorCode::Internal, model::messageOf(error), "linear probe");
    } catch (const std::exception& error) {
        return base::failure(base::ErrorCode::Internal, error.what(), "linear probe");
    }
}

} // namespace negatoscope::training
