#include "core/model/NotebookText.h"

#include "core/base/Files.h"
#include "core/base/Text.h"
#include "core/model/NotebookLexer.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

namespace negatoscope::model {

namespace {

using Kind = NotebookToken::Kind;

/// Recursive descent over the tokens. Depth is bounded by kMaxNotebookDepth.
class NotebookParser
{
public:
    explicit NotebookParser(std::string_view text)
        : m_lexer(text)
    {
        advance();
    }

    base::Result<NotebookContent> parse()
    {
        nlohmann::json assigned = nlohmann::json::object();
        skipLineEnds();
        while (m_token.kind != Kind::End && !m_error) {
            if (m_token.kind == Kind::Name && m_lexer.nextIs('='))
                parseAssignment(assigned);
            else
                return parseBareLiteral(assigned);
            expectStatementEnd();
        }
        if (m_error)
            return base::failure(*m_error);
        if (assigned.empty())
            return base::failure(base::ErrorCode::InvalidConfiguration,
                "there is nothing in the text", {},
                "write params = {…} and added_layers = […], or JSON");
        return NotebookContent{std::move(assigned), true};
    }

    base::Result<nlohmann::json> parseSingle()
    {
        nlohmann::json value = parseExpressionList();
        skipLineEnds();
        if (!m_error && m_token.kind != Kind::End)
            fail("something follows the value");
        if (m_error)
            return base::failure(*m_error);
        return value;
    }

private:
    void advance()
    {
        if (m_error)
            return;
        auto token = m_lexer.next();
        if (!token) {
            m_error = token.error();
            m_token = {};
            return;
        }
        m_token = std::move(*token);
    }

    nlohmann::json fail(std::string what, std::string remedy = {})
    {
        if (!m_error)
            m_error = base::Error{base::ErrorCode::InvalidConfiguration, std::move(what),
                "line " + std::to_string(m_token.line), std::move(remedy)};
        return nullptr;
    }

    nlohmann::json failUnexpected(const std::string& wanted)
    {
        if (m_token.kind == Kind::End)
            return fail("the text ends where " + wanted + " should be", "close what is open");
        if (m_token.kind == Kind::LineEnd)
            return fail("the line ends where " + wanted + " should be");
        return fail("'" + m_token.shown() + "' stands where " + wanted + " should be");
    }

    bool isSymbol(char symbol) const
    {
        return m_token.kind == Kind::Symbol && m_token.text.size() == 1 &&
               m_token.text[0] == symbol;
    }
    bool isSymbol(std::string_view symbol) const
    {
        return m_token.kind == Kind::Symbol && m_token.text == symbol;
    }

    void skipLineEnds()
    {
        while (!m_error && (m_token.kind == Kind::LineEnd || isSymbol(';')))
            advance();
    }

    void expectStatementEnd()
    {
        if (m_error)
            return;
        if (m_token.kind != Kind::LineEnd && m_token.kind != Kind::End && !isSymbol(';'))
            failUnexpected("the end of the line");
        skipLineEnds();
    }

    void parseAssignment(nlohmann::json& assigned)
    {
        const std::string name = m_token.text;
        if (name == "True" || name == "False" || name == "None") {
            fail("'" + name + "' cannot be assigned to");
            return;
        }
        advance();
        advance();
        nlohmann::json value = parseExpressionList();
        if (m_error)
            return;
        // Long texts are not kept by name: many references to one would fill the memory.
        constexpr std::size_t kLongestNamedText = 256;
        if (value.is_primitive() &&
            !(value.is_string() && value.get_ref<const std::string&>().size() > kLongestNamedText))
            m_names[name] = value;
        assigned[name] = std::move(value);
    }

    base::Result<NotebookContent> parseBareLiteral(const nlohmann::json& assigned)
    {
        const int line = m_token.line;
        nlohmann::json value = parseExpressionList();
        expectStatementEnd();
        if (m_error)
            return base::failure(*m_error);
        if (!assigned.empty() || m_token.kind != Kind::End)
            return base::failure(base::ErrorCode::InvalidConfiguration,
                "a value stands alone, without a name", "line " + std::to_string(line),
                "write params = {…} and added_layers = […]");
        return NotebookContent{std::move(value), false};
    }

    /// `a, b` without parentheses is a tuple in Python.
    nlohmann::json parseExpressionList()
    {
        nlohmann::json first = parseSum();
        if (m_error || !isSymbol(','))
            return first;
        nlohmann::json tuple = nlohmann::json::array({std::move(first)});
        while (!m_error && isSymbol(',')) {
            advance();
            if (m_token.kind == Kind::LineEnd || m_token.kind == Kind::End)
                break;
            tuple.push_back(parseSum());
        }
        return tuple;
    }

    nlohmann::json parseSum()
    {
        nlohmann::json left = parseProduct();
        while (!m_error && (isSymbol('+') || isSymbol('-'))) {
            const std::string op = m_token.text;
            advance();
            left = combine(std::move(left), op, parseProduct());
        }
        return left;
    }

    nlohmann::json parseProduct()
    {
        nlohmann::json left = parseUnary();
        while (!m_error && (isSymbol('*') || isSymbol('/') || isSymbol('%') || isSymbol("//"))) {
            const std::string op = m_token.text;
            advance();
            left = combine(std::move(left), op, parseUnary());
        }
        return left;
    }

    nlohmann::json parseUnary()
    {
        if (!isSymbol('-') && !isSymbol('+'))
            return parsePower();
        const DepthGuard guard(*this);
        if (!guard.ok())
            return nullptr;
        const bool negative = isSymbol('-');
        advance();
        nlohmann::json value = parseUnary();
        if (m_error)
            return nullptr;
        return negative ? combine(0, "-", std::move(value)) : combine(0, "+", std::move(value));
    }

    nlohmann::json parsePower()
    {
        nlohmann::json base = parseAtom();
        if (m_error || !isSymbol("**"))
            return base;
        const DepthGuard guard(*this);
        if (!guard.ok())
            return nullptr;
        advance();
        return combine(std::move(base), "**", parseUnary());
    }

    nlohmann::json parseAtom()
    {
        const DepthGuard guard(*this);
        if (!guard.ok())
            return nullptr;
        nlohmann::json value;
        if (m_token.kind == Kind::Number) {
            value = m_token.number;
            advance();
        } else if (m_token.kind == Kind::String) {
            value = parseStrings();
        } else if (m_token.kind == Kind::Name) {
            value = parseName();
        } else if (isSymbol('{')) {
            value = parseDictionary();
        } else if (isSymbol('[') || isSymbol('(')) {
            value = parseSequence();
        } else {
            return failUnexpected("a value");
        }
        if (!m_error && (isSymbol('(') || isSymbol('[') || isSymbol('.')))
            return fail("only written-out values are read, nothing is run",
                "replace the call, index or attribute by its value");
        return value;
    }

    /// 'a' 'b' is 'ab' in Python.
    nlohmann::json parseStrings()
    {
        std::string text;
        while (!m_error && m_token.kind == Kind::String) {
            text += m_token.text;
            advance();
        }
        return text;
    }

    nlohmann::json parseName()
    {
        const std::string name = m_token.text;
        if (name == "True" || name == "true") {
            advance();
            return true;
        }
        if (name == "False" || name == "false") {
            advance();
            return false;
        }
        if (name == "None" || name == "null") {
            advance();
            return nullptr;
        }
        const auto known = m_names.find(name);
        if (known == m_names.end())
            return fail("'" + m_token.shown() + "' is not a value that can be read",
                "nothing is run here: write numbers, 'text', True, False, None, […], (…), {…}");
        advance();
        return known->second;
    }

    nlohmann::json parseDictionary()
    {
        nlohmann::json dictionary = nlohmann::json::object();
        advance();
        while (!m_error && !isSymbol('}')) {
            skipInnerLineEnds();
            if (isSymbol('}'))
                break;
            const int line = m_token.line;
            const nlohmann::json key = parseSum();
            if (m_error)
                return nullptr;
            if (!key.is_string() && !key.is_number_integer())
                return fail("a key of a dictionary must be a text or a whole number");
            skipInnerLineEnds();
            if (!isSymbol(':'))
                return failUnexpected("':'");
            advance();
            skipInnerLineEnds();
            nlohmann::json value = parseSum();
            if (m_error)
                return nullptr;
            const std::string name = key.is_string() ? key.get<std::string>() : key.dump();
            if (dictionary.contains(name)) {
                m_token.line = line;
                return fail("the key '" + shortened(name) + "' stands twice in one dictionary",
                    "leave one of them out");
            }
            dictionary[name] = std::move(value);
            if (!separated('}'))
                return nullptr;
        }
        return closed(std::move(dictionary));
    }

    nlohmann::json parseSequence()
    {
        const bool tuple = isSymbol('(');
        const char end = tuple ? ')' : ']';
        nlohmann::json items = nlohmann::json::array();
        bool comma = false;
        advance();
        while (!m_error) {
            skipInnerLineEnds();
            if (isSymbol(end))
                break;
            items.push_back(parseSum());
            if (m_error)
                return nullptr;
            skipInnerLineEnds();
            comma = comma || isSymbol(',');
            if (!separated(end))
                return nullptr;
        }
        // (x) is only x in Python; (x,) and () are tuples.
        if (tuple && !comma && items.size() == 1)
            items = nlohmann::json(items[0]);
        return closed(std::move(items));
    }

    void skipInnerLineEnds()
    {
        while (!m_error && m_token.kind == Kind::LineEnd)
            advance();
    }

    bool separated(char end)
    {
        skipInnerLineEnds();
        if (isSymbol(','))
            advance();
        else if (!isSymbol(end))
            failUnexpected(std::string("',' or '") + end + "'");
        skipInnerLineEnds();
        return !m_error;
    }

    nlohmann::json closed(nlohmann::json value)
    {
        if (m_error)
            return nullptr;
        advance();
        return value;
    }

    static std::string shortened(const std::string& text)
    {
        return text.size() <= 40 ? text : text.substr(0, 40) + "…";
    }

    nlohmann::json combine(nlohmann::json left, const std::string& op, const nlohmann::json& right)
    {
        if (m_error)
            return nullptr;
        if (!left.is_number() || !right.is_number())
            return fail("'" + op + "' works on numbers only");
        if (left.is_number_integer() && right.is_number_integer() && op != "/" && op != "**")
            return combineIntegers(left.get<std::int64_t>(), op, right.get<std::int64_t>());
        return combineReals(left.get<double>(), op, right.get<double>(),
            left.is_number_integer() && right.is_number_integer());
    }

    nlohmann::json combineIntegers(std::int64_t a, const std::string& op, std::int64_t b)
    {
        std::int64_t result = 0;
        bool overflow = false;
        if (op == "+") {
            overflow = __builtin_add_overflow(a, b, &result);
        } else if (op == "-") {
            overflow = __builtin_sub_overflow(a, b, &result);
        } else if (op == "*") {
            overflow = __builtin_mul_overflow(a, b, &result);
        } else if (b == 0) {
            return fail("division by zero");
        } else if (b == -1) {
            overflow = __builtin_sub_overflow(std::int64_t{0}, a, &result);
            if (op == "%")
                result = 0;
        } else {
            // Python rounds the quotient down, C++ towards zero.
            const std::int64_t down = (a % b != 0 && (a % b < 0) != (b < 0)) ? 1 : 0;
            result = op == "//" ? a / b - down : a % b + down * b;
        }
        if (overflow)
            return fail("the number is too large");
        return result;
    }

    nlohmann::json combineReals(double a, const std::string& op, double b, bool integers)
    {
        double result = 0.0;
        if (op == "+")
            result = a + b;
        else if (op == "-")
            result = a - b;
        else if (op == "*")
            result = a * b;
        else if (op == "**")
            result = std::pow(a, b);
        else if (b == 0.0)
            return fail("division by zero");
        else if (op == "/")
            result = a / b;
        else
            result = op == "//" ? std::floor(a / b) : a - b * std::floor(a / b);
        if (!std::isfinite(result))
            return fail("the number is too large");
        constexpr double kExact = 9007199254740992.0; // 2^53
        if (integers && op == "**" && b >= 0.0 && std::abs(result) <= kExact)
            return static_cast<std::int64_t>(result);
        return result;
    }

    /// Counts the nesting; fails where it gets too deep.
    class DepthGuard
    {
    public:
        explicit DepthGuard(NotebookParser& parser)
            : m_parser(parser)
        {
            if (++m_parser.m_depth > kMaxNotebookDepth)
                m_parser.fail("brackets are nested too deeply",
                    "at most " + std::to_string(kMaxNotebookDepth) + " levels are read");
        }
        ~DepthGuard() { --m_parser.m_depth; }
        DepthGuard(const DepthGuard&) = delete;
        DepthGuard& operator=(const DepthGuard&) = delete;
        bool ok() const { return !m_parser.m_error; }

    private:
        NotebookParser& m_parser;
    };

    NotebookLexer m_lexer;
    NotebookToken m_token;
    std::map<std::string, nlohmann::json> m_names;
    std::optional<base::Error> m_error;
    int m_depth = 0;
};

std::string quotedPython(const std::string& text)
{
    std::string quoted = "'";
    for (const char c : text) {
        switch (c) {
        case '\'':
            quoted += "\\'";
            break;
        case '\\':
            quoted += "\\\\";
            break;
        case '\n':
            quoted += "\\n";
            break;
        case '\r':
            quoted += "\\r";
            break;
        case '\t':
            quoted += "\\t";
            break;
        default:
            quoted += c;
        }
    }
    return quoted + "'";
}

std::string joined(const nlohmann::ordered_json& values)
{
    std::string text;
    for (const auto& value : values)
        text += (text.empty() ? "" : ", ") + toPythonLiteral(value);
    return text;
}

} // namespace

base::Result<NotebookContent> parseNotebookText(std::string_view text)
{
    if (text.size() > kMaxNotebookBytes)
        return base::failure(base::ErrorCode::TooLarge,
            "the configuration is larger than " + std::to_string(kMaxNotebookBytes) + " bytes", {},
            "give only params = {…} and added_layers = […]");
    return NotebookParser(text).parse();
}

nlohmann::json parseSettingValue(std::string_view text)
{
    if (text.size() <= kMaxNotebookBytes) {
        auto value = NotebookParser(text).parseSingle();
        if (value)
            return *std::move(value);
    }
    return base::printable(text);
}

std::string toPythonLiteral(const nlohmann::ordered_json& value)
{
    if (value.is_null())
        return "None";
    if (value.is_boolean())
        return value.get<bool>() ? "True" : "False";
    if (value.is_string())
        return quotedPython(value.get<std::string>());
    if (value.is_array()) {
        const bool numbers =
            !value.empty() && std::all_of(value.begin(), value.end(),
                                  [](const auto& item) { return item.is_number(); });
        if (!numbers)
            return "[" + joined(value) + "]";
        return "(" + joined(value) + (value.size() == 1 ? ",)" : ")");
    }
    if (value.is_object()) {
        std::string text;
        for (const auto& [key, item] : value.items())
            text += (text.empty() ? "" : ", ") + quotedPython(key) + ": " + toPythonLiteral(item);
        return "{" + text + "}";
    }
    return value.dump();
}

} // namespace negatoscope::model
