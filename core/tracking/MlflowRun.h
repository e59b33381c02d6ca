#pragma once

#include "core/base/Result.h"
#include "core/tracking/RunStore.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace negatoscope::tracking {

/// The tag by which a run of ours is found again on any server: created once, never twice.
inline constexpr const char* kRunUuidTag = "negatoscope.run_uuid";
/// Of a challenger: the UUID of the run that stands for its study. Where that one is on the server
/// (or in the folder) too, MLflow's own tag shows the challenger nested below it.
inline constexpr const char* kParentUuidTag = "negatoscope.parent_uuid";
inline constexpr const char* kMlflowParentTag = "mlflow.parentRunId";

struct MlflowMetric
{
    std::string key;
    double value = 0.0;           ///< finite
    std::int64_t timestampMs = 0; ///< rises strictly with the step
    std::int64_t step = 0;        ///< epoch, 0-based
};

struct MlflowDataset
{
    std::string name;
    std::string digest; ///< at most 36 characters
    std::string context;
    std::string sourceType;
    std::string source;  ///< JSON; says nothing of this computer
    std::string profile; ///< JSON
};

struct MlflowFile
{
    std::string path; ///< below the run's artifacts: "confusion_matrix.png"
    std::string bytes;
};

/// A model in MLflow's layout: a folder of files, and the MLmodel file that names its run.
struct MlflowModel
{
    std::string name = "model";
    std::vector<MlflowFile> files; ///< model.onnx, requirements.txt, …
    std::string inputName;
    std::vector<std::int64_t> inputShape; ///< −1 = any
    std::string outputName;
    std::vector<std::int64_t> outputShape;
    std::string uuid;
    std::uint64_t bytes() const;
    /// The MLmodel file (https://mlflow.org/docs/latest/ml/model/#storage-format).
    std::string description(const std::string& runId, const std::string& modelId,
        const std::string& artifactPath, std::int64_t createdMs) const;
};

/// Everything that an MLflow server is told of a run; nothing in it names a film, a patient, a
/// folder or this computer.
struct MlflowRun
{
    std::string uuid;
    std::string name;
    std::int64_t startMs = 0;
    std::int64_t endMs = 0;
    std::string status = "FINISHED"; ///< FINISHED, FAILED or KILLED
    std::map<std::string, std::string> params;
    std::map<std::string, std::string> tags;
    std::vector<MlflowMetric> metrics;
    std::vector<MlflowDataset> datasets;
    std::vector<MlflowFile> artifacts;
    std::optional<MlflowModel> model;
};

/// `row` gives name, tags and lineage; `user` becomes the tag mlflow.user. Metrics that are not
/// finite are left out and named in a tag. Keras' metric names; timestamps are the epochs' own,
/// moved by milliseconds where two of them are alike.
MlflowRun describeRun(const training::RunRecord& run, const RunRow& row, const std::string& user);

/// A key that every server takes (mlflow.md 1.4): letters, digits, _ - . space and single slashes.
std::string mlflowKey(const std::string& name);

} // namespace negatoscope::tracking
