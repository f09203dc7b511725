// SPDX-License-Identifier: GPL-3.0-or-later
// The properties behind check characters and MACs: both are made good, so that what is tried is
// what an owner of the keys could send.
#include "osdp/message.h"
#include "properties.h"
#include "secure_rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define must(condition) ((condition) ? (void)0 : broken(#condition, __LINE__))

static void broken(const char *what, int line)
{
	fprintf(stderr, "properties_secure.c:%d: does not hold: %s\n", line, what);
	abort();
}

static const uint8_t key[OSDP_KEY_SIZE] = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3};
static struct secure_rig rig;

static void identity(const uint8_t *data, uint16_t len, bool reply)
{
	static uint8_t out[OSDP_FRAME_LEN_MAX + 1];
	struct osdp_secure here, there;
	struct osdp_frame frame = {.address = 1, .reply = reply, .sqn = 2, .code = OSDP_MFG};
	uint16_t size;

	osdp_secure_derive(&here, key, key);
	osdp_secure_begin(&here, key);
	there = here;
	frame.data = data;
	frame.len = len;
	size = osdp_secure_seal(&here, out, sizeof out, &frame);
	must((size != 0) == (len <= osdp_secure_room(OSDP_FRAME_LEN_MAX)));
	if (!size)
		return;
	must(osdp_frame_parse(out + 1, (uint16_t)(size - 1), &frame));
	must(osdp_secure_open(&there, &frame) && !frame.has_scb);
	must(frame.len == len && memcmp(frame.data, data, len) == 0);
	must(memcmp(&here, &there, sizeof here) == 0);
}

// Any block type and any data, with a good MAC.
static void craft(uint8_t type, const uint8_t *data, uint16_t len)
{
	uint8_t mac[OSDP_MAC_SIZE] = {0};
	struct osdp_frame frame = {
		.address = 1,
		.sqn = 3,
		.has_scb = true,
		.scb_len = 2,
		.scb_type = type,
		.code = OSDP_OUT,
		.data = data,
		.len = len,
		.mac = mac,
	};

	rig.sent_len = osdp_frame_write(rig.sent, sizeof rig.sent, &frame);
	osdp_secure_mac(&rig.host, rig.host.reply, rig.sent + 1, (uint16_t)(rig.sent_len - 7), mac);
	rig.sent_len = osdp_frame_write(rig.sent, sizeof rig.sent, &frame);
}

void property_sealed(const uint8_t *data, size_t full)
{
	uint16_t len = (uint16_t)(full > 239 ? 239 : full);
	uint8_t code = len ? data[0] : 0, type = (uint8_t)(0x15 + (len ? data[len - 1] % 4 : 0));
	bool good_form = type == (len ? OSDP_SCS_COMMAND_DATA : OSDP_SCS_COMMAND) && len % 16 == 0;
	uint16_t before;

	identity(data, (uint16_t)(full > 1500 ? 1500 : full), code & 1);
	secure_rig_open(&rig, key);
	must(secure_rig_shake(&rig, key));
	secure_rig_sealed(&rig, code, data, len);
	must(rig.said_len && rig.sealed && rig.bank.executed <= 1);
	must(osdp_reply_fit(rig.reply.code, rig.reply.len) == OSDP_FIT_GOOD);
	if (osdp_command_fit(code, len) != OSDP_FIT_GOOD)
		must(rig.reply.code == OSDP_NAK && rig.bank.executed == 0);
	if (!rig.channel.up) // COMSET
		return;
	before = rig.bank.executed;
	craft(type, data, len);
	secure_rig_send(&rig);
	must(rig.said_len && rig.bank.executed <= before + 1);
	// What no encoder makes is not taken.
	if (!good_form)
		must(!rig.channel.up && rig.bank.executed == before &&
			secure_rig_heard(&rig, false, 3, OSDP_NAK, OSDP_NAK_SECURE));
}
