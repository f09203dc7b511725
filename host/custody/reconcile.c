// SPDX-License-Identifier: GPL-3.0-or-later
// The reconcile table, cell by cell.
#include "custody/reconcile.h"

// clang-format off
static const enum verdict table[ROWS_SAYS][INPUTS_SAYS] = {
//                           closed, empty        closed, something   open, something       open, empty           closed, no sensor   open, no sensor      unknown
[SAY_HAND_IN]           = {SETTLE_ASIDE,       SETTLE_CUSTODY,     SETTLE_CUSTODY_OPEN,  SETTLE_HAND_IN_OPEN,  SETTLE_ASK_BLIND,   SETTLE_HAND_IN_OPEN, SETTLE_WAITS},
[SAY_HAND_IN_HELD]      = {SETTLE_ASK_GONE,    SETTLE_DONE,        SETTLE_HELD_OPEN,     SETTLE_HELD_GONE,     SETTLE_DONE,        SETTLE_HELD_OPEN,    SETTLE_WAITS},
[SAY_COLLECT]           = {SETTLE_ENDED,       SETTLE_GOES_ON,     SETTLE_COLLECT_OPEN,  SETTLE_ENDED_OPEN,    SETTLE_ASK_BLIND,   SETTLE_BLIND_OPEN,   SETTLE_WAITS},
[SAY_COLLECT_GONE]      = {SETTLE_DONE,        SETTLE_AGAIN,       SETTLE_AGAIN_OPEN,    SETTLE_WAITING_OPEN,  SETTLE_DONE,        SETTLE_WAITING_OPEN, SETTLE_WAITS},
// What staff saw they say; the door is then read by the last two rows.
[SAY_STAFF]             = {SETTLE_NOT_OPENED,  SETTLE_NOT_OPENED,  SETTLE_STAFF_OPEN,    SETTLE_STAFF_OPEN,    SETTLE_NOT_OPENED,  SETTLE_STAFF_OPEN,   SETTLE_WAITS},
// Withdrawn and found as it was: it was not accepted. Where anything moved, it was.
[SAY_WITHDRAWN_HAND_IN] = {SETTLE_NOT_OPENED,  SETTLE_CUSTODY,     SETTLE_CUSTODY_OPEN,  SETTLE_HAND_IN_OPEN,  SETTLE_NOT_OPENED,  SETTLE_HAND_IN_OPEN, SETTLE_WAITS},
[SAY_WITHDRAWN_COLLECT] = {SETTLE_ENDED,       SETTLE_NOT_OPENED,  SETTLE_COLLECT_OPEN,  SETTLE_ENDED_OPEN,    SETTLE_NOT_OPENED,  SETTLE_BLIND_OPEN,   SETTLE_WAITS},
[SAY_WITHDRAWN_STAFF]   = {SETTLE_NOT_OPENED,  SETTLE_NOT_OPENED,  SETTLE_STAFF_OPEN,    SETTLE_STAFF_OPEN,    SETTLE_NOT_OPENED,  SETTLE_STAFF_OPEN,   SETTLE_WAITS},
// A jammed door that gave way while nobody listened belongs to its last pulse's person.
[SAY_LATE_HAND_IN]      = {SETTLE_NOTHING,     SETTLE_CUSTODY,     SETTLE_CUSTODY_OPEN,  SETTLE_HAND_IN_OPEN,  SETTLE_NOTHING,     SETTLE_HAND_IN_OPEN, SETTLE_WAITS},
[SAY_LATE_COLLECT]      = {SETTLE_ENDED,       SETTLE_NOTHING,     SETTLE_COLLECT_OPEN,  SETTLE_ENDED_OPEN,    SETTLE_NOTHING,     SETTLE_BLIND_OPEN,   SETTLE_WAITS},
[SAY_CUSTODY]           = {SETTLE_ASK_GONE,    SETTLE_NOTHING,     SETTLE_FORCED,        SETTLE_FORCED_ASK,    SETTLE_NOTHING,     SETTLE_FORCED,       SETTLE_WAITS},
[SAY_NOTHING]           = {SETTLE_NOTHING,     SETTLE_ASK_INSIDE,  SETTLE_ASK_INSIDE,    SETTLE_LEFT_OPEN,     SETTLE_NOTHING,     SETTLE_LEFT_OPEN,    SETTLE_WAITS},
};
// clang-format on

enum verdict reconcile(enum rows_say rows, enum inputs_say inputs)
{
	return table[rows][inputs];
}
