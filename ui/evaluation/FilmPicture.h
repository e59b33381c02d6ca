#pragma once

#include "ui/shell/Theme.h"

#include <QImage>
#include <QRectF>

class QPainter;

namespace negatoscope::ui {

/// How one film of the belt or the strip looks.
struct FilmLook
{
    const QImage* image = nullptr; ///< null: not decoded yet
    QString score;                 ///< in the corner
    Token mark = Token::Val;       ///< colour of its true class
    Token onMark = Token::OnAccent;
    bool wrong = false;    ///< outline and cross
    bool selected = false; ///< accent frame and tick
    bool current = false;  ///< focus ring
    double crossed = 0.0;  ///< 1…0: it has just crossed the threshold
};

/// Draws a film into a square. "50.3 %", one decimal where whole percents would hide on which side
/// of the threshold it lies.
void paintFilmPicture(QPainter& painter, const QRectF& box, const FilmLook& look);
QString filmScoreText(double score, double threshold);

} // namespace negatoscope::ui
