#include "ui/widgets/LogSlider.h"
