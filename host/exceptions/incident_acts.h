// SPDX-License-Identifier: GPL-3.0-or-later
// What a screen offers to whoever reads an incident, and what stands in the way of its end. Nothing
// is changed here; incidents.h checks again when it is done.
#ifndef EXCEPTIONS_INCIDENT_ACTS_H
#define EXCEPTIONS_INCIDENT_ACTS_H

#include "exceptions/incidents.h"

// Bits. CLOSE is there where nothing stands in the way but the outcome.
enum incident_act {
	INCIDENT_ACT_NOTE = 1,
	INCIDENT_ACT_POLICE = 2,
	INCIDENT_ACT_HR = 4,
	INCIDENT_ACT_READERS = 8,
	INCIDENT_ACT_PRESERVE = 16,
	INCIDENT_ACT_RELEASE = 32,
	INCIDENT_ACT_EVIDENCE = 64,
	INCIDENT_ACT_CLOSE = 128,
};
// Of one that may be read; 0 where it may not.
unsigned incident_acts(struct store *store, const struct actor *by, struct wall_time now,
	const struct incident_row *incident);

// Bits: what an open incident waits for before anybody may close it.
enum incident_wait { INCIDENT_WAITS_POLICE = 1, INCIDENT_WAITS_HR = 2, INCIDENT_WAITS_NOTICES = 4 };
unsigned incident_waits(struct store *store, const struct incident_row *incident);

// Who will read one of that kind when it is recorded: "leadership", "readers" or "headteacher".
const char *incident_kind_readers(const char *kind);

#endif
