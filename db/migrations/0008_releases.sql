-- SPDX-License-Identifier: GPL-3.0-or-later
-- 0008: doors opened one after another by a member of staff, and self-service closed until lifted.

-- A class sent home, or an emergency release of a person, a class or a bank (SYS-1), at one bank.
-- A row that has begun and not ended goes on after a restart only when its member of staff says so.
CREATE TABLE release (
	id INTEGER PRIMARY KEY,
	kind TEXT NOT NULL CHECK (kind IN ('person', 'class', 'bank')),
	emergency INTEGER NOT NULL CHECK (emergency IN (0, 1)),
	bank INTEGER NOT NULL REFERENCES bank (id),
	person INTEGER REFERENCES person (id),
	class TEXT,
	by_person INTEGER NOT NULL REFERENCES person (id),	-- who asked for it, and whose card starts it
	by_role TEXT CHECK (by_role IN ('headteacher', 'slt')),	-- of an emergency
	reason TEXT NOT NULL,		-- '' where it is no emergency
	at_once INTEGER NOT NULL CHECK (at_once BETWEEN 1 AND 4),	-- doors open at the same time
	asked_at INTEGER NOT NULL,
	until_at INTEGER NOT NULL CHECK (until_at > asked_at),
	began_at INTEGER,
	ended_at INTEGER,
	ended_as TEXT,			-- done, stopped, not begun, not gone on, time over
	CHECK ((kind = 'person') = (person IS NOT NULL)),
	CHECK ((kind = 'class') = (class IS NOT NULL)),
	CHECK ((ended_at IS NULL) = (ended_as IS NULL)),
	CHECK ((emergency = 1) = (by_role IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX one_release_a_bank ON release (bank) WHERE ended_at IS NULL;

CREATE TABLE release_door (
	release INTEGER NOT NULL REFERENCES release (id),
	door INTEGER NOT NULL,
	custody INTEGER NOT NULL REFERENCES custody (id),
	state TEXT NOT NULL CHECK (state IN ('waiting', 'asked', 'opened', 'collected', 'left inside',
		'not opened', 'kept', 'evidence')),
	PRIMARY KEY (release, door)
) STRICT, WITHOUT ROWID;

-- No self-service until lifted: taps are sent to the office.
CREATE TABLE lockdown (
	id INTEGER PRIMARY KEY,
	bank INTEGER REFERENCES bank (id),	-- NULL: every bank
	by_person INTEGER NOT NULL REFERENCES person (id),
	reason TEXT NOT NULL,
	at INTEGER NOT NULL,
	ended_at INTEGER,
	ended_by INTEGER REFERENCES person (id),
	CHECK ((ended_at IS NULL) = (ended_by IS NULL))
) STRICT;
CREATE UNIQUE INDEX one_lockdown_a_bank ON lockdown (coalesce(bank, 0)) WHERE ended_at IS NULL;
