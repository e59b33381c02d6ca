#pragma once

#include "core/base/Random.h"
#include "core/model/LayerStack.h"

#include <nlohmann/json.hpp>

#include <vector>

namespace negatoscope::model {

/// Values of a new variable of this Keras shape, C order, by a Keras initialiser (keras.md 3.3,
/// keras/src/initializers/random_initializers.py): a name, or {"class_name", "config"}; null means
/// `fallback`. Unknown names mean `fallback` too: ConfigSchema has checked them.
std::vector<float> initialise(const nlohmann::json& initialiser, const std::string& fallback,
    const Shape& kerasShape, base::Random& random);

} // namespace negatoscope::model
