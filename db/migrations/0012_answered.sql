-- SPDX-License-Identifier: GPL-3.0-or-later
-- 0012: what was answered to a change that a browser asked for under a key of its own, so that a
-- request whose answer was lost on the way is asked again and done once. Kept for a day. And what lies
-- in an envelope of a safe now, found without the history.

CREATE TABLE answered (
	person INTEGER NOT NULL REFERENCES person (id),	-- who is signed in: a key is nobody else's
	key TEXT NOT NULL CHECK (length(key) BETWEEN 16 AND 64),
	asked BLOB NOT NULL CHECK (length(asked) = 32),	-- hash of the request and its fields
	at INTEGER NOT NULL,
	status INTEGER NOT NULL,	-- of HTTP
	text TEXT NOT NULL,	-- the answer's sentence and ids, as JSON
	PRIMARY KEY (person, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX answered_at ON answered (at);

CREATE INDEX custody_in_safe ON custody (safe, envelope) WHERE ended_at IS NULL AND safe IS NOT NULL;
