#include "ui/shell/Theme.h"

#include "ui/shell/LightTheme.h"

#include <QApplication>
#include <QDebug>
#include <QFile>
#include <QFontDatabase>
#include <QFontInfo>
#include <QIconEngine>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPainter>
#include <QPalette>
#include <QRegularExpression>
#include <QScreen>
#include <QStyleFactory>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QtGlobal>

#include <algorithm>
#include <cmath>

// Q_INIT_RESOURCE must stand outside every namespace.
static void initialiseLook()
{
    Q_INIT_RESOURCE(negatoscope_look);
}

namespace negatoscope::ui {

namespace {

constexpr std::size_t kTokenCount = static_cast<std::size_t>(Token::Count);

/// The names in tokens.json, in the order of Token.
constexpr std::array<const char*, kTokenCount> kTokenNames{"canvas", "surface", "inset", "hover",
    "rail", "border", "field", "strong", "text", "text2", "text3", "disabled", "accent",
    "accentHover", "accentSoft", "accentText", "onAccent", "focus", "normal", "normalText",
    "normalSoft", "pneu", "pneuText", "pneuSoft", "onNormal", "onPneu", "train", "trainText",
    "trainSoft", "val", "valText", "valSoft", "test", "testText", "testSoft", "ok", "okSoft",
    "warn", "warnSoft", "warnFill", "error", "errorSoft", "info", "infoSoft", "grid", "axis",
    "ghost", "frozen", "film", "filmEdge", "tip", "tipText", "shadow"};

struct RoleMetrics
{
    const char* name;
    qreal pixels;
    int weight;
};

/// ui.md 3, in the order of FontRole.
constexpr std::array<RoleMetrics, 12> kRoles{
    {{"display", 28, 600}, {"matrix", 20, 600}, {"metric", 18, 600}, {"page", 16.5, 600},
        {"card", 14, 600}, {"control", 13, 500}, {"strong", 12.5, 600}, {"body", 12.5, 400},
        {"small", 12, 400}, {"label", 11, 500}, {"tick", 11, 400}, {"micro", 10.5, 500}}};

QByteArray resource(const char* path)
{
    QFile file{QString::fromLatin1(path)};
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

qreal pointsOfPixels(qreal pixels)
{
    const QScreen* screen = QGuiApplication::primaryScreen();
    const qreal dpi = screen != nullptr ? screen->logicalDotsPerInchY() : 96.0;
    return pixels * 72.0 / dpi;
}

QByteArray tintedSvg(const QString& name, const QColor& color)
{
    QByteArray svg =
        resource(QStringLiteral(":/negatoscope/icons/%1.svg").arg(name).toLatin1().constData());
    svg.replace("currentColor", color.name().toLatin1());
    return svg;
}

} // namespace

Theme& Theme::instance()
{
    // Owned by the application, so that its pixmaps die before the platform does.
    static Theme* theme = new Theme(QCoreApplication::instance());
    return *theme;
}

Theme::Theme(QObject* parent)
    : QObject(parent)
{
    initialiseLook();
    loadTokens();
    m_styleTemplate = QString::fromUtf8(resource(":/negatoscope/themes/style.qss"));
}

QColor lightColor(Token token)
{
    static const QJsonObject colors =
        QJsonDocument::fromJson(resource(":/negatoscope/themes/tokens.json"))
            .object()
            .value(QLatin1String("light"))
            .toObject();
    return QColor(
        colors.value(QLatin1String(kTokenNames[static_cast<std::size_t>(token)])).toString());
}

void Theme::loadTokens()
{
    const QJsonObject json =
        QJsonDocument::fromJson(resource(":/negatoscope/themes/tokens.json")).object();
    const std::array<QString, 2> modes{QStringLiteral("light"), QStringLiteral("dark")};
    for (std::size_t mode = 0; mode < modes.size(); ++mode) {
        const QJsonObject colors = json.value(modes[mode]).toObject();
        for (std::size_t i = 0; i < kTokenCount; ++i) {
            m_palettes[mode][i] = QColor(colors.value(QLatin1String(kTokenNames[i])).toString());
            if (!m_palettes[mode][i].isValid()) {
                qWarning("theme: no colour named %s", kTokenNames[i]);
            }
        }
        const QJsonArray runs =
            json.value(QLatin1String("runs")).toObject().value(modes[mode]).toArray();
        for (const QJsonValue& value : runs) {
            m_runColors[mode].append(QColor(value.toString()));
        }
    }
    const QJsonArray stops =
        json.value(QLatin1String("sequential")).toObject().value(QLatin1String("stops")).toArray();
    for (const QJsonValue& value : stops) {
        m_sequential.append(QColor(value.toString()));
    }
}

void Theme::loadFonts()
{
    for (const char* weight : {"Regular", "Medium", "SemiBold"}) {
        const int id = QFontDatabase::addApplicationFont(
            QStringLiteral(":/negatoscope/fonts/NegatoscopeSans-%1.otf")
                .arg(QLatin1String(weight)));
        const QStringList families =
            id >= 0 ? QFontDatabase::applicationFontFamilies(id) : QStringList();
        if (m_family.isEmpty() && !families.isEmpty()) {
            m_family = families.first();
        }
    }
    for (const char* fallback : {"Inter", "Noto Sans"}) {
        if (m_family.isEmpty() && QFontDatabase::hasFamily(QLatin1String(fallback))) {
            m_family = QLatin1String(fallback);
        }
    }
    if (m_family.isEmpty()) {
        m_family = QFontDatabase::systemFont(QFontDatabase::GeneralFont).family();
    }
}

void Theme::install(QApplication& application)
{
    m_application = &application;
    loadFonts();
    application.setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    apply();
}

void Theme::setMode(Mode mode)
{
    if (mode != m_mode) {
        m_mode = mode;
        apply();
    }
}

void Theme::setFontFactor(qreal factor)
{
    factor = std::clamp(factor, 1.0, 1.5);
    if (!qFuzzyCompare(factor, m_fontFactor)) {
        m_fontFactor = factor;
        apply();
    }
}

QColor Theme::color(Token token) const
{
    return m_palettes[isDark() ? 1 : 0][static_cast<std::size_t>(token)];
}

QColor Theme::color(Token token, qreal alpha) const
{
    QColor result = color(token);
    result.setAlphaF(static_cast<float>(alpha));
    return result;
}

QColor Theme::color(QStringView name) const
{
    for (std::size_t i = 0; i < kTokenCount; ++i) {
        if (name == QLatin1String(kTokenNames[i])) {
            return color(static_cast<Token>(i));
        }
    }
    // Made for the style sheet: not data, not in tokens.json.
    if (name == QLatin1String("fieldFill")) {
        return isDark() ? color(Token::Canvas) : color(Token::Surface);
    }
    if (name == QLatin1String("railSelected")) {
        return isDark() ? color(Token::AccentSoft) : color(Token::Surface);
    }
    if (name == QLatin1String("tipLink")) {
        return m_palettes[isDark() ? 0 : 1][static_cast<std::size_t>(Token::AccentText)];
    }
    qWarning() << "theme: no colour named" << name;
    return Qt::magenta;
}

QColor Theme::runColor(int index) const
{
    const QList<QColor>& colors = m_runColors[isDark() ? 1 : 0];
    return colors.isEmpty() ? color(Token::Accent) : colors.at(index % colors.size());
}

QColor Theme::sequentialColor(qreal value) const
{
    if (m_sequential.size() < 2) {
        return color(Token::Text);
    }
    const qreal position =
        std::clamp(value, 0.0, 1.0) * static_cast<qreal>(m_sequential.size() - 1);
    const auto low = std::min(static_cast<qsizetype>(position), m_sequential.size() - 2);
    const auto t = static_cast<float>(position - static_cast<qreal>(low));
    const QColor a = m_sequential.at(low);
    const QColor b = m_sequential.at(low + 1);
    return QColor::fromRgbF(a.redF() + t * (b.redF() - a.redF()),
        a.greenF() + t * (b.greenF() - a.greenF()), a.blueF() + t * (b.blueF() - a.blueF()));
}

Token Theme::classToken(int classIndex, int positiveClass)
{
    return classIndex == (positiveClass >= 0 ? positiveClass : 1) ? Token::Pneu : Token::Normal;
}

Token Theme::classTextToken(int classIndex, int positiveClass)
{
    return classToken(classIndex, positiveClass) == Token::Pneu ? Token::PneuText
                                                                : Token::NormalText;
}

Token Theme::classSoftToken(int classIndex, int positiveClass)
{
    return classToken(classIndex, positiveClass) == Token::Pneu ? Token::PneuSoft
                                                                : Token::NormalSoft;
}

QFont Theme::font(FontRole role) const
{
    const RoleMetrics& metrics = kRoles[static_cast<std::size_t>(role)];
    QFont font(m_family);
    font.setPointSizeF(pointsOfPixels(metrics.pixels * m_fontFactor));
    font.setWeight(static_cast<QFont::Weight>(metrics.weight));
    font.setHintingPreference(QFont::PreferNoHinting);
    return font;
}

int Theme::px(qreal designPixels) const
{
    return static_cast<int>(std::lround(designPixels * m_fontFactor));
}

QPixmap Theme::pixmap(const QString& name, int size, Token token, qreal devicePixelRatio) const
{
    const QColor tint = color(token);
    const QString key =
        QStringLiteral("%1/%2/%3/%4").arg(name).arg(size).arg(tint.name()).arg(devicePixelRatio);
    const auto found = m_pixmaps.constFind(key);
    if (found != m_pixmaps.constEnd()) {
        return *found;
    }
    const int pixels = static_cast<int>(std::ceil(size * devicePixelRatio));
    QPixmap result(pixels, pixels);
    result.fill(Qt::transparent);
    QSvgRenderer renderer(tintedSvg(name, tint));
    if (renderer.isValid()) {
        QPainter painter(&result);
        renderer.render(&painter, QRectF(0, 0, pixels, pixels));
    } else {
        qWarning() << "theme: no icon named" << name;
    }
    result.setDevicePixelRatio(devicePixelRatio);
    m_pixmaps.insert(key, result);
    return result;
}

QIcon Theme::icon(const QString& name, int size, Token token) const
{
    QIcon result;
    for (const qreal ratio : {1.0, 2.0}) {
        result.addPixmap(pixmap(name, size, token, ratio), QIcon::Normal);
        result.addPixmap(pixmap(name, size, Token::Disabled, ratio), QIcon::Disabled);
    }
    return result;
}

QString Theme::iconFile(const QString& name, int size, Token token) const
{
    const QString path = m_iconFolder->filePath(
        QStringLiteral("%1-%2-%3.svg").arg(name).arg(size).arg(color(token).name().mid(1)));
    if (!QFile::exists(path)) {
        QFile file(path);
        if (file.open(QIODevice::WriteOnly)) {
            file.write(tintedSvg(name, color(token)));
        }
    }
    return path;
}

QString Theme::styleSheet() const
{
    static const QRegularExpression placeholder(QStringLiteral(
        "@(?:icon\\((?<icon>[a-z-]+),(?<size>\\d+),(?<tint>\\w+)\\)|px\\((?<px>[\\d.]+)\\)"
        "|font-(?<font>\\w+)|(?<color>\\w+))"));
    QString result;
    qsizetype end = 0;
    auto matches = placeholder.globalMatch(m_styleTemplate);
    while (matches.hasNext()) {
        const QRegularExpressionMatch match = matches.next();
        result += QStringView(m_styleTemplate).mid(end, match.capturedStart() - end);
        end = match.capturedEnd();
        if (match.hasCaptured(QStringLiteral("icon"))) {
            const auto* token =
                std::find_if(kTokenNames.begin(), kTokenNames.end(), [&match](const char* name) {
                    return match.captured(QStringLiteral("tint")) == QLatin1String(name);
                });
            result += QStringLiteral("url(%1)").arg(iconFile(match.captured(QStringLiteral("icon")),
                match.captured(QStringLiteral("size")).toInt(),
                static_cast<Token>(token - kTokenNames.begin())));
        } else if (match.hasCaptured(QStringLiteral("px"))) {
            result +=
                QStringLiteral("%1px").arg(px(match.captured(QStringLiteral("px")).toDouble()));
        } else if (match.hasCaptured(QStringLiteral("font"))) {
            for (const RoleMetrics& role : kRoles) {
                if (match.captured(QStringLiteral("font")) == QLatin1String(role.name)) {
                    result += QStringLiteral("font-size: %1pt; font-weight: %2;")
                                  .arg(pointsOfPixels(role.pixels * m_fontFactor))
                                  .arg(role.weight);
                }
            }
        } else {
            result += color(QStringView(match.captured(QStringLiteral("color")))).name();
        }
    }
    return result + m_styleTemplate.mid(end);
}

void Theme::apply()
{
    if (m_application == nullptr) {
        Q_EMIT changed();
        return;
    }
    if (m_iconFolder == nullptr) {
        m_iconFolder = std::make_unique<QTemporaryDir>();
    }
    QPalette palette;
    const auto set = [&](QPalette::ColorRole role, Token token) {
        palette.setColor(role, color(token));
    };
    set(QPalette::Window, Token::Canvas);
    set(QPalette::WindowText, Token::Text);
    set(QPalette::Base, Token::Surface);
    set(QPalette::AlternateBase, Token::Inset);
    set(QPalette::Text, Token::Text);
    set(QPalette::PlaceholderText, Token::Text3);
    set(QPalette::Button, Token::Surface);
    set(QPalette::ButtonText, Token::Text);
    set(QPalette::BrightText, Token::Error);
    set(QPalette::Highlight, Token::Accent);
    set(QPalette::HighlightedText, Token::OnAccent);
    set(QPalette::Link, Token::AccentText);
    set(QPalette::ToolTipBase, Token::Tip);
    set(QPalette::ToolTipText, Token::TipText);
    for (const QPalette::ColorRole role :
        {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        palette.setColor(QPalette::Disabled, role, color(Token::Disabled));
    }
    m_application->setPalette(palette);
    m_application->setFont(font(FontRole::Body));
    m_application->setStyleSheet(styleSheet());
    Q_EMIT changed();
}

} // namespace negatoscope::ui
