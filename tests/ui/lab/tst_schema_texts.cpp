#include "core/model/ConfigSchema.h"
#include "ui/lab/SchemaTexts.h"

#include <QTest>

#include <set>
#include <string>

using namespace negatoscope;

/// Translators see the texts of the configuration table only through ui/lab/SchemaTexts.cpp.
class TestSchemaTexts : public QObject
{
    Q_OBJECT

private:
    std::set<std::string> m_listed;

    void verifyListed(const std::string& text, const std::string& owner)
    {
        if (!text.empty() && !m_listed.contains(text)) {
            QFAIL(
                qPrintable(QStringLiteral("not in SchemaTexts.cpp (%1): %2")
                               .arg(QString::fromStdString(owner), QString::fromStdString(text))));
        }
    }

private Q_SLOTS:
    void initTestCase()
    {
        for (const char* text : ui::schemaTexts()) {
            QVERIFY2(m_listed.insert(text).second, text); // each once
        }
    }

    void parametersAreListed()
    {
        QVERIFY(!model::parameterRows().empty());
        for (const model::ParameterRow& row : model::parameterRows()) {
            QVERIFY2(!row.label.empty() && !row.effect.empty(), row.key.c_str());
            verifyListed(row.group, row.key);
            verifyListed(row.label, row.key);
            verifyListed(row.effect, row.key);
        }
    }

    void layersAreListed()
    {
        QVERIFY(!model::layerRows().empty());
        for (const model::LayerRow& row : model::layerRows()) {
            verifyListed(row.label, row.type);
            verifyListed(row.effect, row.type);
            for (const model::ParameterRow& argument : row.arguments) {
                verifyListed(argument.label, row.type + "." + argument.key);
                verifyListed(argument.effect, row.type + "." + argument.key);
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestSchemaTexts)
#include "tst_schema_texts.moc"
