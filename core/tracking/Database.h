#pragma once

#include "core/base/Result.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QString>
#include <QVariant>

#include <filesystem>
#include <initializer_list>
#include <string>

namespace negatoscope::tracking {

/// One SQLite connection of one thread, closed by the destructor.
class Database
{
public:
    static base::Result<std::unique_ptr<Database>> open(const std::filesystem::path& file);
    /// Somebody else's file: nothing in it or beside it is changed.
    static base::Result<std::unique_ptr<Database>> openReadOnly(const std::filesystem::path& file);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    /// Runs one statement with its values bound in order.
    base::Result<QSqlQuery> run(
        const QString& statement, std::initializer_list<QVariant> values = {}) const;

    base::Result<void> begin();
    base::Result<void> commit();
    void rollback();

    const std::filesystem::path& file() const { return m_file; }

private:
    Database(QString connection, std::filesystem::path file);
    static base::Result<std::unique_ptr<Database>> connect(
        const std::filesystem::path& file, const QString& options);
    QString m_connection;
    std::filesystem::path m_file;
};

/// Rolls back unless commit() was reached.
class Transaction
{
public:
    explicit Transaction(Database& database)
        : m_database(database)
    {}
    ~Transaction()
    {
        if (m_open)
            m_database.rollback();
    }
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    base::Result<void> begin()
    {
        auto result = m_database.begin();
        m_open = result.has_value();
        return result;
    }
    base::Result<void> commit()
    {
        auto result = m_database.commit();
        m_open = !result.has_value();
        return result;
    }

private:
    Database& m_database;
    bool m_open = false;
};

QString toQString(const std::string& utf8);
std::string toStdString(const QVariant& value);

} // namespace negatoscope::tracking
