#pragma once

#include "core/evaluation/ScoresFile.h"
#include "ui/evaluation/Cockpit.h"

#include <QWidget>

class QComboBox;
class QTableWidget;

namespace negatoscope::ui {

class TextLabel;

/// Where the model is better and worse: recall of each class by kind, by the prefix of the file
/// name, by marker letter, by brightness, by size, or by any column of a CSV file joined by file
/// name. Each with n and its interval; too few is said. Enter opens the films of a group in the
/// Reader.
class GroupsPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit GroupsPanel(Cockpit& cockpit, QWidget* parent = nullptr);
    QString csv() const;

public Q_SLOTS:
    /// Reads the file in the background; its columns join the choice.
    void openColumns(const QString& path);

protected:
    void showEvent(QShowEvent* event) override;

private:
    enum Grouping { Kind, Prefix, Marker, Brightness, Size, FirstColumn };
    void build();
    void chooseFile();
    void fillChoices();
    void refresh();
    void fillRow(int row, const evaluation::GroupFigure& group);
    std::vector<std::string> groups() const; ///< one per film; "" = in none
    QString noteText(std::size_t rows) const;
    void openGroup(int row);

    Cockpit& m_cockpit;
    QComboBox* m_choice = nullptr;
    QTableWidget* m_table = nullptr;
    TextLabel* m_note = nullptr;
    QString m_columnsPath;
    std::shared_ptr<const evaluation::FilmColumns> m_columns;
    std::vector<std::string> m_columnsFilms; ///< for which the columns were read
    std::vector<evaluation::GroupFigure> m_shown;
    std::vector<std::string> m_groupOfFilm;
};

} // namespace negatoscope::ui
