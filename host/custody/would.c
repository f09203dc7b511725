// SPDX-License-Identifier: GPL-3.0-or-later
// What the policy would say now, before anything is pressed: asked like the real thing, written
// nowhere.
#include "base/err.h"
#include "custody/judge.h"

static int of_custody(struct custody *c, int64_t person, int64_t custody_id, struct ask *ask)
{
	struct custody_row custody;
	struct device_row device;
	int err = custody_get(c->store, custody_id, &custody);

	if (err == 0 && custody.person != person)
		err = -ERR_NOT_FOUND;
	if (err == 0)
		err = device_get(c->store, custody.device, &device);
	if (err < 0)
		return err;
	ask->device = device.kind;
	ask->owner = device.owner;
	ask->custody = custody.kind;
	ask->since = custody.began_at;
	ask->door = custody.door;
	return 0;
}

int custody_would(struct custody *c, struct now now, const struct would *what,
	struct decision *out_decision, const struct policy_rule **out_rule)
{
	struct ask ask = {.action = what->action,
		.place = PLACE_DESK,
		.at = now.wall,
		.device = what->device,
		.switched_off = what->switched_off,
		.internet_off = what->internet_off};
	struct facts facts;
	int err = facts_of_person(c->store, what->person, local_from_wall(now.wall), &facts);

	if (err == 0 && what->custody)
		err = of_custody(c, what->person, what->custody, &ask);
	if (err < 0)
		return err;
	judge_request(c, &facts, &ask, out_decision);
	*out_rule = policy_rule(c->policy, out_decision->rule);
	return 0;
}
