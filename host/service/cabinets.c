// SPDX-License-Identifier: GPL-3.0-or-later
// Which bank hangs on which line, and what happens when one is seen for the first time.
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "service/parts.h"

struct cabinet *cabinet_of(struct service *service, int64_t bank)
{
	for (size_t i = 0; i < service->cabinet_count; i++) {
		if (service->cabinets[i].row.id == bank)
			return &service->cabinets[i];
	}
	return NULL;
}

static struct line *line_at(const struct service *service, const char *address)
{
	for (size_t i = 0; i < service->line_count; i++) {
		if (strcmp(line_address(service->lines[i]), address) == 0)
			return service->lines[i];
	}
	return NULL;
}

static int open_line(struct service *service, const struct service_line *line, char why[STORE_WHY])
{
	const struct line_config config = {line->address, service->config.poll_ms, line->open_port,
		line->open_arg, keyring_find};
	int err;

	if (line_at(service, line->address)) {
		snprintf(why, STORE_WHY, "Line %s is given twice.", line->address);
		return -ERR_ARG;
	}
	if (service->line_count == SERVICE_LINES) {
		snprintf(why, STORE_WHY, "More than %d lines are more than this program serves.",
			SERVICE_LINES);
		return -ERR_FULL;
	}
	err = line_open(&service->lines[service->line_count], service->config.loop, &config,
		&service_line_events, service, why);
	if (err < 0)
		return err;
	service->line_count++;
	return 0;
}

static int hang(struct service *service, const struct bank_row *row)
{
	struct cabinet *cabinet = &service->cabinets[service->cabinet_count];
	int err;

	if (service->cabinet_count == SERVICE_BANKS)
		return -ERR_FULL;
	*cabinet = (struct cabinet){.row = *row, .line = line_at(service, row->line)};
	service->cabinet_count++;
	if (!cabinet->line) {
		snprintf(cabinet->saying, sizeof cabinet->saying, "its line %.100s is not served",
			row->line);
		service_say(service, LOG_WARNING, "bank %s: %s; name it with --line", row->name,
			cabinet->saying);
		return 0;
	}
	err = line_add_bank(cabinet->line, row->id, (uint8_t)row->address, (uint32_t)row->serial);
	if (err < 0) {
		snprintf(cabinet->saying, sizeof cabinet->saying, "its line does not take it (%s)",
			err_str(err));
		cabinet->line = NULL;
		service_say(service, LOG_WARNING, "bank %s: %s", row->name, cabinet->saying);
	}
	keyring_give(service, cabinet);
	return 0;
}

// The bank was released (its controller was replaced): what answers next there is taken over.
static int rehang(struct service *service, struct cabinet *cabinet)
{
	cabinet->online = cabinet->arriving = false;
	if (!cabinet->line)
		return 0;
	line_remove_bank(cabinet->line, cabinet->row.id);
	news_add(service, NEWS_OFFLINE, cabinet->row.id);
	return line_add_bank(cabinet->line, cabinet->row.id, (uint8_t)cabinet->row.address, 0);
}

int cabinets_read(struct service *service)
{
	static struct bank_row rows[SERVICE_BANKS];
	int count = bank_list(service->config.store, rows, SERVICE_BANKS);
	int added = 0;

	for (int i = 0; i < count; i++) {
		struct cabinet *cabinet = cabinet_of(service, rows[i].id);

		if (cabinet) {
			bool released = cabinet->row.serial != 0 && rows[i].serial == 0;

			cabinet->row = rows[i];
			if (released)
				rehang(service, cabinet);
		} else if (hang(service, &rows[i]) == 0)
			added++;
	}
	return count < 0 ? count : added;
}

// Without --line: every line that a bank's row names.
static int open_recorded_lines(struct service *service, char why[STORE_WHY])
{
	static struct bank_row rows[SERVICE_BANKS];
	int count = bank_list(service->config.store, rows, SERVICE_BANKS);

	for (int i = 0; i < count; i++) {
		struct service_line line = {.address = rows[i].line};
		int err = line_at(service, rows[i].line) ? 0 : open_line(service, &line, why);

		if (err < 0)
			return err;
	}
	return 0;
}

int lines_open(struct service *service, char why[STORE_WHY])
{
	int err = keyring_check(service, why);

	for (size_t i = 0; i < service->config.line_count && err == 0; i++)
		err = open_line(service, &service->config.lines[i], why);
	if (err == 0 && service->config.line_count == 0)
		err = open_recorded_lines(service, why);
	if (err == 0 && (err = cabinets_read(service)) < 0)
		snprintf(why, STORE_WHY, "The banks cannot be read: %s.", err_str(err));
	for (size_t i = 0; i < service->line_count; i++) {
		bool any = false;

		for (size_t j = 0; j < service->cabinet_count; j++)
			any = any || service->cabinets[j].line == service->lines[i];
		if (!any)
			service_say(service, LOG_WARNING,
				"no bank is entered on line %s; `hometime bank add`",
				line_address(service->lines[i]));
	}
	return err < 0 ? err : 0;
}

void lines_close(struct service *service)
{
	for (size_t i = 0; i < service->line_count; i++)
		line_close(service->lines[i]);
	service->line_count = 0;
}

int cabinet_seen(struct service *service, struct cabinet *cabinet, struct now now)
{
	const struct line_facts *facts = &cabinet->facts;
	int err;

	if (cabinet->row.serial == facts->serial && cabinet->row.doors == facts->doors)
		return 0;
	if (facts->doors != 8 && facts->doors != 16 && facts->doors != 24) {
		snprintf(cabinet->saying, sizeof cabinet->saying,
			"it counts %u doors: look at its sensor chain", facts->doors);
		return -ERR_FORMAT;
	}
	err = bank_seen(
		service->config.store, cabinet->row.id, facts->serial, facts->doors, now.wall);
	if (err == -ERR_EXISTS)
		snprintf(cabinet->saying, sizeof cabinet->saying,
			"it has %u doors and is recorded with %d; release the bank where that is "
			"right",
			facts->doors, cabinet->row.doors);
	if (err < 0)
		return err;
	cabinet->row.serial = facts->serial;
	cabinet->row.doors = facts->doors;
	return 1;
}
