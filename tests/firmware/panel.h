// SPDX-License-Identifier: GPL-3.0-or-later
// A control panel of a few lines for one emulated cabinet running bank.elf: sends one command,
// waits for its reply, and knows to the nanosecond when both were on the wire.
#ifndef TESTS_FIRMWARE_PANEL_H
#define TESTS_FIRMWARE_PANEL_H

#include "bank/hello.h"
#include "osdp/frame.h"
#include "osdp/message.h"

#include <emulator/cabinet.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define PANEL_SERIAL 4711

struct panel {
	struct cabinet *cabinet;
	enum cabinet_port port;
	uint32_t rate; // of the RS-485 line: 38400
	uint8_t address;
	uint8_t sqn;	   // of the next new command
	uint8_t last[300]; // as sent
	uint16_t last_len;
	struct osdp_frame reply; // its data in reply_bytes
	uint8_t reply_bytes[300];
	uint64_t began_ns; // reply's first byte began, counted from the command's last stop bit
};

// Opens a cabinet with the bench's settings (address 5, PANEL_SERIAL) and runs it until the bank
// may speak. `change` may alter the options; NULL: nothing.
struct panel *panel_open(unsigned doors, void (*change)(struct cabinet_options *));
void panel_close(struct panel *panel);

void panel_run_ms(struct panel *panel, unsigned ms);

// A new command; true when a reply came within 200 ms. panel->reply is then good.
bool panel_ask(struct panel *panel, uint8_t code, const void *data, uint16_t len);
// The same bytes again.
bool panel_repeat(struct panel *panel);
// The next command begins again at 0.
void panel_restart(struct panel *panel);

// Asks and fails the test where the reply is another.
void panel_expect(struct panel *panel, uint8_t code, const void *data, uint16_t len, uint8_t reply);
// ... or is not a NAK for that reason.
void panel_expect_nak(
	struct panel *panel, uint8_t code, const void *data, uint16_t len, uint8_t reason);

// Polls every 20 ms for so long; fails unless a reply `code` came `times` times. The last one is in
// panel->reply.
void panel_poll_for(struct panel *panel, unsigned ms, uint8_t code, unsigned times);
// Polls until a whole poll brought nothing.
void panel_settle(struct panel *panel);

// What the bank says of itself, asked as the next command.
struct bank_hello panel_hello(struct panel *panel);

// OUT with one record.
bool panel_out(struct panel *panel, uint8_t output, uint8_t control, uint16_t timer);

#endif
