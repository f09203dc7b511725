// SPDX-License-Identifier: GPL-3.0-or-later
// What the files of this room share: one bank as the control panel sees it, and its line.
#ifndef LINE_BANK_H
#define LINE_BANK_H

#include "bank/clock.h"
#include "bank/limits.h"
#include "line/line.h"
#include "osdp/secure_acu.h"

// Quick repeats before a bank counts as silent and is asked once a second at most.
#define BANK_QUICK    2
#define BANK_PROBE_MS 1000
// A bank that never came back is looked for after 1, 2, 4 .. 10 s; one that may not be used, after
// 10 s.
#define BANK_BACK_OFF_MAX_MS 10000
#define BANK_BUSY_MS	     50
#define BANK_BUSY_MAX	     20
// Replies damaged in a row after which two banks are suspected at one address.
#define BANK_GARBLED_MAX 6
// Commands between two with lights or texts nobody waits for, while others are due: a card held to
// any bank comes first.
#define LINE_BULK_EACH 6
#define LINE_ADDRESS   256
#define LINE_SENTENCE  256
#define BANK_LIGHTS    (1 + LINE_DOORS)
#define BANK_TEXT      (LINE_TEXT_ROWS * LINE_TEXT_COLUMNS)

// So many replies that are not the bank's, or sessions it lost, within this time: somebody is on
// the wire. Said once, until so long nothing more of it was seen.
#define BANK_SUSPECT	3
#define BANK_SUSPECT_MS 60000
// Handshakes that failed in a row before a bank that was online is set aside.
#define BANK_UNPROVED_MAX 3
// The same while a new key is pending: a bank that answers by two keys in turn is in within three
// challenges, and one or another of them may be lost on the wire.
#define BANK_PENDING_MAX 6

// Where the session stands: what is asked next. A session begins with SQN 0 at BANK_ASK_ID, which
// alone goes in the clear, and nothing but these questions is sent before BANK_READY.
enum bank_step {
	BANK_ASK_ID,
	BANK_CHALLENGE,
	BANK_PROVE,
	BANK_CONFIRM_ID, // what was said in the clear is asked again in the session
	BANK_ASK_CAP,
	BANK_ASK_HELLO,
	BANK_ASK_CLOCK,
	BANK_ASK_INPUTS,
	BANK_ASK_OUTPUTS,
	BANK_ASK_STATUS,
	BANK_READY,
};

// What the command that is out was made for.
enum bank_purpose {
	BANK_FOR_STEP,
	BANK_FOR_POLL,
	BANK_FOR_UNLOCK,
	BANK_FOR_PROOF, // OSTAT, because an unlock was answered by a bare ACK
	BANK_FOR_LIGHTS,
	BANK_FOR_BUZZ,
	BANK_FOR_TEXT,
	BANK_FOR_CLOCK,
	BANK_FOR_KEYSET,
	BANK_FOR_MOVE,
};

enum unlock_state {
	UNLOCK_WAITS, // never sent
	UNLOCK_SENT,  // out, or answered by BUSY
	UNLOCK_ACKED, // taken, and the coil not seen on yet
	UNLOCK_DOUBT, // withdrawn; told when inputs and outputs were asked anew
};

struct unlock {
	enum unlock_state state;
	uint8_t door;
	bool unanswered; // at least one send got no usable answer: BUSY proves nothing any more
	uint64_t ticket;
	struct mono_time deadline;
};

struct light {
	struct line_light steady, passing;
	bool has_steady, tell_steady, tell_passing;
};

// What is kept of the two keys a bank may have, and of what speaks against it.
struct keys {
	bool keyed; // else it is asked who it is, and no more
	bool pending;
	bool try_own;	 // the pending one was refused just now
	bool tell;	 // the pending one is to be sent by KEYSET
	bool by_default; // no own one yet: the default key, in commissioning
	uint8_t own[OSDP_KEY_SIZE], next[OSDP_KEY_SIZE];
	unsigned failed; // handshakes in a row
};

struct suspicion {
	unsigned count;
	struct mono_time since, last;
	bool told;
};

struct show {
	struct light lights[BANK_LIGHTS];
	uint8_t buzz[3]; // on, off, count
	bool tell_buzz;
	char steady[BANK_TEXT], passing[BANK_TEXT];
	uint8_t passing_s;
	bool has_steady, tell_steady, tell_passing;
};

struct bank {
	int64_t id;
	uint8_t address;
	uint32_t serial; // recorded, 0: none yet
	struct line *line;
	struct osdp_acu acu;
	struct osdp_secure_acu channel;
	struct keys keys;
	struct suspicion suspicion;
	bool session_lost; // and not known yet whether the bank began again
	uint8_t tx[OSDP_FRAME_LEN_SAFE + 1];
	enum bank_step step;
	enum bank_purpose purpose;
	bool online;	   // filed as online
	bool known;	   // facts are of an earlier session
	bool courtesy;	   // a show command went out last: the next is a POLL
	unsigned silent;   // sends in a row without a usable answer
	unsigned garbled;  // of these, answered by damage
	unsigned busy;	   // BUSY in a row
	unsigned doubled;  // second replies to one command
	unsigned restarts; // sessions begun without coming to BANK_READY
	unsigned back_off_ms;
	struct mono_time due;	 // when it is to be asked next
	struct mono_time heard;	 // last reply believed of a session that is BANK_READY
	struct mono_time sent;	 // last send
	struct mono_time missed; // last send without a usable answer
	struct mono_time polled; // last POLL, for the cycle
	bool polled_once;
	bool missed_once;
	int64_t slowest_ns; // slowest beginning of a reply since it came online; 0: not known
	enum line_trouble trouble;
	uint32_t named;		 // the serial number the trouble named
	struct line_facts facts; // being gathered, or in force at BANK_READY
	uint32_t boots_known;
	struct line_inputs inputs;
	uint32_t energised;
	bool tamper, on_battery;
	struct unlock unlocks[LINE_UNLOCKS];
	unsigned unlock_count;
	struct show show;
	bool tell_move;
	struct osdp_com move;
	bool ask_clock;
	bool tell_clock; // set it to the wall clock of when it is sent
	bool clock_known;
	struct line_clock clock;    // at the last answer
	uint8_t card[BANK_UID_MAX]; // the last one filed or held
	size_t card_len;
	bool card_unproved; // the bank may not know yet that its card arrived, and say it again
	struct mono_time card_at;
	struct line_counters counters;
};

struct line {
	struct loop *loop;
	const struct line_events *events;
	void *arg;
	char address[LINE_ADDRESS];
	int poll_ms;
	bool (*find_keys)(void *arg, uint32_t serial, struct line_keys *out_keys);
	port_opener *open_port;
	void *open_arg;
	struct port *port;	     // NULL while closed
	bool port_gone;		     // to be closed in the next turn
	char port_trouble[PORT_WHY]; // told; empty: none
	unsigned port_back_off_ms;
	struct mono_time port_at; // next try
	struct port_identity identity;
	struct osdp_frame_reader reader;
	uint8_t rx[OSDP_FRAME_LEN_MAX];
	bool hearing; // bytes came that made no frame yet
	struct mono_time listen_at;
	unsigned noise; // bytes heard since the last send
	struct loop_timer timer;
	struct bank *asked;	   // whose reply is awaited
	struct mono_time deadline; // of that reply
	struct mono_time free_at;  // the line's turn-round is over
	struct mono_time probe_at; // next time a silent bank may be asked
	bool probed_last;	   // never two silent ones in a row
	struct bank *banks[LINE_BANKS];
	unsigned bank_count;
	struct bank *spoken;	  // whom the last command went to
	struct suspicion masters; // commands heard that are not ours
	char master_says[LINE_SENTENCE];
	unsigned long other_masters; // of these, all
	unsigned since_bulk;	     // commands since lights or texts nobody waits for went out
};

// line.c
struct bank *line_bank(const struct line *line, int64_t id);
struct bank *line_bank_at(const struct line *line, uint8_t address);
struct mono_time line_now(const struct line *line);
// Time that len bytes take on the wire.
int64_t line_wire_ns(const struct line *line, unsigned len);

// link.c
// The port is not to be used any more: all banks go offline, it is opened again later.
void line_lose_port(struct line *line, const char *sentence);
// Closes a port that went away, and tries to open one where it is time. Never from inside an event
// of the port.
void line_mend_port(struct line *line, struct mono_time now);

// turn.c
// Does what is due and sets the timer for the rest. Everything that changes a line ends with it.
void line_turn(struct line *line, struct mono_time now);
void line_hear(struct line *line, const uint8_t *data, size_t len, struct mono_time now);

// session.c
// The next command of this bank: makes it in its acu. Returns bytes to send.
uint16_t bank_next_command(struct bank *bank, struct mono_time now);
void bank_answered(struct bank *bank, const struct osdp_frame *frame, struct mono_time now);
void bank_refused(struct bank *bank, struct mono_time now);
// Begins again with SQN 0 at `at`. A sent unlock is withdrawn.
void bank_restart(struct bank *bank, struct mono_time at);
void bank_go_offline(struct bank *bank, enum line_offline why, struct mono_time retry_at);
// trouble.c: files it with its sentence, once until it changes; says it whatever was said before;
// writes the sentence alone (bank NULL: of the line), LINE_SENTENCE bytes.
void bank_file_trouble(struct bank *bank, enum line_trouble kind);
void bank_say_trouble(const struct bank *bank, enum line_trouble kind);
void line_write_trouble(const struct bank *bank, enum line_trouble kind, char *out);

// secure.c: finds the keys kept for what says this serial number in the clear; true where it is to
// begin again under them.
bool bank_find_keys(struct bank *bank, struct mono_time now);
// The handshake. The steps BANK_CHALLENGE and BANK_PROVE: bytes to send, 0 where there is
// no randomness.
uint16_t bank_challenge(struct bank *bank);
uint16_t bank_prove(struct bank *bank);
void bank_proved(struct bank *bank);
// The bank refused it, or proved another key.
void bank_unproved(struct bank *bank, struct mono_time now);
// The session is to begin again because of what the bank said.
void bank_lost(struct bank *bank, struct mono_time now);

// suspect.c: somebody else speaks: as this bank, or as a panel.
void bank_suspect(struct bank *bank, struct mono_time now);
void line_suspect_master(struct line *line, const struct osdp_frame *frame, struct mono_time now);
// What is long past is told as right again.
void line_calm(struct line *line, struct mono_time now);

// identity.c: answers to the questions of a new session. Each returns whether to go on; if not, the
// bank has been set aside and named.
bool bank_take_id(struct bank *bank, const struct osdp_frame *frame, struct mono_time now);
bool bank_take_cap(struct bank *bank, const struct osdp_frame *frame, struct mono_time now);
bool bank_take_hello(struct bank *bank, const struct osdp_frame *frame, struct mono_time now);
void bank_set_aside(
	struct bank *bank, enum line_offline why, enum line_trouble kind, struct mono_time now);

// commission.c: the new key, the new address. Bytes to send; what was answered.
bool commission_waits(const struct bank *bank);
uint16_t commission_command(struct bank *bank);
void commission_answered(struct bank *bank, const struct osdp_frame *frame, struct mono_time now);
void commission_refused(struct bank *bank);

// clock.c
uint16_t clock_command(struct bank *bank);
// False for an answer that is none.
bool bank_take_clock(struct bank *bank, const struct osdp_frame *frame);
void bank_file_clock(const struct bank *bank);

// news.c: what a bank says of itself: kept, and filed once its session is BANK_READY.
// bank_take_inputs is false where there are not as many as the bank declared: ask it again who it
// is.
bool bank_take_inputs(struct bank *bank, const struct osdp_frame *frame);
void bank_take_outputs(struct bank *bank, const struct osdp_frame *frame);
void bank_take_status(struct bank *bank, const struct osdp_frame *frame);
void bank_file_state(struct bank *bank);
void bank_take_card(struct bank *bank, const struct osdp_frame *frame, struct mono_time now);

// unlock.c
bool unlock_is_next(const struct bank *bank);
uint16_t unlock_command(struct bank *bank);
void unlock_answered(struct bank *bank, const struct osdp_frame *frame);
void unlock_refused(struct bank *bank);
// The outputs were heard: an unlock that was only acknowledged may be proved by them.
void unlock_prove(struct bank *bank);
// A send of it got no usable answer.
void unlock_missed(struct bank *bank);
// The session begins again: one that was sent is in doubt from here on.
void unlock_doubt(struct bank *bank);
// Inputs and outputs were asked anew and filed: doubts end.
void unlock_settle(struct bank *bank);
void unlock_go_offline(struct bank *bank);
// Ends what lived too long; true where the session must begin again.
bool unlock_expire(struct bank *bank, struct mono_time now);
// The earliest deadline; false where none waits for one.
bool unlock_next_deadline(const struct bank *bank, struct mono_time *out_at);

// show.c
bool show_waits(const struct bank *bank);
// Of what waits, something passing: somebody stands there and looks.
bool show_is_urgent(const struct bank *bank);
uint16_t show_command(struct bank *bank);
// A new session: steady things are told again; passing ones are dropped where the bank began again
// or was offline.
void show_renew(struct bank *bank, bool forgot);

#endif
