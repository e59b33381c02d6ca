#include "ui/widgets/MetricTile.h"
