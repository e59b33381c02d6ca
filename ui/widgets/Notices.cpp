#include "ui/widgets/Notices.h"
