#include "core/model/NotebookLexer.h"

#include "core/base/Files.h"
#include "core/base/Text.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace negatoscope::model {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isNameStart(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

void appendUtf8(std::string& text, std::uint32_t code)
{
    const auto put = [&text](std::uint32_t byte) {
        text += static_cast<char>(static_cast<unsigned char>(byte));
    };
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xC0 | (code >> 6));
        put(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        put(0xE0 | (code >> 12));
        put(0x80 | ((code >> 6) & 0x3F));
        put(0x80 | (code & 0x3F));
    } else {
        put(0xF0 | (code >> 18));
        put(0x80 | ((code >> 12) & 0x3F));
        put(0x80 | ((code >> 6) & 0x3F));
        put(0x80 | (code & 0x3F));
    }
}

} // namespace

std::string NotebookToken::shown() const
{
    constexpr std::size_t kLongest = 40;
    std::string shown = kind == Kind::Number ? number.dump() : text;
    if (shown.size() > kLongest)
        shown = shown.substr(0, kLongest) + "…";
    return base::printable(shown);
}

bool NotebookLexer::nextIs(char symbol) const
{
    std::size_t at = m_at;
    while (at < m_text.size() && (m_text[at] == ' ' || m_text[at] == '\t'))
        ++at;
    if (at >= m_text.size() || m_text[at] != symbol)
        return false;
    return at + 1 >= m_text.size() || m_text[at + 1] != '=';
}

base::Error NotebookLexer::problem(std::string what, std::string remedy) const
{
    return {base::ErrorCode::InvalidConfiguration, std::move(what),
        "line " + std::to_string(m_line), std::move(remedy)};
}

NotebookToken NotebookLexer::token(Kind kind, std::string text) const
{
    NotebookToken result;
    result.kind = kind;
    result.text = std::move(text);
    result.line = m_line;
    return result;
}

void NotebookLexer::skipBlanks()
{
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    if (m_at == 0 && m_text.substr(0, kByteOrderMark.size()) == kByteOrderMark)
        m_at = kByteOrderMark.size();
    while (!atEnd()) {
        const char c = peek();
        if (c == ' ' || c == '\t' || c == '\r' || c == '\f') {
            ++m_at;
        } else if (c == '#') {
            while (!atEnd() && peek() != '\n')
                ++m_at;
        } else if (c == '\\' && (peek(1) == '\n' || (peek(1) == '\r' && peek(2) == '\n'))) {
            m_at += peek(1) == '\n' ? 2 : 3;
            ++m_line;
        } else {
            return;
        }
    }
}

base::Result<NotebookToken> NotebookLexer::next()
{
    skipBlanks();
    if (atEnd())
        return token(Kind::End);
    const char c = peek();
    if (c == '\n') {
        const NotebookToken lineEnd = token(Kind::LineEnd);
        ++m_at;
        ++m_line;
        return lineEnd;
    }
    if (isDigit(c) || (c == '.' && isDigit(peek(1))))
        return readNumber();
    if (c == '"' || c == '\'')
        return readString(false);
    if (isNameStart(c))
        return readName();
    if ((c == '*' || c == '/') && peek(1) == c) {
        m_at += 2;
        return token(Kind::Symbol, std::string(2, c));
    }
    if (std::string_view("{}[]():,=+-*/%.;").find(c) != std::string_view::npos) {
        ++m_at;
        return token(Kind::Symbol, std::string(1, c));
    }
    std::string shown = base::printable(std::string_view(&m_text[m_at], 1));
    return base::failure(problem("the character '" + shown + "' cannot stand here"));
}

base::Result<NotebookToken> NotebookLexer::readName()
{
    const std::size_t start = m_at;
    while (!atEnd() && (isNameStart(peek()) || isDigit(peek())))
        ++m_at;
    const std::string name(m_text.substr(start, m_at - start));
    if (peek() == '"' || peek() == '\'') {
        const std::string prefix = base::toLower(name);
        if (prefix == "r" || prefix == "u")
            return readString(prefix == "r");
        if (prefix == "f" || prefix == "b" || prefix == "rb" || prefix == "br" || prefix == "fr" ||
            prefix == "rf")
            return base::failure(problem(
                "a text with the prefix '" + name + "' is not read", "write it as plain 'text'"));
    }
    return token(Kind::Name, name);
}

base::Result<NotebookToken> NotebookLexer::readNumber()
{
    std::string digits;
    bool real = false;
    const bool hexadecimal = peek() == '0' && (peek(1) == 'x' || peek(1) == 'X');
    if (hexadecimal)
        m_at += 2;
    while (!atEnd()) {
        const char c = peek();
        const bool sign = (c == '+' || c == '-') && !hexadecimal && !digits.empty() &&
                          (digits.back() == 'e' || digits.back() == 'E');
        if (c == '_' && isNameStart(peek(1)) == false) {
            ++m_at;
            continue;
        }
        if (!isDigit(c) && !isNameStart(c) && c != '.' && !sign)
            break;
        real = real || (!hexadecimal && (c == '.' || c == 'e' || c == 'E'));
        digits += c;
        ++m_at;
    }
    NotebookToken result = token(Kind::Number);
    const char* const begin = digits.data();
    const char* const end = begin + digits.size();
    if (real) {
        double value = 0.0;
        const auto [rest, error] = std::from_chars(begin, end, value);
        if (error == std::errc::result_out_of_range)
            return base::failure(problem(
                "the number " + digits.substr(0, 40) + " is too large or too close to zero"));
        if (error == std::errc{} && rest == end && std::isfinite(value)) {
            result.number = value;
            return result;
        }
    } else {
        std::int64_t value = 0;
        const auto [rest, error] = std::from_chars(begin, end, value, hexadecimal ? 16 : 10);
        if (error == std::errc::result_out_of_range)
            return base::failure(problem("the number " + digits.substr(0, 20) + "… is too large"));
        const bool leadingZero =
            digits.size() > 1 && digits[0] == '0' && !hexadecimal && value != 0;
        if (error == std::errc{} && rest == end && !leadingZero) {
            result.number = value;
            return result;
        }
    }
    return base::failure(
        problem("'" + base::printable(digits.substr(0, 40)) + "' is not a number"));
}

base::Result<NotebookToken> NotebookLexer::readString(bool raw)
{
    const char quote = peek();
    const bool triple = peek(1) == quote && peek(2) == quote;
    const int firstLine = m_line;
    m_at += triple ? 3 : 1;
    std::string text;
    while (true) {
        if (atEnd() || (!triple && peek() == '\n')) {
            m_line = firstLine;
            return base::failure(problem("a text is not closed", "add the closing quote"));
        }
        if (peek() == quote && (!triple || (peek(1) == quote && peek(2) == quote))) {
            m_at += triple ? 3 : 1;
            break;
        }
        if (peek() == '\n')
            ++m_line;
        if (peek() == '\\' && !raw) {
            auto escaped = readEscape();
            if (!escaped)
                return base::failure(escaped);
            text += *escaped;
            continue;
        }
        text += peek();
        ++m_at;
    }
    // Texts are names and paths: broken UTF-8 and control characters have no business in them.
    return token(Kind::String, base::printable(text));
}

base::Result<std::uint32_t> NotebookLexer::readHex(int digits)
{
    const std::string_view shown = m_text.substr(m_at, static_cast<std::size_t>(digits));
    std::uint32_t code = 0;
    const auto [rest, error] = std::from_chars(shown.data(), shown.data() + shown.size(), code, 16);
    if (error != std::errc{} || rest != shown.data() + digits)
        return base::failure(problem("an escape in a text is not complete"));
    m_at += static_cast<std::size_t>(digits);
    return code;
}

base::Result<std::string> NotebookLexer::readEscape()
{
    constexpr std::string_view kNames = "nrtbfav0'\"\\/";
    constexpr std::string_view kValues("\n\r\t\b\f\a\v\0'\"\\/", 12);
    ++m_at;
    const char kind = peek();
    ++m_at;
    if (kind == '\n') {
        ++m_line;
        return std::string();
    }
    if (const auto known = kNames.find(kind); known != std::string_view::npos)
        return std::string(1, kValues[known]);
    if (kind != 'x' && kind != 'u' && kind != 'U')
        return std::string("\\") + kind;
    auto code = readHex(kind == 'x' ? 2 : kind == 'u' ? 4 : 8);
    if (!code)
        return base::failure(code);
    if (*code >= 0xD800 && *code < 0xDC00 && peek() == '\\' && peek(1) == 'u') {
        m_at += 2;
        const auto low = readHex(4);
        if (!low)
            return base::failure(low);
        if (*low >= 0xDC00 && *low < 0xE000)
            code = 0x10000 + ((*code - 0xD800) << 10) + (*low - 0xDC00);
    }
    if (*code > 0x10FFFF || (*code >= 0xD800 && *code < 0xE000))
        return base::failure(problem("an escape in a text is not a character"));
    std::string text;
    appendUtf8(text, *code);
    return text;
}

} // namespace negatoscope::model
