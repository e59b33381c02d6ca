#pragma once

// Private to core/tracking: the steps of one upload, shared by the two files that hold them.

#include "core/tracking/MlflowUpload.h"

#include <optional>
#include <set>

namespace negatoscope::tracking {

inline constexpr const char* kMlflowApi = "/api/2.0/mlflow/";

/// Null when there is none.
nlohmann::json childOf(const nlohmann::json& object, const char* key);
nlohmann::json metricJson(const MlflowMetric& metric);

/// One upload on its way. Every step may be done again.
class RunUpload
{
public:
    RunUpload(MlflowClient& client, const MlflowRun& run, const UploadOptions& options,
        const UploadStage& stage)
        : m_client(client)
        , m_run(run)
        , m_options(options)
        , m_stage(stage)
    {}

    base::Result<UploadResult> run();

private:
    // MlflowUpload.cpp
    base::Result<void> findExperiment();
    base::Result<void> findRun();
    base::Result<std::vector<std::string>> runsWithOurTag();
    base::Result<void> createRun();
    base::Result<void> removeTwins();
    base::Result<void> readBack();
    base::Result<void> sendParams();
    base::Result<void> sendTags();
    base::Result<void> sendDatasets();
    base::Result<void> sendMetrics();
    base::Result<std::set<std::string>> completeMetrics();
    base::Result<void> sendArtifacts();
    base::Result<void> finish();
    base::Result<void> verify();
    base::Result<void> tellOfLargeFiles() const;

    // MlflowUploadModel.cpp
    base::Result<void> sendModel();
    base::Result<bool> findLoggedModel();
    base::Result<void> createLoggedModel();
    base::Result<void> sendModelFiles(const std::string& root, const std::string& modelId);
    base::Result<void> linkModel();
    base::Result<void> markModelUnfinished();
    base::Result<void> sendModelInRun();
    base::Result<void> registerModel();
    base::Result<std::string> versionOfRun();

    base::Result<nlohmann::json> ask(
        const std::string& path, const std::map<std::string, std::string>& query, const char* what);
    base::Result<nlohmann::json> post(
        const std::string& path, const nlohmann::json& body, const char* what);
    base::Result<void> putFile(
        const std::string& root, const std::string& path, const std::string& bytes);
    base::Result<std::map<std::string, std::uint64_t>> filesOfRun(const std::string& folder);
    void say(const std::string& what) const
    {
        if (m_stage)
            m_stage(what);
    }

    MlflowClient& m_client;
    const MlflowRun& m_run;
    const UploadOptions& m_options;
    const UploadStage& m_stage;
    UploadResult m_result;
    nlohmann::json m_remote; ///< runs/get
    std::string m_modelId;   ///< MLflow 3's; empty for MLflow 2
    std::string m_modelRoot; ///< its artifact URI
    bool m_hasLoggedModels = true;
    std::set<std::string> m_tooLarge; ///< files that the server refused (413)
};

} // namespace negatoscope::tracking
