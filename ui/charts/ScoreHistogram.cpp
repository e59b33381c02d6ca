#include "ui/charts/ScoreHistogram.h"
