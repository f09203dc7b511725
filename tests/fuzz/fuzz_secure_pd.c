// SPDX-License-Identifier: GPL-3.0-or-later
// The bank's end of Secure Channel under any orders: whoever sends them has the keys or not, the
// check characters and, where he has them, the MACs are good. Nothing is executed outside a
// session, no latch under the default key, nothing twice, and every answer is well formed.
#include "fuzz.h"
#include "input.h"
#include "osdp/crc.h"
#include "osdp/message.h"
#include "osdp/secure_rig.h"

#include <string.h>

enum order {
	SHAKE_OWN,
	SHAKE_DEFAULT,
	SEALED,	   // a command of the session
	CLEAR,	   // any frame in the clear, with any block
	CRAFTED,   // any block type and any data under a good MAC
	AGAIN,	   // the bytes of the last command
	BENT,	   // the same, a byte changed
	WINDOW,	   // the commissioning button, or its end
	LONG_TIME, // 9 s
	PENDING,   // there was another key before
	MOOD,	   // what the bank and its keeper of keys answer
	DICE,	   // a random number is there, or not
	ORDERS
};

static const uint8_t key[OSDP_KEY_SIZE] = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3};
static const uint8_t other[OSDP_KEY_SIZE] = {2, 7, 1, 8, 2, 8, 1, 8, 2, 8, 4, 5, 9, 0, 4, 5};
static const uint8_t none[OSDP_KEY_SIZE]; // no usable key
static struct secure_rig rig;

struct before {
	uint16_t executed;
	unsigned latches;
	bool up, by_default, may_move;
};

static unsigned latches(void)
{
	unsigned count = 0;

	for (unsigned i = 0; i < FAKE_OUTPUTS; i++)
		count += rig.bank.on[i];
	return count;
}

static struct before look(void)
{
	return (struct before){rig.bank.executed, latches(), rig.channel.up, rig.channel.by_default,
		!rig.channel.keyed || rig.channel.commissioning};
}

static void judge(const struct before *before, bool session)
{
	struct osdp_frame reply;
	unsigned done = (unsigned)(rig.bank.executed - before->executed);

	must(done <= 1);
	if (done)
		must((before->up && session) || (before->may_move && rig.bank.moved_to));
	if (latches() != before->latches)
		must(before->up && session && !before->by_default);
	must(!rig.channel.up || !rig.channel.challenged);
	if (!rig.said_len)
		return;
	must(rig.said[0] == OSDP_MARK &&
		osdp_frame_parse(rig.said + 1, (uint16_t)(rig.said_len - 1), &reply));
	must(reply.reply && reply.use_crc && !(reply.bytes[4] & 0xF0));
	must(rig.sealed ? rig.reply.len <= 239 : true);
	if (!rig.reply.has_scb)
		must(osdp_reply_fit(rig.reply.code, rig.reply.len) == OSDP_FIT_GOOD);
}

static void send_crafted(struct input *input)
{
	uint8_t mac[OSDP_MAC_SIZE] = {0};
	struct osdp_frame frame = {.address = 1, .has_scb = true, .scb_len = 2, .mac = mac};

	frame.scb_type = (uint8_t)(OSDP_SCS_COMMAND + input_byte(input) % 4);
	frame.sqn = input_byte(input) & 3;
	frame.code = input_byte(input);
	frame.len = input_bytes(input, 112, &frame.data);
	rig.sent_len = osdp_frame_write(rig.sent, sizeof rig.sent, &frame);
	osdp_secure_mac(&rig.host, rig.host.reply, rig.sent + 1, (uint16_t)(rig.sent_len - 7), mac);
	rig.sent_len = osdp_frame_write(rig.sent, sizeof rig.sent, &frame);
	secure_rig_send(&rig);
}

static void send_bent(struct input *input)
{
	uint16_t crc, len = rig.sent_len;

	if (len < 10)
		return;
	rig.sent[6 + input_byte(input) % (len - 8)] ^= (uint8_t)(1 + input_byte(input) % 255);
	crc = osdp_crc16(OSDP_CRC_SEED, rig.sent + 1, len - 3u);
	rig.sent[len - 2] = (uint8_t)(crc & 0xFF);
	rig.sent[len - 1] = (uint8_t)(crc >> 8);
	secure_rig_send(&rig);
}

static void send_clear(struct input *input)
{
	uint8_t sqn = input_byte(input) & 3, code = input_byte(input), type = input_byte(input);
	const uint8_t *data;
	uint16_t len;

	type = type & 0x80 ? 0 : (uint8_t)(0x10 + type % 10);
	if (type >= OSDP_SCS_COMMAND && type <= OSDP_SCS_REPLY_DATA)
		type = 0; // CRAFTED makes these
	len = input_bytes(input, 120, &data);
	secure_rig_clear(&rig, sqn, code, type, input_byte(input), data, len);
}

static void set_mood(struct input *input)
{
	uint8_t mood = input_byte(input);

	rig.keep_answer = mood & 1 ? OSDP_PD_BUSY : 0;
	rig.bank.answer = mood & 2 ? OSDP_PD_BUSY : mood & 4 ? OSDP_NAK_RECORD : 0;
	rig.bank.events = mood & 8 ? 200 : rig.bank.taken;
	rig.bank.no_inputs = mood >> 4 & 1;
	rig.bank.mfg_answer = mood & 0x20 ? 60 : 0;
}

// True: the frame was one of a session.
static bool obey(struct input *input, enum order order)
{
	const uint8_t *data;
	uint8_t code;
	uint16_t len;

	switch (order) {
	case SHAKE_OWN:
		secure_rig_shake(&rig, key);
		return false;
	case SHAKE_DEFAULT:
		secure_rig_shake(&rig, NULL);
		return false;
	case SEALED:
		code = input_byte(input);
		len = input_bytes(input, 200, &data);
		secure_rig_sealed(&rig, code, data, len);
		return true;
	case CLEAR:
		send_clear(input);
		return false;
	case CRAFTED:
		send_crafted(input);
		return true;
	case AGAIN:
		if (rig.sent_len)
			secure_rig_send(&rig);
		return true;
	case BENT:
		send_bent(input);
		return true;
	case WINDOW:
		osdp_secure_pd_commission(&rig.channel, input_byte(input) & 1);
		return false;
	case LONG_TIME:
		rig.ms += 9000;
		osdp_pd_tick(&rig.pd, rig.ms);
		return false;
	case PENDING:
		code = input_byte(input);
		osdp_secure_pd_set_before(&rig.channel, code & 2 ? none : code & 1 ? other : key);
		return false;
	case MOOD:
		set_mood(input);
		return false;
	case DICE:
		if (osdp_secure_pd_wants_roll(&rig.channel))
			osdp_secure_pd_roll(&rig.channel, rig.rnd_b);
		return false;
	case ORDERS:
		break;
	}
	return false;
}

void fuzz_secure_pd(const uint8_t *data, size_t size)
{
	struct input input = {data, size};
	uint8_t first = input_byte(&input);

	secure_rig_open(&rig, first & 1 ? NULL : key);
	osdp_secure_pd_commission(&rig.channel, first & 2);
	for (unsigned orders = 0; input.left && orders < 64; orders++) {
		struct before before = look();
		bool session;

		rig.said_len = 0;
		rig.bank.moved_to = 0;
		session = obey(&input, (enum order)(input_byte(&input) % ORDERS));
		judge(&before, session);
	}
}
