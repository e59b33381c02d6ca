#pragma once

#include "core/base/Random.h"
#include "core/base/Result.h"
#include "core/model/ModelConfig.h"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace negatoscope::search {

/// Where a search looks: one coordinate in [0, 1] per parameter, whatever the parameter is.
using Point = std::vector<double>;

/// What a trial really changes: "learning_rate" → 0.003. Parameters whose condition does not hold
/// are absent.
using Values = nlohmann::ordered_json;

/// A parameter has a meaning only while another one has one of these values.
struct Condition
{
    std::string path; ///< of the space, or any dotted path of the configuration
    std::vector<nlohmann::json> values;
};

enum class ParameterKind {
    Choice,  ///< unordered: names, booleans, whole stacks
    Ordered, ///< a list of at least three rising or falling numbers
    Integer, ///< whole numbers low…high
    Real     ///< low…high
};

/// What is done with the value.
enum class Action {
    Set,     ///< as `--set path=value`
    Present, ///< the layer is there, or not
    Blocks,  ///< the layers first…last of the base are there this many times, one after another
    Order    ///< the base's layers in this order
};

struct Parameter
{
    std::string path;
    ParameterKind kind = ParameterKind::Real;
    Action action = Action::Set;
    bool logarithmic = false; ///< Integer and Real
    double low = 0.0;
    double high = 1.0;
    std::vector<nlohmann::json> choices; ///< Choice and Ordered
    std::vector<Condition> conditions;   ///< all must hold
    std::size_t firstLayer = 0;          ///< Present (both the layer) and Blocks
    std::size_t lastLayer = 0;

    /// The number of different values; 0 for Real.
    std::size_t valueCount() const;
    /// Every value for coordinates in [0, 1]; equally wide cells for what can be counted (a
    /// logarithmic integer: cells of equal ratio). Coordinates outside are clamped.
    nlohmann::json valueAt(double coordinate) const;
    /// The middle of the value's cell; empty when it is not one of the parameter's values.
    std::optional<double> coordinateOf(const nlohmann::json& value) const;
    /// The coordinates of a grid: all values, or `levels` of a range, ends included.
    std::vector<double> gridCoordinates(int levels) const;
};

/// One combination of choices that cannot be trained, and why.
struct ImpossibleCombination
{
    Values values; ///< the choices that make it
    base::Error error;
};

/// The parameters that a search varies around a base configuration (../shared/design/cli.md):
///
///     "learning_rate": {"log": [1e-4, 1e-2]}          real, logarithmic
///     "added_layers.0.count": {"range": [0.0, 0.6]}   real
///     "added_layers.1.count": {"int": [32, 256], "log": true}
///     "pooling": ["avg", "max"]                       one of; also whole stacks for "added_layers"
///     "loss": "hinge"                                 fixed
///     "added_layers.2": {"optional": true}            there or not
///     "added_layers.1-2": {"blocks": [0, 3]}          layers 1 to 2 none to three times
///     "added_layers": {"order": [[0, 1, 2, 3], [2, 0, 1, 3]]}
///     "optimizer.momentum": {"range": [0, 0.95], "when": {"optimizer": ["sgd", "rmsprop"]}}
///
/// `{"choice": […]}` is a list that can carry "when". Positions in `added_layers` are always those
/// of the base. Plain values; any thread.
class SearchSpace
{
public:
    /// Errors (InvalidConfiguration) name the path, what is wrong and what is allowed: unknown
    /// kinds, empty lists or ranges, unknown paths, conditions in a circle.
    static base::Result<SearchSpace> fromJson(
        const nlohmann::json& json, const model::ModelConfig& base);

    const std::vector<Parameter>& parameters() const { return m_parameters; }
    const model::ModelConfig& base() const { return m_base; }
    std::size_t dimensions() const { return m_parameters.size(); }

    /// Whether the parameter means anything at this point: its conditions hold, and the layer that
    /// it belongs to is there.
    bool isActive(std::size_t parameter, const Point& point) const;
    Values valuesAt(const Point& point) const;
    /// Inactive parameters and those that `values` does not name get the middle, 0.5.
    Point pointOf(const Values& values) const;

    /// The configuration of a point: what `--set` would make of its values, one after another.
    /// Any seed of the base is kept.
    base::Result<model::ModelConfig> configAt(const Point& point) const;

    /// Tries every combination of choices (with ranges at both ends) without films: settings, layer
    /// stack, loss. At most `limit` combinations are tried, drawn evenly when there are more.
    std::vector<ImpossibleCombination> impossibleCombinations(
        int classCount, std::size_t limit = 2000) const;

    /// How many points there are; 0 when a real range makes them uncountable.
    std::size_t gridSize(int levels) const;

private:
    model::ModelConfig m_base;
    std::vector<Parameter> m_parameters; ///< what a condition names comes before it
};

/// What must hold before training: the layer stack and the loss fit these classes.
base::Result<void> checkTrainable(const model::ModelConfig& config, int classCount);

} // namespace negatoscope::search
