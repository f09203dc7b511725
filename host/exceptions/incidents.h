// SPDX-License-Identifier: GPL-3.0-or-later
// Incidents: reported, read by few, followed up by steps, closed with an outcome (RP-13, RP-15,
// RP-20, FX-7, FX-8, BF-8, BF-9, HH-6, CC-4, CC-9). Inside the caller's transaction; errors and
// sentences as in grants.h. Events carry an incident's number and nothing else of it: neither its
// kind nor whom it is about.
//
// Who may read one: the Headteacher; who deputises for her, where it is unsuitable material
// (RP-15); its named readers. One that is not restricted also the SLT and who recorded it. Never
// the person against whom it is, the Headteacher included.
#ifndef EXCEPTIONS_INCIDENTS_H
#define EXCEPTIONS_INCIDENTS_H

#include <stdbool.h>

#include "policy/policy.h"
#include "store/actor.h"
#include "store/incidents.h"

#define INCIDENT_READERS 8 // named when it is recorded

struct incident_wish {
	const char *kind;
	const char *what;	      // compulsory
	const char *place;	      // "" where none, as the rest
	const char *about, *reporter; // references
	const char *wishes;	      // the reporter's (RP-13)
	struct wall_time happened;    // 0: now
	bool restricted;	      // though its kind is not
	const char
		*readers[INCIDENT_READERS]; // references; the recorder is one by themselves, but
					    // where only the Headteacher names them (RP-15, RP-20)
	int reader_count;
};

// By anybody who works here. Notices of its kind are written with it. The id.
int64_t incidents_record(struct store *store, const struct policy *policy, const struct actor *by,
	struct wall_time now, const struct incident_wish *wish, char why[ACTOR_WHY]);
// The kinds that can be recorded under this policy, in order; index past the last: NULL. out_rule
// is what they rest on, out_about is a few words.
const char *incidents_kind(
	const struct policy *policy, int index, const char **out_rule, const char **out_about);

// One incident for reading; a restricted one's reading is an event. -ERR_DENIED, -ERR_NOT_FOUND.
int incidents_open(struct store *store, const struct actor *by, struct wall_time now, int64_t id,
	struct incident_row *out_incident, char why[ACTOR_WHY]);
// Calls each for every incident (closed: the closed ones too) that `by` may read, and for the
// office and the leadership team also for the others, of which they may only know that they are
// there. How many.
int incidents_list(struct store *store, const struct actor *by, struct wall_time now, bool closed,
	int (*each)(void *arg, const struct incident_row *incident, bool may_read), void *arg,
	char why[ACTOR_WHY]);

// A step or note, by a reader; "screen print" has its own time and place (RP-13). Its id.
int64_t incidents_note(struct store *store, const struct actor *by, struct wall_time now,
	const struct incident_note *note, char why[ACTOR_WHY]);
// The words for kind of a note; NULL past the last.
const char *incidents_note_kind(int index);
// When the police were told, and by whose choice. Of cyber-bullying under RP-13 it is the bullied
// person's own.
int incidents_police(struct store *store, const struct actor *by, struct wall_time now, int64_t id,
	struct wall_time at, enum police_choice choice, char why[ACTOR_WHY]);
// HR advice was sought: before the school evaluates anything (RP-15).
int incidents_hr(struct store *store, const struct actor *by, struct wall_time now, int64_t id,
	char why[ACTOR_WHY]);
// Names a reader, or takes one off. By the Headteacher; where she does not name them herself, also
// by an SLT member who may read it.
int incidents_reader(struct store *store, const struct actor *by, struct wall_time now, int64_t id,
	const char *person, bool add, char why[ACTOR_WHY]);
// Kept from retention until released: by a leader who may read it; released by the Headteacher,
// with a reason.
int incidents_preserve(struct store *store, const struct actor *by, struct wall_time now,
	int64_t id, bool preserve, const char *reason, char why[ACTOR_WHY]);
// By a leader who may read it, with an outcome; not while a notice of it is open (FX-7 has two),
// nor before the police were told (RP-20), nor before HR was asked (RP-15).
int incidents_close(struct store *store, const struct actor *by, struct wall_time now, int64_t id,
	const char *outcome, char why[ACTOR_WHY]);

#endif
