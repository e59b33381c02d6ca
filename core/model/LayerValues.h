#pragma once

#include "core/model/SchemaRows.h"

/// Arguments of layers: rows, and the canonical forms of initialisers and regularisers. Inside
/// core/model only.
namespace negatoscope::model::schema {

/// Initialiser: its name, or {"class_name", "config"} with all options where one is not default.
base::Result<nlohmann::json> readInitializer(const Place& place, const nlohmann::json& value);
/// Regulariser: null or {"l1": x, "l2": y}.
base::Result<nlohmann::json> readRegularizer(const Place& place, const nlohmann::json& value);

struct ArgumentWords
{
    std::string key;
    std::string label;
    std::string effect;
};

ParameterRow integerArgument(ArgumentWords words, int value, int minimum, int maximum);
ParameterRow realArgument(ArgumentWords words, double value, double minimum, double maximum);
ParameterRow booleanArgument(ArgumentWords words, bool value);
ParameterRow choiceArgument(
    ArgumentWords words, std::string value, std::vector<std::string> choices);
/// [height, width]; `nullable` for the strides of a pooling.
ParameterRow pairArgument(ArgumentWords words, int value, int minimum, int maximum);
ParameterRow nullablePairArgument(ArgumentWords words, int minimum, int maximum);
ParameterRow activationArgument(std::string value);
ParameterRow initializerArgument(const std::string& key, const std::string& value);
ParameterRow regularizerArgument(const std::string& key);

} // namespace negatoscope::model::schema
