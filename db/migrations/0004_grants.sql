-- SPDX-License-Identifier: GPL-3.0-or-later
-- 0004: grants that are asked for, that end by themselves, and that are overdue after.

-- A grant's own end is recorded when its time is over, or it is ended before (ended_at); from then
-- on over_at is set and no sweep looks at it again.
ALTER TABLE permission ADD COLUMN entered_by INTEGER REFERENCES person (id);	-- NULL: before 0004
ALTER TABLE permission ADD COLUMN party INTEGER REFERENCES permission (id);	-- of a visit: the first of those given together
ALTER TABLE permission ADD COLUMN over_at INTEGER;
ALTER TABLE permission ADD COLUMN overdue_at INTEGER;	-- its end found the device out
ALTER TABLE permission ADD COLUMN back_at INTEGER;	-- ... and this is when it was in again
ALTER TABLE permission ADD COLUMN review_told_at INTEGER;	-- a notice was made of this review date
UPDATE permission SET over_at = ended_at WHERE ended_at IS NOT NULL;
CREATE INDEX permission_not_over ON permission (until_at) WHERE over_at IS NULL;
CREATE INDEX permission_overdue ON permission (person) WHERE overdue_at IS NOT NULL AND back_at IS NULL;
CREATE INDEX permission_to_review ON permission (review) WHERE review IS NOT NULL AND review_told_at IS NULL AND over_at IS NULL;

-- An exception asked for. Its grants come into being when it is agreed.
CREATE TABLE ask (
	id INTEGER PRIMARY KEY,
	kind TEXT NOT NULL CHECK (kind IN ('safekeeping', 'exceptional', 'visit', 'medical',
		'early-leave', 'emergency-release')),
	asked_by INTEGER NOT NULL REFERENCES person (id),
	reason TEXT NOT NULL,		-- '' for a medical one (LAW-1)
	rooms TEXT,
	parent_request INTEGER NOT NULL DEFAULT 0 CHECK (parent_request IN (0, 1)),
	review TEXT,
	from_at INTEGER NOT NULL,
	until_at INTEGER NOT NULL CHECK (until_at > from_at),
	at INTEGER NOT NULL,
	state TEXT NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'agreed', 'declined', 'withdrawn',
		'lapsed')),
	answered_at INTEGER,
	answered_by INTEGER REFERENCES person (id),	-- NULL: it lapsed
	answer TEXT,			-- why it was declined
	CHECK ((state = 'asked') = (answered_at IS NULL))
) STRICT;
CREATE INDEX ask_open ON ask (until_at) WHERE state = 'asked';

CREATE TABLE ask_person (		-- for whom: several of a visit
	ask INTEGER NOT NULL REFERENCES ask (id),
	person INTEGER NOT NULL REFERENCES person (id),
	permission INTEGER REFERENCES permission (id),	-- once agreed
	PRIMARY KEY (ask, person)
) STRICT, WITHOUT ROWID;
