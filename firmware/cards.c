// SPDX-License-Identifier: GPL-3.0-or-later
// The queue of cards: see cards.h.
#include "cards.h"

#include <string.h>

void cards_drop(struct cards *cards, uint8_t keep)
{
	if (cards->count > keep)
		cards->count = keep;
}

void cards_push(struct cards *cards, const uint8_t *uid, uint8_t len, uint32_t now_ms)
{
	struct card *card = &cards->card[cards->count];

	if (cards->count == CARDS_MAX || len > BANK_UID_MAX)
		return;
	card->read_ms = now_ms;
	card->len = len;
	memcpy(card->uid, uid, len);
	cards->count++;
}

void cards_pop(struct cards *cards)
{
	if (cards->count == 0)
		return;
	cards->count--;
	memmove(&cards->card[0], &cards->card[1], cards->count * sizeof cards->card[0]);
}

const struct card *cards_first(struct cards *cards, uint32_t now_ms)
{
	while (cards->count && now_ms - cards->card[0].read_ms >= BANK_CARD_FETCH_MS)
		cards_pop(cards);
	return cards->count ? &cards->card[0] : 0;
}
