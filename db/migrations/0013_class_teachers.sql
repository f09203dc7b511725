-- SPDX-License-Identifier: GPL-3.0-or-later
-- 0013: which member of staff has which class. A class is the text that its pupils' rows have. And
-- what was answered lately is found without the history.

CREATE TABLE class_teacher (
	id INTEGER PRIMARY KEY,
	person INTEGER NOT NULL REFERENCES person (id),
	class TEXT NOT NULL CHECK (class <> ''),
	at INTEGER NOT NULL,
	by_person INTEGER REFERENCES person (id),	-- NULL: before 0013
	ended_at INTEGER
) STRICT;
CREATE UNIQUE INDEX one_class_a_teacher ON class_teacher (person, class) WHERE ended_at IS NULL;

-- Until now the class of a member of staff stood where a pupil's stands, and counted as one of it.
INSERT INTO class_teacher (person, class, at)
	SELECT id, class, coalesce((SELECT max(at) FROM event), 0) FROM person
	WHERE class <> '' AND category NOT IN ('pupil', 'parent', 'visitor', 'contractor');
UPDATE person SET class = NULL WHERE category <> 'pupil' AND class IS NOT NULL;

CREATE INDEX ask_answered ON ask (answered_at) WHERE answered_at IS NOT NULL;
