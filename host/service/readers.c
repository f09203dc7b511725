// SPDX-License-Identifier: GPL-3.0-or-later
// The desk's readers: what was held to one is kept for whoever looks. It opens nothing and writes
// nothing down; the log file learns that a card was read, never which.
#include <stdio.h>
#include <string.h>

#include "service/parts.h"

static void took_read(void *arg, const struct reader_read *read)
{
	struct desk_reader *desk = arg;
	struct service *service = desk->service;
	const struct env *env = service->config.env;
	struct service_desk_card *card = &service->desk_card;

	reader_uid_text(read->code, card->uid);
	if (!read->code->uid)
		card->uid[0] = '\0';
	snprintf(card->why, sizeof card->why, "%s", read->code->why);
	card->at = env->mono(env->context);
	card->number++;
	service_say(service, LOG_NOTE, "desk reader: %s",
		read->code->uid ? "a card was read" : read->code->why);
	if (service->config.desk_card)
		service->config.desk_card(service->config.desk_card_arg, card->number);
}

static void took_trouble(void *arg, const char *sentence)
{
	struct desk_reader *desk = arg;

	snprintf(desk->trouble, sizeof desk->trouble, "%s", sentence);
	service_say(desk->service, sentence[0] ? LOG_WARNING : LOG_NOTE, "desk reader %s: %s",
		desk->address, sentence[0] ? sentence : "ready");
	if (desk->service->config.changed)
		desk->service->config.changed(desk->service->config.changed_arg, 0, 0);
}

int readers_open(struct service *service, char why[STORE_WHY])
{
	static const struct reader_events events = {took_read, took_trouble};
	char refused[READER_WHY];

	for (size_t i = 0; i < service->config.reader_count; i++) {
		struct desk_reader *desk = &service->readers[i];
		int err;

		*desk = (struct desk_reader){
			.service = service, .address = service->config.readers[i]};
		err = reader_open(
			&desk->reader, service->config.loop, desk->address, &events, desk, refused);
		if (err < 0) {
			snprintf(why, STORE_WHY, "%s", refused);
			return err;
		}
	}
	return 0;
}

void readers_close(struct service *service)
{
	for (size_t i = 0; i < SERVICE_READERS; i++) {
		reader_close(service->readers[i].reader);
		service->readers[i].reader = NULL;
	}
}

const struct service_desk_card *service_desk_card(const struct service *service)
{
	return &service->desk_card;
}

const char *service_desk_trouble(const struct service *service)
{
	for (size_t i = 0; i < service->config.reader_count; i++) {
		if (service->readers[i].trouble[0])
			return service->readers[i].trouble;
	}
	return "";
}
