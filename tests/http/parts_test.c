// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of the screens' server that need no connection: rates, addresses, the ring of changes.
#include <arpa/inet.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/err.h"
#include "http/address.h"
#include "http/changes.h"
#include "http/exchange.h"
#include "http/rate.h"
#include "http/reply.h"
#include "http/seats.h"

static void a_client_is_let_in_as_fast_as_its_rate_and_others_do_not_pay_for_it(void **state)
{
	struct rate *rate = calloc(1, sizeof *rate);
	struct mono_time now = {0};
	int let = 0;

	(void)state;
	for (int i = 0; i < 10000; i++)
		let += rate_take(rate, 1, now);
	assert_int_equal(let, RATE_BURST);
	assert_true(rate_take(rate, 2, now));
	now = mono_after_ms(now, 1000);
	for (let = 0; rate_take(rate, 1, now);)
		let++;
	assert_int_equal(let, RATE_SECOND);
	now = mono_after_ms(now, 3600000);
	for (let = 0; rate_take(rate, 1, now);)
		let++;
	assert_int_equal(let, RATE_BURST);
	rate->burst = 3;
	rate->second = 2;
	for (let = 0; rate_take(rate, 9, now);)
		let++;
	assert_int_equal(let, 3);
	now = mono_after_ms(now, 1000);
	for (let = 0; rate_take(rate, 9, now);)
		let++;
	assert_int_equal(let, 2);
	// A flood of clients forgets the quietest ones and nothing breaks.
	for (uint64_t i = 0; i < 3 * RATE_CLIENTS; i++)
		assert_true(rate_take(rate, 100 + i, now));
	free(rate);
}

static void an_address_is_loopback_or_not_and_nonsense_is_said(void **state)
{
	static const struct {
		const char *text;
		bool loopback;
		int port;
	} good[] = {{"127.0.0.1:8080", true, 8080}, {"8080", true, 8080},
		{"localhost:80", true, 80}, {"[::1]:8080", true, 8080}, {"127.9.9.9:1", true, 1},
		{"0.0.0.0:8443", false, 8443}, {"[::]:8443", false, 8443},
		{"192.168.1.5:65535", false, 65535}};
	static const char *const bad[] = {"", ":", "127.0.0.1", "127.0.0.1:0", "127.0.0.1:65536",
		"127.0.0.1:80x", "school.example:80", "[::1:80", "1.2.3:80", "127.0.0.1: 80"};
	struct http_address address;
	char why[HTTP_WHY];

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		assert_int_equal(http_address_read(good[i].text, &address, why), 0);
		assert_int_equal(address.loopback, good[i].loopback);
		assert_int_equal(address.port, good[i].port);
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_int_equal(http_address_read(bad[i], &address, why), -ERR_ARG);
}

static void a_clients_number_is_its_address_without_the_port(void **state)
{
	struct http_address a, b, c;
	char why[HTTP_WHY];

	(void)state;
	http_address_read("10.0.0.1:1", &a, why);
	http_address_read("10.0.0.1:2", &b, why);
	http_address_read("10.0.0.2:1", &c, why);
	assert_true(http_address_hash((struct sockaddr *)&a.socket) ==
		    http_address_hash((struct sockaddr *)&b.socket));
	assert_false(http_address_hash((struct sockaddr *)&a.socket) ==
		     http_address_hash((struct sockaddr *)&c.socket));
}

// Everything a reader gets, a few bytes at a time; -ERR_GONE in *out_end where it was too slow.
static const char *read_all(
	const struct changes *changes, struct changes_reader *reader, size_t piece, int *out_end)
{
	static char text[1 << 20];
	size_t len = 0;
	int count;

	while ((count = changes_read(changes, reader, text + len, piece)) > 0)
		len += (size_t)count;
	text[len] = '\0';
	*out_end = count;
	return text;
}

static void every_reader_gets_every_change_whatever_its_pieces(void **state)
{
	struct changes *changes = malloc(sizeof *changes);
	struct changes_reader reader;
	const char *whole;
	int end;

	(void)state;
	changes_open(changes, 0xabc);
	for (size_t piece = 1; piece < 200; piece++) {
		changes_begin(changes, NULL, &reader);
		assert_true(changes_ready(changes, &reader));
		changes_add(changes, "door", "{\"door\":1}", false);
		changes_add(changes, "bank", "{}", false);
		whole = read_all(changes, &reader, piece, &end);
		assert_int_equal(end, 0);
		assert_non_null(strstr(whole, "event: reset\ndata: {}\n\nid: abc-"));
		assert_non_null(strstr(whole, "event: door\ndata: {\"door\":1}\n\nid: abc-"));
		assert_non_null(strstr(whole, "event: bank\ndata: {}\n\n"));
		assert_false(changes_ready(changes, &reader));
	}
	changes_close(changes);
	free(changes);
}

static void what_is_apart_is_read_by_whom_it_is_for_and_nobody_else(void **state)
{
	struct changes *changes = malloc(sizeof *changes);
	struct changes_reader all, some;
	int end;

	(void)state;
	changes_open(changes, 7);
	changes_begin(changes, NULL, &all);
	all.told = true;
	changes_begin(changes, NULL, &some);
	read_all(changes, &some, 500, &end);
	changes_add(changes, "today", "{}", true);
	assert_false(changes_ready(changes, &some));
	changes_add(changes, "door", "{}", false);
	changes_add(changes, "today", "{}", true);
	assert_string_equal(
		read_all(changes, &some, 7, &end), "id: 7-2\nevent: door\ndata: {}\n\n");
	assert_int_equal(end, 0);
	assert_false(changes_ready(changes, &some));
	assert_non_null(strstr(read_all(changes, &all, 7, &end),
		"id: 7-1\nevent: today\ndata: {}\n\nid: 7-2\nevent: door\ndata: {}\n\nid: "
		"7-3\nevent: today\n"));
	// Who is no longer told reads what has begun to its end, and no more.
	changes_add(changes, "today", "{\"n\":1}", true);
	changes_add(changes, "today", "{\"n\":2}", true);
	char part[8];

	assert_int_equal(changes_read(changes, &all, part, sizeof part), sizeof part);
	all.told = false;
	assert_non_null(strstr(read_all(changes, &all, 7, &end), "\"n\":1}\n\n"));
	assert_false(changes_ready(changes, &all));
	// And who was told nothing for long is behind only where there was something for them.
	for (int i = 0; i < 2 * HTTP_CHANGES; i++)
		changes_add(changes, "today", "{}", true);
	read_all(changes, &some, 500, &end);
	assert_int_equal(end, -ERR_GONE);
	changes_close(changes);
	free(changes);
}

static void a_reader_goes_on_after_the_last_it_had_or_is_told_to_look_anew(void **state)
{
	struct changes *changes = malloc(sizeof *changes);
	struct changes_reader reader;
	char id[64];
	int end;

	(void)state;
	changes_open(changes, 7);
	for (int i = 0; i < 5; i++)
		changes_add(changes, "door", "{}", false);
	changes_begin(changes, "7-3", &reader);
	assert_non_null(strstr(read_all(changes, &reader, 64, &end), "event: again\n"));
	changes_begin(changes, "7-3", &reader);
	read_all(changes, &reader, 4096, &end);
	assert_int_equal(reader.next, 6);
	// Another start of the service, the future, nonsense.
	const char *const others[] = {"8-3", "7-6", "7", "x", "", "7-3x"};

	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		changes_begin(changes, others[i], &reader);
		assert_non_null(strstr(read_all(changes, &reader, 64, &end), "event: reset\n"));
	}
	for (int i = 0; i < HTTP_CHANGES; i++)
		changes_add(changes, "door", "{}", false);
	snprintf(id, sizeof id, "7-%d", 4);
	changes_begin(changes, id, &reader);
	assert_non_null(strstr(read_all(changes, &reader, 64, &end), "event: reset\n"));
	snprintf(id, sizeof id, "7-%d", 5);
	changes_begin(changes, id, &reader);
	assert_non_null(strstr(read_all(changes, &reader, 64, &end), "event: again\n"));
	changes_close(changes);
	free(changes);
}

static void a_reader_that_falls_behind_the_ring_is_let_go(void **state)
{
	struct changes *changes = malloc(sizeof *changes);
	struct changes_reader reader;
	int end;

	(void)state;
	changes_open(changes, 7);
	changes_begin(changes, NULL, &reader);
	for (int i = 0; i <= HTTP_CHANGES; i++)
		changes_add(changes, "door", "{}", false);
	read_all(changes, &reader, 64, &end);
	assert_int_equal(end, -ERR_GONE);
	changes_close(changes);
	free(changes);
}

static struct mono_time at(int64_t ms)
{
	return mono_after_ms((struct mono_time){0}, ms);
}

static void who_shows_no_session_makes_room_the_oldest_first(void **state)
{
	struct seats *seats = calloc(1, sizeof *seats);
	struct seat *seat[HTTP_CLIENTS], *leaves;
	int came = 0, went = 0;

	(void)state;
	// Two addresses, one as full as one may be.
	for (; came < HTTP_CLIENTS_ONE - SEATS_SPARE; came++) {
		seat[came] = seats_take(seats, came, 1, at(came));
		assert_null(seats_make_room(seats, 1));
	}
	seat[0]->seen = true;
	seat[1]->busy = true;
	for (; came < HTTP_CLIENTS_ONE; came++) {
		seat[came] = seats_take(seats, came, 1, at(came));
		leaves = seats_make_room(seats, 1);
		assert_ptr_equal(leaves, seat[2 + went++]);
		assert_true(leaves->leaving);
	}
	assert_int_equal(went, SEATS_SPARE);
	for (; came < HTTP_CLIENTS; came++)
		seat[came] = seats_take(seats, came, 2, at(came));
	assert_null(seats_take(seats, 0, 3, at(came)));
	seats_give_back(seat[5]);
	seats_give_back(NULL);
	assert_ptr_equal(seats_take(seats, 0, 3, at(came)), seat[5]);
	free(seats);
}

static void of_many_addresses_the_oldest_makes_room_too(void **state)
{
	struct seats *seats = calloc(1, sizeof *seats);
	struct seat *seat[HTTP_CLIENTS];

	(void)state;
	for (int i = 0; i < HTTP_CLIENTS; i++) {
		seat[i] = seats_take(seats, i, (uint64_t)i, at(i));
		assert_ptr_equal(seats_make_room(seats, (uint64_t)i),
			i < HTTP_CLIENTS - SEATS_SPARE ? NULL
						       : seat[i - HTTP_CLIENTS + SEATS_SPARE]);
	}
	free(seats);
}

static void nobody_who_is_signed_in_or_being_answered_makes_room(void **state)
{
	struct seats *seats = calloc(1, sizeof *seats);

	(void)state;
	for (int i = 0; i < HTTP_CLIENTS; i++) {
		struct seat *seat = seats_take(seats, i, (uint64_t)i, at(i));

		seat->seen = i % 2;
		seat->busy = !seat->seen;
		assert_null(seats_make_room(seats, (uint64_t)i));
	}
	free(seats);
}

static void a_host_is_this_machine_by_its_own_address_or_nobody(void **state)
{
	static const char *const own[] = {"localhost", "LocalHost:8080", "127.0.0.1",
		"127.0.0.1:8080", "127.9.9.9:1", "[::1]", "[::1]:80"};
	static const char *const others[] = {"", ":", "evil.example", "localhost.evil.example",
		"localhostx", "127.0.0.1.evil.example", "127.0.0.1:80@evil.example",
		"127.0.0.1:80.evil.example", "[::1", "[::1].evil.example", "[::2]", "10.0.0.1:8080",
		"evil.example:127.0.0.1"};

	(void)state;
	assert_null(reply_host_trouble(NULL));
	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		assert_null(reply_host_trouble(own[i]));
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		assert_non_null(reply_host_trouble(others[i]));
}

static int let_in[8], let_in_count;

static void note_let_in(void *arg, struct exchange *exchange)
{
	(void)arg;
	let_in[let_in_count++] = *(int *)exchange->connection;
}

static void note_due(void *arg)
{
	(void)arg;
}

static void a_turn_lets_so_many_in_and_the_others_in_the_order_they_came(void **state)
{
	static const struct http_config config;
	struct lobby lobby;
	struct exchange *exchanges[6];
	int numbers[6];

	(void)state;
	lobby_open(&lobby, &config, note_let_in, note_due, NULL);
	for (int i = 0; i < 6; i++) {
		numbers[i] = i;
		exchanges[i] = exchange_make(&lobby, &numbers[i], "GET", "/");
	}
	assert_false(lobby_admit(&lobby, 2));
	for (int i = 0; i < 5; i++)
		assert_int_equal(exchange_enter(exchanges[i]), i < 2);
	assert_true(exchange_enter(exchanges[0])); // is in already
	assert_true(lobby_admit(&lobby, 2));
	assert_int_equal(let_in_count, 2);
	assert_true(exchange_enter(exchanges[2]));
	// Whoever comes now does not overtake the one that waits.
	assert_false(exchange_enter(exchanges[5]));
	assert_false(lobby_admit(&lobby, 3));
	assert_int_equal(let_in_count, 4);
	assert_int_equal(let_in[2], 4);
	assert_int_equal(let_in[3], 5);
	lobby_close(&lobby);
	for (int i = 0; i < 6; i++)
		exchange_free(exchanges[i]);
}

static void who_waits_is_let_out_when_it_closes(void **state)
{
	static const struct http_config config;
	struct lobby lobby;
	int number = 1;

	(void)state;
	let_in_count = 0;
	lobby_open(&lobby, &config, note_let_in, note_due, NULL);
	struct exchange *exchange = exchange_make(&lobby, &number, "GET", "/api/status");

	assert_false(exchange_enter(exchange));
	lobby_close(&lobby);
	assert_int_equal(let_in_count, 1);
	assert_true(exchange_enter(exchange));
	exchange_file(exchange); // nobody is there to file it with
	assert_int_equal(exchange->state, EXCHANGE_ANSWERED);
	assert_int_equal(exchange->answer.status, 503);
	exchange_free(exchange);
}

// This program as the child that reads: the so-manieth line it was asked, as an object, and as what
// became of it where that is asked for.
static int read_lines(void)
{
	char line[100];

	for (int count = 1; fgets(line, sizeof line, stdin); count++) {
		printf("200 {\"n\":%d}", count);
		printf(*line == '+' && count > 1 ? "\t{\"set\":{\"n\":%d}}\n" : "\n", count);
		fflush(stdout);
	}
	return 0;
}

static struct mono_time clock_now(void *context)
{
	struct timespec at;

	(void)context;
	clock_gettime(CLOCK_MONOTONIC, &at);
	return (struct mono_time){(int64_t)at.tv_sec * 1000000000 + at.tv_nsec};
}

static void count_ready(void *arg, struct exchange *exchange)
{
	(void)exchange;
	++*(int *)arg;
}

static void who_asks_the_same_before_it_is_read_shares_the_answer(void **state)
{
	static const char *const asks[] = {"a", "b", "b", "a", "b", "a"};
	static const char *const said[] = {"1", "2", "2", "3", "2", "3"};
	static const size_t users[] = {1, 3, 2, 2, 1, 1}; // of it, before each goes
	const struct env env = {.mono = clock_now};
	struct web web = {.database = "x"};
	struct http_config config = {.env = &env, .web = &web, .read_job = "read"};
	struct exchange *exchanges[6];
	struct lobby lobby;
	int connection = 0, ready = 0;

	(void)state;
	assert_int_equal(loop_open(&config.loop, &env), 0);
	lobby_open(&lobby, &config, count_ready, note_due, &ready);
	for (int i = 0; i < 6; i++) {
		exchanges[i] = exchange_make(&lobby, &connection, "GET", "/api/today");
		exchanges[i]->state = EXCHANGE_ASKED;
		exchanges[i]->answer.text = strdup(asks[i]);
		lobby_read(&lobby, exchanges[i]);
	}
	while (ready < 6) {
		int before = ready;

		assert_true(loop_run_once(config.loop, 10) >= 0);
		assert_int_equal(ready, before); // an answer waits for a turn to send it
		lobby_admit(&lobby, 2);
		assert_true(ready <= before + 2);
	}
	for (int i = 0; i < 6; i++) {
		char text[16];

		snprintf(text, sizeof text, "{\"n\":%s}", said[i]);
		assert_string_equal(exchange_text(exchanges[i]), text);
		assert_int_equal(exchanges[i]->answer.status, 200);
		// There is one of it for those who share, until the last of them has gone.
		if (i == 1)
			assert_ptr_equal(exchanges[1]->shared, exchanges[4]->shared);
		assert_int_equal(exchanges[i]->shared->users, users[i]);
		exchange_free(exchanges[i]);
	}
	lobby_close(&lobby);
	loop_close(config.loop);
}

static struct wall_time wall_of_test;

static struct wall_time wall_now(void *context)
{
	(void)context;
	return wall_of_test;
}

static char told[200];
static int told_count;

static void note_told(void *arg, const char *json)
{
	(void)arg;
	snprintf(told, sizeof told, "%s", json);
	told_count++;
}

static bool somebody_watches(void *arg)
{
	(void)arg;
	return true;
}

// Whoever asks for today now: the answer, and whether it was there at once.
static void asks_today(struct lobby *lobby, int *ready, const char *text, bool at_once)
{
	int connection = 0;
	struct exchange *exchange = exchange_make(lobby, &connection, "GET", "/api/today");

	*ready = 0;
	exchange->state = EXCHANGE_ASKED;
	exchange->answer.status = 200;
	lobby_today(lobby, exchange);
	lobby_admit(lobby, 1);
	assert_int_equal(*ready, at_once);
	while (*ready == 0) {
		assert_true(loop_run_once(lobby->config->loop, 10) >= 0);
		lobby_admit(lobby, 1);
	}
	assert_string_equal(exchange_text(exchange), text);
	exchange_free(exchange);
}

static void is_told(struct lobby *lobby, const char *patch, int count)
{
	char etag[REPLY_ETAG], wanted[100];

	while (told_count < count)
		assert_true(loop_run_once(lobby->config->loop, 10) >= 0);
	assert_int_equal(told_count, count);
	reply_etag(lobby->today.answer->text, etag);
	snprintf(wanted, sizeof wanted, "\"to\":%s,\"patch\":%s}", etag, patch);
	assert_non_null(strstr(told, wanted));
}

static void today_is_read_once_for_all_while_it_is_right_and_told_when_it_is_another(void **state)
{
	const struct env env = {.mono = clock_now, .wall = wall_now};
	struct web web = {.database = "x"};
	struct http_config config = {.env = &env, .web = &web, .read_job = "read"};
	struct lobby lobby;
	int ready = 0;

	(void)state;
	assert_int_equal(loop_open(&config.loop, &env), 0);
	lobby_open(&lobby, &config, count_ready, note_due, &ready);
	lobby.today.tell = note_told;
	lobby.today.watched = somebody_watches;
	asks_today(&lobby, &ready, "{\"n\":1}", false);
	asks_today(&lobby, &ready, "{\"n\":1}", true);
	assert_int_equal(told_count, 0); // nobody had another before
	// Rows were written: told, without anybody's asking, and kept again.
	lobby_moved(&lobby);
	lobby_moved(&lobby);
	is_told(&lobby, "{\"set\":{\"n\":2}}", 1);
	asks_today(&lobby, &ready, "{\"n\":2}", true);
	// Who asks after rows were written is answered with these, however soon.
	lobby_moved(&lobby);
	asks_today(&lobby, &ready, "{\"n\":3}", false);
	is_told(&lobby, "{\"set\":{\"n\":3}}", 2);
	// The clock alone makes something overdue: no answer is kept for longer than its minute ...
	wall_of_test.ms += 3 * 60000 - 2;
	asks_today(&lobby, &ready, "{\"n\":4}", false);
	is_told(&lobby, "{\"set\":{\"n\":4}}", 3);
	// ... and with the next it is told by itself.
	loop_timer_stop(&lobby.today.timer);
	lobby_moved(&lobby);
	is_told(&lobby, "{\"set\":{\"n\":5}}", 4);
	wall_of_test.ms += 2;
	is_told(&lobby, "{\"set\":{\"n\":6}}", 5);
	lobby_close(&lobby);
	loop_close(config.loop);
}

int main(int argc, char **argv)
{
	if (argc > 2 && strcmp(argv[1], "--job") == 0)
		return read_lines();

	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_client_is_let_in_as_fast_as_its_rate_and_others_do_not_pay_for_it),
		cmocka_unit_test(an_address_is_loopback_or_not_and_nonsense_is_said),
		cmocka_unit_test(a_clients_number_is_its_address_without_the_port),
		cmocka_unit_test(every_reader_gets_every_change_whatever_its_pieces),
		cmocka_unit_test(what_is_apart_is_read_by_whom_it_is_for_and_nobody_else),
		cmocka_unit_test(a_reader_goes_on_after_the_last_it_had_or_is_told_to_look_anew),
		cmocka_unit_test(a_reader_that_falls_behind_the_ring_is_let_go),
		cmocka_unit_test(who_shows_no_session_makes_room_the_oldest_first),
		cmocka_unit_test(of_many_addresses_the_oldest_makes_room_too),
		cmocka_unit_test(nobody_who_is_signed_in_or_being_answered_makes_room),
		cmocka_unit_test(a_host_is_this_machine_by_its_own_address_or_nobody),
		cmocka_unit_test(a_turn_lets_so_many_in_and_the_others_in_the_order_they_came),
		cmocka_unit_test(who_asks_the_same_before_it_is_read_shares_the_answer),
		cmocka_unit_test(
			today_is_read_once_for_all_while_it_is_right_and_told_when_it_is_another),
		cmocka_unit_test(who_waits_is_let_out_when_it_closes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
