#pragma once

#include "core/base/Result.h"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace negatoscope::model {

struct NotebookToken
{
    enum class Kind { Name, Number, String, Symbol, LineEnd, End };
    Kind kind = Kind::End;
    std::string text;      ///< name, decoded string, or symbol
    nlohmann::json number; ///< integer or real
    int line = 1;

    /// Short and harmless, for messages.
    std::string shown() const;
};

/// Cuts the notebook's Python text (and JSON) into tokens, one at a time. Line ends inside brackets
/// are handed out too; the parser ignores them there.
class NotebookLexer
{
public:
    explicit NotebookLexer(std::string_view text)
        : m_text(text)
    {}

    base::Result<NotebookToken> next();
    /// Whether the next thing on this line is this symbol (and not "==" for '=').
    bool nextIs(char symbol) const;

private:
    using Kind = NotebookToken::Kind;

    bool atEnd() const { return m_at >= m_text.size(); }
    char peek(std::size_t ahead = 0) const
    {
        return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : '\0';
    }
    void skipBlanks();
    base::Error problem(std::string what, std::string remedy = {}) const;
    NotebookToken token(Kind kind, std::string text = {}) const;
    base::Result<NotebookToken> readNumber();
    base::Result<NotebookToken> readName();
    base::Result<NotebookToken> readString(bool raw);
    base::Result<std::string> readEscape();
    base::Result<std::uint32_t> readHex(int digits);

    std::string_view m_text;
    std::size_t m_at = 0;
    int m_line = 1;
};

} // namespace negatoscope::model
