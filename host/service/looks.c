// SPDX-License-Identifier: GPL-3.0-or-later
// Requests that only look and may take long (a register of 2,000 people beside the record): a child
// of the same program answers them from a snapshot of its own, and the loop goes on (design.md
// section 2).
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "service/parts.h"

// What the child says of a request that is not for looking only.
#define NOT_MINE "-"

static void end(struct look *look)
{
	child_close(look->child);
	if (look->waiting.text)
		explicit_bzero(look->waiting.text, look->waiting.len);
	free(look->waiting.text);
	*look = (struct look){0};
}

static void answered(void *arg, char *line, size_t len)
{
	struct look *look = arg;
	struct service *service = look->service;

	if (look->answered)
		return;
	look->answered = true;
	if (strcmp(line, NOT_MINE) != 0) {
		server_reply(service->server, look->waiting.client, line, len);
		return;
	}
	// Each client has one request under way, so there is room.
	look->waiting.here = true;
	service->waiting[service->waiting_count++] = look->waiting;
	look->waiting.text = NULL;
}

static void gone(void *arg, int how)
{
	static const char failed[] =
		"{\"ok\":false,\"error\":\"The preview took too long or failed; ask again.\"}";
	struct look *look = arg;

	if (!look->answered) {
		service_say(look->service, LOG_WARNING, "a preview failed in its child: %s",
			err_str(how));
		server_reply(
			look->service->server, look->waiting.client, failed, sizeof failed - 1);
	}
	end(look);
}

static const struct child_events look_events = {answered, gone};

static int start(struct look *look)
{
	const struct service_config *config = &look->service->config;
	char user[24];
	int len = snprintf(user, sizeof user, "%ld\n", (long)look->waiting.user);
	int err = child_start(&look->child, config->loop, config->look_child, &look_events, look);

	if (err == 0)
		err = child_send(look->child, user, (size_t)len);
	if (err == 0)
		err = child_send(look->child, look->waiting.text, look->waiting.len);
	if (err == 0)
		err = child_send(look->child, "\n", 1);
	if (err == 0)
		child_send_end(look->child);
	return err;
}

bool look_begin(struct service *service, const struct waiting *waiting)
{
	const struct service_config *config = &service->config;
	struct look *look = NULL;

	if (!config->look_child || waiting->here || !config->looks(waiting->text, waiting->len))
		return false;
	for (int i = 0; i < SERVICE_LOOKS && !look; i++) {
		if (!service->looks[i].service)
			look = &service->looks[i];
	}
	if (!look)
		return false;
	*look = (struct look){.service = service, .waiting = *waiting};
	look->waiting.text = malloc(waiting->len + 1);
	if (look->waiting.text)
		memcpy(look->waiting.text, waiting->text, waiting->len + 1);
	// Where no child can be had the loop does it: slow is better than not at all.
	if (!look->waiting.text || start(look) < 0) {
		end(look);
		return false;
	}
	return true;
}

void looks_end(struct service *service)
{
	for (int i = 0; i < SERVICE_LOOKS; i++) {
		if (service->looks[i].service)
			end(&service->looks[i]);
	}
}
