// What the cockpit knows of the films beside their scores: the 8×8-pixel baseline, brightness, size
// and marker letters.
#include "ui/evaluation/Cockpit.h"
#include "ui/shell/Background.h"

#include <cmath>
#include <unordered_map>

namespace negatoscope::ui {

/// What the films of one data set look like as 8×8 pixels.
struct Cockpit::Pixels
{
    dataset::PixelBaseline baseline;
    std::unordered_map<std::string, double> brightness; ///< by film name
    std::unordered_map<std::string, double> pixels;     ///< width × height
};

void Cockpit::requestBaseline()
{
    const ManifestPtr manifest = m_state.manifest();
    if (manifest == nullptr || manifest == m_pixelsOf || m_file || m_state.job()) {
        return;
    }
    m_pixelsOf = manifest;
    m_pixelsStop = {};
    using Found = std::shared_ptr<const Pixels>;
    runInBackground<Found>(
        m_state.workers(), this,
        [manifest, stop = m_pixelsStop.get_token()]() -> Found {
            const auto traits = dataset::filmTraits(*manifest, 1, {}, stop);
            if (!traits) {
                return nullptr;
            }
            auto pixels = std::make_shared<Pixels>();
            for (std::size_t film = 0; film < manifest->items.size(); ++film) {
                const dataset::FilmItem& item = manifest->items[film];
                pixels->brightness.emplace(item.name, traits->brightness[film]);
                pixels->pixels.emplace(
                    item.name, static_cast<double>(item.info.width) * item.info.height);
            }
            if (auto baseline = dataset::pixelBaseline(*manifest, *traits)) {
                pixels->baseline = std::move(*baseline);
            }
            return pixels;
        },
        [this, manifest](const Found& found) {
            if (manifest == m_pixelsOf && found != nullptr) {
                m_pixels = found;
                Q_EMIT baselineChanged();
            }
        });
}

const evaluation::Scores* Cockpit::baseline() const
{
    if (m_pixels == nullptr || m_file) {
        return nullptr;
    }
    const evaluation::Scores& scores = m_point.set() == OperatingPoint::Set::Test
                                           ? m_pixels->baseline.test
                                           : m_pixels->baseline.validation;
    return scores.labels.empty() ? nullptr : &scores;
}

std::vector<double> Cockpit::brightness() const
{
    std::vector<double> values;
    if (m_pixels != nullptr) {
        for (const std::string& film : m_point.scores().films) {
            const auto found = m_pixels->brightness.find(film);
            values.push_back(found == m_pixels->brightness.end() ? std::nan("") : found->second);
        }
    }
    return values;
}

std::vector<double> Cockpit::filmPixels() const
{
    std::vector<double> values;
    if (m_pixels != nullptr) {
        for (const std::string& film : m_point.scores().films) {
            const auto found = m_pixels->pixels.find(film);
            values.push_back(found == m_pixels->pixels.end() ? 0.0 : found->second);
        }
    }
    return values;
}

std::vector<explain::MarkerSeen> Cockpit::markers() const
{
    std::vector<explain::MarkerSeen> values;
    if (m_markersFound) {
        for (const std::string& film : m_point.scores().films) {
            const auto found = m_markers.find(film);
            values.push_back(
                found == m_markers.end() ? explain::MarkerSeen::Unreadable : found->second);
        }
    }
    return values;
}

void Cockpit::requestMarkers()
{
    const ManifestPtr manifest = m_state.manifest();
    if (manifest == nullptr || manifest == m_markersOf || m_file || m_live || m_state.job()) {
        return;
    }
    m_markersOf = manifest;
    m_markersFound = false;
    m_markersStop = {};
    using Found = std::shared_ptr<const std::unordered_map<std::string, explain::MarkerSeen>>;
    runInBackground<Found>(
        m_state.workers(), this,
        [manifest, stop = m_markersStop.get_token()]() -> Found {
            std::vector<std::string> names;
            std::vector<std::filesystem::path> paths;
            for (const dataset::FilmItem& item : manifest->items) {
                if (item.split != dataset::Split::Train) {
                    names.push_back(item.name);
                    paths.push_back(item.path);
                }
            }
            const auto seen = explain::seenMarkers(paths, 1, stop);
            if (!seen) {
                return nullptr;
            }
            auto found = std::make_shared<std::unordered_map<std::string, explain::MarkerSeen>>();
            for (std::size_t film = 0; film < names.size(); ++film) {
                found->emplace(names[film], (*seen)[film]);
            }
            return found;
        },
        [this, manifest](const Found& found) {
            if (manifest != m_markersOf || found == nullptr) {
                return;
            }
            m_markers = *found;
            m_markersFound = true;
            Q_EMIT markersChanged();
        });
}

} // namespace negatoscope::ui
