-- SPDX-License-Identifier: GPL-3.0-or-later
-- 0006: the school's own devices: where they live, who has one, until when (docs/loans.md).

-- A tap at a loan cabinet borrows or returns; no phone is handed in there.
ALTER TABLE bank ADD COLUMN loans INTEGER NOT NULL DEFAULT 0 CHECK (loans IN (0, 1));

-- A school device lives in one door, kept for it also while it is lent, or on a shelf of the office.
ALTER TABLE device ADD COLUMN home_bank INTEGER;
ALTER TABLE device ADD COLUMN home_door INTEGER CHECK ((home_door IS NULL) = (home_bank IS NULL));
ALTER TABLE device ADD COLUMN shelf TEXT;
ALTER TABLE device ADD COLUMN ended_at INTEGER;
ALTER TABLE device ADD COLUMN end_reason TEXT;	-- sold, broken, lost, ...
CREATE UNIQUE INDEX one_home_a_door ON device (home_bank, home_door)
	WHERE home_door IS NOT NULL AND ended_at IS NULL;
CREATE UNIQUE INDEX one_label_a_school_device ON device (label)
	WHERE owner = 'school' AND ended_at IS NULL;

-- Kind 'stock': a school device in its own door. It is nobody's, so it alone has no person.
CREATE TABLE custody_new (
	id INTEGER PRIMARY KEY,
	device INTEGER NOT NULL REFERENCES device (id),
	person INTEGER REFERENCES person (id),
	kind TEXT NOT NULL CHECK (kind IN ('deposit', 'held', 'loan', 'stock')),
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
	CHECK ((kind = 'held') = (hold IS NOT NULL)),
	CHECK ((kind = 'stock') = (person IS NULL)),
	CHECK (kind <> 'stock' OR door IS NOT NULL)
) STRICT;
INSERT INTO custody_new SELECT id, device, person, kind, bank, door, safe, envelope, began_at, began_how,
	began_by, seen_late, ended_at, ended_how, ended_by, ended_to, taken_back, hold, off_attested,
	internet_attested FROM custody;
DROP TABLE custody;
ALTER TABLE custody_new RENAME TO custody;
CREATE UNIQUE INDEX one_custody_a_door ON custody (bank, door) WHERE ended_at IS NULL AND door IS NOT NULL;
CREATE UNIQUE INDEX one_custody_a_device ON custody (device) WHERE ended_at IS NULL;
CREATE INDEX open_custody_by_person ON custody (person) WHERE ended_at IS NULL;
CREATE INDEX custody_by_person ON custody (person, began_at);

-- A school device on its way out and back. Made when it is asked for; a loan that nobody took has no
-- custody. Taken out again before the door closed, the loan goes on under another custody.
CREATE TABLE loan (
	id INTEGER PRIMARY KEY,
	device INTEGER NOT NULL REFERENCES device (id),
	person INTEGER NOT NULL REFERENCES person (id),
	asked_at INTEGER NOT NULL,
	return_by INTEGER NOT NULL,
	custody INTEGER UNIQUE REFERENCES custody (id),	-- the last one, of kind loan
	supervised_by INTEGER REFERENCES person (id),	-- the adult beside a pupil with a school-it ban
	authorised_by INTEGER REFERENCES person (id),	-- of the leadership team, where the policy asks it
	attests INTEGER NOT NULL CHECK (attests IN (0, 1)),	-- consent and images are asked for
	consent TEXT CHECK (consent IN ('yes', 'no')),	-- NULL: nobody asked yet
	consent_by INTEGER REFERENCES person (id),
	images TEXT CHECK (images IN ('yes', 'no')),	-- moved to a school computer and removed
	images_by INTEGER REFERENCES person (id),
	overdue_at INTEGER		-- when it was noticed
) STRICT;
CREATE INDEX loan_by_device ON loan (device, id);
CREATE INDEX loan_to_attest ON loan (id)
	WHERE attests = 1 AND custody IS NOT NULL AND (consent IS NULL OR images IS NULL);

CREATE TABLE intent_new (
	id INTEGER PRIMARY KEY,
	kind TEXT NOT NULL CHECK (kind IN ('hand-in', 'collect', 'staff', 'borrow', 'return')),
	person INTEGER NOT NULL REFERENCES person (id),
	bank INTEGER NOT NULL,
	door INTEGER NOT NULL,
	custody INTEGER REFERENCES custody (id),
	decision INTEGER REFERENCES decision (id),
	by_person INTEGER REFERENCES person (id),	-- staff who asked at the desk
	to_person INTEGER REFERENCES person (id),	-- who it is given to, where not its person
	device INTEGER REFERENCES device (id),	-- named at the desk; NULL: the person's phone
	loan INTEGER REFERENCES loan (id),	-- borrow: which begins; return: which ends, NULL: not lent
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
	CHECK ((ended_at IS NULL) = (ended_as IS NULL)),
	CHECK (kind NOT IN ('borrow', 'return') OR device IS NOT NULL),
	CHECK (kind <> 'borrow' OR loan IS NOT NULL)
) STRICT;
INSERT INTO intent_new SELECT id, kind, person, bank, door, custody, decision, by_person, to_person, device,
	NULL, hold, off_attested, internet_attested, asked_at, pulses, accepted_at, opened_at, moved_at,
	closed_at, ended_at, ended_as, beside FROM intent;
DROP TABLE intent;
ALTER TABLE intent_new RENAME TO intent;
CREATE UNIQUE INDEX one_intent_a_door ON intent (bank, door) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX one_intent_a_person_and_bank ON intent (person, bank) WHERE ended_at IS NULL;
CREATE INDEX intent_by_loan ON intent (loan) WHERE loan IS NOT NULL;
