// SPDX-License-Identifier: GPL-3.0-or-later
// The settings that survive a power cut: see identity.h.
#include "identity.h"

#include "board/eeprom.h"
#include "osdp/crc.h"
#include "osdp/message.h"

#include <string.h>

// Step 0 spoils the mark, steps 1..18 write the rest of the slot, the last writes the mark.
enum { WRITTEN = SLOT_SIZE + 1 };

static uint8_t get(uint16_t address)
{
	while (!eeprom_ready())
		;
	return eeprom_get(address);
}

static void read(uint16_t from, uint8_t *out, uint8_t len)
{
	for (uint8_t i = 0; i < len; i++)
		out[i] = get((uint16_t)(from + i));
}

static void load_bench(struct identity *identity)
{
	uint8_t block[BENCH_SIZE];

	read(0, block, sizeof block);
	identity->bench_check = osdp_read_u16(block + BENCH_CHECK);
	identity->set = block[BENCH_MARK_0] == 'H' && block[BENCH_MARK_1] == 'T' &&
			block[BENCH_LAYOUT] == BENCH_LAYOUT_1 &&
			osdp_crc16(OSDP_CRC_SEED, block, BENCH_CHECK) == identity->bench_check;
	identity->rate = BENCH_RATE_AT_START;
	if (!identity->set)
		return;
	identity->address = block[BENCH_ADDRESS];
	identity->serial = osdp_read_u32(block + BENCH_SERIAL);
	identity->rate = osdp_read_u32(block + BENCH_RATE);
	identity->flags = block[BENCH_FLAGS];
	identity->doors = block[BENCH_DOORS];
}

static bool good(const uint8_t *image)
{
	return image[SLOT_MARK] == SLOT_GOOD && image[SLOT_LAYOUT] == SLOT_LAYOUT_1 &&
	       osdp_crc16(OSDP_CRC_SEED, image + SLOT_LAYOUT, SLOT_CHECK - SLOT_LAYOUT) ==
		       osdp_read_u16(image + SLOT_CHECK);
}

// The newest good slot into *out; false where there is none.
static bool load_slot(uint8_t *out, uint8_t *out_slot)
{
	uint8_t image[SLOT_SIZE];
	bool found = false;

	for (uint8_t slot = 0; slot < EEPROM_SLOTS; slot++) {
		read(EEPROM_SLOT(slot), image, sizeof image);
		if (!good(image))
			continue;
		if (found && (int32_t)(osdp_read_u32(image + SLOT_GENERATION) -
				       osdp_read_u32(out + SLOT_GENERATION)) < 0)
			continue;
		memcpy(out, image, sizeof image);
		*out_slot = slot;
		found = true;
	}
	return found;
}

static void begin(struct identity *identity)
{
	uint8_t *image = identity->image;

	identity->written++;
	image[SLOT_MARK] = SLOT_GOOD;
	image[SLOT_LAYOUT] = SLOT_LAYOUT_1;
	osdp_write_u32(image + SLOT_GENERATION, identity->written);
	osdp_write_u32(image + SLOT_BOOTS, identity->boots);
	image[SLOT_ADDRESS] = identity->address;
	osdp_write_u32(image + SLOT_RATE, identity->rate);
	osdp_write_u16(image + SLOT_BENCH, identity->bench_check);
	osdp_write_u16(image + SLOT_CHECK,
		osdp_crc16(OSDP_CRC_SEED, image + SLOT_LAYOUT, SLOT_CHECK - SLOT_LAYOUT));
	identity->slot ^= 1;
	identity->at = 0;
	identity->again = false;
}

void identity_load(struct identity *identity)
{
	uint8_t image[SLOT_SIZE];

	memset(identity, 0, sizeof *identity);
	load_bench(identity);
	if (load_slot(image, &identity->slot)) {
		identity->written = osdp_read_u32(image + SLOT_GENERATION);
		identity->boots = osdp_read_u32(image + SLOT_BOOTS);
		if (identity->set && osdp_read_u16(image + SLOT_BENCH) == identity->bench_check) {
			identity->address = image[SLOT_ADDRESS];
			identity->rate = osdp_read_u32(image + SLOT_RATE);
		}
	}
	identity->boots++;
	begin(identity);
}

void identity_set_line(struct identity *identity, uint8_t address, uint32_t rate)
{
	if (identity->address == address && identity->rate == rate)
		return;
	identity->address = address;
	identity->rate = rate;
	if (identity->at == WRITTEN)
		begin(identity);
	else
		identity->again = true;
}

void identity_step(struct identity *identity)
{
	uint16_t base = EEPROM_SLOT(identity->slot);

	if (identity->at == WRITTEN || !eeprom_ready())
		return;
	if (identity->at == 0)
		eeprom_put((uint16_t)(base + SLOT_MARK), SLOT_NOT_GOOD);
	else if (identity->at < SLOT_SIZE)
		eeprom_put((uint16_t)(base + identity->at), identity->image[identity->at]);
	else
		eeprom_put((uint16_t)(base + SLOT_MARK), SLOT_GOOD);
	identity->at++;
	if (identity->at == WRITTEN && identity->again)
		begin(identity);
}

bool identity_stored(const struct identity *identity)
{
	return identity->at == WRITTEN && eeprom_ready();
}
