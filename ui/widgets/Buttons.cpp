#include "ui/widgets/Buttons.h"
