// SPDX-License-Identifier: GPL-3.0-or-later
// Keys that survive a power cut at any byte: see keys.h.
#include "keys.h"

#include "bank/bench.h"
#include "board/eeprom.h"
#include "osdp/crc.h"
#include "osdp/message.h"

#include <string.h>

enum { NO_SLOT = EEPROM_SLOTS };
// Steps of writing: 1 spoils the mark, then the rest of the slot, the last writes the mark.
enum { MARK_LAST = KEY_SLOT_SIZE + 1 };

static void read(uint16_t from, uint8_t *out, uint8_t len)
{
	for (uint8_t i = 0; i < len; i++) {
		while (!eeprom_ready())
			;
		out[i] = eeprom_get((uint16_t)(from + i));
	}
}

static bool load(struct keys *keys, uint8_t slot, uint8_t *image)
{
	read(EEPROM_KEY_SLOT(slot), image, KEY_SLOT_SIZE);
	return image[KEY_SLOT_MARK] == SLOT_GOOD && image[KEY_SLOT_LAYOUT] == SLOT_LAYOUT_1 &&
	       osdp_crc16(OSDP_CRC_SEED, image + KEY_SLOT_LAYOUT,
		       KEY_SLOT_CHECK - KEY_SLOT_LAYOUT) == osdp_read_u16(image + KEY_SLOT_CHECK) &&
	       osdp_read_u16(image + KEY_SLOT_BENCH) == keys->bench_check;
}

// The bench's key; false where it gave none.
static bool load_bench(uint8_t *key)
{
	uint8_t flags;

	read(BENCH_FLAGS, &flags, 1);
	read(BENCH_KEY, key, OSDP_KEY_SIZE);
	return flags & BENCH_FLAG_KEY;
}

void keys_load(struct keys *keys, struct osdp_secure_pd *channel, bool set, uint16_t bench_check)
{
	uint8_t image[EEPROM_SLOTS][KEY_SLOT_SIZE], bench[OSDP_KEY_SIZE];
	bool good[EEPROM_SLOTS], by_bench;
	uint8_t newest = 0;

	memset(keys, 0, sizeof *keys);
	keys->set = set;
	keys->slot = NO_SLOT;
	keys->bench_check = bench_check;
	if (!set)
		return;
	for (uint8_t slot = 0; slot < EEPROM_SLOTS; slot++)
		good[slot] = load(keys, slot, image[slot]);
	by_bench = load_bench(bench);
	if (!good[0] && !good[1]) {
		osdp_secure_pd_set_key(channel, by_bench ? bench : NULL);
		goto wipe;
	}
	if (good[1] && (!good[0] || (int32_t)(osdp_read_u32(image[1] + KEY_SLOT_GENERATION) -
					      osdp_read_u32(image[0] + KEY_SLOT_GENERATION)) > 0))
		newest = 1;
	keys->slot = newest;
	keys->written = osdp_read_u32(image[newest] + KEY_SLOT_GENERATION);
	keys->proved = image[newest][KEY_SLOT_PROVED] == SLOT_GOOD;
	osdp_secure_pd_set_key(channel, image[newest] + KEY_SLOT_KEY);
	if (!keys->proved && good[newest ^ 1])
		osdp_secure_pd_set_before(channel, image[newest ^ 1] + KEY_SLOT_KEY);
	else if (!keys->proved && by_bench)
		osdp_secure_pd_set_before(channel, bench);
wipe:
	osdp_secure_wipe(image, sizeof image);
	osdp_secure_wipe(bench, sizeof bench);
}

static void begin(struct keys *keys, const uint8_t *key)
{
	uint8_t *image = keys->image;

	keys->written++;
	image[KEY_SLOT_MARK] = SLOT_GOOD;
	image[KEY_SLOT_LAYOUT] = SLOT_LAYOUT_1;
	osdp_write_u32(image + KEY_SLOT_GENERATION, keys->written);
	osdp_write_u16(image + KEY_SLOT_BENCH, keys->bench_check);
	memcpy(image + KEY_SLOT_KEY, key, OSDP_KEY_SIZE);
	osdp_write_u16(image + KEY_SLOT_CHECK, osdp_crc16(OSDP_CRC_SEED, image + KEY_SLOT_LAYOUT,
						       KEY_SLOT_CHECK - KEY_SLOT_LAYOUT));
	image[KEY_SLOT_PROVED] = SLOT_NOT_GOOD;
	keys->stored = false;
	keys->at = 1;
}

uint8_t keys_keep(struct keys *keys, const struct osdp_secure_pd *channel, const uint8_t *key)
{
	if (!keys->set)
		return OSDP_NAK_SECURE;
	if (keys->at)
		return OSDP_PD_BUSY;
	if (channel->keyed && osdp_secure_same(key, channel->key, OSDP_KEY_SIZE))
		return OSDP_PD_DONE;
	if (keys->stored && osdp_secure_same(key, keys->image + KEY_SLOT_KEY, OSDP_KEY_SIZE)) {
		keys->stored = false;
		keys->slot = keys->target;
		keys->proved = false;
		osdp_secure_wipe(keys->image, sizeof keys->image);
		return OSDP_PD_DONE;
	}
	keys->target = keys->slot == NO_SLOT ? 0 : channel->by_before ? keys->slot : keys->slot ^ 1;
	begin(keys, key);
	return OSDP_PD_BUSY;
}

void keys_step(struct keys *keys, const struct osdp_secure_pd *channel)
{
	uint16_t base = EEPROM_KEY_SLOT(keys->target);

	if (!eeprom_ready())
		return;
	if (keys->at == 0) {
		if (keys->slot == NO_SLOT || keys->proved || channel->pending)
			return;
		eeprom_put(EEPROM_KEY_SLOT(keys->slot) + KEY_SLOT_PROVED, SLOT_GOOD);
		keys->proved = true;
		return;
	}
	if (keys->at == 1)
		eeprom_put((uint16_t)(base + KEY_SLOT_MARK), SLOT_NOT_GOOD);
	else if (keys->at <= KEY_SLOT_SIZE)
		eeprom_put((uint16_t)(base + keys->at - 1), keys->image[keys->at - 1]);
	else if (keys->at == MARK_LAST)
		eeprom_put((uint16_t)(base + KEY_SLOT_MARK), SLOT_GOOD);
	if (keys->at++ <= MARK_LAST)
		return;
	keys->at = 0;
	keys->stored = true;
}
