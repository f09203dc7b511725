-- SPDX-License-Identifier: GPL-3.0-or-later
-- 0010: what one person asked for, or was asked for them, is found without a walk.
CREATE INDEX ask_by_asker ON ask (asked_by);
CREATE INDEX ask_person_by_person ON ask_person (person);
