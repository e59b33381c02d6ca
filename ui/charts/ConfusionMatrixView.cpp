#include "ui/charts/ConfusionMatrixView.h"
