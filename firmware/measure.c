// SPDX-License-Identifier: GPL-3.0-or-later
// See measure.h.
#include "measure.h"

volatile uint16_t measure_turn_worst_us;
