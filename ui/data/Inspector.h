#pragma once

#include "ui/data/SplitCard.h"
#include "ui/data/ThumbnailStore.h"
#include "ui/widgets/Card.h"

class QGridLayout;
class QLabel;
class QListWidget;

namespace negatoscope::ui {

class Badge;
class Button;
class ElideLabel;
class FilmPreview;
class InlineNotice;

/// One film and what is known of it; below, what was read from the folder and what was not.
class Inspector final : public Card
{
    Q_OBJECT

public:
    explicit Inspector(AppState& state, ThumbnailStore& thumbnails, QWidget* parent = nullptr);
    void setReport(const ManifestPtr& manifest, const ReportPtr& report);
    void setFilm(int item); ///< index into the manifest, −1 = none

private:
    void addFact(QGridLayout* grid, const QString& name, ElideLabel** value);
    void copyReport() const;
    void refreshReport();
    QString reportText() const;

    AppState& m_state;
    ManifestPtr m_manifest;
    ReportPtr m_report;
    int m_item = -1;
    FilmPreview* m_preview = nullptr;
    ElideLabel* m_name = nullptr;
    Badge* m_class = nullptr;
    Badge* m_split = nullptr;
    InlineNotice* m_notice = nullptr;
    QWidget* m_factsBox = nullptr;
    ElideLabel* m_size = nullptr;
    ElideLabel* m_format = nullptr;
    ElideLabel* m_patient = nullptr;
    ElideLabel* m_same = nullptr;
    ElideLabel* m_read = nullptr;
    ElideLabel* m_failed = nullptr;
    ElideLabel* m_copies = nullptr;
    ElideLabel* m_colour = nullptr;
    ElideLabel* m_sizes = nullptr;
    QListWidget* m_unreadable = nullptr;
    Button* m_open = nullptr;
};

/// The picture at the top of the inspector: the whole film on black.
class FilmPreview final : public QWidget
{
    Q_OBJECT

public:
    explicit FilmPreview(ThumbnailStore& thumbnails, QWidget* parent = nullptr);
    void setPath(const QString& path);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    ThumbnailStore& m_thumbnails;
    QString m_path;
};

} // namespace negatoscope::ui
