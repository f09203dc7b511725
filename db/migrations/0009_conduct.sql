-- SPDX-License-Identifier: GPL-3.0-or-later
-- 0009: holds, incidents, overrides, the Headteacher's absence, and what notices and breaches lacked.
-- Free text (reasons, what happened, justifications) stands in these rows and nowhere else: never in
-- event.facts, never in the log file. All *_at and dates as in 0001.

-- Why a device is kept longer than its time, by whom, who may have it, and when somebody looks again
-- (LAW-3). It holds while it is not turned back and its custody is open; how it was given back is the
-- custody's end. custody NULL: the device is being handed in.
CREATE TABLE hold (
	id INTEGER PRIMARY KEY,
	person INTEGER NOT NULL REFERENCES person (id),
	custody INTEGER REFERENCES custody (id),
	kind TEXT NOT NULL CHECK (kind IN ('parent', 'evidence')),
	rule TEXT NOT NULL,		-- of the policy; 'school' where the school decided by itself
	reason TEXT NOT NULL,
	by_person INTEGER REFERENCES person (id),	-- NULL: a rule, without anybody (FX-3)
	at INTEGER NOT NULL,
	until_at INTEGER,		-- it ends by itself then and is a deposit again; NULL: when collected
	look_on TEXT NOT NULL,		-- the day somebody must look at it again
	looked_at INTEGER,		-- when the notice of that day was written
	incident INTEGER REFERENCES incident (id),	-- evidence: what it belongs to
	identified TEXT,		-- how whoever collects was identified, and ...
	identified_by INTEGER REFERENCES person (id),	-- ... who says so
	officer TEXT,			-- evidence: to whom it went: name, number, reference
	officer_number TEXT,
	police_reference TEXT,
	turned_back_at INTEGER,		-- a deposit again (or never handed in)
	turned_back_by INTEGER REFERENCES person (id),	-- NULL: its time came
	CHECK (kind = 'parent' OR (incident IS NOT NULL AND until_at IS NULL)),
	CHECK ((officer IS NULL) = (police_reference IS NULL))
) STRICT;
CREATE INDEX hold_by_custody ON hold (custody);
CREATE INDEX hold_by_person ON hold (person);
CREATE INDEX hold_open ON hold (look_on) WHERE turned_back_at IS NULL;

-- The adults a hold names; none: a parent.
CREATE TABLE hold_release (
	hold INTEGER NOT NULL REFERENCES hold (id),
	person INTEGER NOT NULL REFERENCES person (id),
	PRIMARY KEY (hold, person)
) STRICT, WITHOUT ROWID;

CREATE TABLE incident (
	id INTEGER PRIMARY KEY,
	kind TEXT NOT NULL,
	rule TEXT NOT NULL,
	at INTEGER NOT NULL,			-- recorded
	by_person INTEGER NOT NULL REFERENCES person (id),
	happened_at INTEGER NOT NULL,
	place TEXT NOT NULL DEFAULT '',
	about INTEGER REFERENCES person (id),
	reporter INTEGER REFERENCES person (id),	-- who told it, where not who recorded it
	what TEXT NOT NULL,
	wishes TEXT NOT NULL DEFAULT '',	-- the reporter's (RP-13)
	restricted INTEGER NOT NULL CHECK (restricted IN (0, 1)),
	preserved INTEGER NOT NULL CHECK (preserved IN (0, 1)),
	police_at INTEGER,			-- told
	police_choice TEXT CHECK (police_choice IN ('theirs', 'school')),
	hr_at INTEGER,				-- HR advice sought (RP-15)
	hr_by INTEGER REFERENCES person (id),
	closed_at INTEGER,
	closed_by INTEGER REFERENCES person (id),
	outcome TEXT,
	CHECK ((police_at IS NULL) = (police_choice IS NULL)),
	CHECK ((closed_at IS NULL) = (outcome IS NULL))
) STRICT;

CREATE TABLE incident_reader (
	incident INTEGER NOT NULL REFERENCES incident (id),
	person INTEGER NOT NULL REFERENCES person (id),
	at INTEGER NOT NULL,
	by_person INTEGER NOT NULL REFERENCES person (id),
	PRIMARY KEY (incident, person)
) STRICT, WITHOUT ROWID;

-- Steps taken and notes: appended, never edited.
CREATE TABLE incident_note (
	id INTEGER PRIMARY KEY,
	incident INTEGER NOT NULL REFERENCES incident (id),
	at INTEGER NOT NULL,
	by_person INTEGER NOT NULL REFERENCES person (id),
	kind TEXT NOT NULL,
	text TEXT NOT NULL,
	seen_at INTEGER,			-- a screen print's own time, date ...
	place TEXT				-- ... and place
) STRICT;
CREATE INDEX incident_note_by_incident ON incident_note (incident);

CREATE TRIGGER incident_note_stays BEFORE UPDATE ON incident_note
BEGIN SELECT RAISE(ABORT, 'a note is appended, never edited'); END;
CREATE TRIGGER preserved_note_stays BEFORE DELETE ON incident_note
WHEN (SELECT preserved FROM incident WHERE id = OLD.incident)
BEGIN SELECT RAISE(ABORT, 'a preserved incident is left alone'); END;
CREATE TRIGGER preserved_incident_stays BEFORE DELETE ON incident WHEN OLD.preserved
BEGIN SELECT RAISE(ABORT, 'a preserved incident is left alone'); END;
CREATE TRIGGER incident_told_stays BEFORE UPDATE OF kind, at, by_person, happened_at, place, about,
	reporter, what, wishes ON incident
BEGIN SELECT RAISE(ABORT, 'what was told stays as it was told'); END;

-- An adult acts against a decision, which stays as it was (RP-12).
CREATE TABLE override (
	id INTEGER PRIMARY KEY,
	person INTEGER REFERENCES person (id),		-- whom it was about
	decision INTEGER REFERENCES decision (id),	-- NULL: the rules are silent, or nobody asked them
	custody INTEGER REFERENCES custody (id),	-- given back by it
	by_person INTEGER NOT NULL REFERENCES person (id),
	at INTEGER NOT NULL,
	acted TEXT NOT NULL CHECK (acted IN ('now', 'before', 'proposed')),
	justification TEXT NOT NULL
) STRICT;

CREATE TABLE absence (
	id INTEGER PRIMARY KEY,
	from_at INTEGER NOT NULL,
	until_at INTEGER NOT NULL CHECK (until_at > from_at),
	deputy INTEGER NOT NULL REFERENCES person (id),
	by_person INTEGER NOT NULL REFERENCES person (id),
	at INTEGER NOT NULL,
	ended_at INTEGER		-- back before until_at
) STRICT;
CREATE INDEX absence_by_until ON absence (until_at);

ALTER TABLE notice ADD COLUMN due_at INTEGER;
ALTER TABLE notice ADD COLUMN incident INTEGER REFERENCES incident (id);
ALTER TABLE notice ADD COLUMN override INTEGER REFERENCES override (id);
ALTER TABLE notice ADD COLUMN hold INTEGER REFERENCES hold (id);
ALTER TABLE notice ADD COLUMN to_person INTEGER REFERENCES person (id);	-- role 'person': to them alone
ALTER TABLE notice ADD COLUMN hr_at INTEGER;	-- HR advice was sought (RP-12, RP-15)
CREATE INDEX open_notice ON notice (role, at) WHERE done_at IS NULL;
CREATE INDEX notice_by_incident ON notice (incident) WHERE incident IS NOT NULL;

ALTER TABLE breach ADD COLUMN happened_at INTEGER;	-- BF-3: not when it was told
ALTER TABLE breach ADD COLUMN disciplinary INTEGER CHECK (disciplinary IN (0, 1));	-- never a pupil's
ALTER TABLE breach ADD COLUMN closed_by INTEGER REFERENCES person (id);
CREATE INDEX open_breach ON breach (at) WHERE state <> 'closed';
