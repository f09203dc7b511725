// SPDX-License-Identifier: GPL-3.0-or-later
// What all readers have in common: opening again, the same card twice, one sentence once.
#include "reader/reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reader/kind.h"

#define BACK_OFF_MAX_MS 10000

static void try_again(void *arg, struct mono_time now);

static struct mono_time now_of(const struct reader *reader)
{
	const struct env *env = loop_env(reader->loop);

	return env->mono(env->context);
}

static void close_kind(struct reader *reader)
{
	if (!reader->own)
		return;
	switch (reader->address.kind) {
	case READER_EVDEV:
		reader_close_evdev(reader);
		break;
	case READER_HID:
		reader_close_hid(reader);
		break;
	case READER_PCSC:
		reader_close_pcsc(reader);
		break;
	}
	reader->own = NULL;
}

static int open_kind(struct reader *reader, char why[READER_WHY])
{
	switch (reader->address.kind) {
	case READER_EVDEV:
		return reader_open_evdev(reader, why);
	case READER_HID:
		return reader_open_hid(reader, why);
	case READER_PCSC:
		return reader_open_pcsc(reader, why);
	}
	return -ERR_ARG;
}

void reader_say(struct reader *reader, const char *sentence)
{
	if (strcmp(reader->trouble, sentence) == 0)
		return;
	snprintf(reader->trouble, sizeof reader->trouble, "%s", sentence);
	reader->events->trouble(reader->arg, reader->trouble);
}

static void retry_after(struct reader *reader, int ms)
{
	loop_timer_set(
		reader->loop, &reader->retry, mono_after_ms(now_of(reader), ms), try_again, reader);
}

static void back_off(struct reader *reader)
{
	reader->back_off_ms = reader->back_off_ms ? reader->back_off_ms * 2 : 1000;
	if (reader->back_off_ms > BACK_OFF_MAX_MS)
		reader->back_off_ms = BACK_OFF_MAX_MS;
	retry_after(reader, reader->back_off_ms);
}

void reader_lose(struct reader *reader, const char *sentence)
{
	if (reader->lost)
		return;
	reader->lost = true;
	wedge_drop(&reader->wedge);
	reader_say(reader, sentence);
	retry_after(reader, 0);
}

static void try_again(void *arg, struct mono_time now)
{
	struct reader *reader = arg;
	char why[READER_WHY];

	(void)now;
	if (reader->own) {
		close_kind(reader);
		reader->lost = false;
		back_off(reader);
		return;
	}
	if (open_kind(reader, why) < 0) {
		reader->own = NULL;
		reader_say(reader, why);
		back_off(reader);
		return;
	}
	reader->back_off_ms = 0;
	// A PC/SC reader says itself when it is there.
	if (reader->address.kind != READER_PCSC)
		reader_say(reader, "");
}

static bool is_same(const struct reader *reader, const struct reader_code *code)
{
	const struct reader_code *last = &reader->last;

	return reader->any && code->uid == last->uid && code->len == last->len &&
	       memcmp(code->bytes, last->bytes, code->len) == 0 &&
	       strcmp(code->why, last->why) == 0 &&
	       mono_before(now_of(reader), mono_after_ms(reader->last_at, READER_SAME_MS));
}

void reader_tell(struct reader *reader, const char *raw, const struct reader_code *code)
{
	struct reader_read read = {raw, code};
	bool same = is_same(reader, code);

	// A card left lying on a reader that repeats itself stays one presentation.
	reader->any = true;
	reader->last = *code;
	reader->last_at = now_of(reader);
	if (!same)
		reader->events->read(reader->arg, &read);
}

static void took_code(void *arg, const char *text, size_t len)
{
	struct reader *reader = arg;
	struct reader_code code = {0};
	char raw[WEDGE_MAX + 1] = "";

	if (text) {
		memcpy(raw, text, len);
		raw[len] = '\0';
		reader_code(&code, &reader->address.profile, text, len);
	} else {
		snprintf(code.why, sizeof code.why,
			"Part of the code was lost: hold the card to the reader again.");
	}
	reader_tell(reader, raw, &code);
}

int reader_open(struct reader **out_reader, struct loop *loop, const char *address,
	const struct reader_events *events, void *arg, char why[READER_WHY])
{
	struct reader *reader;
	int code = reader_check_address(address, why);

	if (code < 0)
		return code;
	reader = calloc(1, sizeof *reader);
	if (!reader)
		return reader_refuse(why, ERR_NO_MEMORY, "There is not enough memory.");
	reader_parse_address(&reader->address, address, why);
	reader->loop = loop;
	reader->events = events;
	reader->arg = arg;
	snprintf(reader->name, sizeof reader->name, "%.*s", (int)strcspn(address, "@"), address);
	snprintf(reader->trouble, sizeof reader->trouble, "not opened yet");
	wedge_init(&reader->wedge, loop, took_code, reader);
	retry_after(reader, 0);
	if (!reader->retry.loop) {
		free(reader);
		return reader_refuse(why, ERR_FULL, "Too many readers are open.");
	}
	*out_reader = reader;
	return 0;
}

void reader_close(struct reader *reader)
{
	if (!reader)
		return;
	loop_timer_stop(&reader->retry);
	wedge_drop(&reader->wedge);
	close_kind(reader);
	free(reader);
}
