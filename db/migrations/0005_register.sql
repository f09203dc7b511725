-- SPDX-License-Identifier: GPL-3.0-or-later
-- 0005: column maps; what a person's year and class were; leavers; clubs; words of a calendar file.

-- A column map for the people file, saved under the name that --map takes.
CREATE TABLE people_map (
	name TEXT PRIMARY KEY,
	map TEXT NOT NULL,		-- JSON: docs/people.md
	at INTEGER NOT NULL,
	by_person INTEGER NOT NULL REFERENCES person (id)
) STRICT, WITHOUT ROWID;

-- Until that day (which is not included) the person's year and class were these; from the last such
-- day on they are what person says. So the year on a past day can be answered (policies.md).
CREATE TABLE person_past (
	person INTEGER NOT NULL REFERENCES person (id),
	until_date TEXT NOT NULL,
	year TEXT CHECK (year IN ('N', 'R', '1', '2', '3', '4', '5', '6')),
	class TEXT,
	PRIMARY KEY (person, until_date)
) STRICT, WITHOUT ROWID;

-- Whether the leaving of who left is done: cards and permissions ended, the question asked.
ALTER TABLE person ADD COLUMN left_settled INTEGER NOT NULL DEFAULT 0 CHECK (left_settled IN (0, 1));
CREATE INDEX person_leaving ON person (left_on) WHERE left_on IS NOT NULL AND left_settled = 0;

-- A row of a date that the Headteacher made by closing early: no club is after it.
ALTER TABLE hours ADD COLUMN closed_early INTEGER NOT NULL DEFAULT 0 CHECK (closed_early IN (0, 1));

-- A club keeps its members on its weekdays until it ends, and that is their home-time.
CREATE TABLE club (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL UNIQUE,
	weekdays INTEGER NOT NULL CHECK (weekdays BETWEEN 1 AND 127),	-- bit 0 = Monday
	from_date TEXT NOT NULL,
	until_date TEXT NOT NULL CHECK (until_date >= from_date),
	ends TEXT NOT NULL		-- HH:MM
) STRICT;

CREATE TABLE club_member (
	person INTEGER NOT NULL REFERENCES person (id),
	club INTEGER NOT NULL REFERENCES club (id),
	from_date TEXT NOT NULL,	-- the first day
	until_date TEXT,		-- the first day no longer; NULL while they are
	PRIMARY KEY (person, club, from_date)
) STRICT, WITHOUT ROWID;

CREATE TABLE club_off (			-- does not take place that day
	club INTEGER NOT NULL REFERENCES club (id),
	date TEXT NOT NULL,
	PRIMARY KEY (club, date)
) STRICT, WITHOUT ROWID;

-- What a word in the title of an event in a calendar file makes of its days; the longest word counts.
CREATE TABLE calendar_word (
	word TEXT PRIMARY KEY,		-- lower case
	means TEXT NOT NULL CHECK (means IN ('term', 'term begins', 'term ends', 'inset', 'holiday', 'school',
		'nothing'))
) STRICT, WITHOUT ROWID;
INSERT INTO calendar_word (word, means) VALUES
	('term', 'term'), ('autumn term', 'term'), ('spring term', 'term'), ('summer term', 'term'),
	('term begins', 'term begins'), ('term starts', 'term begins'), ('start of term', 'term begins'),
	('first day of term', 'term begins'), ('beginning of term', 'term begins'),
	('children return', 'term begins'), ('pupils return', 'term begins'),
	('term ends', 'term ends'), ('end of term', 'term ends'), ('last day of term', 'term ends'),
	('term finishes', 'term ends'), ('breaks up', 'term ends'), ('break up', 'term ends'),
	('inset', 'inset'), ('inset day', 'inset'), ('staff training', 'inset'), ('training day', 'inset'),
	('professional development', 'inset'), ('non-pupil day', 'inset'), ('non pupil day', 'inset'),
	('half term', 'holiday'), ('half-term', 'holiday'), ('halfterm', 'holiday'),
	('half term holiday', 'holiday'), ('holiday', 'holiday'), ('holidays', 'holiday'),
	('bank holiday', 'holiday'), ('school closed', 'holiday'), ('closure', 'holiday'),
	('polling day', 'holiday'), ('christmas break', 'holiday'), ('easter break', 'holiday'),
	('school open', 'school');
