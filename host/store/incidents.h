// SPDX-License-Identifier: GPL-3.0-or-later
// Incidents as rows: what was told stays as it was told, steps are appended. Who may read one is
// exceptions/incidents.h; nothing of them but their number ever goes into an event.
#ifndef STORE_INCIDENTS_H
#define STORE_INCIDENTS_H

#include <stdbool.h>

#include "base/time.h"
#include "policy/policy.h"
#include "store/store.h"

// Bytes with the ending zero.
#define INCIDENT_KIND 24
#define INCIDENT_WHAT 4001
#define INCIDENT_LINE 257 // place, wishes, outcome

enum police_choice { POLICE_NOT_TOLD, POLICE_THEIR_CHOICE, POLICE_SCHOOLS_CHOICE };

struct incident_row {
	int64_t id;
	char kind[INCIDENT_KIND];
	char rule[RULE_ID_MAX];
	struct wall_time at, happened_at;
	int64_t by, about, reporter; // about, reporter 0: nobody
	bool restricted, preserved;
	struct wall_time police_at, hr_at, closed_at; // 0: not
	enum police_choice police;
	int64_t hr_by, closed_by;
	char place[INCIDENT_LINE], wishes[INCIDENT_LINE], outcome[INCIDENT_LINE];
	char what[INCIDENT_WHAT];
};

int64_t incident_add(struct store *store, const struct incident_row *incident);
int incident_get(struct store *store, int64_t id, struct incident_row *out_incident);
// Writes what can change: restricted, preserved, police, hr, closed.
int incident_put(struct store *store, const struct incident_row *incident);
// Open ones, newest first; with closed set the closed ones too; at most limit.
int incident_each(struct store *store, bool closed, int limit,
	int (*each)(void *arg, const struct incident_row *incident), void *arg);

int incident_reader_add(
	struct store *store, int64_t incident, int64_t person, struct wall_time at, int64_t by);
int incident_reader_remove(struct store *store, int64_t incident, int64_t person);
bool incident_reader_is(struct store *store, int64_t incident, int64_t person);
int incident_reader_each(
	struct store *store, int64_t incident, int (*each)(void *arg, int64_t person), void *arg);

struct incident_note {
	int64_t id, incident, by;
	struct wall_time at, seen_at; // seen_at 0: none
	char kind[INCIDENT_KIND];
	char place[INCIDENT_LINE];
	char text[INCIDENT_WHAT];
};
int64_t incident_note_add(struct store *store, const struct incident_note *note);
// Oldest first.
int incident_note_each(struct store *store, int64_t incident,
	int (*each)(void *arg, const struct incident_note *note), void *arg);

#endif
