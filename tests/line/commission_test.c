// SPDX-License-Identifier: GPL-3.0-or-later
// A bank is given its first key, another key, another address; the host is killed, the bank loses
// its power and the wire a byte at every point of it. They always find together again.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "rig.h"

// What FILE.keys holds, and survives the host.
struct kept {
	bool has_own, has_next;
	uint8_t own[OSDP_KEY_SIZE], next[OSDP_KEY_SIZE];
};

enum trouble { NOTHING, HOST_KILLED, BANK_CUT, BYTE_LOST, BYTE_BENT };

struct plan {
	enum trouble trouble;
	unsigned long at; // of the frame, or of the byte
	bool first_key;	  // from the default key; else from another one
	unsigned long frames;
	bool cut;
};

static void open_line(struct rig *rig)
{
	struct line_config config = {
		.address = "memory", .open_port = port_memory_open, .open_arg = &rig->memory};
	char why[PORT_WHY];

	assert_int_equal(line_open(&rig->line, rig->loop, &config, &rig_line_events, rig, why), 0);
	assert_int_equal(line_add_bank(rig->line, 1, 0, 1000), 0);
}

static void promote(struct rig *rig, struct kept *kept)
{
	if (rig_count(rig, RIG_KEY, 1) && rig_last(rig, RIG_KEY, 1)->value == LINE_KEY_TAKEN) {
		memcpy(kept->own, kept->next, sizeof kept->own);
		kept->has_own = true;
		kept->has_next = false;
	}
}

// Counts the frames of the host and cuts the bank's power in front of one.
static void watch(struct rig *rig, bool to_host, uint8_t *bytes, size_t *len)
{
	struct plan *plan = rig->tap_arg;

	(void)bytes;
	if (to_host || plan->frames++ != plan->at || plan->trouble != BANK_CUT)
		return;
	plan->cut = true;
	*len = 0;
	model_power_up(&rig->banks[0]);
}

static void run_until_killed(struct rig *rig, const struct plan *plan, int64_t ms)
{
	struct mono_time end = mono_after_ms(rig->now, ms);

	while (mono_before(rig->now, end) &&
		(plan->trouble != HOST_KILLED || plan->frames <= plan->at))
		rig_run_ms(rig, 1);
}

// What the technician's command does, begun as often as it takes: first with the keys that are
// kept, and where the bank has none of them by the default key.
static void give_key(struct rig *rig, struct kept *kept, const struct plan *plan, int64_t ms)
{
	if (kept->has_own || kept->has_next)
		line_set_keys(rig->line, 1, kept->has_own ? kept->own : kept->next,
			kept->has_next ? kept->next : NULL);
	else
		line_use_default_key(rig->line, 1);
	if (!kept->has_next) {
		model_key(9, kept->next);
		kept->has_next = true; // on the disk before anything leaves
	}
	run_until_killed(rig, plan, 1500);
	if (rig_last(rig, RIG_TROUBLE, 1) &&
		rig_last(rig, RIG_TROUBLE, 1)->value == LINE_TROUBLE_KEY_GONE) {
		rig->banks[0].button = true;
		model_power_up(&rig->banks[0]);
		line_use_default_key(rig->line, 1);
	}
	promote(rig, kept);
	if (kept->has_next)
		line_rekey(rig->line, 1, kept->next);
	run_until_killed(rig, plan, ms);
	promote(rig, kept);
}

// Returns how many frames (or bytes) it took.
static unsigned long play(struct plan plan)
{
	struct rig rig;
	struct kept kept = {0};
	unsigned long count;
	uint8_t key[OSDP_KEY_SIZE];

	rig_keyed = false;
	rig_init(&rig, 1);
	line_close(rig.line);
	model_key(0, kept.own);
	kept.has_own = !plan.first_key;
	rig.banks[0].button = plan.first_key;
	model_set_key(&rig.banks[0], kept.has_own ? kept.own : NULL);
	rig_keyed = true; // nothing goes in the clear from here on
	rig.tap = watch;
	rig.tap_arg = &plan;
	rig.fault = plan.trouble == BYTE_LOST	? RIG_FAULT_LOSE
		    : plan.trouble == BYTE_BENT ? RIG_FAULT_FLIP
						: RIG_FAULT_NONE;
	rig.fault_at = plan.at;
	open_line(&rig);
	give_key(&rig, &kept, &plan, 4000);
	count = plan.trouble == BYTE_LOST || plan.trouble == BYTE_BENT ? rig.byte_number
								       : plan.frames;
	// Killed or not, it is begun again.
	line_close(rig.line);
	rig.wait_count = 0;
	rig_forget(&rig);
	open_line(&rig);
	plan.trouble = NOTHING;
	if (kept.has_next || !kept.has_own)
		give_key(&rig, &kept, &plan, 15000);
	else
		line_set_keys(rig.line, 1, kept.own, NULL);
	rig_run_ms(&rig, 3000);
	model_key(9, key);
	assert_true(line_is_online(rig.line, 1));
	assert_true(kept.has_own && !kept.has_next);
	assert_memory_equal(kept.own, key, sizeof key);
	assert_memory_equal(rig.banks[0].key, key, sizeof key);
	assert_int_equal(rig.outs, 0);
	rig_release(&rig);
	return count;
}

static void a_key_is_given_whatever_happens_at_any_point(void **state)
{
	(void)state;
	for (int first = 0; first <= 1; first++) {
		unsigned long frames = play((struct plan){.at = ~0ul, .first_key = first});

		assert_true(frames > 20);
		for (unsigned long at = 0; at < 140 && at < frames; at++) {
			if (at == 20)
				at = 60; // polls
			play((struct plan){HOST_KILLED, at, first, 0, false});
			play((struct plan){BANK_CUT, at, first, 0, false});
		}
	}
}

static void a_key_is_given_whatever_byte_is_lost_or_bent(void **state)
{
	(void)state;
	for (int first = 0; first <= 1; first++) {
		// Over the first session, and over the KEYSET and the second one.
		for (unsigned long at = 0; at < 700; at += 7)
			play((struct plan){BYTE_LOST + at % 2, at, first, 0, false});
		for (unsigned long at = 2900; at < 3700; at += 5)
			play((struct plan){BYTE_LOST + at % 2, at, first, 0, false});
	}
}

static void without_its_button_pressed_a_bank_takes_no_default_key(void **state)
{
	struct rig rig;
	uint8_t key[OSDP_KEY_SIZE];

	(void)state;
	rig_keyed = false;
	model_key(3, key);
	for (int keyed = 0; keyed <= 1; keyed++) {
		rig_init(&rig, 1);
		model_set_key(&rig.banks[0], keyed ? key : NULL);
		assert_int_equal(line_use_default_key(rig.line, 1), 0);
		rig_run_ms(&rig, 20000);
		assert_false(line_is_online(rig.line, 1));
		assert_int_equal(rig_last(&rig, RIG_TROUBLE, 1)->value, LINE_TROUBLE_BUTTON);
		assert_non_null(strstr(rig_last(&rig, RIG_TROUBLE, 1)->sentence, "button"));
		rig_release(&rig);
	}
}

static void under_the_default_key_no_door_opens(void **state)
{
	struct rig rig;

	(void)state;
	rig_keyed = false;
	rig_init(&rig, 1);
	rig.banks[0].button = true;
	model_set_key(&rig.banks[0], NULL);
	line_use_default_key(rig.line, 1);
	rig_wait_online(&rig, 1);
	rig_unlock(&rig, 1, 2, 7);
	rig_run_ms(&rig, 4000);
	assert_int_equal(model_pulses(&rig.banks[0]), 0);
	assert_true(rig_count(&rig, RIG_UNLOCK, 1) == 0 ||
		    rig_last(&rig, RIG_UNLOCK, 1)->value != LINE_ACCEPTED);
	rig_release(&rig);
}

static void a_key_the_bank_cannot_keep_leaves_the_old_one(void **state)
{
	struct rig rig;
	uint8_t key[OSDP_KEY_SIZE];

	(void)state;
	rig_keyed = true;
	rig_init(&rig, 1);
	rig.banks[0].refuse_key = OSDP_NAK_RECORD;
	rig_wait_online(&rig, 1);
	model_key(9, key);
	assert_int_equal(line_rekey(rig.line, 1, key), 0);
	rig_run_ms(&rig, 1000);
	assert_int_equal(rig_last(&rig, RIG_KEY, 1)->value, LINE_KEY_REFUSED);
	model_power_up(&rig.banks[0]);
	rig_run_ms(&rig, 3000);
	assert_true(line_is_online(rig.line, 1));
	memset(key, 0, sizeof key);
	assert_int_equal(line_rekey(rig.line, 1, key), -ERR_ARG);
	rig_release(&rig);
}

static void a_bank_is_moved_to_another_address_and_found_there(void **state)
{
	struct rig rig;

	(void)state;
	rig_keyed = true;
	rig_init(&rig, 2);
	rig_wait_online(&rig, 1);
	rig_wait_online(&rig, 2);
	assert_int_equal(line_move(rig.line, 1, 1, 38400), -ERR_EXISTS);
	assert_int_equal(line_move(rig.line, 1, 127, 38400), -ERR_ARG);
	assert_int_equal(line_move(rig.line, 1, 77, 38400), 0);
	rig_run_ms(&rig, 2000);
	assert_int_equal(rig_last(&rig, RIG_MOVED, 1)->value, 77);
	assert_int_equal(rig.banks[0].address, 77);
	assert_true(line_is_online(rig.line, 1));
	rig_run_ms(&rig, 12000);
	assert_int_equal(rig_count(&rig, RIG_OFFLINE, 1), 0);
	rig.banks[1].fixed = true;
	assert_int_equal(line_move(rig.line, 2, 78, 38400), 0);
	rig_run_ms(&rig, 2000);
	assert_int_equal(rig_last(&rig, RIG_MOVED, 2)->ticket, 0);
	assert_true(line_is_online(rig.line, 2));
	rig_release(&rig);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_key_is_given_whatever_happens_at_any_point),
		cmocka_unit_test(a_key_is_given_whatever_byte_is_lost_or_bent),
		cmocka_unit_test(without_its_button_pressed_a_bank_takes_no_default_key),
		cmocka_unit_test(under_the_default_key_no_door_opens),
		cmocka_unit_test(a_key_the_bank_cannot_keep_leaves_the_old_one),
		cmocka_unit_test(a_bank_is_moved_to_another_address_and_found_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
