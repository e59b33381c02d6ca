#pragma once

#include "core/base/Result.h"
#include "core/image/Film.h"

#include <nlohmann/json_fwd.hpp>

#include <span>
#include <string>

namespace negatoscope::image {

enum class ResizePolicy {
    Stretch,   ///< Keras' default: both sides to the input size, aspect ratio lost
    Letterbox, ///< the whole film, aspect ratio kept, black border
    Crop       ///< the centre, aspect ratio kept, the long side loses its ends
};

enum class Interpolation {
    Bilinear, ///< half-pixel centres without antialiasing, as tf.image.resize (keras.md 6.3)
    Area      ///< averages what falls into each pixel when shrinking; bilinear when enlarging
};

/// How any film becomes the network's input. One value, stored with the run, used alike for
/// training, validation, test, one film and heat maps.
struct Preprocessing
{
    int width = 224;
    int height = 224;
    bool rgb = false; ///< false: one grey channel, replicated by the network
    ResizePolicy policy = ResizePolicy::Stretch;
    Interpolation interpolation = Interpolation::Bilinear;

    int channels() const { return rgb ? 3 : 1; }
    std::size_t valuesPerFilm() const
    {
        return static_cast<std::size_t>(width) * static_cast<std::size_t>(height) *
               static_cast<std::size_t>(channels());
    }
    bool operator==(const Preprocessing&) const = default;
};

nlohmann::json toJson(const Preprocessing&);
base::Result<Preprocessing> preprocessingFromJson(const nlohmann::json&);
/// Part of the feature cache's key; changes whenever the produced values would.
std::string fingerprint(const Preprocessing&);

/// The film resized to the input size in grey levels 0…255: CV_32FC1 or CV_32FC3, not rounded
/// (16-bit films are scaled by 1/257). Augmentation works on this.
cv::Mat resizeToInput(const Film& film, const Preprocessing& preprocessing);

/// x / 127.5 − 1 (two float32 operations, as Keras), planar: channel, row, column.
/// `out` holds preprocessing.valuesPerFilm() floats.
void scaleToNetwork(const cv::Mat& resized, std::span<float> out);

/// decode → resize → scale for one file.
base::Result<void> preprocessFile(
    const std::filesystem::path& path, const Preprocessing& preprocessing, std::span<float> out);

/// Where the film lies in the input: input = film * scale + offset (pixel-edge coordinates). Used
/// to carry heat maps back to the film.
struct Placement
{
    double scaleX = 1.0;
    double scaleY = 1.0;
    double offsetX = 0.0;
    double offsetY = 0.0;
};
Placement placementOf(int filmWidth, int filmHeight, const Preprocessing& preprocessing);

} // namespace negatoscope::image
