// SPDX-License-Identifier: GPL-3.0-or-later
// One command out at a time, its number, its repeat and its answer (osdp.md sections 3 and 8.1).
#include "osdp/acu.h"

#include "acu_parts.h"

#include <string.h>

void osdp_acu_init(struct osdp_acu *acu, uint8_t address, uint8_t *tx, uint16_t tx_cap)
{
	memset(acu, 0, sizeof *acu);
	acu->address = address;
	acu->tx = tx;
	acu->tx_cap = tx_cap;
}

static uint8_t next_sqn(const struct osdp_acu *acu)
{
	if (!acu->started)
		return 0;
	if (acu->reuse)
		return acu->sqn;
	return acu->sqn == 3 ? 1 : (uint8_t)(acu->sqn + 1);
}

uint16_t osdp_acu_make(struct osdp_acu *acu, struct osdp_frame *frame)
{
	uint16_t size;

	frame->address = acu->address;
	frame->sqn = next_sqn(acu);
	size = acu->channel ? osdp_secure_acu_write(acu, frame)
			    : osdp_frame_write(acu->tx, acu->tx_cap, frame);
	if (!size)
		return 0;
	acu->tx_len = size;
	acu->sqn = frame->sqn;
	acu->command = frame->code;
	acu->started = true;
	acu->waiting = true;
	acu->busy = acu->reuse = false;
	return size;
}

uint16_t osdp_acu_command(struct osdp_acu *acu, uint8_t code, const uint8_t *data, uint16_t len)
{
	struct osdp_frame frame = {.code = code, .data = data, .len = len};

	return osdp_acu_make(acu, &frame);
}

uint16_t osdp_acu_repeat(struct osdp_acu *acu)
{
	if (!acu->waiting)
		return 0;
	// This time it may be executed.
	acu->busy = false;
	return acu->tx_len;
}

void osdp_acu_restart(struct osdp_acu *acu)
{
	acu->started = acu->waiting = acu->busy = acu->reuse = false;
	if (acu->channel)
		osdp_secure_acu_drop(acu->channel);
}

void osdp_acu_withdraw(struct osdp_acu *acu)
{
	if (!acu->waiting)
		return;
	if (!acu->busy) {
		osdp_acu_restart(acu);
		return;
	}
	acu->waiting = acu->busy = false;
	acu->reuse = true;
}

static enum osdp_acu_heard restarted(struct osdp_acu *acu)
{
	osdp_acu_restart(acu);
	return OSDP_ACU_RESTART;
}

static enum osdp_acu_heard answered(struct osdp_acu *acu, enum osdp_acu_heard how)
{
	acu->waiting = acu->busy = false;
	return how;
}

// What is left to judge once the channel, if there is one, has let it through.
static enum osdp_acu_heard judge(struct osdp_acu *acu, const struct osdp_frame *frame)
{
	if (osdp_reply_fit(frame->code, frame->len) != OSDP_FIT_GOOD)
		return OSDP_ACU_UNEXPECTED;
	if (frame->code == OSDP_BUSY) {
		acu->busy = true;
		return OSDP_ACU_BUSY;
	}
	// Which number these two carry differs between makers, and the first may echo a damaged
	// one: the code is what counts.
	if (frame->code == OSDP_NAK && frame->data[0] == OSDP_NAK_CHECK)
		return OSDP_ACU_AGAIN;
	if (frame->code == OSDP_NAK && frame->data[0] == OSDP_NAK_SEQUENCE)
		return restarted(acu);
	if (frame->sqn != acu->sqn)
		return frame->sqn == 0 ? restarted(acu) : OSDP_ACU_UNEXPECTED;
	if (!osdp_reply_answers(acu->command, frame->code))
		return OSDP_ACU_UNEXPECTED;
	return answered(acu, frame->code == OSDP_NAK ? OSDP_ACU_NAK : OSDP_ACU_REPLY);
}

enum osdp_acu_heard osdp_acu_hear(struct osdp_acu *acu, struct osdp_frame *frame)
{
	if (!frame->reply || frame->address != acu->address)
		return OSDP_ACU_FOREIGN;
	// CRC only.
	if (!acu->waiting || !frame->use_crc)
		return OSDP_ACU_UNEXPECTED;
	if (!acu->channel)
		return frame->has_scb ? OSDP_ACU_UNEXPECTED : judge(acu, frame);
	switch (osdp_secure_acu_sift(acu, frame)) {
	case ACU_PASS:
		break;
	case ACU_DISCARD:
		return OSDP_ACU_UNEXPECTED;
	case ACU_LOST:
		return restarted(acu);
	}
	return judge(acu, frame);
}
