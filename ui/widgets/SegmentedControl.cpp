#include "ui/widgets/SegmentedControl.h"
