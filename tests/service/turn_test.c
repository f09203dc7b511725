// SPDX-License-Identifier: GPL-3.0-or-later
// The turn without a cabinet: what is committed, what is undone, and who hears of it. Turns with
// the real firmware are tests/school's.
#include "service/service.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/err.h"
#include "policy/load.h"
#include "port/memory.h"
#include "service/parts.h"
#include "store/events.h"

struct fixture {
	struct env env;
	struct now now;
	char folder[40], database[64], socket[64];
	struct loop *loop;
	struct store *store;
	struct policy *policy;
	struct service *service;
	struct port_memory memory;
	struct pace pace; // of the jobs
	bool keep;	  // what the next request asks for
	bool writes;
	const char *new_bank;
	int asked;
	int fd; // a client's
};

static struct mono_time fake_mono(void *context)
{
	return ((struct fixture *)context)->now.mono;
}

static struct wall_time fake_wall(void *context)
{
	return ((struct fixture *)context)->now.wall;
}

static char *answer(void *arg, const struct service_asked *asked, bool *out_keep)
{
	struct fixture *f = arg;
	const struct event event = {.at = asked->now.wall, .kind = "test"};

	f->asked++;
	if (f->writes)
		assert_true(event_append(f->store, &event) > 0);
	if (f->new_bank) {
		struct bank_row row = {.line = "stream:/memory", .address = 5};

		snprintf(row.name, sizeof row.name, "%s", f->new_bank);
		assert_true(bank_add(f->store, &row) > 0);
	}
	*out_keep = f->keep;
	return strdup("{\"ok\":true}");
}

static void open_service(struct fixture *f)
{
	const struct service_line line = {"stream:/memory", port_memory_open, &f->memory};
	const struct service_config config = {.env = &f->env,
		.loop = f->loop,
		.store = f->store,
		.policy = f->policy,
		.lines = &line,
		.line_count = 1,
		.socket = f->socket,
		.answer = answer,
		.answer_arg = f,
		.pace = &f->pace};
	char why[STORE_WHY] = "";

	if (service_open(&f->service, &config, why) < 0)
		fail_msg("%s", why);
}

static void connect_client(struct fixture *f)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};

	snprintf(address.sun_path, sizeof address.sun_path, "%s", f->socket);
	f->fd = socket(AF_UNIX, SOCK_STREAM, 0);
	assert_int_equal(connect(f->fd, (struct sockaddr *)&address, sizeof address), 0);
}

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);
	char why[STORE_WHY] = "";

	f->env = (struct env){.mono = fake_mono, .wall = fake_wall, .context = f};
	f->now.wall.ms = 1795424400000; // 2026-11-23T09:00Z
	strcpy(f->folder, "/tmp/hometime-turn-XXXXXX");
	assert_non_null(mkdtemp(f->folder));
	snprintf(f->database, sizeof f->database, "%s/s.db", f->folder);
	snprintf(f->socket, sizeof f->socket, "%s/s.db.sock", f->folder);
	assert_int_equal(loop_open(&f->loop, &f->env), 0);
	if (store_open(&f->store, f->database, STORE_CREATE, why) < 0)
		fail_msg("%s", why);
	assert_int_equal(policy_open("roby-park", &f->policy, why), 0);
	assert_int_equal(store_begin(f->store), 0);
	assert_int_equal(store_setting_put(f->store, "site", "0123456789abcdef"), 0);
	assert_int_equal(store_commit(f->store), 0);
	open_service(f);
	connect_client(f);
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;
	char command[80];

	close(f->fd);
	service_close(f->service);
	store_close(f->store);
	policy_close(f->policy);
	loop_close(f->loop);
	snprintf(command, sizeof command, "rm -r %s", f->folder);
	assert_int_equal(system(command), 0);
	free(f);
	return 0;
}

static void turns(struct fixture *f, int count)
{
	while (count-- > 0) {
		loop_run_once(f->loop, 0);
		service_turn(f->service);
		f->now.mono = mono_after_ms(f->now.mono, 10);
		f->now.wall.ms += 10;
	}
}

// Sends one request and gives the service turns; what came back.
static const char *ask(struct fixture *f)
{
	static char got[512];
	ssize_t len;

	assert_int_equal(send(f->fd, "{}\n", 3, 0), 3);
	turns(f, 4);
	len = recv(f->fd, got, sizeof got - 1, MSG_DONTWAIT);
	got[len > 0 ? len : 0] = '\0';
	return got;
}

static int64_t events(struct fixture *f)
{
	return event_last_seq(f->store);
}

static void idle_turns_commit_nothing(void **state)
{
	struct fixture *f = *state;

	turns(f, 500);
	assert_int_equal(service_counters(f->service)->commits, 0);
}

static void a_request_that_only_reads_commits_nothing(void **state)
{
	struct fixture *f = *state;

	f->keep = true;
	assert_string_equal(ask(f), "{\"ok\":true}\n");
	assert_int_equal(service_counters(f->service)->commits, 0);
}

static void a_request_that_is_kept_is_on_the_disk_when_it_is_answered(void **state)
{
	struct fixture *f = *state;

	f->keep = f->writes = true;
	assert_string_equal(ask(f), "{\"ok\":true}\n");
	assert_int_equal(service_counters(f->service)->commits, 1);
	assert_int_equal(events(f), 1);
	assert_false(store_in_transaction(f->store));
}

static void a_request_that_is_not_kept_leaves_no_row(void **state)
{
	struct fixture *f = *state;

	f->writes = true;
	assert_string_equal(ask(f), "{\"ok\":true}\n");
	assert_int_equal(events(f), 0);
	assert_false(store_in_transaction(f->store));
}

static void a_commit_that_fails_is_never_answered_as_done(void **state)
{
	struct fixture *f = *state;
	struct rlimit was, none;

	assert_int_equal(getrlimit(RLIMIT_FSIZE, &was), 0);
	none = was;
	none.rlim_cur = 512;
	signal(SIGXFSZ, SIG_IGN);
	f->keep = f->writes = true;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &none), 0);
	assert_non_null(strstr(ask(f), "\"ok\":false"));
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &was), 0);
	assert_int_equal(service_counters(f->service)->failed_commits, 1);
	assert_int_equal(events(f), 0);
	assert_string_equal(ask(f), "{\"ok\":true}\n");
	assert_int_equal(events(f), 1);
}

static void a_bank_entered_while_it_runs_is_served_at_once(void **state)
{
	struct fixture *f = *state;
	struct service_bank banks[2];

	assert_int_equal(service_banks(f->service, banks, 2), 0);
	f->keep = true;
	f->new_bank = "A";
	ask(f);
	assert_int_equal(service_banks(f->service, banks, 2), 1);
	assert_string_equal(banks[0].saying, "");
	turns(f, 100);
	assert_true(f->memory.kept_len > 0); // it is looked for
}

static void a_bank_taken_back_with_its_request_is_not_served(void **state)
{
	struct fixture *f = *state;
	struct service_bank banks[2];

	f->new_bank = "A";
	ask(f);
	assert_int_equal(service_banks(f->service, banks, 2), 0);
}

static void who_asks_while_it_stops_hears_that_nothing_was_done(void **state)
{
	struct fixture *f = *state;
	char got[256] = "";

	assert_int_equal(send(f->fd, "{}\n", 3, 0), 3);
	loop_run_once(f->loop, 0);
	loop_run_once(f->loop, 0); // accepted, read and filed, and no turn comes any more
	service_close(f->service);
	f->service = NULL;
	assert_true(recv(f->fd, got, sizeof got - 1, MSG_DONTWAIT) > 0);
	assert_non_null(strstr(got, "stopping"));
	assert_int_equal(f->asked, 0);
}

static void a_bank_that_went_among_more_news_than_a_turn_holds_is_not_shown_as_it_was(void **state)
{
	const struct line_facts facts = {.serial = 77, .doors = 8, .chain_ok = true};
	const struct line_inputs inputs = {.doors = 8};
	struct fixture *f = *state;
	struct door_view door;

	f->keep = true;
	f->new_bank = "A";
	ask(f);
	service_line_events.bank_online(f->service, 1, &facts);
	service_line_events.inputs(f->service, 1, &inputs);
	service_line_events.outputs(f->service, 1, 0);
	service_turn(f->service);
	assert_int_equal(custody_door(service_custody(f->service), 1, 3, &door), 0);
	assert_true(door.online);
	for (int i = 0; i < 2 * NEWS_MAX; i++)
		service_line_events.inputs(f->service, 1, &inputs);
	service_line_events.bank_offline(f->service, 1, LINE_OFF_SILENT);
	service_turn(f->service);
	assert_int_equal(custody_door(service_custody(f->service), 1, 3, &door), 0);
	assert_false(door.online);
}

static void bring_online(struct fixture *f, int64_t bank, uint32_t serial)
{
	const struct line_facts facts = {.serial = serial, .doors = 8, .chain_ok = true};
	const struct line_inputs inputs = {.doors = 8};

	service_line_events.bank_online(f->service, bank, &facts);
	service_line_events.inputs(f->service, bank, &inputs);
	service_line_events.outputs(f->service, bank, 0);
	service_turn(f->service);
}

static bool doubted(struct fixture *f, int64_t bank, bool set, int64_t ahead_s)
{
	const struct line_clock clock = {set, ahead_s};

	service_line_events.clock(f->service, bank, &clock);
	service_turn(f->service);
	return custody_time_doubtful(service_custody(f->service), f->now.wall);
}

static void a_clock_five_minutes_from_most_of_the_cabinets_own_is_in_doubt(void **state)
{
	struct fixture *f = *state;

	f->keep = true;
	f->new_bank = "A";
	ask(f);
	bring_online(f, 1, 77);
	assert_false(doubted(f, 1, false, 0)); // never set: it says nothing
	assert_false(doubted(f, 1, true, 300));
	assert_true(doubted(f, 1, true, 301));
	assert_true(doubted(f, 1, true, -301));
	assert_false(doubted(f, 1, true, 4));
	// One that is gone is no witness.
	assert_true(doubted(f, 1, true, 4000));
	service_line_events.bank_offline(f->service, 1, LINE_OFF_SILENT);
	service_turn(f->service);
	assert_false(custody_time_doubtful(service_custody(f->service), f->now.wall));
}

static bool yes(void *arg)
{
	(void)arg;
	return true;
}

static void a_clock_set_by_the_network_is_believed_before_any_cabinet(void **state)
{
	struct fixture *f = *state;

	f->keep = true;
	f->new_bank = "A";
	ask(f);
	bring_online(f, 1, 77);
	assert_true(doubted(f, 1, true, 4000));
	f->service->config.clock_synced = yes;
	assert_false(doubted(f, 1, true, 4000));
}

struct errand {
	struct fixture *f;
	bool keep;
	int ran, done, err;
	int64_t events_when_done;
};

static bool write_an_event(void *arg, struct now now)
{
	struct errand *errand = arg;
	const struct event event = {.at = now.wall, .kind = "job"};

	errand->ran++;
	assert_true(event_append(errand->f->store, &event) > 0);
	return errand->keep;
}

static void note_done(void *arg, int err)
{
	struct errand *errand = arg;

	errand->done++;
	errand->err = err;
	assert_false(store_in_transaction(errand->f->store));
	errand->events_when_done = events(errand->f);
}

static struct service_job job_of(struct errand *errand)
{
	return (struct service_job){write_an_event, note_done, errand};
}

static void a_job_is_told_done_when_its_rows_are_on_the_disk_or_gone(void **state)
{
	struct errand kept = {.f = *state, .keep = true}, dropped = {.f = *state};
	const struct service_job jobs[] = {job_of(&kept), job_of(&dropped)};

	assert_int_equal(service_file(kept.f->service, &jobs[0]), 0);
	assert_int_equal(service_file(kept.f->service, &jobs[1]), 0);
	assert_true(service_has_news(kept.f->service));
	assert_int_equal(kept.ran, 0);
	turns(kept.f, 1);
	assert_int_equal(kept.done, 1);
	assert_int_equal(kept.err, 0);
	assert_int_equal(kept.events_when_done, 1);
	assert_int_equal(dropped.done, 1);
	assert_int_equal(dropped.events_when_done, 1);
	assert_false(service_has_news(kept.f->service));
}

static void who_files_many_jobs_gets_a_few_done_a_turn_and_the_rest_refused(void **state)
{
	struct errand errand = {.f = *state, .keep = true};
	const struct service_job job = job_of(&errand);

	for (int i = 0; i < SERVICE_JOBS; i++)
		assert_int_equal(service_file(errand.f->service, &job), 0);
	assert_int_equal(service_file(errand.f->service, &job), -ERR_FULL);
	turns(errand.f, 1);
	assert_int_equal(errand.done, SERVICE_JOBS_TURN);
	turns(errand.f, SERVICE_JOBS / SERVICE_JOBS_TURN);
	assert_int_equal(errand.done, SERVICE_JOBS);
	assert_int_equal(errand.ran, SERVICE_JOBS);
}

static bool take_long(void *arg, struct now now)
{
	struct errand *errand = arg;

	errand->f->now.mono = mono_after_ms(errand->f->now.mono, 2);
	return write_an_event(arg, now);
}

static void a_long_job_ends_its_turns_piece_and_the_next_rests_as_long(void **state)
{
	struct errand errand = {.f = *state, .keep = true};
	struct fixture *f = errand.f;
	const struct service_job job = {take_long, note_done, &errand};
	struct mono_time from = f->now.mono, at;

	for (int i = 0; i < 2; i++)
		assert_int_equal(service_file(f->service, &job), 0);
	for (int i = 0; i < 3; i++) {
		loop_run_once(f->loop, 0);
		service_turn(f->service);
	}
	assert_int_equal(errand.done, 1);
	assert_false(service_has_news(f->service));
	assert_true(loop_next_timer(f->loop, &at));
	assert_int_equal(at.ns, mono_after_ms(from, 2 + PACE_REST * 2).ns);
	f->now.mono = at;
	assert_true(service_has_news(f->service));
	turns(f, 1);
	assert_int_equal(errand.done, 2);
}

static void jobs_let_the_other_piece_go_first_when_it_was_put_off(void **state)
{
	struct errand errand = {.f = *state, .keep = true};
	const struct service_job job = job_of(&errand);

	assert_int_equal(service_file(errand.f->service, &job), 0);
	errand.f->pace.put_off = true;
	turns(errand.f, 2);
	assert_int_equal(errand.done, 0);
	assert_true(service_has_news(errand.f->service));
	errand.f->pace.put_off = false;
	turns(errand.f, 1);
	assert_int_equal(errand.done, 1);
	assert_true(errand.f->pace.worked);
}

static void a_job_filed_while_it_stops_is_told_that_nothing_was_done(void **state)
{
	struct errand errand = {.f = *state, .keep = true};
	const struct service_job job = job_of(&errand);

	assert_int_equal(service_file(errand.f->service, &job), 0);
	service_close(errand.f->service);
	errand.f->service = NULL;
	assert_int_equal(errand.ran, 0);
	assert_int_equal(errand.done, 1);
	assert_true(errand.err < 0);
}

static void note_change(void *arg, int64_t bank, int door)
{
	(void)door;
	*(int64_t *)arg = bank;
}

static void a_bank_that_comes_and_goes_is_told_to_who_looks_once(void **state)
{
	const struct line_facts facts = {.serial = 77, .doors = 8, .chain_ok = true};
	const struct line_inputs inputs = {.doors = 8};
	struct fixture *f = *state;
	int64_t changed = 0;

	f->keep = true;
	f->new_bank = "A";
	ask(f);
	f->service->config.changed = note_change;
	f->service->config.changed_arg = &changed;
	service_line_events.bank_online(f->service, 1, &facts);
	service_line_events.inputs(f->service, 1, &inputs);
	service_line_events.outputs(f->service, 1, 0);
	service_turn(f->service);
	assert_int_equal(changed, 1);
	changed = 0;
	service_turn(f->service);
	assert_int_equal(changed, 0);
	service_line_events.status(f->service, 1, true, false);
	service_turn(f->service);
	assert_int_equal(changed, 1);
	changed = 0;
	service_line_events.bank_offline(f->service, 1, LINE_OFF_SILENT);
	service_turn(f->service);
	assert_int_equal(changed, 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(idle_turns_commit_nothing),
		TEST(a_request_that_only_reads_commits_nothing),
		TEST(a_request_that_is_kept_is_on_the_disk_when_it_is_answered),
		TEST(a_request_that_is_not_kept_leaves_no_row),
		TEST(a_commit_that_fails_is_never_answered_as_done),
		TEST(a_bank_entered_while_it_runs_is_served_at_once),
		TEST(a_bank_taken_back_with_its_request_is_not_served),
		TEST(a_bank_that_went_among_more_news_than_a_turn_holds_is_not_shown_as_it_was),
		TEST(a_clock_five_minutes_from_most_of_the_cabinets_own_is_in_doubt),
		TEST(a_clock_set_by_the_network_is_believed_before_any_cabinet),
		TEST(who_asks_while_it_stops_hears_that_nothing_was_done),
		TEST(a_job_is_told_done_when_its_rows_are_on_the_disk_or_gone),
		TEST(who_files_many_jobs_gets_a_few_done_a_turn_and_the_rest_refused),
		TEST(a_long_job_ends_its_turns_piece_and_the_next_rests_as_long),
		TEST(jobs_let_the_other_piece_go_first_when_it_was_put_off),
		TEST(a_job_filed_while_it_stops_is_told_that_nothing_was_done),
		TEST(a_bank_that_comes_and_goes_is_told_to_who_looks_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
