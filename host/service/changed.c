// SPDX-License-Identifier: GPL-3.0-or-later
// What changed of the banks as a whole since it was last told. Doors are custody's to tell, by its
// outbox; this is compared once a turn, so that no callback of a line has to think of it.
#include <string.h>

#include "service/parts.h"

static bool is_as_shown(const struct cabinet *cabinet)
{
	return cabinet->shown.online == cabinet->online &&
	       cabinet->shown.tamper == cabinet->tamper &&
	       cabinet->shown.on_battery == cabinet->on_battery &&
	       strcmp(cabinet->shown.saying, cabinet->saying) == 0;
}

void changes_tell(struct service *service)
{
	if (!service->config.changed)
		return;
	for (size_t i = 0; i < service->cabinet_count; i++) {
		struct cabinet *cabinet = &service->cabinets[i];

		if (is_as_shown(cabinet))
			continue;
		cabinet->shown.online = cabinet->online;
		cabinet->shown.tamper = cabinet->tamper;
		cabinet->shown.on_battery = cabinet->on_battery;
		memcpy(cabinet->shown.saying, cabinet->saying, sizeof cabinet->saying);
		service->config.changed(service->config.changed_arg, cabinet->row.id, 0);
	}
}
