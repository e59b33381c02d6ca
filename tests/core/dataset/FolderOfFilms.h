#pragma once

#include <QTemporaryDir>

#include <filesystem>
#include <string>

namespace negatoscope::testing {

/// A folder of small films that are all different, unless told otherwise.
class FolderOfFilms
{
public:
    FolderOfFilms() = default;
    ~FolderOfFilms();
    FolderOfFilms(const FolderOfFilms&) = delete;
    FolderOfFilms& operator=(const FolderOfFilms&) = delete;

    std::filesystem::path path() const { return m_folder.path().toStdString(); }

    /// Writes one film; the same `picture` number gives the same bytes.
    std::filesystem::path add(const std::string& name, int picture = -1);
    /// Writes "<folder>/film<i>.png" for i below `count`.
    void addMany(const std::string& folder, int count);

private:
    QTemporaryDir m_folder;
    int m_next = 1000;
};

} // namespace negatoscope::testing
