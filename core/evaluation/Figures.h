#pragma once

// Everything that can be measured on Scores, in one include.
#include "core/evaluation/Curves.h"
#include "core/evaluation/Figure.h"
#include "core/evaluation/Scores.h"
