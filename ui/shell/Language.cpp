#include "ui/shell/Language.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

namespace negatoscope::ui {

void installLanguage(QCoreApplication& application, const QString& language)
{
    const QLocale locale = language.isEmpty() ? QLocale::system() : QLocale(language);
    QLocale::setDefault(locale);
    // A language installed before goes: deleting its translators takes them out.
    const QList<QTranslator*> before =
        application.findChildren<QTranslator*>(Qt::FindDirectChildrenOnly);
    qDeleteAll(before);
    auto* ours = new QTranslator(&application);
    if (ours->load(
            locale, QStringLiteral("negatoscope"), QStringLiteral("_"), QStringLiteral(":/i18n"))) {
        QCoreApplication::installTranslator(ours);
    }
    auto* qt = new QTranslator(&application);
    if (qt->load(locale, QStringLiteral("qtbase"), QStringLiteral("_"),
            QLibraryInfo::path(QLibraryInfo::TranslationsPath))) {
        QCoreApplication::installTranslator(qt);
    }
}

} // namespace negatoscope::ui
