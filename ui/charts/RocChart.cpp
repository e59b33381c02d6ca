#include "ui/charts/RocChart.h"
