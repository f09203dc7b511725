// SPDX-License-Identifier: GPL-3.0-or-later
// The box's clock against the banks' own: which of them is to be believed, and whether the rules
// may go by it (design.md section 3, "When something is broken").
//
// A box whose clock is set by the network is right, and sets the banks'. One that is not (no
// network yet, a Raspberry Pi that woke without a battery) is held against the banks: more than
// five minutes from most of those that are set, it is in doubt, and sets nobody.
#include <stdlib.h>

#include "service/parts.h"

#define APART_S	 300
#define CLOSE_S	 2
#define ASK_MS	 3600000
#define DOUBT_MS 60000 // so that a clock that was set is soon found right

static bool synced(const struct service *service)
{
	return service->config.clock_synced &&
	       service->config.clock_synced(service->config.clock_arg);
}

// How many online banks' clocks are set, and how many of them are far from ours.
static void count(const struct service *service, unsigned *out_set, unsigned *out_apart)
{
	*out_set = *out_apart = 0;
	for (size_t i = 0; i < service->cabinet_count; i++) {
		const struct cabinet *cabinet = &service->cabinets[i];

		if (!cabinet->online || !cabinet->clock_known || !cabinet->clock.set)
			continue;
		++*out_set;
		*out_apart += llabs(cabinet->clock.ahead_s) > APART_S;
	}
}

static bool trusted(const struct service *service)
{
	unsigned set, apart;

	if (synced(service))
		return true;
	count(service, &set, &apart);
	return apart * 2 <= set;
}

static void ask_again(void *arg, struct mono_time now)
{
	struct service *service = arg;

	(void)now;
	for (size_t i = 0; i < service->cabinet_count; i++) {
		if (service->cabinets[i].online)
			line_ask_clock(service->cabinets[i].line, service->cabinets[i].row.id);
	}
}

void clocks_turn(struct service *service, struct now now)
{
	bool believed;

	if (!service->clock_news && service->clocks.loop)
		return;
	service->clock_news = false;
	believed = trusted(service);
	custody_clock_trusted(service->custody, believed);
	loop_timer_set(service->config.loop, &service->clocks,
		mono_after_ms(now.mono, believed ? ASK_MS : DOUBT_MS), ask_again, service);
	for (size_t i = 0; believed && i < service->cabinet_count; i++) {
		struct cabinet *cabinet = &service->cabinets[i];

		if (!cabinet->online || !cabinet->clock_known ||
			(cabinet->clock.set && llabs(cabinet->clock.ahead_s) <= CLOSE_S))
			continue;
		if (cabinet->clock.set && llabs(cabinet->clock.ahead_s) > APART_S)
			service_say(service, LOG_WARNING,
				"bank %s: its clock is %lld s from the box's, and is set by it",
				cabinet->row.name, (long long)cabinet->clock.ahead_s);
		cabinet->clock_known = false; // until it has answered
		line_set_clock(cabinet->line, cabinet->row.id);
	}
}
