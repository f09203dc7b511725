// SPDX-License-Identifier: GPL-3.0-or-later
// Letters gathered until Enter or silence.
#include "reader/wedge.h"

#include "reader/keys.h"

void wedge_init(struct wedge *wedge, struct loop *loop,
	void (*code)(void *arg, const char *text, size_t len), void *arg)
{
	*wedge = (struct wedge){.loop = loop, .code = code, .arg = arg};
}

void wedge_drop(struct wedge *wedge)
{
	loop_timer_stop(&wedge->silence);
	wedge->len = 0;
	wedge->broken = false;
}

static void end(struct wedge *wedge)
{
	bool broken = wedge->broken;
	size_t len = wedge->len;

	wedge_drop(wedge);
	if (broken)
		wedge->code(wedge->arg, NULL, 0);
	else if (len > 0)
		wedge->code(wedge->arg, wedge->text, len);
}

static void fell_silent(void *arg, struct mono_time now)
{
	(void)now;
	end(arg);
}

static void wait_on(struct wedge *wedge)
{
	const struct env *env = loop_env(wedge->loop);
	struct mono_time by = mono_after_ms(env->mono(env->context), WEDGE_SILENCE_MS);

	// Without a timer only Enter would end it: then it is better lost.
	if (loop_timer_set(wedge->loop, &wedge->silence, by, fell_silent, wedge) < 0)
		wedge->broken = true;
}

void wedge_break(struct wedge *wedge)
{
	wedge->broken = true;
	wait_on(wedge);
}

void wedge_key(struct wedge *wedge, char letter)
{
	if (letter == KEYS_ENTER) {
		end(wedge);
		return;
	}
	if (!letter || wedge->len == sizeof wedge->text)
		wedge->broken = true;
	else
		wedge->text[wedge->len++] = letter;
	wait_on(wedge);
}
