#pragma once

#include "ui/runs/MlflowLink.h"

#include <QDialog>

class QCheckBox;
class QLineEdit;

namespace negatoscope::ui {

class Button;
class TextLabel;

/// Where MLflow is, who we are there, and a test of both. The password goes to the system's key
/// chain. An empty address means offline, which is the default.
class ServerDialog final : public QDialog
{
    Q_OBJECT

public:
    explicit ServerDialog(MlflowLink& link, QWidget* parent = nullptr);

private:
    ServerSettings settings() const;
    void test();
    void save();

    MlflowLink& m_link;
    QLineEdit* m_url = nullptr;
    QLineEdit* m_user = nullptr;
    QLineEdit* m_password = nullptr;
    QLineEdit* m_experiment = nullptr;
    QLineEdit* m_certificate = nullptr;
    QCheckBox* m_automatic = nullptr;
    TextLabel* m_answer = nullptr;
    Button* m_test = nullptr;
};

} // namespace negatoscope::ui
