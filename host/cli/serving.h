// SPDX-License-Identifier: GPL-3.0-or-later
// What `serve` holds while it runs, for its own files.
#ifndef CLI_SERVING_H
#define CLI_SERVING_H

#include "api/api.h"
#include "cli/house.h"
#include "keys/keys.h"
#include "service/service.h"

struct day_sheet;
struct screens;

struct serving {
	const struct call *call;
	struct house house;
	struct loop *loop;
	struct service *service;
	struct service_line lines[SERVICE_LINES];
	size_t line_count;
	const char *const *readers;
	size_t reader_count;
	char socket[512];
	char keys[KEYS_PATH];
	int signals; // signalfd, or -1
	bool stop;
	struct pace pace;	     // of the screens and what they file
	struct screens *screens;     // NULL: not served
	struct day_sheet *day_sheet; // NULL: not written
};

// What a request may touch, for the call from within a turn. user is NULL.
void serving_api(struct serving *serving, struct now now, struct api *out_api);

#endif
