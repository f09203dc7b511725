// SPDX-License-Identifier: GPL-3.0-or-later
// One array, filled and emptied each turn.
#include "custody/outbox.h"

#include <string.h>

struct outbox_item *outbox_add(struct outbox *outbox, enum outbox_kind kind, int64_t bank, int door)
{
	static struct outbox_item nowhere;
	struct outbox_item *item = &nowhere;

	if (outbox->count < OUTBOX_ITEMS)
		item = &outbox->items[outbox->count++];
	else
		outbox->overflow = true;
	memset(item, 0, sizeof *item);
	item->kind = kind;
	item->bank = bank;
	item->door = door;
	return item;
}
