#include "ui/widgets/Labels.h"
