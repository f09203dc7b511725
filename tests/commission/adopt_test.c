// SPDX-License-Identifier: GPL-3.0-or-later
// A technician adopts a bank whose wires are right, or wrong in one of the ways there are: each is
// found and named. The hands and eyes are the test's, the bank is the line's model.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "technician.h"

static char directory[64], keys_file[128];

static int make_directory(void **state)
{
	(void)state;
	snprintf(directory, sizeof directory, "/tmp/hometime-adopt-XXXXXX");
	if (!mkdtemp(directory))
		return -1;
	snprintf(keys_file, sizeof keys_file, "%s/a.keys", directory);
	return 0;
}

static int remove_directory(void **state)
{
	char command[128];

	(void)state;
	snprintf(command, sizeof command, "rm -rf %s", directory);
	return system(command);
}

static struct keys kept;

static const struct key_entry *kept_for(uint32_t serial)
{
	char why[KEYS_WHY];

	assert_int_equal(keys_read(keys_file, &kept, why), 0);
	return keys_find(&kept, serial);
}

static void assert_good_but(const struct job *job, unsigned but, unsigned faults, unsigned other)
{
	for (unsigned door = 1; door <= DOORS; door++) {
		unsigned expected = door == but ? faults : 0;

		if (job->door[door].faults != expected)
			print_message("%s", job->said);
		assert_true(job->door[door].walked);
		assert_int_equal(job->door[door].faults, expected);
	}
	if (other)
		assert_int_equal(job->door[but].other, other);
}

static void a_bank_wired_right_is_keyed_addressed_and_every_door_proved(void **state)
{
	struct job job;
	const struct key_entry *entry;

	(void)state;
	job_open(&job);
	job.rig.banks[0].has_clock = true;
	job_work(&job, keys_file, 42, false, 0);
	assert_int_equal(job.end, ADOPT_DONE);
	assert_good_but(&job, 0, 0, 0);
	assert_int_equal(job.recorded, DOORS);
	assert_int_equal(job.keyed, 1);
	assert_int_equal(job.bank.serial, 1000);
	assert_int_equal(job.bank.address, 42);
	assert_int_equal(job.rig.banks[0].address, 42);
	assert_true(job.bank.new_key);
	assert_int_equal(strlen(job.bank.fingerprint), KEYS_FINGERPRINT - 1);
	entry = kept_for(1000);
	assert_non_null(entry);
	assert_true(entry->has_own && !entry->has_next);
	assert_true(job.rig.banks[0].keyed);
	assert_memory_equal(job.rig.banks[0].key, entry->own, OSDP_KEY_SIZE);
	assert_int_equal(job.rig.banks[0].clock.flags, BANK_CLOCK_SET);
	for (int i = 0; i < DOORS; i++)
		assert_int_equal(job.rig.banks[0].pulses[i], 1);
	job_close(&job);
}

static void a_bank_without_inside_sensors_is_walked_by_its_contacts(void **state)
{
	struct job job;

	(void)state;
	job_open(&job);
	job.rig.banks[0].has_inside = false;
	job_work(&job, keys_file, -1, false, 0);
	assert_int_equal(job.end, ADOPT_DONE);
	assert_good_but(&job, 0, 0, 0);
	job_close(&job);
}

static void walk_with(struct wiring change(struct wiring), unsigned but, unsigned faults,
	unsigned other, const char *words)
{
	struct job job;

	job_open(&job);
	job.wiring = change(job.wiring);
	job_work(&job, keys_file, -1, false, 0);
	assert_int_equal(job.end, ADOPT_FAULTS);
	assert_int_equal(job.door[but].faults, faults);
	assert_int_equal(job.door[but].other, other);
	assert_non_null(strstr(job.said, words));
	for (unsigned door = 1; door <= DOORS; door++) {
		if (door != but && door != other)
			assert_int_equal(job.door[door].faults, 0);
	}
	job_close(&job);
}

static struct wiring latches_swapped(struct wiring w)
{
	w.latch[2] = 4;
	w.latch[4] = 2;
	return w;
}

static struct wiring contacts_swapped(struct wiring w)
{
	w.contact[2] = 4;
	w.contact[4] = 2;
	return w;
}

static struct wiring insides_swapped(struct wiring w)
{
	w.inside[2] = 4;
	w.inside[4] = 2;
	return w;
}

static struct wiring lights_swapped(struct wiring w)
{
	w.light[2] = 4;
	w.light[4] = 2;
	return w;
}

static struct wiring latch_dead(struct wiring w)
{
	w.latch[2] = -1;
	return w;
}

static struct wiring contact_dead(struct wiring w)
{
	w.contact[2] = -1;
	return w;
}

static struct wiring inside_dead(struct wiring w)
{
	w.inside[2] = -1;
	return w;
}

static struct wiring light_dead(struct wiring w)
{
	w.light[2] = -1;
	return w;
}

static struct wiring contact_inverted(struct wiring w)
{
	w.contact_inverted[2] = true;
	return w;
}

static struct wiring inside_inverted(struct wiring w)
{
	w.inside_inverted[2] = true;
	return w;
}

static void each_wrong_wire_is_found_and_named(void **state)
{
	(void)state;
	walk_with(latches_swapped, 3, WALK_LATCH_OTHER, 5,
		"door 3: door 5 opened: their latch wires are swapped");
	walk_with(contacts_swapped, 3, WALK_CONTACT_OTHER, 5, "contact wires are swapped");
	walk_with(insides_swapped, 3, WALK_INSIDE_OTHER, 5, "sensor wires are swapped");
	walk_with(lights_swapped, 3, WALK_LIGHT_OTHER, 5, "light wires are swapped");
	walk_with(latch_dead, 3, WALK_LATCH_DEAD, 0, "its latch did not open it");
	walk_with(contact_dead, 3, WALK_CONTACT_DEAD, 0, "its contact does not follow");
	walk_with(inside_dead, 3, WALK_INSIDE_DEAD, 0, "its inside sensor does not follow");
	walk_with(light_dead, 3, WALK_LIGHT_DEAD, 0, "does not blink");
	walk_with(contact_inverted, 3, WALK_CONTACT_INVERTED, 0, "open when it is closed");
	walk_with(inside_inverted, 3, WALK_INSIDE_INVERTED, 0, "something when it is empty");
}

static void a_door_the_bank_does_not_open_is_named_and_the_walk_goes_on(void **state)
{
	struct job job;

	(void)state;
	job_open(&job);
	job.rig.banks[0].refuse = OSDP_NAK_RECORD;
	job_work(&job, keys_file, -1, false, 0);
	assert_int_equal(job.end, ADOPT_FAULTS);
	for (unsigned door = 1; door <= DOORS; door++)
		assert_int_equal(job.door[door].faults, WALK_REFUSED);
	job_close(&job);
}

static void an_adoption_left_off_goes_on_at_the_door_it_left(void **state)
{
	struct job job;
	uint8_t key[OSDP_KEY_SIZE];

	(void)state;
	job_open(&job);
	job.quit_after = 3;
	job_work(&job, keys_file, -1, false, 0);
	assert_int_equal(job.end, ADOPT_QUIT);
	assert_int_equal(job.recorded, 3);
	memcpy(key, job.rig.banks[0].key, sizeof key);
	job.open[3] = false; // the one that was open when they left
	job_hear_contact(&job, 3);
	job.quit_after = -1;
	job_work(&job, keys_file, -1, false, 0x7);
	assert_int_equal(job.end, ADOPT_DONE);
	assert_int_equal(job.recorded, DOORS);
	assert_int_equal(job.rig.banks[0].keysets, 1); // not keyed again
	assert_memory_equal(job.rig.banks[0].key, key, sizeof key);
	job_close(&job);
}

static void a_button_not_pressed_is_asked_for_and_nothing_is_given(void **state)
{
	struct job job;

	(void)state;
	job_open(&job);
	job.press = false;
	job_work(&job, keys_file, -1, false, 0);
	assert_int_equal(job.end, ADOPT_QUIT);
	assert_int_equal(job.keyed, 0);
	assert_int_equal(job.rig.banks[0].keysets, 0);
	assert_null(kept_for(1000));
	job_close(&job);
}

static void only_a_bank_that_is_alone_is_adopted(void **state)
{
	struct job job;

	(void)state;
	job_open(&job);
	model_init(&job.rig.banks[1], 9);
	job.rig.bank_count = 2;
	job_work(&job, keys_file, -1, false, 0);
	assert_int_equal(job.end, ADOPT_FAILED);
	assert_non_null(strstr(job.said, "More than one"));
	job.rig.banks[1].address = 0;
	model_power_up(&job.rig.banks[1]);
	job_work(&job, keys_file, -1, false, 0);
	assert_non_null(strstr(job.said, "Two boards answer at one address"));
	job.rig.bank_count = 0;
	job_work(&job, keys_file, -1, false, 0);
	assert_non_null(strstr(job.said, "Nothing answers"));
	assert_int_equal(job.keyed, 0);
	assert_int_equal(job.rig.banks[0].keysets, 0);
	job_close(&job);
}

static void what_cannot_be_recorded_ends_the_adoption(void **state)
{
	struct job job;

	(void)state;
	job_open(&job);
	job.refuse_record = true;
	job_work(&job, keys_file, -1, false, 0);
	assert_int_equal(job.end, ADOPT_FAILED);
	assert_int_equal(model_pulses(&job.rig.banks[0]), 0);
	// The key is kept all the same: begun again it is taken up.
	assert_true(kept_for(1000)->has_own);
	job_close(&job);
}

static void a_bank_with_a_good_key_gets_another_only_on_request(void **state)
{
	struct job job;
	uint8_t key[OSDP_KEY_SIZE];

	(void)state;
	job_open(&job);
	job_work(&job, keys_file, -1, false, 0);
	memcpy(key, job.rig.banks[0].key, sizeof key);
	job.press = false;
	job_work(&job, keys_file, -1, true, 0);
	assert_int_equal(job.end, ADOPT_DONE);
	assert_int_equal(job.rig.banks[0].keysets, 2);
	assert_memory_not_equal(job.rig.banks[0].key, key, sizeof key);
	assert_memory_equal(kept_for(1000)->own, job.rig.banks[0].key, sizeof key);
	job_close(&job);
}

static void a_bank_that_lost_its_key_is_adopted_anew_when_its_button_is_pressed(void **state)
{
	struct job job;

	(void)state;
	job_open(&job);
	job_work(&job, keys_file, -1, false, 0);
	model_set_key(&job.rig.banks[0], NULL); // its controller was replaced, same number
	job_work(&job, keys_file, -1, false, 0);
	assert_int_equal(job.end, ADOPT_DONE);
	assert_non_null(strstr(job.said, "has not the key that is kept for it"));
	assert_memory_equal(kept_for(1000)->own, job.rig.banks[0].key, OSDP_KEY_SIZE);
	job_close(&job);
}

static void a_new_address_whose_answer_was_lost_is_looked_for_there(void **state)
{
	struct job job;

	(void)state;
	job_open(&job);
	job.rig.banks[0].moves_silently = true;
	job_work(&job, keys_file, 42, false, 0);
	assert_int_equal(job.end, ADOPT_DONE);
	assert_int_equal(job.bank.address, 42);
	job.rig.banks[0].moves_silently = false;
	job.rig.banks[0].fixed = true;
	job_work(&job, keys_file, 43, false, 0);
	assert_int_equal(job.end, ADOPT_FAILED);
	assert_non_null(strstr(job.said, "does not take address 43"));
	job_close(&job);
}

int main(void)
{
#define in_directory(test) cmocka_unit_test_setup_teardown(test, make_directory, remove_directory)
	const struct CMUnitTest tests[] = {
		in_directory(a_bank_wired_right_is_keyed_addressed_and_every_door_proved),
		in_directory(a_bank_without_inside_sensors_is_walked_by_its_contacts),
		in_directory(each_wrong_wire_is_found_and_named),
		in_directory(a_door_the_bank_does_not_open_is_named_and_the_walk_goes_on),
		in_directory(an_adoption_left_off_goes_on_at_the_door_it_left),
		in_directory(a_button_not_pressed_is_asked_for_and_nothing_is_given),
		in_directory(only_a_bank_that_is_alone_is_adopted),
		in_directory(what_cannot_be_recorded_ends_the_adoption),
		in_directory(a_bank_with_a_good_key_gets_another_only_on_request),
		in_directory(a_bank_that_lost_its_key_is_adopted_anew_when_its_button_is_pressed),
		in_directory(a_new_address_whose_answer_was_lost_is_looked_for_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
