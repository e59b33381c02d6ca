#pragma once

#include "core/model/LayerStack.h"

#include <cstdint>
#include <string>
#include <vector>

namespace negatoscope::model {

/// One layer of Keras' MobileNetV2 (include_top=False, pooling=None): index = position in
/// model.layers, 0 = input_layer … 153 = out_relu (keras.md 1.7). No weights, no torch: this is the
/// plan that the network, the freeze slider, the importer and the cost model share.
struct BackboneLayer
{
    enum class Kind { Input, Conv, DepthwiseConv, BatchNorm, Relu6, ZeroPad, Add };
    std::string name; ///< "block_13_expand"
    Kind kind = Kind::Input;
    int block = -1; ///< -1 input and stem, 0…16 blocks, 17 Conv_1 and after
    Shape output;
    int kernel = 0;
    int stride = 1;
    int skipFrom = -1; ///< Add: index of the layer whose output is added
    std::int64_t parameters = 0;
    std::int64_t trainableParameters = 0;
    std::int64_t multiplyAdds = 0; ///< of the convolutions; the rest can be folded or is cheap
};

std::vector<BackboneLayer> mobileNetV2Layout(double alpha, int height, int width);

/// The largest index c ≤ firstTrainable such that layers 0…c−1 can be computed once and cached:
/// exactly one tensor crosses from c−1 to c. E.g. 98 for firstTrainable 100 (inside block 11).
int deepestCut(const std::vector<BackboneLayer>& layout, int firstTrainable);

} // namespace negatoscope::model
