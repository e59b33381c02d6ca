#include "ui/search/SpaceEditor.h"

#include "core/model/ConfigSchema.h"
#include "core/model/NotebookText.h"

#include <QHeaderView>
#include <QRegularExpression>
#include <QSignalBlocker>
#include <QTableWidget>
#include <QVBoxLayout>

namespace negatoscope::ui {

namespace {

constexpr int kSetting = 0;
constexpr int kValues = 1;

bool isLayerPath(const QString& path)
{
    static const QRegularExpression layer(QStringLiteral("^added_layers\\.\\d+$"));
    return layer.match(path).hasMatch();
}

/// A decade around a positive number.
QString decadeAround(double value)
{
    return QStringLiteral("%1 – %2 log")
        .arg(QString::number(value / 10.0, 'g', 2), QString::number(value * 10.0, 'g', 2));
}

} // namespace

nlohmann::json spaceValueOf(const QString& text, bool isLayer)
{
    const QString trimmed = text.trimmed();
    if (isLayer && !trimmed.startsWith(QLatin1Char('{')))
        return {{"optional", true}};
    if (trimmed.startsWith(QLatin1Char('{')) || trimmed.startsWith(QLatin1Char('[')))
        return nlohmann::json::parse(trimmed.toStdString(), nullptr, false);
    static const QRegularExpression range(
        QStringLiteral("^(\\S+)\\s+(?:–|-|to|à)\\s+(\\S+?)(\\s+log)?$"));
    if (const auto match = range.match(trimmed); match.hasMatch()) {
        bool lowIsNumber = false;
        bool highIsNumber = false;
        const double low = match.captured(1).toDouble(&lowIsNumber);
        const double high = match.captured(2).toDouble(&highIsNumber);
        if (lowIsNumber && highIsNumber) {
            static const QRegularExpression whole(QStringLiteral("^-?\\d+$"));
            const bool log = !match.captured(3).isEmpty();
            if (whole.match(match.captured(1)).hasMatch() &&
                whole.match(match.captured(2)).hasMatch())
                return {{"int", {static_cast<std::int64_t>(low), static_cast<std::int64_t>(high)}},
                    {"log", log}};
            return {{log ? "log" : "range", {low, high}}};
        }
    }
    nlohmann::json list = nlohmann::json::array();
    const QStringList parts = trimmed.split(QLatin1Char(','), Qt::SkipEmptyParts);
    for (const QString& part : parts)
        list.push_back(model::parseSettingValue(part.trimmed().toStdString()));
    return list;
}

SpaceEditor::SpaceEditor(QWidget* parent)
    : QWidget(parent)
    , m_table(new QTableWidget(0, 2, this))
{
    m_table->setObjectName(QStringLiteral("spaceTable"));
    m_table->setAccessibleName(tr("Settings that may vary"));
    m_table->setToolTip(
        tr("Switch on what may vary. Values: 1e-4 – 1e-2 log, 32 – 256, or a list: avg, max"));
    m_table->setHorizontalHeaderLabels({tr("Setting"), tr("Values")});
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setSectionResizeMode(kSetting, QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(kValues, QHeaderView::Stretch);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setShowGrid(false);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_table);
    setFocusProxy(m_table);
    connect(m_table, &QTableWidget::itemChanged, this, &SpaceEditor::changed);
}

void SpaceEditor::addRow(
    const std::string& path, const QString& label, const QString& values, bool on)
{
    const int row = m_table->rowCount();
    m_table->insertRow(row);
    auto* name = new QTableWidgetItem(label);
    name->setData(Qt::UserRole, QString::fromStdString(path));
    name->setToolTip(QString::fromStdString(path));
    name->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
    name->setCheckState(on ? Qt::Checked : Qt::Unchecked);
    m_table->setItem(row, kSetting, name);
    m_table->setItem(row, kValues, new QTableWidgetItem(values));
}

int SpaceEditor::rowOf(const QString& path) const
{
    for (int row = 0; row < m_table->rowCount(); ++row)
        if (m_table->item(row, kSetting)->data(Qt::UserRole).toString() == path)
            return row;
    return -1;
}

void SpaceEditor::setBase(const model::ModelConfig& base)
{
    {
        const QSignalBlocker blocker(m_table);
        m_base = base;
        m_table->setRowCount(0);
        addRow(
            "learning_rate", tr("Learning rate"), decadeAround(base.optimizer.learningRate), true);
        addRow("loss", tr("Loss"),
            QStringLiteral("categorical_crossentropy, categorical_focal_crossentropy"), false);
        addRow("pooling", tr("Pooling"), QStringLiteral("avg, max"), true);
        if (base.strategy == model::Strategy::NoTuning)
            addRow("standardize_features", tr("Standardized features"),
                QStringLiteral("True, False"), true);
        addRow("optimizer", tr("Optimizer"), QStringLiteral("adamw, adam, sgd, rmsprop"), false);
        addRow(
            "optimizer.weight_decay", tr("Weight decay"), QStringLiteral("1e-4 – 1e-1 log"), false);
        addRow("batch_size", tr("Batch size"), QStringLiteral("32, 100"), true);
        addRow("equilibrate", tr("Balance the classes"), QStringLiteral("True, False"), true);
        addRow("schedule", tr("Schedule"), QStringLiteral("constant, cosine"), true);
        addRow("epochs", tr("Epochs"), QString::number(base.epochs), false);
        const std::size_t last = base.addedLayers.empty() ? 0 : base.addedLayers.size() - 1;
        for (std::size_t i = 0; i < last; ++i) { // the last dense layer gives the classes
            const model::LayerSpec& layer = base.addedLayers[i];
            const model::LayerRow* row = model::findLayer(layer.type);
            const std::string path = "added_layers." + std::to_string(i);
            const QString title = QStringLiteral("%1. %2").arg(i + 1).arg(
                QString::fromStdString(row ? row->label : layer.type));
            if (layer.type == "dense")
                addRow(path + ".count", tr("%1: units").arg(title), QStringLiteral("16 – 256 log"),
                    true);
            else if (layer.type == "dropout")
                addRow(
                    path + ".count", tr("%1: rate").arg(title), QStringLiteral("0.0 – 0.6"), true);
            addRow(path, tr("%1: there or not").arg(title), tr("yes, no"), false);
        }
    }
    Q_EMIT changed();
}

void SpaceEditor::setSpaceJson(const nlohmann::json& space)
{
    {
        const QSignalBlocker blocker(m_table);
        for (int row = 0; row < m_table->rowCount(); ++row)
            m_table->item(row, kSetting)->setCheckState(Qt::Unchecked);
        for (const auto& [path, value] : space.items()) {
            const int row = rowOf(QString::fromStdString(path));
            const QString text = QString::fromStdString(
                value.is_structured() ? value.dump() : nlohmann::json::array({value}).dump());
            if (row < 0) {
                addRow(path, QString::fromStdString(path), text, true);
                continue;
            }
            m_table->item(row, kSetting)->setCheckState(Qt::Checked);
            m_table->item(row, kValues)->setText(text);
        }
    }
    Q_EMIT changed();
}

nlohmann::json SpaceEditor::spaceJson() const
{
    nlohmann::json space = nlohmann::json::object();
    for (int row = 0; row < m_table->rowCount(); ++row) {
        const QTableWidgetItem* name = m_table->item(row, kSetting);
        if (name->checkState() != Qt::Checked)
            continue;
        const QString path = name->data(Qt::UserRole).toString();
        space[path.toStdString()] =
            spaceValueOf(m_table->item(row, kValues)->text(), isLayerPath(path));
    }
    return space;
}

base::Result<search::SearchSpace> SpaceEditor::space() const
{
    return search::SearchSpace::fromJson(spaceJson(), m_base);
}

} // namespace negatoscope::ui
