// SPDX-License-Identifier: GPL-3.0-or-later
// The log file follows the record: each committed event in one line of ids and words, after
// everything that had to leave has left.
#include <stdio.h>

#include "service/parts.h"
#include "store/events.h"

static int tell(void *arg, const struct event_row *row)
{
	struct service *service = arg;
	const struct cabinet *cabinet = cabinet_of(service, row->bank);
	char place[BANK_NAME + 24] = "";
	char custody[32] = "";

	if (cabinet && row->door)
		snprintf(place, sizeof place, ", bank %s door %d", cabinet->row.name, row->door);
	else if (cabinet)
		snprintf(place, sizeof place, ", bank %s", cabinet->row.name);
	if (row->custody)
		snprintf(custody, sizeof custody, ", custody %lld", (long long)row->custody);
	service_say(service, LOG_NOTE, "event %lld: %s%s%s", (long long)row->seq, row->kind, place,
		custody);
	return 0;
}

void tell_events(struct service *service)
{
	int64_t last = event_last_seq(service->config.store);

	if (last > service->told && service->config.changed)
		service->config.changed(service->config.changed_arg, 0, 0);
	if (service->config.log.out && last > service->told)
		event_each(service->config.store, service->told, (int)(last - service->told), tell,
			service);
	service->told = last;
}
