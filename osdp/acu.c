// SPDX-License-Identifier: GPL-3.0-or-later
// One command out at a time, its number, its repeat and its answer (osdp.md sections 3 and 8.1).
#include "osdp/acu.h"

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

uint16_t osdp_acu_command(struct osdp_acu *acu, uint8_t code, const uint8_t *data, uint16_t len)
{
	struct osdp_frame frame = {.address = acu->address,
		.sqn = next_sqn(acu),
		.code = code,
		.data = data,
		.len = len};
	uint16_t size = osdp_frame_write(acu->tx, acu->tx_cap, &frame);

	if (!size)
		return 0;
	acu->tx_len = size;
	acu->sqn = frame.sqn;
	acu->command = code;
	acu->started = true;
	acu->waiting = true;
	acu->busy = acu->reuse = false;
	return size;
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

enum osdp_acu_heard osdp_acu_hear(struct osdp_acu *acu, const struct osdp_frame *frame)
{
	if (!frame->reply || frame->address != acu->address)
		return OSDP_ACU_FOREIGN;
	// CRC only, and no security block before Secure Channel is in.
	if (!acu->waiting || !frame->use_crc || frame->has_scb ||
		osdp_reply_fit(frame->code, frame->len) != OSDP_FIT_GOOD)
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
