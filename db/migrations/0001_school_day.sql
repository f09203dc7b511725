-- SPDX-License-Identifier: GPL-3.0-or-later
-- 0001: a school, its people and cards, its days, its cabinets, and what was in whose care when.
-- Forward only; application_id and user_version are set by the store inside the same transaction.
-- Every *_at is wall time in milliseconds since 1970 UTC; every date is school-local YYYY-MM-DD;
-- every time of day is school-local HH:MM. Words in columns are append-only: design.md section 1.

CREATE TABLE setting (
	name TEXT PRIMARY KEY,		-- site, policy, pupils, staff (school's own settings), ...
	value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE person (
	id INTEGER PRIMARY KEY,
	ref TEXT NOT NULL UNIQUE,	-- what the school calls them: UPN or staff code; what --by takes
	given TEXT NOT NULL,
	family TEXT NOT NULL,
	category TEXT NOT NULL CHECK (category IN ('pupil', 'staff', 'headteacher', 'slt', 'office',
		'governor', 'volunteer', 'contractor', 'trainee', 'supply', 'visitor', 'parent')),
	year TEXT CHECK (year IN ('N', 'R', '1', '2', '3', '4', '5', '6')),
	class TEXT,
	left_on TEXT,			-- the first day they are no longer here; NULL while they are
	CHECK ((category = 'pupil') = (year IS NOT NULL))
) STRICT;
CREATE INDEX person_by_name ON person (family, given);
CREATE INDEX person_by_class ON person (class, family, given);

CREATE TABLE card (
	uid TEXT PRIMARY KEY CHECK (uid NOT GLOB '*[^0-9A-F]*' AND length(uid) IN (8, 14, 20)),
	person INTEGER NOT NULL REFERENCES person (id),
	state TEXT NOT NULL CHECK (state IN ('active', 'ended', 'lost')),
	since INTEGER NOT NULL,
	state_at INTEGER NOT NULL	-- when it came into this state
) STRICT, WITHOUT ROWID;
CREATE INDEX card_by_person ON card (person);

-- A member of staff's own contact times (policies.md, Words); weekday 1 = Monday. A row whose times
-- are NULL says "none that day"; no row at all means the session times.
CREATE TABLE contact (
	id INTEGER PRIMARY KEY,
	person INTEGER NOT NULL REFERENCES person (id),
	weekday INTEGER NOT NULL CHECK (weekday BETWEEN 1 AND 7),
	from_time TEXT,
	until_time TEXT,
	CHECK ((from_time IS NULL) = (until_time IS NULL))
) STRICT;
CREATE INDEX contact_by_person ON contact (person, weekday);

CREATE TABLE walker (
	id INTEGER PRIMARY KEY,
	person INTEGER NOT NULL REFERENCES person (id),
	from_date TEXT NOT NULL,
	until_date TEXT NOT NULL,
	days TEXT NOT NULL,		-- "mon-fri" or "mon,wed" (design.md section 5)
	by_person INTEGER NOT NULL REFERENCES person (id),
	at INTEGER NOT NULL,
	ended_at INTEGER		-- withdrawn before its time
) STRICT;
CREATE INDEX walker_by_person ON walker (person);

CREATE TABLE permission (		-- a grant (design.md section 1); GRANT is a word of SQL
	id INTEGER PRIMARY KEY,
	person INTEGER NOT NULL REFERENCES person (id),
	kind TEXT NOT NULL CHECK (kind IN ('safekeeping', 'exceptional', 'visit', 'medical',
		'early-leave', 'emergency-release')),
	by_person INTEGER NOT NULL REFERENCES person (id),
	by_role TEXT NOT NULL CHECK (by_role IN ('headteacher', 'slt', 'office', 'parent')),
	reason TEXT NOT NULL,
	rooms TEXT,
	parent_request INTEGER NOT NULL DEFAULT 0 CHECK (parent_request IN (0, 1)),
	review TEXT,
	from_at INTEGER NOT NULL,
	until_at INTEGER NOT NULL CHECK (until_at > from_at),
	at INTEGER NOT NULL,
	ended_at INTEGER
) STRICT;
CREATE INDEX permission_by_person ON permission (person, until_at);

CREATE TABLE ban (
	id INTEGER PRIMARY KEY,
	person INTEGER NOT NULL REFERENCES person (id),
	kind TEXT NOT NULL CHECK (kind IN ('phone', 'school-it')),
	rule TEXT NOT NULL,
	from_date TEXT NOT NULL,
	until_date TEXT,
	at INTEGER NOT NULL,
	by_person INTEGER REFERENCES person (id),	-- who recorded what started it
	lifted_at INTEGER,
	lifted_by INTEGER REFERENCES person (id),
	lift_reason TEXT,		-- FX-3: the Headteacher says why
	CHECK ((lifted_at IS NULL) = (lifted_by IS NULL))
) STRICT;
CREATE INDEX ban_by_person ON ban (person);

CREATE TABLE breach (
	id INTEGER PRIMARY KEY,
	person INTEGER NOT NULL REFERENCES person (id),
	rule TEXT NOT NULL,
	at INTEGER NOT NULL,
	by_person INTEGER REFERENCES person (id),	-- who recorded it
	state TEXT NOT NULL CHECK (state IN ('reported', 'under investigation', 'closed')),
	outcome TEXT,
	CHECK ((state = 'closed') = (outcome IS NOT NULL))
) STRICT;
CREATE INDEX breach_by_person ON breach (person, at);

-- Days that are not what their weekday says. A weekday with no row inside a term is a school day;
-- Saturdays and Sundays are weekend; a weekday outside every term is holiday.
CREATE TABLE term (
	from_date TEXT PRIMARY KEY,
	until_date TEXT NOT NULL CHECK (until_date >= from_date),
	name TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE special_day (
	date TEXT PRIMARY KEY,
	kind TEXT NOT NULL CHECK (kind IN ('school', 'inset', 'holiday')),
	name TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The hours of a school day. class '' is everybody's; a class's own row wins, and a row with a date
-- (last day of term, closed early) wins over one without ('').
CREATE TABLE hours (
	class TEXT NOT NULL,
	date TEXT NOT NULL,
	start TEXT NOT NULL,
	home_time TEXT NOT NULL,
	sessions TEXT NOT NULL,		-- "08:45-12:00,13:00-15:15"
	hand_in TEXT NOT NULL,		-- "08:30-09:00"
	reason TEXT,			-- why this date differs
	PRIMARY KEY (class, date)
) STRICT, WITHOUT ROWID;

-- A late pupil signed in by the office (FX-1): their day begins then.
CREATE TABLE arrival (
	person INTEGER NOT NULL REFERENCES person (id),
	date TEXT NOT NULL,
	at INTEGER NOT NULL,
	by_person INTEGER NOT NULL REFERENCES person (id),
	PRIMARY KEY (person, date)
) STRICT, WITHOUT ROWID;

CREATE TABLE bank (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL UNIQUE,
	line TEXT NOT NULL,		-- as given to --line
	address INTEGER NOT NULL CHECK (address BETWEEN 0 AND 126),
	serial INTEGER UNIQUE,		-- of PDID; NULL until it was first seen and taken over
	doors INTEGER NOT NULL DEFAULT 0 CHECK (doors IN (0, 8, 16, 24)),	-- 0: not seen yet
	in_sight INTEGER NOT NULL DEFAULT 0 CHECK (in_sight IN (0, 1)),	-- of the desk (section 3, rule 4)
	office INTEGER NOT NULL DEFAULT 0 CHECK (office IN (0, 1)),	-- counts as the office (FX-1)
	UNIQUE (line, address)
) STRICT;

-- What is known of a door for ever; what it is right now (contact, inside) is never stored.
CREATE TABLE door (
	bank INTEGER NOT NULL REFERENCES bank (id),
	number INTEGER NOT NULL CHECK (number BETWEEN 1 AND 24),
	in_use INTEGER NOT NULL DEFAULT 1 CHECK (in_use IN (0, 1)),
	out_reason TEXT,		-- jammed, contact fault, ...: why it is out of use
	sensor TEXT NOT NULL DEFAULT 'trusted' CHECK (sensor IN ('trusted', 'none')),
	rested_at INTEGER NOT NULL DEFAULT 0,	-- when it last became free: the longest rested is given next
	aside_person INTEGER REFERENCES person (id),	-- set aside for (section 3, step 7)
	aside_at INTEGER,
	late_intent INTEGER,		-- ended, its pulse accepted, the door not seen to open since (step 6)
	PRIMARY KEY (bank, number),
	CHECK ((aside_person IS NULL) = (aside_at IS NULL)),
	CHECK (in_use = 1 OR out_reason IS NOT NULL)
) STRICT, WITHOUT ROWID;

CREATE TABLE device (
	id INTEGER PRIMARY KEY,
	person INTEGER REFERENCES person (id),	-- NULL: the school's own
	kind TEXT NOT NULL CHECK (kind IN ('phone', 'smart watch', 'tablet', 'camera', 'recorder',
		'console', 'other')),
	owner TEXT NOT NULL CHECK (owner IN ('personal', 'school')),
	label TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX device_by_person ON device (person);

-- Every answer to a request, refusals too.
CREATE TABLE decision (
	id INTEGER PRIMARY KEY,
	at INTEGER NOT NULL,
	person INTEGER REFERENCES person (id),	-- NULL: a card nobody has
	bank INTEGER REFERENCES bank (id),	-- NULL: at the desk
	action TEXT NOT NULL CHECK (action IN ('hand-in', 'collect', 'keep', 'borrow', 'return', 'card')),
	place TEXT NOT NULL CHECK (place IN ('locker', 'desk')),
	outcome TEXT NOT NULL CHECK (outcome IN ('allow', 'refuse', 'refer')),
	rule TEXT NOT NULL,		-- of policies.md, 'school', or the locker's own word (store/decisions.h)
	say TEXT NOT NULL,
	obligations TEXT NOT NULL DEFAULT '[]'
) STRICT;
-- No index: ids rise with time, and a person's are found through event_by_person. Each index of
-- decision, intent and event is one more page in every tap's commit.

CREATE TABLE custody (
	id INTEGER PRIMARY KEY,
	device INTEGER NOT NULL REFERENCES device (id),
	person INTEGER NOT NULL REFERENCES person (id),
	kind TEXT NOT NULL CHECK (kind IN ('deposit', 'held', 'loan')),
	bank INTEGER,
	door INTEGER,
	safe TEXT,			-- a named safe in the office ...
	envelope TEXT,			-- ... and its envelope number
	began_at INTEGER NOT NULL,
	began_how TEXT NOT NULL CHECK (began_how IN ('seen', 'assumed', 'said')),
	began_by INTEGER REFERENCES person (id),	-- who said so
	seen_late INTEGER NOT NULL DEFAULT 0 CHECK (seen_late IN (0, 1)),
	ended_at INTEGER,
	ended_how TEXT CHECK (ended_how IN ('seen', 'assumed', 'said')),
	ended_by INTEGER REFERENCES person (id),
	ended_to INTEGER REFERENCES person (id),	-- who took it, where not its person
	taken_back INTEGER NOT NULL DEFAULT 0 CHECK (taken_back IN (0, 1)),	-- before the hand-in's door closed: no collection
	hold TEXT CHECK (hold IN ('parent', 'evidence')),
	off_attested TEXT CHECK (off_attested IN ('locker', 'yes', 'no')),	-- NULL: nobody asked
	internet_attested TEXT CHECK (internet_attested IN ('locker', 'yes', 'no')),
	FOREIGN KEY (bank, door) REFERENCES door (bank, number),
	CHECK ((door IS NULL) = (bank IS NULL)),
	CHECK (kind = 'loan' OR (door IS NULL) <> (safe IS NULL)),
	CHECK ((safe IS NULL) = (envelope IS NULL)),
	CHECK ((ended_at IS NULL) = (ended_how IS NULL)),
	CHECK ((kind = 'held') = (hold IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX one_custody_a_door ON custody (bank, door) WHERE ended_at IS NULL AND door IS NOT NULL;
CREATE UNIQUE INDEX one_custody_a_device ON custody (device) WHERE ended_at IS NULL;
CREATE INDEX open_custody_by_person ON custody (person) WHERE ended_at IS NULL;
CREATE INDEX custody_by_person ON custody (person, began_at);

-- A door asked to open for somebody: asked, accepted and observed are three columns.
CREATE TABLE intent (
	id INTEGER PRIMARY KEY,
	kind TEXT NOT NULL CHECK (kind IN ('hand-in', 'collect', 'staff')),
	person INTEGER NOT NULL REFERENCES person (id),
	bank INTEGER NOT NULL,
	door INTEGER NOT NULL,
	custody INTEGER REFERENCES custody (id),
	decision INTEGER REFERENCES decision (id),
	by_person INTEGER REFERENCES person (id),	-- staff who asked at the desk
	to_person INTEGER REFERENCES person (id),	-- who it is given to, where not its person
	device INTEGER REFERENCES device (id),	-- named at the desk; NULL: the person's phone
	hold TEXT CHECK (hold IN ('parent', 'evidence')),	-- what the custody is to be; NULL: a deposit
	off_attested TEXT CHECK (off_attested IN ('yes', 'no')),	-- asked at the desk
	internet_attested TEXT CHECK (internet_attested IN ('yes', 'no')),
	asked_at INTEGER NOT NULL,	-- committed; the unlock lives 2 s from here
	pulses INTEGER NOT NULL DEFAULT 0,	-- unlocks accepted by the bank since it last stood open
	accepted_at INTEGER,
	opened_at INTEGER,
	moved_at INTEGER,		-- the device seen to come or go
	closed_at INTEGER,
	ended_at INTEGER,
	ended_as TEXT,			-- settled, empty, left inside, not opened, withdrawn, jammed, ...
	beside TEXT NOT NULL DEFAULT '',	-- doors of this bank that stood open with it
	FOREIGN KEY (bank, door) REFERENCES door (bank, number),
	CHECK ((ended_at IS NULL) = (ended_as IS NULL))
) STRICT;
CREATE UNIQUE INDEX one_intent_a_door ON intent (bank, door) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX one_intent_a_person_and_bank ON intent (person, bank) WHERE ended_at IS NULL;

CREATE TABLE question (
	id INTEGER PRIMARY KEY,
	kind TEXT NOT NULL,
	bank INTEGER NOT NULL,
	door INTEGER NOT NULL,
	person INTEGER REFERENCES person (id),
	custody INTEGER REFERENCES custody (id),
	asked_at INTEGER NOT NULL,
	sentence TEXT NOT NULL,
	answers TEXT NOT NULL,		-- JSON list of the two or three words staff may give
	answered_at INTEGER,
	answer TEXT,
	answered_by INTEGER REFERENCES person (id),
	FOREIGN KEY (bank, door) REFERENCES door (bank, number),
	CHECK ((answered_at IS NULL) = (answer IS NULL))
) STRICT;
CREATE UNIQUE INDEX one_open_question_a_kind_and_door ON question (bank, door, kind) WHERE answered_at IS NULL;

CREATE TABLE notice (
	id INTEGER PRIMARY KEY,
	role TEXT NOT NULL,		-- headteacher, office
	kind TEXT NOT NULL,
	person INTEGER REFERENCES person (id),
	at INTEGER NOT NULL,
	text TEXT NOT NULL,
	done_at INTEGER,
	done_by INTEGER REFERENCES person (id)
) STRICT;

-- The record: one row for each thing that happened, chained by hash over ids and facts, never names.
CREATE TABLE event (
	seq INTEGER PRIMARY KEY,	-- 1, 2, 3 ... with no gap
	at INTEGER NOT NULL,
	kind TEXT NOT NULL,
	person INTEGER,
	bank INTEGER,
	door INTEGER,
	custody INTEGER,
	by_person INTEGER,
	by_user TEXT,			-- the operating-system user, where a command made it; not hashed
	facts TEXT NOT NULL,		-- JSON object: what else happened, ids and numbers only
	hash BLOB NOT NULL CHECK (length(hash) = 32)	-- of the hash before it and this row
) STRICT;
CREATE INDEX event_by_person ON event (person, seq);
