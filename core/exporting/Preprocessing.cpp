#include "core/exporting/ModelFile.h"

#include <nlohmann/json.hpp>

namespace negatoscope::exporting {

std::string preprocessingJson(const model::Classifier& classifier)
{
    const auto& input = classifier.config.preprocessing;
    const bool inside = classifier.config.includePreprocessing;
    nlohmann::ordered_json json;
    json["input_name"] = "film";
    json["height"] = input.height;
    json["width"] = input.width;
    json["channels"] = 3;
    json["grey_films_are_repeated"] = !input.rgb;
    json["film_is_read_as"] = input.rgb ? "RGB" : "grey";
    const nlohmann::json film = image::toJson(input);
    json["film"] = nlohmann::ordered_json(film);
    json["rescaling_inside_the_model"] = inside;
    json["input_range"] = inside ? nlohmann::json{0.0, 255.0} : nlohmann::json{-1.0, 1.0};
    json["input_formula"] = inside ? "grey levels 0…255 of the resized film"
                                   : "grey levels 0…255 of the resized film, / 127.5 − 1";
    json["output_name"] = "probabilities";
    json["class_names"] = classifier.classNames;
    json["positive_class"] = classifier.positiveClass;
    json["threshold"] = classifier.threshold;
    json["statement"] = "For teaching and research only. Not a medical device; not for diagnosis, "
                        "triage or treatment.";
    return json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

} // namespace negatoscope::exporting
