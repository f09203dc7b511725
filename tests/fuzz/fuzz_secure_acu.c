// SPDX-License-Identifier: GPL-3.0-or-later
// The host's end of Secure Channel under any answers: of a bank that has the key, and of somebody
// who has what went over the wire. It says nothing in the clear that it must not, reads back what a
// bank seals, believes nothing that was bent or said before, and no frame that no bank makes.
#include "fuzz.h"
#include "input.h"
#include "osdp/crc.h"
#include "osdp/message.h"
#include "osdp/secure_acu.h"

#include <string.h>

enum order {
	CHALLENGE,
	PROVE,
	COMMAND,
	ANSWER_CHALLENGE, // as the bank would
	ANSWER_PROOF,
	ANSWER,	  // sealed, of the number that is out
	SAY,	  // any clear frame, with any block
	CRAFTED,  // any block type and any data under a good MAC
	BENT,	  // a sealed answer, a byte changed
	REPLAYED, // one that was believed before
	REPEAT,
	WITHDRAW,
	RESTART,
	ORDERS
};

#define KEPT 8

static const uint8_t key[OSDP_KEY_SIZE] = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3};
static const uint8_t none[OSDP_KEY_SIZE]; // no usable key

static struct {
	struct osdp_acu acu;
	struct osdp_secure_acu channel;
	uint8_t tx[OSDP_FRAME_LEN_MAX + 1];
	struct osdp_secure bank; // the chain as the bank has it
	bool in_step;		 // the bank opened the last command
	uint8_t rnd_a[OSDP_RND_SIZE], rnd_b[OSDP_RND_SIZE], proof[OSDP_MAC_SIZE];
	uint8_t believed[KEPT][257];
	uint16_t believed_len[KEPT];
	unsigned kept;
} end;

// What leaves the host is for the bank to read, or says who it is.
static void sent(uint16_t size, const uint8_t *data, uint16_t len)
{
	uint8_t copy[OSDP_FRAME_LEN_MAX + 1];
	struct osdp_frame frame;

	if (!size)
		return;
	memcpy(copy, end.tx, size);
	must(osdp_frame_parse(copy + 1, (uint16_t)(size - 1), &frame));
	must(!frame.reply && frame.use_crc && frame.address == 1);
	if (!frame.mac) {
		must(frame.has_scb ? frame.scb_type == OSDP_SCS_CHLNG ||
					     frame.scb_type == OSDP_SCS_SCRYPT
				   : frame.code == OSDP_ID || frame.code == OSDP_CAP);
		return;
	}
	must(osdp_acu_up(&end.acu));
	if (!data)
		return;
	end.in_step = osdp_secure_open(&end.bank, &frame);
	if (end.in_step)
		must(frame.len == len && (!len || memcmp(frame.data, data, len) == 0));
}

static enum osdp_acu_heard hear(const uint8_t *bytes, uint16_t len)
{
	static uint8_t copy[257];
	struct osdp_frame frame;
	enum osdp_acu_heard heard;
	bool up = osdp_acu_up(&end.acu), waiting = end.acu.waiting;

	if (!len)
		return OSDP_ACU_FOREIGN;
	memcpy(copy, bytes, len);
	must(osdp_frame_parse(copy + 1, (uint16_t)(len - 1), &frame));
	heard = osdp_acu_hear(&end.acu, &frame);
	if (heard != OSDP_ACU_REPLY && heard != OSDP_ACU_NAK)
		return heard;
	must(waiting && !end.acu.waiting);
	must(osdp_reply_fit(frame.code, frame.len) == OSDP_FIT_GOOD);
	if (heard == OSDP_ACU_REPLY && up && end.kept < KEPT) {
		memcpy(end.believed[end.kept], bytes, len);
		end.believed_len[end.kept++] = len;
	}
	return heard;
}

static void answer_challenge(void)
{
	uint8_t data[32] = {'N', 'H', 'T', 1}, bytes[257];
	struct osdp_frame frame = {.address = 1,
		.reply = true,
		.has_scb = true,
		.scb_len = 3,
		.scb_type = OSDP_SCS_CCRYPT,
		.scb_data = end.channel.selector,
		.code = OSDP_CCRYPT,
		.data = data,
		.len = sizeof data};

	memcpy(data + 8, end.rnd_b, OSDP_RND_SIZE);
	osdp_secure_cryptogram(&end.bank, end.rnd_a, end.rnd_b, data + 16);
	hear(bytes, osdp_frame_write(bytes, sizeof bytes, &frame));
}

static void answer_proof(void)
{
	uint8_t bytes[257];
	struct osdp_frame frame = {.address = 1,
		.reply = true,
		.sqn = end.acu.sqn,
		.has_scb = true,
		.scb_len = 3,
		.scb_type = OSDP_SCS_RMAC_I,
		.scb_data = OSDP_PROOF_GOOD,
		.code = OSDP_RMAC_I,
		.data = end.bank.reply,
		.len = OSDP_MAC_SIZE};

	osdp_secure_cryptogram(&end.bank, end.rnd_b, end.rnd_a, end.proof);
	osdp_secure_begin(&end.bank, end.proof);
	hear(bytes, osdp_frame_write(bytes, sizeof bytes, &frame));
}

// A sealed answer of the bank's, or the same with a byte changed.
static void answer(struct input *input, bool bent)
{
	uint8_t bytes[257];
	struct osdp_frame frame = {.address = 1, .reply = true, .sqn = end.acu.sqn};
	struct osdp_secure chain = end.bank;
	uint16_t len, crc;

	frame.code = input_byte(input);
	frame.len = input_bytes(input, 200, &frame.data);
	len = osdp_secure_seal(&chain, bytes, sizeof bytes, &frame);
	if (!len)
		return;
	if (!bent) {
		enum osdp_acu_heard heard = hear(bytes, len);

		if (heard == OSDP_ACU_REPLY || heard == OSDP_ACU_NAK)
			end.bank = chain;
		return;
	}
	bytes[6 + input_byte(input) % (len - 8)] ^= (uint8_t)(1 + input_byte(input) % 255);
	crc = osdp_crc16(OSDP_CRC_SEED, bytes + 1, len - 3u);
	bytes[len - 2] = (uint8_t)(crc & 0xFF);
	bytes[len - 1] = (uint8_t)(crc >> 8);
	if (osdp_acu_up(&end.acu) && osdp_frame_parse(bytes + 1, (uint16_t)(len - 1), &frame))
		must(hear(bytes, len) != OSDP_ACU_REPLY);
}

static void say(struct input *input)
{
	uint8_t bytes[257], type = input_byte(input);
	bool up = osdp_acu_up(&end.acu);
	struct osdp_frame frame = {.address = 1, .reply = true};

	frame.sqn = input_byte(input) & 3;
	frame.code = input_byte(input);
	if (type < 0x80) {
		frame.has_scb = true;
		frame.scb_len = (uint8_t)(2 + (type & 1));
		frame.scb_type = (uint8_t)(0x10 + type % 5);
		frame.scb_data = input_byte(input);
	}
	frame.len = input_bytes(input, 200, &frame.data);
	if (hear(bytes, osdp_frame_write(bytes, sizeof bytes, &frame)) == OSDP_ACU_REPLY)
		must(!up);
}

static void craft(struct input *input)
{
	uint8_t bytes[257], mac[OSDP_MAC_SIZE] = {0};
	bool up = osdp_acu_up(&end.acu);
	struct osdp_frame frame = {.address = 1, .reply = true, .has_scb = true, .scb_len = 2};
	struct osdp_secure chain = end.bank;
	enum osdp_acu_heard heard;
	uint16_t len;

	frame.scb_type = (uint8_t)(OSDP_SCS_COMMAND + input_byte(input) % 4);
	frame.sqn = input_byte(input) & 1 ? end.acu.sqn : input_byte(input) & 3;
	frame.code = input_byte(input);
	frame.len = input_bytes(input, 112, &frame.data);
	frame.mac = mac;
	len = osdp_frame_write(bytes, sizeof bytes, &frame);
	osdp_secure_mac(&chain, chain.command, bytes + 1, (uint16_t)(len - 7), mac);
	len = osdp_frame_write(bytes, sizeof bytes, &frame);
	heard = hear(bytes, len);
	// What no encoder makes is not believed.
	if (up && heard == OSDP_ACU_REPLY) {
		must(frame.scb_type == (frame.len ? OSDP_SCS_REPLY_DATA : OSDP_SCS_REPLY));
		must(frame.len % 16 == 0);
		memcpy(end.bank.reply, mac, sizeof mac);
	}
}

static void challenge(struct input *input)
{
	uint8_t by[OSDP_KEY_SIZE];
	bool own = input_byte(input) & 3;

	if (own)
		memcpy(by, key, sizeof by);
	else
		osdp_default_key(by);
	end.rnd_a[0]++;
	end.rnd_b[0] += 3;
	sent(osdp_acu_challenge(&end.acu, own ? key : NULL, end.rnd_a), NULL, 0);
	osdp_secure_derive(&end.bank, by, end.rnd_a);
	end.kept = 0; // another session: other keys
}

static void obey(struct input *input, enum order order)
{
	const uint8_t *data;
	uint8_t code;
	uint16_t len;
	unsigned which;

	switch (order) {
	case CHALLENGE:
		challenge(input);
		break;
	case PROVE:
		sent(osdp_acu_prove(&end.acu), NULL, 0);
		break;
	case COMMAND:
		code = input_byte(input);
		len = input_bytes(input, 200, &data);
		if (!end.acu.waiting)
			sent(osdp_acu_command(&end.acu, code, data, len), data, len);
		break;
	case ANSWER_CHALLENGE:
		answer_challenge();
		break;
	case ANSWER_PROOF:
		answer_proof();
		break;
	case ANSWER:
		answer(input, false);
		break;
	case BENT:
		answer(input, true);
		break;
	case SAY:
		say(input);
		break;
	case CRAFTED:
		craft(input);
		break;
	case REPLAYED:
		which = input_byte(input);
		if (end.kept && osdp_acu_up(&end.acu)) {
			which %= end.kept;
			must(hear(end.believed[which], end.believed_len[which]) != OSDP_ACU_REPLY);
		}
		break;
	case REPEAT:
		if (end.acu.waiting)
			sent(osdp_acu_repeat(&end.acu), NULL, 0);
		break;
	case WITHDRAW:
		osdp_acu_withdraw(&end.acu);
		break;
	case RESTART:
		osdp_acu_restart(&end.acu);
		break;
	case ORDERS:
		break;
	}
}

void fuzz_secure_acu(const uint8_t *data, size_t size)
{
	struct input input = {data, size};

	memset(&end, 0, sizeof end);
	osdp_acu_init(&end.acu, 1, end.tx, 257);
	must(!osdp_acu_up(&end.acu));
	osdp_acu_secure(&end.acu, &end.channel);
	must(!osdp_acu_challenge(&end.acu, none, end.rnd_a));
	for (unsigned orders = 0; input.left && orders < 64; orders++)
		obey(&input, (enum order)(input_byte(&input) % ORDERS));
}
