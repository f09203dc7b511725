// SPDX-License-Identifier: GPL-3.0-or-later
// What a turn wants to send: filled by custody, sent by the service after the turn's commit,
// dropped by it when the commit failed (design.md section 2).
#ifndef CUSTODY_OUTBOX_H
#define CUSTODY_OUTBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define OUTBOX_ITEMS 2048
#define OUTBOX_LINES 4
#define OUTBOX_WIDTH 16

enum outbox_kind {
	OUTBOX_UNLOCK,	     // pulse the door's latch: lives 2 s from this commit, never repeated
	OUTBOX_DOOR_LIGHT,   // until the next one for that door
	OUTBOX_READER_LIGHT, // for ms, or until the next one where ms is 0
	OUTBOX_BUZZER,
	OUTBOX_TEXT,   // for ms, or until the next one where ms is 0
	OUTBOX_CHANGE, // something on the screens changed; bank and door, or 0
};

enum light { LIGHT_OFF, LIGHT_RED, LIGHT_GREEN, LIGHT_AMBER };

enum buzzer {
	BUZZER_OFF,	 // silences an alarm
	BUZZER_OK,	 // one short
	BUZZER_REFUSED,	 // one long
	BUZZER_ERROR,	 // two: nothing seen in the door
	BUZZER_LEFT,	 // three: the phone is still inside
	BUZZER_CLOSE_IT, // a slow beat until BUZZER_OFF: the door stands open 20 s
	BUZZER_ALARM,	 // a fast beat until BUZZER_OFF: forced, or open 60 s
};

struct outbox_item {
	enum outbox_kind kind;
	int64_t bank;	// row id
	int door;	// 1 to 24; 0 where none
	int64_t intent; // UNLOCK: hand it back with custody_unlock_accepted, _refused or _withdrawn
	enum light light;
	enum buzzer buzzer;
	uint32_t ms;
	char text[OUTBOX_LINES][OUTBOX_WIDTH + 1]; // each line ended by a zero, not padded
};

// Caller-owned, large (about 200 KiB): not on a stack. Zeroed is empty.
struct outbox {
	size_t count;
	// Something could not be filed. The service rolls the turn back, as for a failed commit: an
	// unlock must not be lost while its row says asked.
	bool overflow;
	struct outbox_item items[OUTBOX_ITEMS];
};

static inline void outbox_clear(struct outbox *outbox)
{
	outbox->count = 0;
	outbox->overflow = false;
}

// The next free item, zeroed but for its kind, bank and door; a place to write that is not read
// when there was no room (overflow is set).
struct outbox_item *outbox_add(
	struct outbox *outbox, enum outbox_kind kind, int64_t bank, int door);

#endif
