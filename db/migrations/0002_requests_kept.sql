-- SPDX-License-Identifier: GPL-3.0-or-later
-- 0002: what each answer was decided on, so that it can be rehearsed through another policy.

-- One request in the form of `hometime decide` (design.md section 5): ids and facts as they were
-- then, and the policy's name. NULL where no policy was asked, or before this column was there.
ALTER TABLE decision ADD COLUMN request TEXT;
