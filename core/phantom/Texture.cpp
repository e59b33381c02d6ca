#include "core/phantom/Texture.h"

#include <opencv2/imgproc.hpp>

#include <cmath>

namespace negatoscope::phantom {

cv::Mat1f fractalNoise(
    const Canvas& canvas, base::Random& random, float scaleMm, int octaves, Ridges ridges)
{
    const float field = canvas.mmPerPixel() * static_cast<float>(canvas.side());
    cv::Mat1f sum = canvas.blank();
    float amplitude = 1.0F;
    float total = 0.0F;
    float scale = scaleMm;
    for (int octave = 0; octave < octaves; ++octave) {
        if (octave > 0 && scale < canvas.mmPerPixel())
            break;
        const int cells = static_cast<int>(field / scale) + 3;
        cv::Mat1f grid(cells, cells);
        for (int row = 0; row < cells; ++row) {
            for (int column = 0; column < cells; ++column)
                grid(row, column) = static_cast<float>(random.normal());
        }
        cv::Mat1f layer;
        cv::resize(grid, layer, sum.size(), 0, 0, cv::INTER_CUBIC);
        if (ridges == Ridges::Yes) {
            layer = cv::abs(layer);
            layer = 1.0 - layer;
        }
        cv::scaleAdd(layer, amplitude, sum, sum);
        total += amplitude;
        amplitude *= 0.5F;
        scale *= 0.5F;
    }
    sum /= total;
    return sum;
}

} // namespace negatoscope::phantom
