#include "core/base/Random.h"
#include "core/model/ModelConfig.h"
#include "core/model/NotebookText.h"

#include <QTest>

using namespace negatoscope;
using namespace negatoscope::model;

namespace {

nlohmann::json valueOf(const std::string& text)
{
    const auto content = parseNotebookText(text);
    return content ? content->value : nlohmann::json("error: " + base::toSentence(content.error()));
}

std::string errorOf(const std::string& text)
{
    const auto content = parseNotebookText(text);
    return content ? "no error: " + content->value.dump() : base::toSentence(content.error());
}

} // namespace

class tst_NotebookText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsLiterals_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("json");
        const auto row = [](const char* text, const char* json) {
            QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(json);
        };
        row("{'a': 1}", "{\"a\": 1}");
        row("{\"a\": true, \"b\": false, \"c\": null}", "{\"a\": true, \"b\": false, \"c\": null}");
        row("{'a': True, 'b': False, 'c': None,}", "{\"a\": true, \"b\": false, \"c\": null}");
        row("(224, 224, 3)", "[224, 224, 3]");
        row("(1,)", "[1]");
        row("(1)", "1");
        row("()", "[]");
        row("[]", "[]");
        row("{}", "{}");
        row("[1, [2, (3, 4)], ]", "[1, [2, [3, 4]]]");
        row("1e-3", "0.001");
        row("5.", "5.0");
        row(".5", "0.5");
        row("1_000", "1000");
        row("0x10", "16");
        row("-3", "-3");
        row("+-+3", "-3");
        row("2 + 3 * 4", "14");
        row("(2 + 3) * 4", "20");
        row("224 // 2", "112");
        row("-7 // 2", "-4");
        row("-7 % 3", "2");
        row("1 / 4", "0.25");
        row("2 ** 10", "1024");
        row("-2 ** 2", "-4");
        row("2 ** -1", "0.5");
        row("'a' 'b'", "\"ab\"");
        row("'it\\'s'", "\"it's\"");
        row("\"\\u00e9\\n\"", "\"\xC3\xA9 \"");
        row("\"\\ud83d\\ude00\"", "\"\xF0\x9F\x98\x80\"");
        row("r'C:\\new'", "\"C:\\\\new\"");
        row("'''a\nb'''", "\"a b\"");
        row("{1: 2, 0: 3}", "{\"0\": 3, \"1\": 2}");
        row("{ # comment\n 'a' : 1, # more\n\n}", "{\"a\": 1}");
        row("[1,\n 2]", "[1, 2]");
        row("1, 2", "[1, 2]");
        row("9223372036854775807", "9223372036854775807");
    }

    void readsLiterals()
    {
        QFETCH(QString, text);
        QFETCH(QString, json);
        const nlohmann::json wanted = nlohmann::json::parse(json.toStdString());
        const nlohmann::json got = valueOf(text.toStdString());
        QVERIFY2(got == wanted, got.dump().c_str());
    }

    void readsAssignments()
    {
        const auto content =
            parseNotebookText("# my settings\nsize = 224\nparams = {'img_size': size,"
                              "\n  'input_shape': (size, size, 3)}; added_layers = [\\\n"
                              "{'type': 'dropout', 'count': 0.1 * 3}]\n");
        QVERIFY(content);
        QVERIFY(content->named);
        QVERIFY(content->value["params"]["input_shape"] == nlohmann::json({224, 224, 3}));
        QVERIFY(!parseNotebookText("{'a': 1}")->named);
    }

    void saysWhatIsWrongAndWhere_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("part");
        const auto row = [](const char* text, const char* part) {
            QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(part);
        };
        row("", "nothing in the text");
        row("# only a comment\n", "nothing in the text");
        row("params = {'a': 1", "line 1");
        row("params = {\n'a': 1\n'b': 2}", "line 3");
        row("params = {'a' 1}", "'1' stands where ':' should be");
        row("params = {'a': }", "stands where a value should be");
        row("params = {'a': 'x}", "not closed");
        row("params = {'a':\n '''x}", "line 2");
        row("params = {'a': nan}", "'nan' is not a value");
        row("params = {'a': NaN}", "'NaN' is not a value");
        row("params = {'a': -Infinity}", "'Infinity' is not a value");
        row("params = {'a': 1e999}", "too large");
        row("params = {'a': 99999999999999999999}", "too large");
        row("params = {'a': 9223372036854775807 + 1}", "too large");
        row("params = {'a': 1 / 0}", "division by zero");
        row("params = {'a': 1 // 0}", "division by zero");
        row("params = {'a': 10.0 ** 400}", "too large");
        row("params = {'a': 'x' + 1}", "numbers only");
        row("params = {'a': 1, 'a': 2}", "stands twice");
        row("params = {[1]: 2}", "key of a dictionary");
        row("params = __import__('os').system('ls')", "'__import__' is not a value");
        row("params = dict(a=1)", "'dict' is not a value");
        row("params = {'a': 'x'.upper()}", "nothing is run");
        row("params = {'a': [1][0]}", "nothing is run");
        row("import os\nparams = {}", "line 1");
        row("params = {'a': f'{x}'}", "prefix 'f'");
        row("params = {'a': b'x'}", "prefix 'b'");
        row("params = {'a': 1} {'b': 2}", "should be");
        row("params = {'a': 012}", "not a number");
        row("params = {'a': 1j}", "not a number");
        row("params = {'a': 1.2.3}", "not a number");
        row("params = {'a': lambda: 1}", "'lambda' is not a value");
        row("params = {'a': '\\u12'}", "escape");
        row("params = {'a': '\\ud800'}", "escape");
        row("params = $", "cannot stand here");
        row("True = 1", "cannot be assigned");
        row("params == {}", "'params' is not a value");
        row("[1, 2", "ends where");
        row("1\n2", "stands alone");
    }

    void saysWhatIsWrongAndWhere()
    {
        QFETCH(QString, text);
        QFETCH(QString, part);
        const QString message = QString::fromStdString(errorOf(text.toStdString()));
        QVERIFY2(message.contains(part), qPrintable(message));
        QVERIFY(!message.contains('\n'));
    }

    void survivesHostileText()
    {
        const std::size_t million = 1000000;
        for (const char opener : {'[', '{', '(', '-', '\'', '"', '#', '\\', '1', '.', '=', ','})
            QVERIFY(!parseNotebookText(std::string(million, opener)));
        std::string powers = "2";
        std::string pairs;
        for (int i = 0; i < 100000; ++i) {
            powers += "**2";
            pairs += "{'a':";
        }
        QVERIFY(!parseNotebookText(powers));
        QVERIFY(!parseNotebookText(pairs));
        // Ten megabytes are refused before they are looked at.
        QVERIFY(errorOf(std::string(10 * million, '[')).find("larger than") != std::string::npos);
        // Naming a long text many times must not multiply it.
        const std::string bomb =
            "a = '" + std::string(500000, 'x') + "'\nparams = [" + std::string("a,") + "a]";
        QVERIFY(!parseNotebookText(bomb));
        QVERIFY(!parseNotebookText(std::string("params = {'a\0b': \0}", 19)));
        // Broken UTF-8 becomes printable.
        QVERIFY(valueOf("'\xff\xfe'") == nlohmann::json("\xEF\xBF\xBD\xEF\xBF\xBD"));
    }

    /// Mutations of a good text: any answer, but an answer.
    void survivesMutations()
    {
        const std::string good =
            "params = {'rgb': False, 'alpha': 0.35, 'input_shape': (224, 224, 3), 'pooling': "
            "'max',\n"
            " 'optimizer': {'name': 'adamw', 'learning_rate': 1e-3}, 'input_tensor': None}\n"
            "added_layers = [{'type': 'dense', 'count': 128, 'activation': 'relu'}, # head\n"
            " {'type': 'dropout', 'count': 1 - 0.7}]\n";
        const std::string pieces = "{}[]()'\",:=+-*/%#\\\n\t 0189.eExXnTruFalsN_abc\xC3\xFF";
        base::Random random(7);
        int accepted = 0;
        for (int round = 0; round < 20000; ++round) {
            std::string text = good;
            const std::uint64_t changes = 1 + random.below(6);
            for (std::uint64_t i = 0; i < changes && !text.empty(); ++i) {
                const auto at = static_cast<std::size_t>(random.below(text.size()));
                const char piece = pieces[static_cast<std::size_t>(random.below(pieces.size()))];
                switch (random.below(4)) {
                case 0:
                    text[at] = piece;
                    break;
                case 1:
                    text.insert(at, 1, piece);
                    break;
                case 2:
                    text.erase(at, 1 + static_cast<std::size_t>(random.below(8)));
                    break;
                default:
                    text += text.substr(at, static_cast<std::size_t>(random.below(20)));
                }
            }
            const auto config = configFromText(text);
            if (config)
                ++accepted;
            else
                QVERIFY(!base::toSentence(config.error()).empty());
        }
        QVERIFY(accepted > 100); // the mutations are near enough to reach the deeper readers
    }

    void writesPython()
    {
        using nlohmann::ordered_json;
        QCOMPARE(toPythonLiteral(ordered_json::parse("{\"a\": [1, 2], \"b\": null, \"c\": true}")),
            std::string("{'a': (1, 2), 'b': None, 'c': True}"));
        QCOMPARE(toPythonLiteral("it's\n\\"), std::string("'it\\'s\\n\\\\'"));
        QCOMPARE(toPythonLiteral(ordered_json::array({1})), std::string("(1,)"));
        QCOMPARE(toPythonLiteral(ordered_json::array()), std::string("[]"));
        QCOMPARE(toPythonLiteral(0.1), std::string("0.1"));
    }

    void readsSettings()
    {
        QVERIFY(parseSettingValue("3e-4") == nlohmann::json(3e-4));
        QVERIFY(parseSettingValue("sgd") == nlohmann::json("sgd"));
        QVERIFY(parseSettingValue("true") == nlohmann::json(true));
        QVERIFY(parseSettingValue("None") == nlohmann::json());
        QVERIFY(parseSettingValue("[1, 2]") == nlohmann::json({1, 2}));
        QVERIFY(parseSettingValue("/a/b.h5") == nlohmann::json("/a/b.h5"));
        QVERIFY(parseSettingValue("../a b.h5") == nlohmann::json("../a b.h5"));
    }
};

QTEST_GUILESS_MAIN(tst_NotebookText)
#include "tst_notebook_text.moc"
