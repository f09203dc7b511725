// SPDX-License-Identifier: GPL-3.0-or-later
// What is done about an incident: steps, police, HR, readers, preservation, and its end.
#include <string.h>

#include "base/err.h"
#include "exceptions/incident_acts.h"
#include "exceptions/incident_kinds.h"
#include "exceptions/notices.h"
#include "exceptions/who.h"
#include "store/holds.h"

// RP-13 and CC-9 in words of ours; "released" is written by the system.
static const char *const note_kinds[] = {
	"note", "step", "screen print", "copy kept", "parents contacted", "advice", NULL};

const char *incidents_note_kind(int index)
{
	return note_kinds[index];
}

static int check_note(const struct incident_note *note, struct wall_time now, char why[ACTOR_WHY])
{
	bool print = strcmp(note->kind, "screen print") == 0;
	int i = 0;

	while (note_kinds[i] && strcmp(note_kinds[i], note->kind) != 0)
		i++;
	if (!note_kinds[i])
		return REFUSE(ERR_ARG, "A note is a note, step, screen print, copy kept, parents "
				       "contacted or advice.");
	if (print && (!note->seen_at.ms || !note->place[0]))
		return REFUSE(ERR_ARG, "A screen print is kept with its time, date and place "
				       "(RP-13): give both.");
	if (note->seen_at.ms > now.ms)
		return REFUSE(ERR_ARG, "That is in the future: look at the time.");
	return who_says(note->text, INCIDENT_WHAT, "what was done or seen", why);
}

static int64_t append(struct store *store, const struct actor *by, struct wall_time now,
	int64_t incident, const char *kind, const char *text)
{
	struct incident_note note = {.incident = incident, .by = by->person, .at = now};

	snprintf(note.kind, sizeof note.kind, "%s", kind);
	snprintf(note.text, sizeof note.text, "%s", text);
	return incident_note_add(store, &note);
}

int64_t incidents_note(struct store *store, const struct actor *by, struct wall_time now,
	const struct incident_note *wish, char why[ACTOR_WHY])
{
	struct incident_note note = *wish;
	struct incident_row incident;
	int64_t id;
	int err = incident_for(store, by, now, wish->incident, &incident, why);

	if (err == 0)
		err = check_note(&note, now, why);
	if (err < 0)
		return err;
	note.by = by->person;
	note.at = now;
	id = incident_note_add(store, &note);
	if (id < 0)
		return id;
	err = incident_event(store, by, now, "incident step", incident.id);
	return err < 0 ? err : id;
}

int incidents_police(struct store *store, const struct actor *by, struct wall_time now, int64_t id,
	struct wall_time at, enum police_choice choice, char why[ACTOR_WHY])
{
	struct incident_row incident;
	int err = incident_for(store, by, now, id, &incident, why);

	if (err < 0)
		return err;
	if (incident.police_at.ms)
		return REFUSE(ERR_ARG, "When the police were told stands there already; add a step "
				       "for more.");
	if (at.ms > now.ms || choice == POLICE_NOT_TOLD)
		return REFUSE(ERR_ARG, "Say when they were told, not in the future, and by whose "
				       "choice: theirs or school.");
	if (choice == POLICE_SCHOOLS_CHOICE && strcmp(incident.rule, "RP-13") == 0)
		return REFUSE(ERR_ARG, "Going to the police is the bullied person's own choice "
				       "(RP-13): theirs.");
	incident.police_at = at;
	incident.police = choice;
	err = incident_put(store, &incident);
	if (err == 0)
		err = notice_done_of_incident(store, id, NOTICE_TELL_POLICE, now, by->person);
	return err < 0 ? err : incident_event(store, by, now, "incident police told", id);
}

int incidents_hr(struct store *store, const struct actor *by, struct wall_time now, int64_t id,
	char why[ACTOR_WHY])
{
	struct incident_row incident;
	int err = who_heads(store, by->person, now, "seek HR advice", why);

	if (err == 0)
		err = incident_for(store, by, now, id, &incident, why);
	if (err < 0)
		return err;
	if (incident.hr_at.ms)
		return REFUSE(ERR_ARG, "HR was asked already.");
	incident.hr_at = now;
	incident.hr_by = by->person;
	err = incident_put(store, &incident);
	return err < 0 ? err : incident_event(store, by, now, "incident HR asked", id);
}

// The incident, for a leader who may read it.
static int for_leader(struct store *store, const struct actor *by, struct wall_time now, int64_t id,
	const char *what, struct incident_row *out_incident, char why[ACTOR_WHY])
{
	enum role role;
	int err = incident_for(store, by, now, id, out_incident, why);

	return err < 0 ? err
		       : actor_role(store, by->person, now, ROLES_LEADERSHIP, what, &role, why);
}

int incidents_reader(struct store *store, const struct actor *by, struct wall_time now, int64_t id,
	const char *person_ref, bool add, char why[ACTOR_WHY])
{
	const struct incident_kind *kind;
	struct incident_row incident;
	struct person_record person;
	int err = for_leader(store, by, now, id, "name readers", &incident, why);

	kind = err < 0 ? NULL : incident_kind_of(incident.kind);
	if (err == 0 && (!kind || kind->flags & HEADS) &&
		!who_is_headteacher(store, by->person, now))
		return REFUSE(ERR_DENIED,
			"Only the Headteacher names the readers of incident %lld.", (long long)id);
	if (err == 0)
		err = actor_whom(store, now, person_ref, &person, why);
	if (err == 0 && add)
		err = who_works_here(store, person.id, now, "read an incident", why);
	if (err < 0)
		return err;
	if (add && kind->flags & AGAINST && person.id == incident.about)
		return REFUSE(ERR_ARG, "Nobody reads an incident against themselves.");
	err = add ? incident_reader_add(store, id, person.id, now, by->person)
		  : incident_reader_remove(store, id, person.id);
	if (err == -ERR_NOT_FOUND)
		return REFUSE(ERR_NOT_FOUND, "%s is none of its readers.", person.ref);
	if (err < 0)
		return err;
	return incident_event(
		store, by, now, add ? "incident reader named" : "incident reader removed", id);
}

int incidents_preserve(struct store *store, const struct actor *by, struct wall_time now,
	int64_t id, bool preserve, const char *reason, char why[ACTOR_WHY])
{
	struct incident_row incident;
	int err = for_leader(store, by, now, id, "preserve an incident", &incident, why);

	if (err == 0 && !preserve && !who_is_headteacher(store, by->person, now))
		return REFUSE(ERR_DENIED, "Only the Headteacher releases a preserved incident.");
	if (err == 0 && !preserve)
		err = who_says(reason, INCIDENT_LINE, "why it need not be preserved any more", why);
	if (err < 0)
		return err;
	int evidence = preserve ? 0 : hold_of_incident(store, id);

	if (evidence != 0)
		return evidence < 0
			       ? evidence
			       : REFUSE(ERR_ARG, "Its evidence has not gone to the police yet.");
	if (incident.preserved == preserve)
		return REFUSE(ERR_ARG, "Incident %lld %s preserved already.", (long long)id,
			preserve ? "is" : "is not");
	incident.preserved = preserve;
	err = incident_put(store, &incident);
	if (err == 0 && !preserve) {
		int64_t note = append(store, by, now, id, "released", reason);

		err = note < 0 ? (int)note : 0;
	}
	return err < 0 ? err
		       : incident_event(store, by, now,
				 preserve ? "incident preserved" : "incident released", id);
}

static int check_end(struct store *store, const struct incident_row *incident, const char *outcome,
	char why[ACTOR_WHY])
{
	unsigned waits = incident_waits(store, incident);
	int open;

	if (incident->closed_at.ms)
		return REFUSE(ERR_ARG, "Incident %lld is closed already.", (long long)incident->id);
	if (waits & INCIDENT_WAITS_POLICE)
		return REFUSE(ERR_ARG, "Not before the police were told (RP-20): record when.");
	if (waits & INCIDENT_WAITS_HR)
		return REFUSE(ERR_ARG, "Not before HR was asked: the school evaluates nothing "
				       "before that advice (RP-15).");
	open = notice_open_of_incident(store, incident->id, NULL);
	if (open > 0)
		return REFUSE(ERR_ARG, "%d notice%s of it %s not marked done yet.", open,
			open == 1 ? "" : "s", open == 1 ? "is" : "are");
	return open < 0 ? open : who_says(outcome, INCIDENT_LINE, "what its outcome was", why);
}

int incidents_close(struct store *store, const struct actor *by, struct wall_time now, int64_t id,
	const char *outcome, char why[ACTOR_WHY])
{
	struct incident_row incident;
	int err = for_leader(store, by, now, id, "close an incident", &incident, why);

	if (err == 0)
		err = check_end(store, &incident, outcome, why);
	if (err < 0)
		return err;
	incident.closed_at = now;
	incident.closed_by = by->person;
	snprintf(incident.outcome, sizeof incident.outcome, "%s", outcome);
	err = incident_put(store, &incident);
	return err < 0 ? err : incident_event(store, by, now, "incident closed", id);
}
