// SPDX-License-Identifier: GPL-3.0-or-later
// A line and its banks: the OSDP control panel over a port. Polls, repeats, checks who answers,
// and says what was accepted and what was observed; what any of it means is custody's business.
#ifndef LINE_LINE_H
#define LINE_LINE_H

#include "base/loop.h"
#include "line/facts.h"
#include "osdp/secure.h"
#include "port/port.h"

struct line;

// Banks on one line: an OSDP address is 00..7E.
#define LINE_BANKS 126
// Unlocks waiting for one bank. The bank energises one latch at a time, 800 ms apart, and an unlock
// lives 2 s, so more than two could not be accepted anyway; a class release is paced by the caller.
#define LINE_UNLOCKS 4
// How long an unlock lives from its commit (design.md section 3).
#define LINE_UNLOCK_LIFE_MS 2000
// Without a valid exchange for so long a bank is offline (osdp.md section 1).
#define LINE_OFFLINE_MS 8000
// A bank is polled so often where the line has the time for it.
#define LINE_POLL_MS 20

// How an unlock ended. Exactly one is filed for each unlock that line_unlock took.
enum line_unlock_end {
	LINE_ACCEPTED, // the bank answered OSTATR with that coil on
	LINE_REFUSED,  // the bank said no (NAK, or the coil stayed off): nothing moved
	// It never left, or the bank answered every time that it was busy: certainly nothing moved.
	LINE_EXPIRED,
	// It was sent, not accepted in its life, and no repeat goes out. Inputs and outputs were
	// asked anew and filed before this: believe them.
	LINE_WITHDRAWN,
	// Sent and not accepted, and then the bank went offline: nothing is known until it is back.
	LINE_UNKNOWN,
};

enum line_offline {
	LINE_OFF_SILENT,    // no valid reply for 8 s
	LINE_OFF_PORT,	    // the port went away
	LINE_OFF_STRANGER,  // another serial number than recorded: see the trouble filed with it
	LINE_OFF_DUPLICATE, // two banks answer at this address
	LINE_OFF_SKEW,	    // speaks another protocol version than this program
	LINE_OFF_KEY,	    // it has not proved the key it should have
};

// Each is filed once when it begins, with one sentence for the record and the office's screen.
enum line_trouble {
	LINE_TROUBLE_NONE,	// what was wrong is right again; the sentence is empty
	LINE_TROUBLE_PORT,	// the port cannot be opened, or went away
	LINE_TROUBLE_STRANGER,	// another serial number than recorded at this address
	LINE_TROUBLE_DUPLICATE, // two banks answer at one address
	LINE_TROUBLE_OLDER,	// the bank's firmware speaks an older protocol: opens nothing
	LINE_TROUBLE_NEWER,	// the bank's firmware speaks a newer protocol: opens nothing
	LINE_TROUBLE_FOREIGN,	// not a Hometime bank, or without doors: opens nothing
	LINE_TROUBLE_NO_KEY,	// no key is kept for it, and it wants one: opens nothing
	LINE_TROUBLE_KEY_GONE,	// it says that it has no key, and had one: never keyed by itself
	LINE_TROUBLE_WRONG_KEY, // it has another key than the one kept for it
	LINE_TROUBLE_UNPROVED,	// it does not believe our proof, or begins another chain
	LINE_TROUBLE_FORGED,	// replies that are not its own; it goes on working
	LINE_TROUBLE_MASTER,	// of the line: another panel speaks on it
	LINE_TROUBLE_BUTTON,	// it does not take the default key: its button was not pressed
};

enum line_key_news { LINE_KEY_TAKEN, LINE_KEY_REFUSED };

// News for the room above. A callback only files it: it must not call any line_ function. `bank`
// is the id given to line_add_bank; for troubles of the port it is 0. Pointers are borrowed and die
// with the call. No member may be NULL.
struct line_events {
	// Identity checked, inputs, outputs and status asked and filed (inputs, outputs and status
	// come right after this one). Also when it is back after having been offline.
	void (*bank_online)(void *arg, int64_t bank, const struct line_facts *facts);
	// The same bank began again (boot count changed) without having been offline for 8 s. Its
	// inputs, outputs and status are filed anew right after.
	void (*bank_restarted)(void *arg, int64_t bank, const struct line_facts *facts);
	// From now on all that was known of its doors is unknown.
	void (*bank_offline)(void *arg, int64_t bank, enum line_offline why);
	// One presentation of one card, reported once: 4, 7 or 10 bytes, ISO 14443-3 order. Random
	// UIDs (4 bytes beginning 08) are never filed, only counted.
	void (*card)(void *arg, int64_t bank, const uint8_t *uid, size_t len);
	// All inputs, at every change and after every (re)start of a session.
	void (*inputs)(void *arg, int64_t bank, const struct line_inputs *inputs);
	// Bit n: latch n is energised. Filed whenever the bank says so.
	void (*outputs)(void *arg, int64_t bank, uint32_t energised);
	void (*unlock)(void *arg, int64_t bank, uint64_t ticket, enum line_unlock_end end);
	// The cabinet is open (tamper); it runs on its battery.
	void (*status)(void *arg, int64_t bank, bool tamper, bool on_battery);
	void (*trouble)(void *arg, int64_t bank, enum line_trouble kind, const char *sentence);
	// Of a pending key (line_set_keys): proved by a handshake, it is the bank's own from now on
	// and the one before is dead; or the bank refused to take it (line_rekey).
	void (*key)(void *arg, int64_t bank, enum line_key_news news);
	// Its own clock, asked in each session before it is ready and after each line_set_clock.
	// Never of a bank that has none, or is spoken to in the clear.
	void (*clock)(void *arg, int64_t bank, const struct line_clock *clock);
	// Its answer to line_move: what is in force there from now on. Refused: rate 0.
	void (*moved)(void *arg, int64_t bank, uint8_t address, uint32_t rate);
	// The port was opened, at first or again; `address` is the line's.
	void (*port_opened)(void *arg, const char *address, const struct port_identity *identity);
};

// The keys of one bank.
struct line_keys {
	uint8_t key[OSDP_KEY_SIZE];
	bool pending; // `next` may have been given to it already: tried first
	uint8_t next[OSDP_KEY_SIZE];
};

struct line_config {
	const char *address; // for port_open; copied
	// Every how many ms a bank is polled at best; 0: LINE_POLL_MS. With more than about 30
	// banks in all, on many lines, 50 keeps the host under a tenth of a core.
	int poll_ms;
	// Opens the port; NULL: port_open. Tests give port_memory_open and its memory.
	port_opener *open_port;
	void *open_arg;
	// The keys kept for a bank that says this serial number, for one that line_set_keys was not
	// told of; false: none. Called with the line's arg; NULL: there are none.
	bool (*find_keys)(void *arg, uint32_t serial, struct line_keys *out_keys);
};

// Opens a line without banks and tries its port in the loop's next turn; while the port cannot be
// opened it tries again after 1, 2, 4 .. 10 s and files LINE_TROUBLE_PORT once. An adapter that
// comes back under another name is found by its USB serial number. `loop` is borrowed, `config`
// copied, `events` borrowed. -ERR_ARG where the address has no known form (why says it in one
// sentence), -ERR_NO_MEMORY.
int line_open(struct line **out_line, struct loop *loop, const struct line_config *config,
	const struct line_events *events, void *arg, char why[PORT_WHY]);
// Files nothing more. NULL is fine.
void line_close(struct line *line);

// Adds a bank and begins to look for it. `id` is the caller's, unique, not 0. `serial` is the one
// recorded for it, or 0 where none is yet: then it comes online with facts.serial for the caller to
// record, and opens nothing until line_adopt. -ERR_EXISTS (id or address), -ERR_ARG, -ERR_FULL.
int line_add_bank(struct line *line, int64_t id, uint8_t address, uint32_t serial);
// The bank's serial number is recorded now. -ERR_NOT_FOUND, -ERR_EXISTS where it has another.
int line_adopt(struct line *line, int64_t id, uint32_t serial);
// The key the bank shares with this program (osdp.h: 16 bytes, osdp_key_usable), copied and wiped
// with the bank: from now on it is only ever spoken to under it, whatever it says of itself; a
// running session ends. `pending`: NULL, or a key that it may have been given already; tried
// before the other. A bank without is asked who
// it is, and no more (LINE_TROUBLE_NO_KEY). -ERR_NOT_FOUND, -ERR_ARG a key that is none.
int line_set_keys(struct line *line, int64_t id, const uint8_t *key, const uint8_t *pending);

// Commissioning: a technician's command only (docs/commissioning.md), on a line of its own.

// The bank is spoken to under the default key, which everybody knows: it opens nothing, and takes
// it only while its button was pressed (else LINE_TROUBLE_BUTTON). -ERR_NOT_FOUND.
int line_use_default_key(struct line *line, int64_t id);
// Gives the bank another key in the session that it has or will have, and begins again under it.
// Keep it as pending before you call this; what came of it is filed as `key`. -ERR_NOT_FOUND,
// -ERR_ARG, -ERR_DENIED: the bank has no session to give it in (line_set_keys).
int line_rekey(struct line *line, int64_t id, const uint8_t *next);
// Gives it another address and rate; `moved` is filed with the answer, and the line looks for it
// there, at the port's rate as it is. -ERR_NOT_FOUND, -ERR_ARG, -ERR_EXISTS (the address).
int line_move(struct line *line, int64_t id, uint8_t address, uint32_t rate);

// Forgets the bank; its unlocks end as LINE_UNKNOWN or LINE_EXPIRED. Unknown ids are fine.
void line_remove_bank(struct line *line, int64_t id);

// Sends one pulse to one latch, before all else and at most once: after `deadline` (the commit's
// time plus LINE_UNLOCK_LIFE_MS) nothing goes out. How it ended is filed as `unlock` with this
// ticket. -ERR_NOT_FOUND no such bank, -ERR_ARG no such door, -ERR_GONE offline or its session is
// being restarted, -ERR_DENIED identity not checked or not adopted, -ERR_FULL LINE_UNLOCKS
// wait. An error files nothing: nothing was or will be sent. The pulse's length is the bank's
// affair, capped at 500 ms.
int line_unlock(
	struct line *line, int64_t id, unsigned door, uint64_t ticket, struct mono_time deadline);

// Lights, sound and text: what was asked last wins, and nothing of it delays an unlock or a poll by
// more than one exchange. Steady lights and texts are told again to a bank that began again;
// passing ones are dropped with the session. -ERR_NOT_FOUND, -ERR_ARG; a bank that is offline
// takes them for later.

// Light 0 is the reader's, 1..N the doors' (door n is light n + 1).
int line_light(struct line *line, int64_t id, unsigned light, const struct line_light *want);
// `count` tones of on_ds, off_ds apart, in tenths of a second; dropped while offline (0, not sent).
// count 0: until line_buzz with on_ds 0, which ends it.
int line_buzz(struct line *line, int64_t id, uint8_t on_ds, uint8_t off_ds, uint8_t count);
// Printable ASCII, wrapped at words into LINE_TEXT_ROWS lines of LINE_TEXT_COLUMNS; what does not
// fit is cut. seconds 0: stays; otherwise the staying text comes back after them. -ERR_FORMAT for
// other bytes.
int line_text(struct line *line, int64_t id, const char *text, uint8_t seconds);

// Sets the bank's clock to the wall clock of the moment it is sent; `clock` is filed. Not where it
// has none. -ERR_NOT_FOUND.
int line_set_clock(struct line *line, int64_t id);
// Asks it only; `clock` is filed.
int line_ask_clock(struct line *line, int64_t id);

// What `status` shows. NULL for an unknown id; borrowed until the bank is removed.
bool line_is_online(const struct line *line, int64_t id);
const struct line_counters *line_counters(const struct line *line, int64_t id);
const char *line_address(const struct line *line);
// Commands heard that this program did not send: another panel on the wire; since the line was
// opened.
unsigned long line_other_masters(const struct line *line);
// Somebody speaks on the line as a panel (LINE_TROUBLE_MASTER, not yet taken back): its sentence,
// or "".
const char *line_master_trouble(const struct line *line);
bool line_port_is_open(const struct line *line);
// What is wrong with its port now, in one sentence, or "".
const char *line_port_trouble(const struct line *line);

#endif
