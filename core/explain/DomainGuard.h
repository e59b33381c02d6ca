#pragma once

#include "core/base/Progress.h"
#include "core/base/Result.h"
#include "core/dataset/Manifest.h"
#include "core/explain/Explainer.h"
#include "core/explain/FilmInput.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace negatoscope::explain {

enum class GuardLevel {
    Usual,   ///< like the films that the model learned from
    Unusual, ///< warned
    Refused  ///< not a film that this model should be asked about
};

/// Why a film is not usual; the window translates the code, reasonText gives English.
enum class GuardReason {
    FarFromTraining, ///< farther than `percentile` of the validation films
    BeyondAll,       ///< far beyond every validation film
    Coloured,        ///< a photograph, or a film with coloured marks
    HeaderLateral,   ///< by the DICOM header
    HeaderOther      ///< the DICOM header names another view, part or kind of picture
};
const char* reasonText(GuardReason reason);

struct GuardVerdict
{
    /// Share of the validation films that are nearer to the training films, in percent.
    double percentile = 0.0;
    GuardLevel level = GuardLevel::Usual;
    std::vector<GuardReason> reasons;
    std::string sentence() const; ///< the reasons in English; "" when usual
};

/// One film of the training set, near to the one that is read.
struct Neighbour
{
    std::filesystem::path path;
    std::string name;
    int label = -1;
    double distance = 0.0;
};

struct GuardOptions
{
    std::filesystem::path cacheFolder; ///< of training::FeatureCache; empty: in memory
    int threads = 0;                   ///< 0 = all cores
};

/// Whether a film is like those that a model learned from, and which of them are most alike.
/// Distance: four parts, each as a multiple of its 99th percentile on validation, the largest
/// counts: Mahalanobis distance inside the first principal components of the pooled features and
/// what lies outside them (probabilistic PCA, Tipping and Bishop 1999), and the same of the film at
/// 16×16 pixels, which knows up from down and black from white. Kept in the run's folder as
/// guard.safetensors: no pixels, film names as films.csv has them. A value; thread: any.
class DomainGuard
{
public:
    /// From the run's training and validation films; features come from the cache where it has
    /// them. Empty when stopped. Errors: InsufficientData (fewer than 20 training or 10 validation
    /// films), those of the cache and of decoding.
    static base::Result<std::optional<DomainGuard>> build(const Explainer& explainer,
        const dataset::Manifest& data, const GuardOptions& options,
        const base::ProgressCallback& progress = {}, std::stop_token stop = {});

    base::Result<void> write(const std::filesystem::path& runFolder) const;
    /// NotFound when the run has none.
    static base::Result<DomainGuard> read(const std::filesystem::path& runFolder);

    DomainGuard(const DomainGuard&);
    DomainGuard& operator=(const DomainGuard&);
    DomainGuard(DomainGuard&&) noexcept;
    DomainGuard& operator=(DomainGuard&&) noexcept;
    ~DomainGuard();

    std::size_t trainingFilms() const;

    /// `features` as FilmAnswer gives them.
    GuardVerdict judge(std::span<const float> features, const FilmInput& input) const;

    /// The k nearest training films by the principal components of the features, nearest first.
    std::vector<Neighbour> nearest(std::span<const float> features, std::size_t k) const;

private:
    struct Private;
    explicit DomainGuard(std::unique_ptr<Private> p);
    std::unique_ptr<Private> m_private;
};

} // namespace negatoscope::explain
