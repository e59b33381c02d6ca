#pragma once

#include <QColor>
#include <QFont>
#include <QHash>
#include <QIcon>
#include <QObject>
#include <QPixmap>
#include <QString>

#include <array>
#include <memory>

class QApplication;
class QTemporaryDir;

namespace negatoscope::ui {

/// Every colour of the window, by its meaning (resources/themes/tokens.json).
enum class Token {
    Canvas,
    Surface,
    Inset,
    Hover,
    Rail,
    Border,
    Field,
    Strong,
    Text,
    Text2,
    Text3,
    Disabled,
    Accent,
    AccentHover,
    AccentSoft,
    AccentText,
    OnAccent,
    Focus,
    Normal,
    NormalText,
    NormalSoft,
    Pneu,
    PneuText,
    PneuSoft,
    OnNormal,
    OnPneu,
    Train,
    TrainText,
    TrainSoft,
    Val,
    ValText,
    ValSoft,
    Test,
    TestText,
    TestSoft,
    Ok,
    OkSoft,
    Warn,
    WarnSoft,
    WarnFill,
    Error,
    ErrorSoft,
    Info,
    InfoSoft,
    Grid,
    Axis,
    Ghost,
    Frozen,
    Film,
    FilmEdge,
    Tip,
    TipText,
    Shadow,
    Count
};

/// Every text size and weight of the window.
enum class FontRole {
    Display,
    Matrix,
    Metric,
    Page,
    Card,
    Control,
    Strong,
    Body,
    Small,
    Label,
    Tick,
    Micro
};

/// The one source of colours, fonts, sizes and icons. Thread: GUI only.
class Theme final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Theme)

public:
    enum class Mode { Light, Dark };

    static Theme& instance();

    /// Loads the fonts and dresses the application. Call once, after QApplication.
    void install(QApplication& application);

    Mode mode() const { return m_mode; }
    bool isDark() const { return m_mode == Mode::Dark; }
    void setMode(Mode mode);
    qreal fontFactor() const { return m_fontFactor; }
    void setFontFactor(qreal factor); ///< clamped to 1…1.5

    QColor color(Token token) const;
    QColor color(Token token, qreal alpha) const; ///< alpha 0…1
    /// By the name in tokens.json ("accentSoft"); magenta and a warning when unknown.
    QColor color(QStringView name) const;
    QColor runColor(int index) const;          ///< 0…3
    QColor sequentialColor(qreal value) const; ///< cividis, 0…1
    /// Fill of a class in a two-class chart: NORMAL-like first, PNEUMONIA-like second.
    static Token classToken(int classIndex, int positiveClass);
    static Token classTextToken(int classIndex, int positiveClass);
    static Token classSoftToken(int classIndex, int positiveClass);

    QFont font(FontRole role) const;
    /// A design length in px at font factor 1, scaled by the factor.
    int px(qreal designPixels) const;

    /// An icon of resources/icons ("play"), drawn in the token's colour. Cached.
    QPixmap pixmap(const QString& name, int size, Token token, qreal devicePixelRatio = 1.0) const;
    QIcon icon(const QString& name, int size, Token token) const;

Q_SIGNALS:
    /// Colours, fonts or sizes are different now. Widgets repaint, icons are asked for again.
    void changed();

private:
    explicit Theme(QObject* parent = nullptr);
    void loadTokens();
    void loadFonts();
    void apply();
    QString styleSheet() const;
    QString iconFile(const QString& name, int size, Token token) const;

    Mode m_mode = Mode::Light;
    qreal m_fontFactor = 1.0;
    QString m_family;
    using Palette = std::array<QColor, static_cast<std::size_t>(Token::Count)>;
    std::array<Palette, 2> m_palettes;
    std::array<QList<QColor>, 2> m_runColors;
    QList<QColor> m_sequential;
    QString m_styleTemplate;
    std::unique_ptr<QTemporaryDir> m_iconFolder; ///< tinted SVG files for the style sheet
    mutable QHash<QString, QPixmap> m_pixmaps;
    QApplication* m_application = nullptr;
};

} // namespace negatoscope::ui
