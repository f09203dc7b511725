-- SPDX-License-Identifier: GPL-3.0-or-later
-- 0007: who is here for a visit (RP-10, BF-2): signed in at reception, and out.

CREATE TABLE sign_in (
	id INTEGER PRIMARY KEY,
	person INTEGER NOT NULL REFERENCES person (id),
	about TEXT NOT NULL DEFAULT '',	-- their firm, or whom they come to see
	in_at INTEGER NOT NULL,
	in_by INTEGER NOT NULL REFERENCES person (id),
	out_at INTEGER,
	out_by INTEGER REFERENCES person (id),
	CHECK ((out_at IS NULL) = (out_by IS NULL))
) STRICT;
CREATE UNIQUE INDEX one_sign_in_a_person ON sign_in (person) WHERE out_at IS NULL;
