// SPDX-License-Identifier: GPL-3.0-or-later
// What struct custody is made of, and what its files do for each other. Not for other rooms.
#ifndef CUSTODY_INTERNAL_H
#define CUSTODY_INTERNAL_H

#include "custody/custody.h"
#include "custody/door.h"
#include "custody/questions.h"
#include "custody/tap.h"
#include "policy/policy.h"
#include "store/cards.h"
#include "store/custodies.h"
#include "store/decisions.h"
#include "store/events.h"
#include "store/facts.h"
#include "store/intents.h"
#include "store/questions.h"
#include "store/releases.h"

// design.md section 3, in milliseconds.
#define TEN_S		 10000 // to open a door, to wait in the queue, and for a pulse to be recent
#define TWENTY_S	 20000 // open: buzzer
#define SIXTY_S		 60000 // open: alarm; left inside: question
#define TWO_MINUTES	 120000 // set aside as part of the hand-in; staff's card at the cabinet
#define QUEUE_TAPS	 3
#define SAY_MS		 4000 // a sentence on the display, a colour at the reader
#define PERSON_CUSTODIES 16

// No light has been sent since the mirror was built: whatever it should be is news.
#define LIGHT_UNKNOWN ((enum light)255)

// One door: the mirror of its open rows, and what its bank last said.
struct slot {
	struct door_row row;
	struct intent_row intent; // id 0: none
	int64_t custody;	  // 0: none
	int64_t custody_person;
	enum custody_kind custody_kind;
	struct wall_time custody_since;
	int64_t home; // the school device that lives here; 0: none
	// Who shut it empty on a return, and when: for two minutes their tap means what it would
	// without that loan (tap.h).
	int64_t passed_person;
	struct mono_time passed_at;
	int questions;

	enum door_state state;
	bool late;			 // the intent ended; its pulse shows only now (step 6)
	bool withdrawn;			 // the intent's unlock
	enum reading open, inside, coil; // as the bank said; inside for what it is worth
	bool settled;			 // reconciled since these inputs became known
	int open_stage;			 // 1: buzzer, 2: alarm, for the opening going on
	bool alarm;
	bool pulsed; // last_pulse is set
	struct mono_time last_pulse, opened, left;
	struct wall_time hand_in_at; // when the hand-in that led to a setting aside was allowed
	enum light light;
};

struct waiting {
	int64_t person;
	char uid[CARD_UID];
	struct mono_time since;
};

// An act of the desk that waits for its member of staff's own card (rule 4).
struct errand {
	int64_t staff;		  // 0: none
	struct intent_row intent; // as it will be asked, its decision on record; door 0: any free
	bool self; // asked for by the one who stands there: waits while another is served
	struct mono_time since;
	char rule[RULE_ID_MAX];
	unsigned obligations;
};
#define ERRANDS 4

// A release (release.c) of this bank: waiting for its member of staff's card, running, or standing
// still until that card is held to the reader again. Mirror of its rows, but for running and halt.
struct release {
	struct release_row row; // id 0: none
	bool running;
	const char *halt; // why it stands still; NULL: a restart, or it has not begun
	bool timed;	  // since and until are set
	struct mono_time since, until;
	struct release_door {
		int64_t custody; // 0: not of this release
		enum release_door_state state;
	} doors[BANK_DOORS_MAX];
};

struct bank {
	struct bank_row row;
	bool online;
	struct slot slots[BANK_DOORS_MAX];
	struct waiting queue[QUEUE_TAPS];
	int queued;
	struct mono_time said_until; // a sentence for one child, not to be written over till then
	struct errand errands[ERRANDS];
	struct release release;
	bool locked_down; // lockdown.c
};

struct custody {
	struct store *store;
	const struct policy *policy;
	struct outbox *outbox;
	bool clock_trusted;
	struct mono_time settle_at; // after a reload: a second on, so that a disk that stays full
				    // does not make the service spin
	struct bank *banks;
	int bank_count;
};

// The state of a door just asked to open for an intent of that kind.
enum door_state asked_state(enum intent_kind kind);
static inline bool slot_has_stock(const struct slot *slot)
{
	return slot->custody && slot->custody_kind == CUSTODY_STOCK;
}
void slot_take_custody(struct slot *slot, int64_t id, const struct custody_row *row);
void slot_drop_custody(struct slot *slot);

// mirror.c
struct bank *find_bank(const struct custody *c, int64_t bank);
struct slot *find_slot(const struct custody *c, int64_t bank, int door);
struct slot *slot_of_intent(const struct custody *c, int64_t intent, struct bank **out_bank);
// The person has an open intent at this bank: a second would be against the schema (rule 5).
bool is_served_here(const struct bank *bank, int64_t person);
// The inside reading as far as it may be believed: NONE for an untrusted sensor, but not while the
// person it is set aside for uses the door, since that use may prove it (step 7).
enum reading believed(const struct slot *slot);
// Asked or pulsed, and not seen to open yet.
bool door_being_opened(const struct slot *slot);
bool slot_free(const struct bank *bank, const struct slot *slot);
// Somebody is at a door of this bank (rule 4): another tap for another door has to wait.
const struct slot *bank_busy(
	const struct bank *bank, const struct slot *except, struct mono_time mono);
// The free door that rested longest; not beside an open one where there is a choice; one without a
// sensor last. NULL: the cabinet is full.
struct slot *choose_door(struct bank *bank);
// "3,7": the doors of the bank that stand open, without this one.
void doors_beside(const struct bank *bank, const struct slot *except, char out[INTENT_BESIDE]);

// doors.c: feeds the event to the door's table and does what it says.
int door_feed(struct custody *c, struct now now, struct bank *bank, struct slot *slot,
	enum door_event event);
// Adopts the ended intent whose pulse shows only now, if there is one.
int door_adopt_late(struct custody *c, struct slot *slot);

// effects.c: rows, events and outbox items for what happens to one door.
int begin_custody(struct custody *c, struct now now, struct slot *slot, enum known how, bool late);
int end_custody(
	struct custody *c, struct now now, struct slot *slot, const struct custody_end *end);
int end_intent(struct custody *c, struct now now, struct slot *slot, const char *as);
int put_intent(struct custody *c, struct slot *slot);
int put_door(struct custody *c, struct slot *slot);
int set_aside(struct custody *c, struct now now, struct slot *slot);
int door_out_of_use(struct custody *c, struct now now, struct slot *slot, const char *reason,
	enum question kind);
int raise_question(struct custody *c, struct now now, struct slot *slot, enum question kind);
// ... where staff said it is empty, and a sensor that is believed says it is not.
int ask_if_full(struct custody *c, struct now now, struct slot *slot);
// Closes the door's open questions of that kind with an answer of the system's own.
int drop_question(struct custody *c, struct now now, struct slot *slot, enum question kind,
	const char *answer);
int record_of_door(struct custody *c, struct now now, const struct slot *slot, const char *kind,
	const char *facts);
int raise_alarm(struct custody *c, struct now now, struct slot *slot, const char *kind);

// settle.c: reconciles one door whose inputs have just become known.
int settle_door(struct custody *c, struct now now, struct bank *bank, struct slot *slot);
// ... and every door of the bank that is not settled yet: after a reload, before anything else.
int settle_bank(struct custody *c, struct now now, struct bank *bank);

// holds.c: a custody that began held is the one its hold waited for; the Headteacher is told of a
// held device that went another way than its hold says.
int hold_begins(struct custody *c, int64_t person, int64_t custody);
int hold_went(struct custody *c, struct now now, const struct custody_row *custody);

// inputs.c: the FULL event, or the EMPTY or BLIND one after it, as the inside reading is believed.
enum door_event by_inside(const struct slot *slot, enum door_event full);

// unlock.c: a new opening, or another pulse for the one that is there; all rows of it, and the
// unlock in the outbox. intent.door is set; decision is filled in, or, where it has a row already,
// its action is NULL and intent.decision names the row.
struct opening {
	struct intent_row intent;
	struct decision_row decision;
	int64_t release; // by which it opens; 0: none
};
int ask_door(struct custody *c, struct now now, struct bank *bank, struct slot *slot,
	struct opening *opening);
// A tap or request that opens nothing: its decision and its event.
int refuse_card(struct custody *c, const struct decision_row *decision, const char *event,
	int64_t by, const char *user);
// The same; the decision's id.
int64_t refuse_request(struct custody *c, const struct decision_row *decision, const char *event,
	int64_t by, const char *user);
// SYS-1: the Headteacher is told of every emergency release. Nothing where it is none.
int notify_headteacher(struct custody *c, const struct decision_row *decision);

// show.c: what the cabinet shows.
void show_reader(struct custody *c, int64_t bank, enum light light, uint32_t ms);
void show_text(struct custody *c, int64_t bank, const char *sentence, uint32_t ms);
// What a card is told, for SAY_MS; and a passing word to whoever closed a door, which gives way to
// it.
void show_said(struct custody *c, struct now now, int64_t bank, const char *sentence);
void show_passing(struct custody *c, struct now now, int64_t bank, const char *sentence);
void show_buzzer(struct custody *c, int64_t bank, enum buzzer buzzer);
void show_door(struct custody *c, struct slot *slot);
void show_idle(struct custody *c, int64_t bank);
void show_change(struct custody *c, int64_t bank, int door);
void show_all(struct custody *c, struct bank *bank);

// queue.c
bool queue_tap(struct custody *c, struct bank *bank, struct mono_time mono, int64_t person,
	const char *uid);
// Serves whose turn it is while no door of the bank is in use.
int queue_serve(struct custody *c, struct now now, struct bank *bank);

// card.c
int serve_card(
	struct custody *c, struct now now, struct bank *bank, int64_t person, const char *uid);

// errand.c
int errand_file(struct bank *bank, const struct errand *errand);
// 1: the member of staff had an errand at this bank, and it was done.
int errand_run(struct custody *c, struct now now, struct bank *bank, int64_t staff);

// release.c
// 1: the card of who asked for a release here: it began, stands still, or goes on.
int release_card(struct custody *c, struct now now, struct bank *bank, int64_t staff);
// Whether something of it becomes due by itself, and when: two minutes without the card, its end.
bool release_due(const struct bank *bank, struct mono_time *out_at);
int release_tick(struct custody *c, struct now now, struct bank *bank);
// Its bank went away: it stands still.
int release_halt(struct custody *c, struct now now, struct bank *bank, const char *why);
// release_doors.c: writes down what became of its doors; while it runs, opens the next.
int release_go_on(struct custody *c, struct now now, struct bank *bank);

// lockdown.c: which banks are closed, from the rows.
int lockdown_load(struct custody *c);

#endif
