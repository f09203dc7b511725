// SPDX-License-Identifier: GPL-3.0-or-later
// Opening and closing the service, and what it tells others of itself.
#include "service/service.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "service/parts.h"
#include "store/events.h"

void service_say(const struct service *service, enum log_level level, const char *format, ...)
{
	const struct env *env = service->config.env;
	char text[512];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	log_line(&service->config.log, env->wall(env->context), level, "%s", text);
}

static int open_socket(struct service *service, char why[STORE_WHY])
{
	int err;

	if (!service->config.socket)
		return 0;
	err = server_open(&service->server, service->config.loop, service->config.socket,
		&service_server_events, service);
	if (err == -ERR_ARG)
		snprintf(why, STORE_WHY,
			"The path %.180s is too long for a socket; move the database.",
			service->config.socket);
	else if (err < 0)
		snprintf(why, STORE_WHY, "The socket %.180s cannot be made: %s.",
			service->config.socket, err_str(err));
	return err;
}

int service_open(
	struct service **out_service, const struct service_config *config, char why[STORE_WHY])
{
	struct service *service = calloc(1, sizeof *service);
	int err;

	if (!service) {
		snprintf(why, STORE_WHY, "There is not enough memory.");
		return -ERR_NO_MEMORY;
	}
	service->config = *config;
	err = custody_open(&service->custody, config->store, config->policy, &service->outbox);
	if (err < 0)
		snprintf(why, STORE_WHY, "The record cannot be read: %s.", err_str(err));
	if (err == 0)
		err = open_socket(service, why);
	if (err == 0)
		err = lines_open(service, why);
	if (err == 0)
		err = readers_open(service, why);
	if (err < 0) {
		service_close(service);
		return err;
	}
	service->disk_due = true;
	service->told = event_last_seq(config->store);
	*out_service = service;
	return 0;
}

void service_close(struct service *service)
{
	if (!service)
		return;
	if (service->server)
		requests_refuse(service, "The service is stopping; ask again when it runs.");
	jobs_refuse(service);
	readers_close(service);
	looks_end(service);
	loop_timer_stop(&service->due);
	loop_timer_stop(&service->disk);
	loop_timer_stop(&service->clocks);
	loop_timer_stop(&service->minute);
	loop_timer_stop(&service->rested);
	lines_close(service);
	server_close(service->server);
	custody_close(service->custody);
	free(service);
}

struct custody *service_custody(struct service *service)
{
	return service->custody;
}

size_t service_banks(const struct service *service, struct service_bank *out_banks, size_t max)
{
	size_t count = 0;

	for (; count < service->cabinet_count && count < max; count++) {
		const struct cabinet *cabinet = &service->cabinets[count];
		const struct line_counters *counters =
			cabinet->line ? line_counters(cabinet->line, cabinet->row.id) : NULL;
		const char *port = cabinet->line ? line_port_trouble(cabinet->line) : NULL;
		struct service_bank *out = &out_banks[count];

		*out = (struct service_bank){
			.bank = cabinet->row.id,
			.online = cabinet->online,
			.tamper = cabinet->tamper,
			.on_battery = cabinet->on_battery,
		};
		const char *master = cabinet->line ? line_master_trouble(cabinet->line) : "";

		snprintf(out->saying, sizeof out->saying, "%s",
			port && *port	     ? port
			: cabinet->saying[0] ? cabinet->saying
					     : master);
		snprintf(out->firmware, sizeof out->firmware, "%u.%u.%u",
			cabinet->facts.firmware[0], cabinet->facts.firmware[1],
			cabinet->facts.firmware[2]);
		if (counters)
			out->counters = *counters;
	}
	return count;
}

const struct service_counters *service_counters(const struct service *service)
{
	return &service->counters;
}
