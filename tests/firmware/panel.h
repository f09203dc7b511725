// SPDX-License-Identifier: GPL-3.0-or-later
// A control panel of a few lines for one emulated cabinet running bank.elf: sends one command,
// waits for its reply, and knows to the nanosecond when both were on the wire. With a bank that has
// a key it speaks Secure Channel: each command sealed, each reply opened.
#ifndef TESTS_FIRMWARE_PANEL_H
#define TESTS_FIRMWARE_PANEL_H

#include "bank/hello.h"
#include "osdp/frame.h"
#include "osdp/message.h"
#include "osdp/secure.h"

#include <emulator/cabinet.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define PANEL_SERIAL 4711
extern const uint8_t PANEL_KEY[OSDP_KEY_SIZE];

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
	const uint8_t *key; // of the handshake that a restart begins with; NULL: the clear wire

	bool up;     // a session is
	bool sealed; // the last reply was of it; reply is what was sealed
	uint8_t rnd_a[OSDP_RND_SIZE], rnd_b[OSDP_RND_SIZE];
	struct osdp_secure session;
	uint64_t began_ns; // reply's first byte began, counted from the command's last stop bit
};

// Opens a cabinet with the bench's settings (address 5, PANEL_SERIAL, PANEL_KEY) and runs it until
// the bank may speak. `change` may alter the options; NULL: nothing.
struct panel *panel_open(unsigned doors, void (*change)(struct cabinet_options *));
void panel_close(struct panel *panel);

void panel_run_ms(struct panel *panel, unsigned ms);

// The handshake with `key` (NULL: the default key), from number 0; false where the bank refused it
// or proved another key. panel_ask does it by itself where a session is wanted and none is.
bool panel_shake(struct panel *panel, const uint8_t *key);
// A clear command, with a security block where `type` is not 0, whatever else goes on.
bool panel_ask_clear(struct panel *panel, uint8_t code, uint8_t type, uint8_t selector,
	const void *data, uint16_t len);
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
