// SPDX-License-Identifier: GPL-3.0-or-later
// Requests from the socket: filed as they come, each answered in a transaction of its own, and only
// after that transaction is on the disk.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "service/parts.h"

static void took_request(void *arg, unsigned client, uid_t user, const char *line, size_t len)
{
	struct service *service = arg;
	char *text = service->waiting_count < SERVER_CLIENTS ? malloc(len + 1) : NULL;

	if (!text) {
		static const char busy[] =
			"{\"ok\":false,\"error\":\"Too much at once; try again.\"}";

		server_reply(service->server, client, busy, sizeof busy - 1);
		return;
	}
	memcpy(text, line, len);
	text[len] = '\0';
	service->waiting[service->waiting_count++] =
		(struct waiting){client, user, text, len, false};
}

const struct server_events service_server_events = {.request = took_request};

static void refuse(struct service *service, unsigned client, const char *sentence, int err)
{
	char line[256];
	int len = snprintf(line, sizeof line, "{\"ok\":false,\"error\":\"%s%s%s%s\"}", sentence,
		err ? " (" : "", err ? err_str(err) : "", err ? ")." : "");

	server_reply(service->server, client, line, (size_t)len);
}

struct asking {
	struct service *service;
	const struct waiting *waiting;
	char *answer;
};

static bool ask(void *arg, struct now now)
{
	struct asking *asking = arg;
	const struct service_asked asked = {
		asking->waiting->user, asking->waiting->text, asking->waiting->len, now};
	const struct service_config *config = &asking->service->config;
	bool keep = false;

	asking->answer = config->answer(config->answer_arg, &asked, &keep);
	return keep && asking->answer;
}

static void run_request(struct service *service, const struct waiting *waiting, struct now now)
{
	struct asking asking = {service, waiting, NULL};
	int err = turn_alone(service, now, ask, &asking);

	if (err < 0 || !asking.answer)
		refuse(service, waiting->client, "It could not be written, and nothing was changed",
			err < 0 ? err : -ERR_NO_MEMORY);
	else
		server_reply(
			service->server, waiting->client, asking.answer, strlen(asking.answer));
	free(asking.answer);
}

void requests_run(struct service *service, struct now now)
{
	struct waiting waiting[SERVER_CLIENTS];
	size_t count = service->waiting_count;

	// Answering lets a client ask again at once: that is the next turn's.
	memcpy(waiting, service->waiting, count * sizeof waiting[0]);
	service->waiting_count = 0;
	for (size_t i = 0; i < count; i++) {
		if (!look_begin(service, &waiting[i]))
			run_request(service, &waiting[i], now);
		explicit_bzero(waiting[i].text, waiting[i].len);
		free(waiting[i].text);
	}
}

void requests_refuse(struct service *service, const char *sentence)
{
	for (size_t i = 0; i < service->waiting_count; i++) {
		refuse(service, service->waiting[i].client, sentence, 0);
		free(service->waiting[i].text);
	}
	service->waiting_count = 0;
}
