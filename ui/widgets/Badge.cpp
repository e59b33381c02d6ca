#include "ui/widgets/Badge.h"
