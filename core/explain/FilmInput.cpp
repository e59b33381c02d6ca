#include "core/explain/FilmInput.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>

namespace negatoscope::explain {

namespace {

double colouredShare(const cv::Mat& rgb)
{
    constexpr int kApart = 24;
    if (rgb.channels() != 3)
        return 0.0;
    cv::Mat eight;
    rgb.convertTo(eight, CV_8U, rgb.depth() == CV_16U ? 1.0 / 257.0 : 1.0);
    std::int64_t coloured = 0;
    for (int y = 0; y < eight.rows; ++y) {
        const auto* line = eight.ptr<cv::Vec3b>(y);
        for (int x = 0; x < eight.cols; ++x) {
            const auto [low, high] = std::minmax({line[x][0], line[x][1], line[x][2]});
            coloured += high - low > kApart ? 1 : 0;
        }
    }
    return static_cast<double>(coloured) /
           static_cast<double>(std::max<std::size_t>(eight.total(), 1));
}

} // namespace

base::Result<FilmInput> filmInput(image::Film film, const image::Preprocessing& preprocessing)
{
    try {
        FilmInput input;
        input.colouredShare = colouredShare(film.pixels);
        input.values.resize(preprocessing.valuesPerFilm());
        image::scaleToNetwork(image::resizeToInput(film, preprocessing), input.values);
        input.film = std::move(film);
        return input;
    } catch (const std::exception&) {
        return base::failure(base::ErrorCode::OutOfMemory, "not enough memory to resize the film");
    }
}

base::Result<FilmInput> readFilmInput(
    const std::filesystem::path& path, const image::Preprocessing& preprocessing)
{
    auto film =
        image::decodeFilm(path, preprocessing.rgb ? image::Colour::Rgb : image::Colour::Grey);
    if (!film)
        return base::failure(film);
    const bool mayBeColoured = !preprocessing.rgb && film->info.channels >= 3;
    auto input = filmInput(std::move(*film), preprocessing);
    if (!input) {
        input.error().where = path.string();
        return input;
    }
    if (mayBeColoured) {
        // A grey film is decoded as its luma: whether it has colours is seen in a second look.
        if (const auto colour = image::decodeFilm(path, image::Colour::Rgb))
            input->colouredShare = colouredShare(colour->pixels);
    }
    return input;
}

} // namespace negatoscope::explain
