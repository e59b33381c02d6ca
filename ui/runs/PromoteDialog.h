#pragma once

#include "ui/runs/RunsLibrary.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QLineEdit;
class QPlainTextEdit;
class QVBoxLayout;

namespace negatoscope::ui {

class Button;
class TextLabel;

/// "This run is the best one": by which figure, for which written reason, and under which name its
/// model is registered on the server. Never by a figure of the test films.
class PromoteDialog final : public QDialog
{
    Q_OBJECT

public:
    PromoteDialog(RunsLibrary& library, const StoredRunPtr& run, QWidget* parent = nullptr);

Q_SIGNALS:
    void registrationWanted(const QString& id, const negatoscope::ui::Registration& registration);

private:
    void buildRegistration(QVBoxLayout* layout);
    void fillCriteria();
    void refresh();
    void keep();

    RunsLibrary& m_library;
    StoredRunPtr m_run;
    QString m_written; ///< the criterion's words as they were put into the reason
    QComboBox* m_criterion = nullptr;
    TextLabel* m_standing = nullptr;
    QPlainTextEdit* m_reason = nullptr;
    QCheckBox* m_register = nullptr;
    QLineEdit* m_model = nullptr;
    QLineEdit* m_alias = nullptr;
    Button* m_keep = nullptr;
};

} // namespace negatoscope::ui
