#include "ui/widgets/Field.h"
