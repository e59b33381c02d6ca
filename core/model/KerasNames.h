#pragma once

#include "core/model/MobileNetV2Layout.h"

#include <string>

namespace negatoscope::model {

/// Keras' class of a backbone layer: "DepthwiseConv2D".
const char* kerasClassOf(BackboneLayer::Kind kind);
/// Keras' class of a head layer's type: "global_max_pooling2d" → "GlobalMaxPooling2D".
std::string kerasClassOf(const std::string& type);

} // namespace negatoscope::model
