#include "core/explain/GuardTrial.h"

#include "core/base/Random.h"
#include "core/evaluation/Intervals.h"

#include <opencv2/imgproc.hpp>

#include <array>
#include <cmath>
#include <functional>

namespace negatoscope::explain {

namespace {

cv::Scalar colourOf(base::Random& random)
{
    return {random.uniform(0, 255), random.uniform(0, 255), random.uniform(0, 255)};
}

/// Smooth noise of the given size of grain, −1…1.
cv::Mat noise(base::Random& random, int side, int grain)
{
    const int cells = std::max(2, side / grain);
    cv::Mat small(cells, cells, CV_32FC1);
    for (int y = 0; y < cells; ++y)
        for (int x = 0; x < cells; ++x)
            small.at<float>(y, x) = static_cast<float>(random.uniform(-1.0, 1.0));
    cv::Mat large;
    cv::resize(small, large, cv::Size(side, side), 0.0, 0.0, cv::INTER_CUBIC);
    return large;
}

void addTexture(cv::Mat& picture, base::Random& random, int grain, double strength)
{
    const cv::Mat field = noise(random, picture.rows, grain);
    for (int y = 0; y < picture.rows; ++y)
        for (int x = 0; x < picture.cols; ++x)
            for (int c = 0; c < 3; ++c)
                picture.at<cv::Vec3b>(y, x)[c] = cv::saturate_cast<unsigned char>(
                    picture.at<cv::Vec3b>(y, x)[c] +
                    strength * static_cast<double>(field.at<float>(y, x)));
}

void drawLandscape(cv::Mat& picture, base::Random& random)
{
    const int side = picture.rows;
    const int horizon = static_cast<int>(random.uniform(0.3, 0.7) * side);
    const cv::Scalar top(90, 140, 230);
    for (int y = 0; y < side; ++y)
        picture.row(y).setTo(
            y < horizon ? top + cv::Scalar(120, 90, 20) * (static_cast<double>(y) / side)
                        : cv::Scalar(70, 120, 50) * (0.6 + 0.4 * static_cast<double>(y) / side));
    for (int hill = 0; hill < 3; ++hill)
        cv::ellipse(picture,
            cv::Point(static_cast<int>(random.uniform(0, side)), horizon + side / 10),
            cv::Size(static_cast<int>(random.uniform(0.2, 0.5) * side),
                static_cast<int>(random.uniform(0.05, 0.25) * side)),
            0, 180, 360, colourOf(random) * 0.5, cv::FILLED);
    cv::circle(picture,
        cv::Point(static_cast<int>(random.uniform(0, side)),
            static_cast<int>(random.uniform(0, horizon))),
        side / 12, cv::Scalar(255, 240, 180), cv::FILLED);
    addTexture(picture, random, 4, 18.0);
}

void drawThings(cv::Mat& picture, base::Random& random)
{
    const int side = picture.rows;
    picture.setTo(colourOf(random));
    const auto place = [&] {
        return static_cast<int>(random.uniform(0, side));
    };
    const auto length = [&] {
        return static_cast<int>(random.uniform(0.08, 0.35) * side);
    };
    for (int thing = 0; thing < 9; ++thing) {
        const cv::Scalar colour = colourOf(random);
        if (random.chance(0.5))
            cv::rectangle(
                picture, cv::Rect(place(), place(), length(), length()), colour, cv::FILLED);
        else
            cv::ellipse(picture, cv::Point(place(), place()), cv::Size(length(), length()),
                random.uniform(0, 180), 0, 360, colour, cv::FILLED);
    }
    addTexture(picture, random, 8, 25.0);
}

void drawPage(cv::Mat& picture, base::Random& random)
{
    const int side = picture.rows;
    picture.setTo(cv::Scalar(235, 230, 220));
    const int line = std::max(6, side / 18);
    for (int y = line; y < side - line; y += line)
        for (int x = line; x < side - 2 * line;) {
            const int word = static_cast<int>(random.uniform(0.5, 3.0) * line);
            cv::rectangle(picture, cv::Rect(x, y, std::min(word, side - line - x), line / 2),
                cv::Scalar(40, 40, 50), cv::FILLED);
            x += word + line / 2;
        }
}

void drawWall(cv::Mat& picture, base::Random& random)
{
    const int side = picture.rows;
    picture.setTo(cv::Scalar(150, 80, 60));
    const int height = static_cast<int>(random.uniform(0.06, 0.15) * side);
    for (int row = 0; row * height < side; ++row)
        for (int x = row % 2 == 0 ? 0 : -height; x < side; x += 2 * height)
            cv::rectangle(picture, cv::Rect(x, row * height, 2 * height, height),
                cv::Scalar(200, 190, 180), 2);
    addTexture(picture, random, 6, 35.0);
    addTexture(picture, random, std::max(2, side / 3), 60.0);
}

void drawPortrait(cv::Mat& picture, base::Random& random)
{
    const int side = picture.rows;
    picture.setTo(colourOf(random));
    const cv::Point centre(side / 2, static_cast<int>(random.uniform(0.35, 0.5) * side));
    const int r = static_cast<int>(random.uniform(0.15, 0.28) * side);
    cv::ellipse(picture, centre + cv::Point(0, 2 * r), cv::Size(2 * r, r), 0, 180, 360,
        colourOf(random), cv::FILLED);
    cv::ellipse(
        picture, centre, cv::Size(r, r * 5 / 4), 0, 0, 360, cv::Scalar(225, 180, 150), cv::FILLED);
    cv::ellipse(picture, centre - cv::Point(0, r / 2), cv::Size(r, r * 4 / 5), 0, 180, 360,
        colourOf(random) * 0.4, cv::FILLED);
    for (const int eye : {-1, 1})
        cv::circle(picture, centre + cv::Point(eye * r / 3, 0), std::max(2, r / 9),
            cv::Scalar(40, 30, 30), cv::FILLED);
    cv::line(picture, centre + cv::Point(-r / 3, r / 2), centre + cv::Point(r / 3, r / 2),
        cv::Scalar(150, 60, 60), 3);
    addTexture(picture, random, 5, 12.0);
}

cv::Mat greyOf(const cv::Mat& picture)
{
    cv::Mat grey;
    cv::cvtColor(picture, grey, cv::COLOR_RGB2GRAY);
    return grey;
}

/// One way to spoil a film.
struct Spoiling
{
    const char* name;
    bool shouldWarn;
    std::function<cv::Mat(const cv::Mat& film, std::uint64_t seed)> apply;
};

std::vector<Spoiling> spoilings()
{
    constexpr int kSide = 256;
    const auto turned = [](int code) {
        return [code](const cv::Mat& film, std::uint64_t) {
            cv::Mat out;
            cv::rotate(film, out, code);
            return out;
        };
    };
    return {{"real films", false,
                [](const cv::Mat& film, std::uint64_t) {
                    return film;
                }},
        {"photographs, grey", true,
            [](const cv::Mat&, std::uint64_t seed) {
                return greyOf(drawnPhotograph(seed, kSide));
            }},
        {"photographs, colour", true,
            [](const cv::Mat&, std::uint64_t seed) {
                return drawnPhotograph(seed, kSide);
            }},
        {"inverted", true,
            [](const cv::Mat& film, std::uint64_t) {
                cv::Mat out;
                cv::bitwise_not(film, out);
                return out;
            }},
        {"turned by 90 degrees", true, turned(cv::ROTATE_90_CLOCKWISE)},
        {"turned by 180 degrees", true, turned(cv::ROTATE_180)},
        {"turned by 270 degrees", true, turned(cv::ROTATE_90_COUNTERCLOCKWISE)}};
}

base::Result<bool> isCaught(
    const Explainer& explainer, const DomainGuard& guard, const cv::Mat& pixels)
{
    const auto& preprocessing = explainer.classifier().config.preprocessing;
    image::Film film{pixels, {}};
    auto input = filmInput(std::move(film), preprocessing);
    if (!input)
        return base::failure(input);
    const auto answer = explainer.answer(input->values);
    if (!answer)
        return base::failure(answer);
    return guard.judge(answer->features, *input).level != GuardLevel::Usual;
}

} // namespace

cv::Mat drawnPhotograph(std::uint64_t seed, int side)
{
    base::Random random(base::deriveSeed(seed, "photograph"));
    cv::Mat picture(side, side, CV_8UC3, cv::Scalar(0, 0, 0));
    constexpr std::array kScenes{drawLandscape, drawThings, drawPage, drawWall, drawPortrait};
    kScenes[random.below(kScenes.size())](picture, random);
    return picture;
}

base::Result<std::optional<std::vector<GuardTrialRow>>> tryGuard(const Explainer& explainer,
    const DomainGuard& guard, const std::vector<std::filesystem::path>& films, std::uint64_t seed,
    const base::ProgressCallback& progress, std::stop_token stop)
{
    const std::vector<Spoiling> ways = spoilings();
    std::vector<std::int64_t> caught(ways.size(), 0);
    std::int64_t seen = 0;
    try {
        for (std::size_t i = 0; i < films.size(); ++i) {
            if (stop.stop_requested())
                return std::optional<std::vector<GuardTrialRow>>();
            const bool rgb = explainer.classifier().config.preprocessing.rgb;
            const auto film =
                image::decodeFilm(films[i], rgb ? image::Colour::Rgb : image::Colour::Grey);
            if (!film)
                continue;
            ++seen;
            for (std::size_t way = 0; way < ways.size(); ++way) {
                const auto found = isCaught(explainer, guard,
                    ways[way].apply(film->pixels, base::deriveSeed(seed, "trial", {i})));
                if (!found)
                    return base::failure(found);
                caught[way] += *found ? 1 : 0;
            }
            if (progress)
                progress({"films", i + 1, films.size()});
        }
    } catch (const std::exception& exception) {
        return base::failure(base::ErrorCode::OutOfMemory,
            std::string("the guard could not be tried: ") + exception.what());
    }
    std::vector<GuardTrialRow> rows;
    for (std::size_t way = 0; way < ways.size(); ++way)
        rows.push_back({ways[way].name, ways[way].shouldWarn,
            evaluation::proportion(caught[way], seen, evaluation::Undefined::NoFilms)});
    return std::optional(std::move(rows));
}

} // namespace negatoscope::explain
