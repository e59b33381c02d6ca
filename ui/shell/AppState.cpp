#include "ui/shell/AppState.h"
