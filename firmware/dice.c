// SPDX-License-Identifier: GPL-3.0-or-later
// See dice.h.
#include "dice.h"

#include "bank/bench.h"
#include "board/eeprom.h"
#include "osdp/aes.h"
#include "osdp/message.h"

#include <string.h>

void dice_init(struct dice *dice, uint32_t boots)
{
	memset(dice, 0, sizeof *dice);
	dice->boots = boots;
}

void dice_stir(struct dice *dice, uint16_t noise)
{
	uint8_t *at = &dice->noise[dice->at];

	uint8_t turned = (uint8_t)(*at << 3 | *at >> 5);

	*at = (uint8_t)(turned ^ (uint8_t)noise ^ (uint8_t)(noise >> 8));
	dice->at = (uint8_t)((dice->at + 1u) % sizeof dice->noise);
}

void dice_step(struct dice *dice, struct osdp_secure_pd *channel)
{
	uint8_t secret[BENCH_SECRET_SIZE], block[OSDP_AES_BLOCK];
	struct osdp_aes aes;

	// The secret is not kept in memory; while a byte is being written the EEPROM is not read.
	if (!osdp_secure_pd_wants_roll(channel) || !eeprom_ready())
		return;
	for (uint8_t i = 0; i < sizeof secret; i++)
		secret[i] = eeprom_get((uint16_t)(BENCH_SECRET + i));
	osdp_write_u32(block, dice->boots);
	osdp_write_u32(block + 4, dice->rolls++);
	memcpy(block + 8, dice->noise, sizeof dice->noise);
	osdp_aes_ready(&aes, secret);
	osdp_aes_encrypt(&aes, block);
	osdp_secure_pd_roll(channel, block);
	// What is left of it is stirred in: the next is not made of this one's noise again.
	memcpy(dice->noise, block + 8, sizeof dice->noise);
	osdp_secure_wipe(&aes, sizeof aes);
	osdp_secure_wipe(secret, sizeof secret);
}
