#include "core/training/ViewBank.h"

#include "core/base/Random.h"
#include "core/image/ViewOfFilm.h"

#include <opencv2/core.hpp>

namespace negatoscope::training {

namespace {

constexpr int kDefaultDraws = 7; ///< beside the original, when only data_augmentation is given

void addDraws(std::vector<FilmView>& bank, const image::Augmentation& augmentation, int count)
{
    for (int i = 0; i < count; ++i) {
        FilmView view;
        view.augmentation = augmentation;
        view.number = static_cast<std::uint64_t>(i);
        view.name = image::fingerprint(augmentation) + ":" + std::to_string(i);
        bank.push_back(std::move(view));
    }
}

} // namespace

FilmView originalView()
{
    FilmView view;
    view.name = "original";
    return view;
}

std::vector<FilmView> viewBank(const model::ModelConfig& config)
{
    const model::ViewsConfig& wanted = config.views;
    std::vector<FilmView> bank;
    if (wanted.total() > 0) {
        if (wanted.original > 0)
            bank.push_back(originalView());
        if (wanted.flip > 0) {
            FilmView mirrored;
            mirrored.name = "flip";
            mirrored.flip = true;
            bank.push_back(std::move(mirrored));
        }
        addDraws(bank, image::Augmentation::mild(), wanted.mild);
        addDraws(bank, image::Augmentation::strong(), wanted.strong);
        addDraws(bank, image::Augmentation::extra(), wanted.extra);
        return bank;
    }
    bank.push_back(originalView());
    if (config.augmentation)
        addDraws(bank, *config.augmentation, kDefaultDraws);
    return bank;
}

std::uint64_t bankSeed(const dataset::FilmItem& film, const FilmView& view)
{
    return base::deriveSeed(view.number, "view " + view.name + " of " + film.hash);
}

base::Result<void> prepareFilm(const dataset::FilmItem& film,
    const image::Preprocessing& preprocessing, const FilmView& view, std::uint64_t seed,
    std::span<float> out)
{
    if (!view.flip && !view.augmentation)
        return image::preprocessFile(film.path, preprocessing, out);
    const auto seen = [&view, seed](cv::Mat resized) {
        if (view.flip)
            cv::flip(resized, resized, 1);
        return view.augmentation ? image::augmentedView(resized, *view.augmentation, seed)
                                 : resized;
    };
    return image::preprocessView(film.path, preprocessing, seen, out);
}

} // namespace negatoscope::training
