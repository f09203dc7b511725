// SPDX-License-Identifier: GPL-3.0-or-later
// See panel.h.
#include "panel.h"

#include <stdlib.h>
#include <string.h>

const uint8_t PANEL_KEY[OSDP_KEY_SIZE] = {9, 1, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233};

struct panel *panel_open(unsigned doors, void (*change)(struct cabinet_options *))
{
	struct cabinet_options options = {.image = AVR_IMAGES "/bank.elf",
		.doors = doors,
		.seed = 1,
		.started = 1795000000,
		.bench = true,
		.address = 5,
		.serial = PANEL_SERIAL,
		.key = PANEL_KEY};
	struct panel *panel = calloc(1, sizeof *panel);
	char why[200];

	assert_non_null(panel);
	if (change)
		change(&options);
	panel->address = options.address;
	panel->key = options.key;
	panel->rate = options.rate ? options.rate : 38400;
	if (cabinet_open(&options, why, sizeof why, &panel->cabinet))
		fail_msg("%s", why);
	panel_run_ms(panel, 150);
	return panel;
}

void panel_close(struct panel *panel)
{
	cabinet_close(panel->cabinet);
	free(panel);
}

void panel_run_ms(struct panel *panel, unsigned ms)
{
	cabinet_run_until(panel->cabinet, cabinet_now_ns(panel->cabinet) + ms * 1000000ULL);
}

static uint64_t character_ns(const struct panel *panel)
{
	return 10 * 1000000000ULL / (panel->port == CABINET_USB ? 115200 : panel->rate);
}

static bool hear(struct panel *panel, uint64_t sent_ns)
{
	uint64_t until = sent_ns + 200000000ULL;
	uint16_t fill = 0, size = 0;
	struct cabinet_byte byte;

	while (cabinet_now_ns(panel->cabinet) < until && (!size || fill < size)) {
		cabinet_run_until(panel->cabinet, cabinet_now_ns(panel->cabinet) + 50000);
		while (cabinet_take(panel->cabinet, panel->port, &byte, 1)) {
			if (fill == 0 && byte.value == OSDP_MARK)
				panel->began_ns = byte.at_ns - character_ns(panel) - sent_ns;
			if (fill == 0 && byte.value != OSDP_SOM)
				continue;
			panel->reply_bytes[fill++] = byte.value;
			if (fill == 4)
				size = osdp_read_u16(panel->reply_bytes + 2);
			if (fill == sizeof panel->reply_bytes)
				return false; // a damaged length
		}
	}
	if (!size || fill < size)
		return false;
	if (!osdp_frame_parse(panel->reply_bytes, size, &panel->reply))
		return false;
	panel->sealed = panel->reply.has_scb && panel->reply.scb_type >= OSDP_SCS_COMMAND;
	if (panel->sealed && !osdp_secure_open(&panel->session, &panel->reply))
		fail_msg("a sealed reply that is not of the session");
	assert_true(panel->reply.reply);
	assert_int_equal(panel->reply.address, panel->address);
	// The turn-round: nobody may answer at once, nor does this panel.
	panel_run_ms(panel, 2);
	return true;
}

bool panel_repeat(struct panel *panel)
{
	struct cabinet_byte dropped;
	uint64_t sent_ns;

	while (cabinet_take(panel->cabinet, panel->port, &dropped, 1))
		;
	sent_ns = cabinet_now_ns(panel->cabinet) + panel->last_len * character_ns(panel);
	cabinet_feed(panel->cabinet, panel->port, panel->last, panel->last_len);
	cabinet_run_until(panel->cabinet, sent_ns);
	if (!hear(panel, sent_ns))
		return false;
	// Only a command that was taken uses up its number.
	if (panel->reply.code != OSDP_BUSY &&
		!(panel->reply.code == OSDP_NAK && panel->reply.data[0] == OSDP_NAK_CHECK)) {
		uint8_t sent = panel->last[OSDP_FRAME_DATA_AT - 2] & 3;

		panel->sqn = (uint8_t)(sent == 3 ? 1 : sent + 1);
	}
	return true;
}

bool panel_ask_clear(struct panel *panel, uint8_t code, uint8_t type, uint8_t selector,
	const void *data, uint16_t len)
{
	struct osdp_frame frame = {.address = panel->address,
		.sqn = panel->sqn,
		.has_scb = type,
		.scb_len = 3,
		.scb_type = type,
		.scb_data = selector,
		.code = code,
		.data = data,
		.len = len};

	panel->last_len = osdp_frame_write(panel->last, sizeof panel->last, &frame);
	assert_int_not_equal(panel->last_len, 0);
	return panel_repeat(panel);
}

// The same bytes while it says BUSY: it has not thrown its dice yet.
static bool ask_patiently(struct panel *panel, uint8_t code, uint8_t type, uint8_t selector,
	const uint8_t *data, uint16_t len)
{
	bool answered = panel_ask_clear(panel, code, type, selector, data, len);

	for (unsigned n = 0; n < 5 && answered && panel->reply.code == OSDP_BUSY; n++)
		answered = panel_repeat(panel);
	return answered;
}

bool panel_shake(struct panel *panel, const uint8_t *key)
{
	uint8_t base[OSDP_KEY_SIZE], wanted[OSDP_MAC_SIZE];
	uint8_t selector = key ? OSDP_BY_OWN_KEY : OSDP_BY_DEFAULT_KEY;

	panel->up = false;
	panel->sqn = 0;
	osdp_default_key(base);
	if (key)
		memcpy(base, key, sizeof base);
	for (unsigned n = 0; n < OSDP_RND_SIZE; n++)
		panel->rnd_a[n] = (uint8_t)(panel->rnd_a[n] * 5 + n + 1);
	if (!ask_patiently(
		    panel, OSDP_CHLNG, OSDP_SCS_CHLNG, selector, panel->rnd_a, OSDP_RND_SIZE) ||
		panel->reply.code != OSDP_CCRYPT)
		return false;
	osdp_secure_derive(&panel->session, base, panel->rnd_a);
	memcpy(panel->rnd_b, panel->reply.data + OSDP_CUID_SIZE, OSDP_RND_SIZE);
	osdp_secure_cryptogram(&panel->session, panel->rnd_a, panel->rnd_b, wanted);
	if (memcmp(wanted, panel->reply.data + OSDP_CUID_SIZE + OSDP_RND_SIZE, sizeof wanted))
		return false;
	osdp_secure_cryptogram(&panel->session, panel->rnd_b, panel->rnd_a, wanted);
	osdp_secure_begin(&panel->session, wanted);
	if (!panel_ask_clear(panel, OSDP_SCRYPT, OSDP_SCS_SCRYPT, selector, wanted, 16) ||
		panel->reply.code != OSDP_RMAC_I)
		return false;
	panel->up = panel->reply.scb_data == OSDP_PROOF_GOOD &&
		    !memcmp(panel->reply.data, panel->session.reply, OSDP_MAC_SIZE);
	return panel->up;
}

bool panel_ask(struct panel *panel, uint8_t code, const void *data, uint16_t len)
{
	struct osdp_frame frame = {
		.address = panel->address, .code = code, .data = data, .len = len};

	if (panel->key && !panel->up && !panel_shake(panel, panel->key))
		return false;
	if (!panel->up)
		return panel_ask_clear(panel, code, 0, 0, data, len);
	frame.sqn = panel->sqn;
	panel->last_len =
		osdp_secure_seal(&panel->session, panel->last, sizeof panel->last, &frame);
	assert_int_not_equal(panel->last_len, 0);
	return panel_repeat(panel);
}

void panel_restart(struct panel *panel)
{
	panel->sqn = 0;
	panel->up = false;
}

void panel_expect(struct panel *panel, uint8_t code, const void *data, uint16_t len, uint8_t reply)
{
	if (!panel_ask(panel, code, data, len))
		fail_msg("%s: no reply", osdp_command_name(code));
	if (panel->reply.code != reply)
		fail_msg("%s: %s (%02X), not %s", osdp_command_name(code),
			osdp_reply_name(panel->reply.code),
			panel->reply.len ? panel->reply.data[0] : 0, osdp_reply_name(reply));
}

void panel_expect_nak(
	struct panel *panel, uint8_t code, const void *data, uint16_t len, uint8_t reason)
{
	panel_expect(panel, code, data, len, OSDP_NAK);
	assert_int_equal(panel->reply.data[0], reason);
}

void panel_poll_for(struct panel *panel, unsigned ms, uint8_t code, unsigned times)
{
	uint64_t until = cabinet_now_ns(panel->cabinet) + ms * 1000000ULL;
	struct osdp_frame seen = {0};
	static uint8_t bytes[300];
	unsigned count = 0;

	while (cabinet_now_ns(panel->cabinet) < until) {
		assert_true(panel_ask(panel, OSDP_POLL, NULL, 0));
		if (panel->reply.code == code) {
			count++;
			memcpy(bytes, panel->reply.data, panel->reply.len);
			seen = panel->reply;
			seen.data = bytes;
		}
		panel_run_ms(panel, 20);
	}
	if (count != times)
		fail_msg("%s came %u times in %u ms, not %u", osdp_reply_name(code), count, ms,
			times);
	panel->reply = seen;
}

void panel_settle(struct panel *panel)
{
	for (unsigned quiet = 0, polls = 0; quiet < 2; polls++) {
		assert_true(panel_ask(panel, OSDP_POLL, NULL, 0));
		quiet = panel->reply.code == OSDP_ACK ? quiet + 1 : 0;
		assert_in_range(polls, 0, 50);
	}
}

struct bank_hello panel_hello(struct panel *panel)
{
	struct bank_hello hello;
	uint8_t request[8];

	panel_expect(
		panel, OSDP_MFG, request, (uint16_t)bank_write_hello_request(request), OSDP_MFGREP);
	assert_int_equal(
		bank_read_hello(panel->reply.data, panel->reply.len, &hello), BANK_HELLO_GOOD);
	return hello;
}

bool panel_out(struct panel *panel, uint8_t output, uint8_t control, uint16_t timer)
{
	uint8_t data[OSDP_OUT_SIZE];

	osdp_write_out(data, &(struct osdp_out){output, control, timer});
	return panel_ask(panel, OSDP_OUT, data, sizeof data);
}
