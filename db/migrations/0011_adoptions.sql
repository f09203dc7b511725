-- SPDX-License-Identifier: GPL-3.0-or-later
-- 0011: what a technician's adoption of a bank said: which controller under which key, and of each
-- door whether it was proved. The latest only; earlier ones are in the record.

CREATE TABLE adoption (
	bank INTEGER PRIMARY KEY REFERENCES bank (id),
	serial INTEGER NOT NULL,	-- of PDID
	address INTEGER NOT NULL CHECK (address BETWEEN 0 AND 126),
	doors INTEGER NOT NULL CHECK (doors IN (8, 16, 24)),
	inside INTEGER NOT NULL CHECK (inside IN (0, 1)),	-- has inside sensors
	firmware TEXT NOT NULL,
	fingerprint TEXT NOT NULL,	-- of its key, which itself is in no table
	at INTEGER NOT NULL,
	by_person INTEGER NOT NULL REFERENCES person (id)
) STRICT;

CREATE TABLE proof (
	bank INTEGER NOT NULL REFERENCES bank (id),
	door INTEGER NOT NULL CHECK (door BETWEEN 1 AND 24),
	serial INTEGER NOT NULL,	-- of the controller it was walked with: of another it proves nothing
	faults INTEGER NOT NULL,	-- 0: proved; else bits of enum walk_fault (commission/walk.h)
	other INTEGER NOT NULL DEFAULT 0,	-- the door a wire leads to instead
	at INTEGER NOT NULL,
	by_person INTEGER NOT NULL REFERENCES person (id),
	PRIMARY KEY (bank, door)
) STRICT, WITHOUT ROWID;
