#pragma once

#include "ui/data/FilmModel.h"
#include "ui/shell/Theme.h"
#include "ui/widgets/Card.h"

#include <QCheckBox>

class QLineEdit;
class QVBoxLayout;

namespace negatoscope::ui {

/// One choice of a facet: a checkbox with the number of films and a bar below the number.
class FacetRow final : public QCheckBox
{
    Q_OBJECT

public:
    FacetRow(const QString& text, Token barToken, QWidget* parent = nullptr);
    void setCount(int count, int largest);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool hitButton(const QPoint& position) const override { return rect().contains(position); }

private:
    Token m_barToken;
    int m_count = 0;
    int m_largest = 1;
};

/// Search and facets of the Data page; asks the model to filter.
class FacetPanel final : public Card
{
    Q_OBJECT

public:
    explicit FacetPanel(FilmModel& model, QWidget* parent = nullptr);

public Q_SLOTS:
    void clearFilters();

private:
    void rebuild();
    void refreshCounts();
    void pushFilter();
    FacetRow* addRow(const QString& text, Token bar, bool checked);
    void addGroup(const QString& title);

    FilmModel& m_model;
    ManifestPtr m_builtFor;
    QLineEdit* m_search = nullptr;
    QWidget* m_body = nullptr;
    QVBoxLayout* m_rows = nullptr;
    QHash<int, FacetRow*> m_classes;
    QHash<int, FacetRow*> m_splits;
    QHash<QString, FacetRow*> m_kinds;
    FacetRow* m_singles = nullptr;
    FacetRow* m_several = nullptr;
    FacetRow* m_duplicates = nullptr;
    FacetRow* m_unknown = nullptr;
    bool m_filling = false;
};

} // namespace negatoscope::ui
