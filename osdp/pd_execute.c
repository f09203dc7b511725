// SPDX-License-Identifier: GPL-3.0-or-later
// One command of the bank's profile: its data checked against the table, the bank asked, the reply
// built in place.
#include "pd_execute.h"

uint8_t osdp_pd_gate(const struct osdp_pd *pd, const struct osdp_frame *frame)
{
	if (frame->has_scb)
		return frame->scb_type >= 0x15 && frame->scb_type <= 0x18 ? OSDP_NAK_SECURE
									  : OSDP_NAK_SECURITY;
	if (frame->code == OSDP_CHLNG || frame->code == OSDP_SCRYPT)
		return OSDP_NAK_SECURITY;
	if (frame->code == OSDP_KEYSET)
		return OSDP_NAK_SECURE;
	if (frame->code == OSDP_OUT && !pd->config.plain_outputs)
		return OSDP_NAK_SECURE;
	return 0;
}

static uint8_t answer(struct pd_reply *reply, uint8_t code, uint16_t len)
{
	reply->code = code;
	reply->len = len;
	return OSDP_PD_DONE;
}

static uint8_t poll(struct osdp_pd *pd, struct pd_reply *reply)
{
	uint8_t code;
	uint16_t len;

	if (!pd->config.app->event(pd->config.bank, &code, reply->data, reply->room, &len))
		return answer(reply, OSDP_ACK, 0);
	pd->event_out = true;
	return answer(reply, code, len);
}

static uint8_t id(struct osdp_pd *pd, struct pd_reply *reply)
{
	struct osdp_pdid pdid;

	pd->config.app->id(pd->config.bank, &pdid);
	return answer(reply, OSDP_PDID, (uint16_t)osdp_write_pdid(reply->data, &pdid));
}

static uint8_t local_status(struct osdp_pd *pd, struct pd_reply *reply)
{
	struct osdp_lstatr status;

	pd->config.app->local_status(pd->config.bank, &status);
	return answer(reply, OSDP_LSTATR, (uint16_t)osdp_write_lstatr(reply->data, &status));
}

static uint8_t states(struct osdp_pd *pd, struct pd_reply *reply, uint8_t code,
	uint16_t (*ask)(void *, uint8_t *, uint16_t))
{
	uint16_t len = ask(pd->config.bank, reply->data, reply->room);

	return len ? answer(reply, code, len) : OSDP_NAK_UNKNOWN;
}

static uint8_t out(struct osdp_pd *pd, const struct osdp_frame *frame, struct pd_reply *reply)
{
	const struct osdp_pd_app *app = pd->config.app;
	uint8_t done;

	// Two frames with SQN 0 cannot be told from one and its repeat (design.md section 4).
	if (frame->sqn == 0)
		return OSDP_NAK_SEQUENCE;
	if (frame->len / OSDP_OUT_SIZE > UINT8_MAX)
		return OSDP_NAK_LENGTH;
	done = app->out(pd->config.bank, frame->data, (uint8_t)(frame->len / OSDP_OUT_SIZE));
	if (done != OSDP_PD_DONE)
		return done;
	return states(pd, reply, OSDP_OSTATR, app->outputs);
}

static uint8_t acknowledge(struct pd_reply *reply, uint8_t done)
{
	return done == OSDP_PD_DONE ? answer(reply, OSDP_ACK, 0) : done;
}

static uint8_t buz(struct osdp_pd *pd, const struct osdp_frame *frame, struct pd_reply *reply)
{
	struct osdp_buz wish;

	if (!osdp_read_buz(frame->data, frame->len, &wish))
		return OSDP_NAK_LENGTH;
	return acknowledge(reply, pd->config.app->buz(pd->config.bank, &wish));
}

static uint8_t text(struct osdp_pd *pd, const struct osdp_frame *frame, struct pd_reply *reply)
{
	struct osdp_text wish;

	if (!osdp_read_text(frame->data, frame->len, &wish))
		return OSDP_NAK_LENGTH;
	return acknowledge(reply, pd->config.app->text(pd->config.bank, &wish));
}

static uint8_t comset(struct osdp_pd *pd, const struct osdp_frame *frame, struct pd_reply *reply)
{
	struct osdp_com com;
	uint8_t done;

	if (!osdp_read_com(frame->data, frame->len, &com))
		return OSDP_NAK_LENGTH;
	if (com.address >= OSDP_ADDRESS_ANY)
		return OSDP_NAK_RECORD;
	done = pd->config.app->comset(pd->config.bank, &com);
	if (done != OSDP_PD_DONE)
		return done;
	pd->com = com;
	pd->com_pending = true;
	return answer(reply, OSDP_COM, (uint16_t)osdp_write_com(reply->data, &com));
}

static uint8_t host_takes(
	struct osdp_pd *pd, const struct osdp_frame *frame, struct pd_reply *reply)
{
	uint16_t size = osdp_read_u16(frame->data);

	// A host takes 128 in any case, so less is a mistake, not a wish.
	if (size < OSDP_FRAME_LEN_SAFE)
		return OSDP_NAK_RECORD;
	pd->acu_takes = size;
	return answer(reply, OSDP_ACK, 0);
}

static uint8_t manufacturer(
	struct osdp_pd *pd, const struct osdp_frame *frame, struct pd_reply *reply)
{
	uint16_t len = 0;
	uint8_t done = pd->config.app->mfg(
		pd->config.bank, frame->data, frame->len, reply->data, reply->room, &len);

	if (done != OSDP_PD_DONE)
		return done;
	return answer(reply, len ? OSDP_MFGREP : OSDP_ACK, len);
}

uint8_t osdp_pd_execute(struct osdp_pd *pd, const struct osdp_frame *frame, struct pd_reply *reply)
{
	const struct osdp_pd_app *app = pd->config.app;
	void *bank = pd->config.bank;

	if (!osdp_command_in_profile(frame->code))
		return OSDP_NAK_UNKNOWN;
	if (osdp_command_fit(frame->code, frame->len) != OSDP_FIT_GOOD)
		return OSDP_NAK_LENGTH;
	switch (frame->code) {
	case OSDP_POLL:
		return poll(pd, reply);
	case OSDP_ID:
		return id(pd, reply);
	case OSDP_CAP:
		return answer(reply, OSDP_PDCAP, app->capabilities(bank, reply->data, reply->room));
	case OSDP_LSTAT:
		return local_status(pd, reply);
	case OSDP_ISTAT:
		return states(pd, reply, OSDP_ISTATR, app->inputs);
	case OSDP_OSTAT:
		return states(pd, reply, OSDP_OSTATR, app->outputs);
	case OSDP_OUT:
		return out(pd, frame, reply);
	case OSDP_LED:
		return acknowledge(
			reply, app->led(bank, frame->data, (uint8_t)(frame->len / OSDP_LED_SIZE)));
	case OSDP_BUZ:
		return buz(pd, frame, reply);
	case OSDP_TEXT:
		return text(pd, frame, reply);
	case OSDP_COMSET:
		return comset(pd, frame, reply);
	case OSDP_ACURXSIZE:
		return host_takes(pd, frame, reply);
	case OSDP_ABORT:
		return answer(reply, OSDP_ACK, 0);
	case OSDP_MFG:
		return manufacturer(pd, frame, reply);
	}
	return OSDP_NAK_UNKNOWN;
}
