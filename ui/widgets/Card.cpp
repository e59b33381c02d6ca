#include "ui/widgets/Card.h"
