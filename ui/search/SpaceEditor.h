#pragma once

#include "core/base/Result.h"
#include "core/search/SearchSpace.h"

#include <QWidget>

class QTableWidget;

namespace negatoscope::ui {

/// The settings of a configuration as rows: switch on what may vary, and say how: "1e-4 – 1e-2
/// log", "32 – 256", "avg, max", "yes, no" for a layer; or JSON as in a space file.
class SpaceEditor final : public QWidget
{
    Q_OBJECT

public:
    explicit SpaceEditor(QWidget* parent = nullptr);

    /// Rows for what this configuration has; the usual suspects are switched on.
    void setBase(const model::ModelConfig& base);
    const model::ModelConfig& base() const { return m_base; }
    /// Switches on exactly the paths of a space file, with its ranges.
    void setSpaceJson(const nlohmann::json& space);
    nlohmann::json spaceJson() const;
    base::Result<search::SearchSpace> space() const;

Q_SIGNALS:
    void changed();

private:
    void addRow(const std::string& path, const QString& label, const QString& values, bool on);
    int rowOf(const QString& path) const;

    QTableWidget* m_table = nullptr;
    model::ModelConfig m_base;
};

/// "1e-4 – 1e-2 log" → {"log": [1e-4, 1e-2]}; whole numbers become an "int" range.
nlohmann::json spaceValueOf(const QString& text, bool isLayer);

} // namespace negatoscope::ui
