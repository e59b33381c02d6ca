#include "core/tracking/Database.h"

#include "core/base/Files.h"

#include <QSqlError>
#include <QUuid>

#include <memory>

namespace negatoscope::tracking {

namespace {

base::Error sqlError(const QSqlError& error, const std::filesystem::path& file)
{
    // https://www.sqlite.org/rescode.html
    base::Error result{base::ErrorCode::Internal,
        "the run store cannot be used (" + error.databaseText().toStdString() + ")", file.string(),
        {}};
    switch (error.nativeErrorCode().toInt() & 0xFF) {
    case 5:
    case 6:
        result.code = base::ErrorCode::Unreadable;
        result.remedy = "another program holds it; try again";
        break;
    case 8:
    case 3:
    case 14:
        result.code = base::ErrorCode::PermissionDenied;
        result.remedy = "choose a workspace folder that you can write to";
        break;
    case 13:
        result.code = base::ErrorCode::DiskFull;
        result.remedy = "free some space and try again";
        break;
    case 11:
    case 26:
        result.code = base::ErrorCode::CorruptFile;
        result.remedy = "move the file away; the runs' folders still hold everything";
        break;
    default:
        break;
    }
    return result;
}

} // namespace

QString toQString(const std::string& utf8)
{
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

std::string toStdString(const QVariant& value)
{
    return value.toString().toStdString();
}

Database::Database(QString connection, std::filesystem::path file)
    : m_connection(std::move(connection))
    , m_file(std::move(file))
{}

Database::~Database()
{
    QSqlDatabase::database(m_connection, false).close();
    QSqlDatabase::removeDatabase(m_connection);
}

base::Result<std::unique_ptr<Database>> Database::connect(
    const std::filesystem::path& file, const QString& options)
{
    if (!QSqlDatabase::isDriverAvailable(QStringLiteral("QSQLITE"))) {
        return base::failure(base::ErrorCode::Internal, "Qt's SQLite driver is missing", {},
            "install the package libqt6sql6-sqlite");
    }
    std::unique_ptr<Database> database(
        new Database(QUuid::createUuid().toString(QUuid::WithoutBraces), file));
    QSqlDatabase connection =
        QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), database->m_connection);
    connection.setDatabaseName(QString::fromStdString(file.string()));
    // A machine that trains may keep a writer waiting for its disk for many seconds.
    connection.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=30000") + options);
    if (!connection.open())
        return base::failure(sqlError(connection.lastError(), file));
    return database;
}

base::Result<std::unique_ptr<Database>> Database::open(const std::filesystem::path& file)
{
    auto database = connect(file, {});
    if (!database)
        return database;
    // The write-ahead log lets readers go on while a run is saved; FULL makes a commit survive a
    // power cut.
    for (const char* pragma :
        {"PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "PRAGMA foreign_keys=ON"}) {
        if (auto done = (*database)->run(QString::fromLatin1(pragma)); !done)
            return base::failure(done);
    }
    return database;
}

base::Result<std::unique_ptr<Database>> Database::openReadOnly(const std::filesystem::path& file)
{
    return connect(file, QStringLiteral(";QSQLITE_OPEN_READONLY"));
}

base::Result<QSqlQuery> Database::run(
    const QString& statement, std::initializer_list<QVariant> values) const
{
    QSqlQuery query(QSqlDatabase::database(m_connection, false));
    query.setForwardOnly(true);
    if (!query.prepare(statement))
        return base::failure(sqlError(query.lastError(), m_file));
    for (const QVariant& value : values)
        query.addBindValue(value);
    if (!query.exec())
        return base::failure(sqlError(query.lastError(), m_file));
    return query;
}

base::Result<void> Database::begin()
{
    // IMMEDIATE takes the write lock now: a later statement cannot fail half-way with "busy".
    return run(QStringLiteral("BEGIN IMMEDIATE")).map([](const QSqlQuery&) {});
}

base::Result<void> Database::commit()
{
    return run(QStringLiteral("COMMIT")).map([](const QSqlQuery&) {});
}

void Database::rollback()
{
    static_cast<void>(run(QStringLiteral("ROLLBACK")));
}

} // namespace negatoscope::tracking
