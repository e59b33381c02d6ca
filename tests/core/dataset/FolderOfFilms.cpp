#include "tests/core/dataset/FolderOfFilms.h"

#include "tests/core/image/FilmFiles.h"

namespace negatoscope::testing {

FolderOfFilms::~FolderOfFilms()
{
    // Qt cannot remove names that are not UTF-8.
    std::error_code code;
    std::filesystem::remove_all(path(), code);
}

std::filesystem::path FolderOfFilms::add(const std::string& name, int picture)
{
    const int number = picture >= 0 ? picture : m_next++;
    cv::Mat film = testPicture(16, 12);
    film.at<std::uint8_t>(8, 8) = static_cast<std::uint8_t>(number);
    film.at<std::uint8_t>(8, 9) = static_cast<std::uint8_t>(number >> 8);
    film.at<std::uint8_t>(8, 10) = static_cast<std::uint8_t>(number >> 16);
    const std::filesystem::path target = path() / name;
    std::filesystem::create_directories(target.parent_path());
    writeBytes(target.string(), pngOf(film));
    return target;
}

void FolderOfFilms::addMany(const std::string& folder, int count)
{
    for (int i = 0; i < count; ++i)
        add(folder + "/film" + std::to_string(i) + ".png");
}

} // namespace negatoscope::testing
