#include "core/dataset/FolderWalk.h"

#include "core/base/Files.h"
#include "core/base/Text.h"
#include "core/image/DicomFilm.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <functional>
#include <optional>
#include <set>
#include <span>
#include <sys/stat.h>

namespace negatoscope::dataset {

namespace {

namespace fs = std::filesystem;

/// More than any sensible tree; keeps the recursion finite whatever the file system does.
constexpr int kMaxDepth = 32;

bool isFilmName(const std::string& name)
{
    constexpr std::array<std::string_view, 12> kExtensions{".jpg", ".jpeg", ".jpe", ".jfif", ".png",
        ".tif", ".tiff", ".bmp", ".dib", ".webp", ".dcm", ".dicom"};
    const std::size_t dot = name.rfind('.');
    if (dot == std::string::npos)
        return false;
    const std::string extension = base::toLower(std::string_view(name).substr(dot));
    return std::find(kExtensions.begin(), kExtensions.end(), extension) != kExtensions.end();
}

/// Archives write DICOM files without an extension, or named by a number with dots: those are known
/// by their first bytes.
bool isUnnamedDicom(const fs::path& path, const std::string& name)
{
    const std::size_t dot = name.rfind('.');
    const std::string extension = dot == std::string::npos ? std::string() : name.substr(dot + 1);
    if (!std::all_of(
            extension.begin(), extension.end(), [](char c) { return c >= '0' && c <= '9'; }) ||
        name.ends_with("DICOMDIR"))
        return false;
    std::array<char, 132> start{};
    std::ifstream file(path, std::ios::binary);
    file.read(start.data(), start.size());
    return file.gcount() == static_cast<std::streamsize>(start.size()) &&
           image::isDicom(std::as_bytes(std::span(start)));
}

bool isSkipped(const std::string& name)
{
    return name.empty() || name[0] == '.' || name == "__MACOSX";
}

Split splitOfFolder(const std::string& name)
{
    const std::string lower = base::toLower(name);
    if (lower == "train" || lower == "training")
        return Split::Train;
    if (lower == "val" || lower == "valid" || lower == "validation")
        return Split::Validation;
    if (lower == "test" || lower == "testing")
        return Split::Test;
    return Split::None;
}

struct Entry
{
    std::string name;
    bool link = false;
    bool folder = false;
};

/// One walk through a tree.
class Walker
{
public:
    Walker(fs::path root, std::stop_token stop)
        : m_root(std::move(root))
        , m_stop(std::move(stop))
    {
        std::error_code code;
        m_canonicalRoot = fs::canonical(m_root, code);
    }

    FoundFiles walk()
    {
        fs::path top = m_root;
        std::string prefix;
        std::vector<Entry> entries = entriesOf(top, prefix);
        descendIntoOnlyFolder(top, prefix, entries);
        enter(top);
        m_found.hasSplitFolders =
            std::any_of(entries.begin(), entries.end(), [](const Entry& entry) {
                return entry.folder && splitOfFolder(entry.name) != Split::None;
            });
        for (const Entry& entry : entries) {
            const fs::path path = top / entry.name;
            const std::string name = prefix + entry.name;
            if (!entry.folder) {
                addFile(path, name, Split::None, {});
            } else if (m_found.hasSplitFolders) {
                const Split split = splitOfFolder(entry.name);
                if (split != Split::None)
                    visit(entry.link, [=, this] { walkSplit(path, name, split); });
                else
                    note("the folder " + entry.name + " beside train, val and test was ignored");
            } else {
                visit(entry.link, [=, this, className = entry.name] {
                    walkTree(path, name, Split::None, className, 1);
                });
            }
        }
        for (std::size_t i = 0; i < m_links.size(); ++i) { // grows on the way
            const std::function<void()> walkIt = m_links[i];
            walkIt();
        }
        std::sort(m_found.files.begin(), m_found.files.end(),
            [](const FoundFile& a, const FoundFile& b) { return a.name < b.name; });
        return std::move(m_found);
    }

private:
    void note(const std::string& text) { m_found.notes.push_back(base::printable(text)); }

    /// Folders behind links wait until all others are done: each folder is entered once, and films
    /// belong to the class in whose folder they really lie.
    void visit(bool link, std::function<void()> walkIt)
    {
        if (link)
            m_links.push_back(std::move(walkIt));
        else
            walkIt();
    }

    /// Kaggle's archive unpacks to chest_xray/train/…: opening the folder above means the same.
    void descendIntoOnlyFolder(fs::path& top, std::string& prefix, std::vector<Entry>& entries)
    {
        std::vector<const Entry*> folders;
        bool films = false;
        for (const Entry& entry : entries) {
            if (entry.folder)
                folders.push_back(&entry);
            films = films || (!entry.folder && isFilmName(entry.name));
        }
        if (folders.size() != 1 || films || splitOfFolder(folders[0]->name) != Split::None)
            return;
        const fs::path below = top / folders[0]->name;
        std::error_code code;
        if (!fs::is_directory(below / "train", code) || !mayEnter(below, folders[0]->link))
            return;
        prefix += folders[0]->name + "/";
        top = below;
        entries = entriesOf(top, prefix);
    }

    void walkSplit(const fs::path& folder, const std::string& name, Split split)
    {
        if (!enter(folder))
            return;
        for (const Entry& entry : entriesOf(folder, name)) {
            const fs::path path = folder / entry.name;
            const std::string entryName = name + "/" + entry.name;
            if (entry.folder)
                visit(entry.link, [=, this, className = entry.name] {
                    walkTree(path, entryName, split, className, 2);
                });
            else
                addFile(path, entryName, split, {});
        }
    }

    void walkTree(const fs::path& folder, const std::string& name, Split split,
        const std::string& className, int depth)
    {
        if (depth > kMaxDepth || m_stop.stop_requested() || !enter(folder))
            return;
        for (const Entry& entry : entriesOf(folder, name)) {
            const fs::path path = folder / entry.name;
            const std::string entryName = name + "/" + entry.name;
            if (entry.folder)
                visit(entry.link,
                    [=, this] { walkTree(path, entryName, split, className, depth + 1); });
            else
                addFile(path, entryName, split, className);
        }
    }

    void addFile(
        const fs::path& path, const std::string& name, Split split, const std::string& className)
    {
        if (isFilmName(name) || isUnnamedDicom(path, name))
            m_found.files.push_back({path, name, split, className});
        else
            ++m_found.ignored;
    }

    std::vector<Entry> entriesOf(const fs::path& folder, const std::string& name)
    {
        std::vector<Entry> entries;
        std::error_code code;
        fs::directory_iterator iterator(folder, code);
        const fs::directory_iterator end;
        while (!code && iterator != end && !m_stop.stop_requested()) {
            Entry entry;
            entry.name = iterator->path().filename().string();
            if (!isSkipped(entry.name)) {
                std::error_code ignored;
                entry.link = iterator->is_symlink(ignored);
                entry.folder = iterator->is_directory(ignored);
                if (!entry.folder || mayEnter(iterator->path(), entry.link))
                    entries.push_back(std::move(entry));
            }
            iterator.increment(code);
        }
        if (code) {
            errno = code.value();
            base::Error error = base::fileError(folder, "the folder cannot be listed");
            error.where = name.empty() ? folder.string() : name;
            m_found.unreadable.push_back({error.where, error});
        }
        std::sort(entries.begin(), entries.end(),
            [](const Entry& a, const Entry& b) { return a.name < b.name; });
        return entries;
    }

    /// A link to a folder that holds the data set would walk the disk.
    bool mayEnter(const fs::path& folder, bool link) const
    {
        if (!link)
            return true;
        std::error_code code;
        const fs::path target = fs::canonical(folder, code);
        if (code)
            return false;
        const auto [inTarget, inRoot] = std::mismatch(
            target.begin(), target.end(), m_canonicalRoot.begin(), m_canonicalRoot.end());
        return inTarget != target.end();
    }

    bool enter(const fs::path& folder)
    {
        struct stat status
        {};
        return ::stat(folder.c_str(), &status) == 0 &&
               m_entered.insert({status.st_dev, status.st_ino}).second;
    }

    fs::path m_root;
    fs::path m_canonicalRoot;
    std::stop_token m_stop;
    std::set<std::pair<dev_t, ino_t>> m_entered;
    std::vector<std::function<void()>> m_links;
    FoundFiles m_found;
};

} // namespace

base::Result<FoundFiles> findFiles(const fs::path& root, const std::stop_token& stop)
{
    std::error_code code;
    const fs::file_status status = fs::status(root, code);
    if (!fs::exists(status)) {
        errno = code ? code.value() : ENOENT;
        return base::failure(base::fileError(root, "the folder of films cannot be opened"));
    }
    if (!fs::is_directory(status)) {
        return base::failure(base::ErrorCode::NotFound, "this is not a folder", root.string(),
            "give the folder that holds the films");
    }
    FoundFiles found = Walker(root, stop).walk();
    if (found.files.empty() && !found.unreadable.empty())
        return base::failure(found.unreadable.front().reason);
    return found;
}

} // namespace negatoscope::dataset
