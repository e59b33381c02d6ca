#pragma once

#include <QStyledItemDelegate>
#include <QTableView>

namespace negatoscope::ui {

class RunsModel;

/// Paints the cells of the table of runs: markers and stars, differing values strong, curves.
class RunsDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
        const QModelIndex& index) const override;

private:
    void paintBox(QPainter* painter, const QRect& room, const QModelIndex& index) const;
    void paintTags(QPainter* painter, const QRect& room, const QModelIndex& index) const;
    void paintName(QPainter* painter, const QRect& room, const QModelIndex& index) const;
    void paintCurve(QPainter* painter, const QRect& room, const QModelIndex& index) const;
};

/// The table of runs. Space chooses the row for comparing, Enter opens it in the Lab, F2 renames,
/// Delete puts it into the bin.
class RunsTable final : public QTableView
{
    Q_OBJECT

public:
    explicit RunsTable(RunsModel& model, QWidget* parent = nullptr);
    QStringList selectedIds() const;

Q_SIGNALS:
    void openRequested(const QString& id);
    void deleteRequested();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void fitColumns();
    int columnPixels(int column) const;
    void rememberSelection();
    void restoreSelection();

    RunsModel& m_model;
    QStringList m_selected; ///< while the model is rebuilt
    QString m_current;
    int m_currentColumn = 0;
};

} // namespace negatoscope::ui
