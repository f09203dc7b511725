// SPDX-License-Identifier: GPL-3.0-or-later
// Where a cabinet stands: in sight of the desk, which may then open its doors at once (rule 4), and
// whether handing in there is handing in at the office (FX-1).
#include "base/err.h"
#include "custody/desk.h"

int custody_bank_place(struct custody *c, struct now now, const struct actor *by, int64_t id,
	bool in_sight, bool office, char why[ACTOR_WHY])
{
	struct bank *bank = find_bank(c, id);
	enum role role;
	int err = actor_role(c->store, by->person, now.wall, ROLES_OFFICE,
		"say where a cabinet stands", &role, why);

	if (err < 0 || !bank)
		return err < 0 ? err : -ERR_NOT_FOUND;
	err = bank_set_place(c->store, id, in_sight, office);
	if (err < 0)
		return err;
	bank->row.in_sight = in_sight;
	bank->row.office = office;
	struct event event = {.kind = "bank placed",
		.bank = id,
		.facts = in_sight ? office ? "{\"in_sight\":true,\"office\":true}"
					   : "{\"in_sight\":true,\"office\":false}"
			 : office ? "{\"in_sight\":false,\"office\":true}"
				  : "{\"in_sight\":false,\"office\":false}"};

	return desk_event(c, now, by, &event);
}
