// SPDX-License-Identifier: GPL-3.0-or-later
// bank-emulator as its users meet it: flags, the line's end, the control socket, a bus of two
// processes. In real time, waiting on descriptors only. Image: avr-emulator/chip_probe.c, which on
// USB answers each command letter with itself in lower case and repeats there what RS-485 brings.
#include "running.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <cmocka.h>

#define IMAGE AVR_IMAGES "/chip-probe.elf"

// The probe measures its chip for some 20 ms before it listens; it says how often it has.
static void say_until_heard(int line, char command)
{
	char heard;
	for (unsigned i = 0; i < 100; i++) {
		struct pollfd wait = {.fd = line, .events = POLLIN};
		assert_int_equal(write(line, &command, 1), 1);
		if (poll(&wait, 1, 200) == 1 && read(line, &heard, 1) == 1 &&
			heard == (command | 0x20))
			return;
	}
	fail_msg("no answer to %c", command);
}

static void bad_usage_is_one_sentence_and_exit_2(void **state)
{
	(void)state;
	static const char *const cases[][12] = {{NULL}, {"--fly", NULL}, {"--doors", NULL},
		{"--firmware", IMAGE, NULL},
		{"--firmware", IMAGE, "--doors", "9", "--address", "1", "--control", "@/c",
			"--state", "@/s", NULL},
		{"--doors", "many", NULL}, {"--address", "127", NULL}, {"--key", "12", NULL},
		{"--key", "00000000000000000000000000000000", NULL},
		{"--key", "ffffffffffffffffffffffffffffffff", NULL},
		{"--key", "303132333435363738393A3B3C3D3E3F", NULL}, {"--port", "can", NULL},
		{"--lock", "glue", NULL}, {"more", NULL}};
	for (unsigned i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct run run = start(cases[i]);
		char text[500] = "";
		int status;
		assert_true(read_some(run.err, text, sizeof text - 1) > 0);
		assert_int_equal(waitpid(run.pid, &status, 0), run.pid);
		assert_int_equal(WEXITSTATUS(status), 2);
		assert_int_equal(strncmp(text, "bank-emulator: ", 15), 0);
		assert_ptr_equal(strchr(text, '\n'), text + strlen(text) - 1);
		close(run.out);
		close(run.err);
	}
}

static void help_names_every_flag_and_command(void **state)
{
	(void)state;
	static const char *const help[] = {"--help", NULL};
	struct run run = start(help);
	char text[4000] = "";
	int status;
	for (size_t have = 0; have < sizeof text - 1;) {
		ssize_t got = read_some(run.out, text + have, sizeof text - 1 - have);
		if (got <= 0)
			break;
		have += (size_t)got;
	}
	waitpid(run.pid, &status, 0);
	assert_int_equal(WEXITSTATUS(status), 0);
	assert_non_null(strstr(text, "--firmware"));
	assert_non_null(strstr(text, "adapter unplug|plug"));
	close(run.out);
	close(run.err);
}

static void a_socket_line_carries_bytes_and_the_adapter_can_be_pulled(void **state)
{
	(void)state;
	static const char *const arguments[] = {"--firmware", IMAGE, "--doors", "8", "--address",
		"1", "--line", "unix:@/line", "--control", "@/control", "--state", "@/one",
		"--port", "usb", NULL};
	struct run run = start(arguments);
	wait_ready(&run);
	int line = dial("line"), control = dial("control");
	assert_true(line >= 0 && control >= 0);
	say_until_heard(line, 'I');
	say_until_heard(line, 'L');
	wait_state(control, "\"open\":true");
	assert_string_equal(ask(control, "put 3"), "ok");
	assert_string_equal(ask(control, "close 3"), "ok");
	assert_string_equal(ask(control, "open 99"), "error this cabinet has no such door");
	assert_non_null(strstr(ask(control, "log"), "\"what\":\"latch\",\"door\":3,\"on\":true"));
	assert_string_equal(ask(control, "adapter unplug"), "ok");
	char byte;
	while (read_some(line, &byte, 1) > 0)
		; // answers still on their way, then the hang-up
	close(line);
	assert_int_equal(dial("line"), -1);
	assert_string_equal(ask(control, "adapter plug"), "ok");
	line = dial("line");
	assert_true(line >= 0);
	say_until_heard(line, 'I');
	assert_string_equal(ask(control, "power cut"), "ok");
	wait_state(control, "\"powered\":false");
	assert_string_equal(ask(control, "power restore"), "ok");
	say_until_heard(line, 'I');
	assert_non_null(strstr(ask(control, "state"), "\"resets\":{\"power\":2"));
	close(line);
	close(control);
	finish(&run);
	assert_int_equal(dial("control"), -1);
}

static void a_terminal_line_is_raw_and_stays_when_the_host_closes_it(void **state)
{
	(void)state;
	static const char *const arguments[] = {"--firmware", IMAGE, "--doors", "8", "--address",
		"1", "--line", "@/tty", "--control", "@/control", "--state", "@/one", "--port",
		"usb", NULL};
	char path[100];
	struct run run = start(arguments);
	wait_ready(&run);
	snprintf(path, sizeof path, "%s/tty", folder);
	for (unsigned i = 0; i < 3; i++) {
		int line = open(path, O_RDWR | O_NOCTTY);
		assert_true(line >= 0 && isatty(line));
		say_until_heard(line, 'I');
		close(line);
	}
	finish(&run);
	assert_int_equal(access(path, F_OK), -1);
}

static void another_address_than_the_benchs_is_refused(void **state)
{
	(void)state;
	static const char *const arguments[] = {"--firmware", IMAGE, "--doors", "8", "--address",
		"2", "--line", "@/tty", "--control", "@/control", "--state", "@/one", NULL};
	struct run run = start(arguments);
	char text[300] = "";
	int status;
	assert_true(read_some(run.err, text, sizeof text - 1) > 0);
	waitpid(run.pid, &status, 0);
	assert_int_equal(WEXITSTATUS(status), 1);
	assert_string_equal(text, "bank-emulator: this cabinet's EEPROM says address 1, not 2\n");
	close(run.out);
	close(run.err);
}

// Calls a probe, again while it does not listen yet, and reads its twenty bytes.
static void call(int line, char name)
{
	char heard[20];
	struct pollfd wait = {.fd = line, .events = POLLIN};
	for (unsigned i = 0; i < 10; i++) {
		assert_int_equal(write(line, &name, 1), 1);
		if (poll(&wait, 1, 2000) != 1)
			continue;
		read_exactly(line, heard, sizeof heard);
		assert_memory_equal(heard, "0123456789", 10);
		return;
	}
	fail_msg("no answer from %c", name);
}

static void two_processes_share_a_bus_and_one_can_lose_its_power(void **state)
{
	(void)state;
	static const char *const end[] = {"--firmware", IMAGE, "--doors", "8", "--address", "1",
		"--line", "unix:@/line", "--bus", "@/bus", "--control", "@/control", "--state",
		"@/one", NULL};
	static const char *const other[] = {"--firmware", IMAGE, "--doors", "8", "--address", "2",
		"--bus", "@/bus", "--control", "@/other", "--state", "@/two", NULL};
	struct run first = start(end);
	wait_ready(&first);
	struct run second = start(other);
	wait_ready(&second);
	int line = dial("line"), control = dial("control"), at_other = dial("other");
	assert_true(line >= 0 && control >= 0 && at_other >= 0);
	// P + its address on the line makes a probe send its twenty bytes.
	call(line, 'Q');
	call(line, 'R');
	assert_string_equal(ask(control, "power cut"), "ok");
	call(line, 'R');
	assert_string_equal(ask(at_other, "adapter unplug"),
		"error only the emulator that made the line has its adapter");
	assert_string_equal(ask(control, "power restore"), "ok");
	assert_non_null(strstr(ask(at_other, "state"), "\"fought_bytes\":0"));
	wait_state(control, "\"resets\":{\"power\":2");
	finish(&second);
	call(line, 'Q');
	close(line);
	close(control);
	close(at_other);
	finish(&first);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bad_usage_is_one_sentence_and_exit_2),
		cmocka_unit_test(help_names_every_flag_and_command),
		cmocka_unit_test(a_socket_line_carries_bytes_and_the_adapter_can_be_pulled),
		cmocka_unit_test(a_terminal_line_is_raw_and_stays_when_the_host_closes_it),
		cmocka_unit_test(another_address_than_the_benchs_is_refused),
		cmocka_unit_test(two_processes_share_a_bus_and_one_can_lose_its_power),
	};
	return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
