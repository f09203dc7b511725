-- SPDX-License-Identifier: GPL-3.0-or-later
-- Accounts for the screens (design.md section 8): personal, made by an administrator, never shared.

CREATE TABLE account (
	id INTEGER PRIMARY KEY,
	person INTEGER NOT NULL UNIQUE REFERENCES person (id),
	role TEXT NOT NULL CHECK (role IN ('office', 'slt', 'headteacher', 'administrator', 'reader',
		'staff')),
	password TEXT,			-- Argon2id in its own text form; NULL until the link was used
	second BLOB,			-- the second factor's secret, sealed (accounts/sealing.h); NULL: none yet
	second_step INTEGER NOT NULL DEFAULT 0,	-- the last time step accepted: a code works once
	link BLOB,			-- hash of a one-time link that is out
	link_until INTEGER,
	made_at INTEGER NOT NULL,
	made_by INTEGER REFERENCES person (id),
	ended_at INTEGER,
	ended_by INTEGER REFERENCES person (id),
	CHECK ((link IS NULL) = (link_until IS NULL)),
	CHECK (ended_at IS NULL OR (link IS NULL AND password IS NULL))
) STRICT;
CREATE UNIQUE INDEX account_by_link ON account (link) WHERE link IS NOT NULL;

CREATE TABLE session (
	token BLOB PRIMARY KEY,		-- hash: whoever reads this table cannot use it
	account INTEGER NOT NULL REFERENCES account (id),
	began_at INTEGER NOT NULL,
	used_at INTEGER NOT NULL,	-- to the minute
	full INTEGER NOT NULL CHECK (full IN (0, 1))	-- 0: the second factor is still owed
) STRICT, WITHOUT ROWID;
CREATE INDEX session_by_account ON session (account);

-- A browser on which this account has signed in before: it has a count of failures of its own, so
-- that a stranger who guesses passwords cannot lock a colleague out of theirs.
CREATE TABLE browser (
	token BLOB PRIMARY KEY,		-- hash
	account INTEGER NOT NULL REFERENCES account (id),
	since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX browser_by_account ON browser (account);
