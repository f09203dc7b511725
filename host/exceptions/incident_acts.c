// SPDX-License-Identifier: GPL-3.0-or-later
#include "exceptions/incident_acts.h"

#include "exceptions/incident_kinds.h"
#include "exceptions/who.h"
#include "store/holds.h"
#include "store/notices.h"

unsigned incident_waits(struct store *store, const struct incident_row *incident)
{
	const struct incident_kind *kind = incident_kind_of(incident->kind);
	unsigned flags = kind ? kind->flags : 0;

	if (incident->closed_at.ms)
		return 0;
	return (flags & POLICE_FIRST && !incident->police_at.ms ? INCIDENT_WAITS_POLICE : 0u) |
	       (flags & HR_FIRST && !incident->hr_at.ms ? INCIDENT_WAITS_HR : 0u) |
	       (notice_open_of_incident(store, incident->id, NULL) != 0 ? INCIDENT_WAITS_NOTICES
									: 0u);
}

// Of the leadership team: who names readers, keeps it from retention and closes it.
static unsigned leaders_acts(struct store *store, const struct actor *by, struct wall_time now,
	const struct incident_row *incident)
{
	const struct incident_kind *kind = incident_kind_of(incident->kind);
	bool head = who_is_headteacher(store, by->person, now);
	unsigned acts = incident->preserved ? 0u : INCIDENT_ACT_PRESERVE;

	if (head || (kind && !(kind->flags & HEADS)))
		acts |= INCIDENT_ACT_READERS;
	if (head && incident->preserved && hold_of_incident(store, incident->id) == 0)
		acts |= INCIDENT_ACT_RELEASE;
	if (!incident->closed_at.ms && incident_waits(store, incident) == 0)
		acts |= INCIDENT_ACT_CLOSE;
	return acts;
}

unsigned incident_acts(struct store *store, const struct actor *by, struct wall_time now,
	const struct incident_row *incident)
{
	char unused[ACTOR_WHY];
	enum role role;
	unsigned acts = INCIDENT_ACT_NOTE;

	if (!incident_may_read(store, incident, by->person, now))
		return 0;
	if (!incident->police_at.ms)
		acts |= INCIDENT_ACT_POLICE;
	if (who_heads(store, by->person, now, "", unused) == 0)
		acts |= INCIDENT_ACT_EVIDENCE | (incident->hr_at.ms ? 0u : INCIDENT_ACT_HR);
	if (actor_role(store, by->person, now, ROLES_LEADERSHIP, "", &role, unused) == 0)
		acts |= leaders_acts(store, by, now, incident);
	return acts;
}

const char *incident_kind_readers(const char *word)
{
	const struct incident_kind *kind = incident_kind_of(word);

	if (!kind || kind->flags & HEADS)
		return "headteacher";
	return kind->flags & RESTRICTED ? "readers" : "leadership";
}
