// SPDX-License-Identifier: GPL-3.0-or-later
// The tests' end of the bench: the model, its carrier, and the conversation with the child.
#include "usb_rig.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "port/port.h"

const char *usb_program;

void count_reset(void *arg)
{
	++*(unsigned *)arg;
}

void start_child(struct bench *bench, bool weak)
{
	int to[2], from[2];

	assert_int_equal(pipe(to), 0);
	assert_int_equal(pipe(from), 0);
	bench->pid = fork();
	assert_true(bench->pid >= 0);
	if (bench->pid == 0) {
		dup2(to[0], STDIN_FILENO);
		dup2(from[1], STDOUT_FILENO);
		close(to[0]);
		close(to[1]);
		close(from[0]);
		close(from[1]);
		// What root may do to any file; without, root is refused as anybody is.
		if (weak && geteuid() == 0)
			execlp("setpriv", "setpriv",
				"--bounding-set=-dac_override,-dac_read_search", usb_program,
				"child", (char *)NULL);
		else
			execl(usb_program, usb_program, "child", (char *)NULL);
		_exit(127);
	}
	close(to[0]);
	close(from[1]);
	bench->to = fdopen(to[1], "w");
	bench->from = fdopen(from[0], "r");
	setvbuf(bench->from, NULL, _IONBF, 0);
}

void end_child(struct bench *bench)
{
	int status;

	fclose(bench->to);
	fclose(bench->from);
	assert_int_equal(waitpid(bench->pid, &status, 0), bench->pid);
	assert_int_equal(status, 0);
}

void plug(struct bench *bench, const char *serial)
{
	mega16u2_init(&bench->mega, serial, count_reset, &bench->resets);
	usbfs_plug(bench->fs, &bench->mega.model, 1, ++bench->address);
}

void plug_other(struct bench *bench, const char *serial)
{
	bench->other_fs = usbfs_open(bench->fs);
	mega16u2_init(&bench->other, serial, count_reset, &bench->resets);
	usbfs_plug(bench->other_fs, &bench->other.model, 2, ++bench->address);
}

static void command(struct bench *bench, const char *words)
{
	fprintf(bench->to, "%s\n", words);
	fflush(bench->to);
}

static void hear(struct bench *bench, char *line, size_t size)
{
	struct pollfd answer = {.fd = fileno(bench->from), .events = POLLIN};

	assert_int_equal(poll(&answer, 1, USB_WAIT_MS), 1);
	assert_non_null(fgets(line, (int)size, bench->from));
	line[strcspn(line, "\n")] = '\0';
}

void expect(struct bench *bench, const char *words)
{
	char line[2 * PORT_QUEUE + 64];

	hear(bench, line, sizeof line);
	if (!strstr(line, words))
		fail_msg("heard \"%s\", expected \"%s\"", line, words);
}

void say(struct bench *bench, const char *words, const char *answer)
{
	command(bench, words);
	expect(bench, answer);
}

struct usbfs_use use(struct bench *bench)
{
	struct usbfs_use seen;

	usbfs_used(bench->fs, &seen);
	return seen;
}

void host_hears(struct bench *bench, size_t len)
{
	char line[2 * PORT_QUEUE + 64];
	size_t heard = 0;

	while (heard < len) {
		hear(bench, line, sizeof line);
		assert_memory_equal(line, "bytes ", 6);
		for (const char *at = line + 6; *at; at += 2, heard++) {
			unsigned byte;

			assert_int_equal(sscanf(at, "%2x", &byte), 1);
			assert_int_equal(byte, (uint8_t)(heard * 5 + 3));
		}
	}
	assert_int_equal(heard, len);
}

void mega_says(struct bench *bench, size_t len)
{
	for (size_t at = 0; at < len; at++) {
		uint8_t byte = (uint8_t)(at * 5 + 3);

		until(bench, bench->mega.to_host.count < MEGA_RING);
		usbfs_lock(bench->fs);
		assert_int_equal(mega16u2_hear(&bench->mega, &byte, 1), 1);
		usbfs_unlock(bench->fs);
	}
}

void mega_hears(struct bench *bench, size_t len)
{
	uint8_t bytes[MEGA_RING];

	for (size_t heard = 0; heard < len;) {
		size_t got;

		until(bench, bench->mega.to_mega.count > 0);
		usbfs_lock(bench->fs);
		got = mega16u2_say(&bench->mega, bytes, sizeof bytes);
		usbfs_unlock(bench->fs);
		for (size_t i = 0; i < got; i++, heard++)
			assert_int_equal(bytes[i], (uint8_t)(heard * 7 + 1));
		assert_true(heard <= len);
	}
}

void bytes_pass_both_ways(struct bench *bench)
{
	say(bench, "send 35", "sent 0");
	mega_hears(bench, 35);
	mega_says(bench, 32);
	host_hears(bench, 32);
}

int set_up(void **state)
{
	struct bench *bench = calloc(1, sizeof *bench);

	bench->fs = usbfs_open(NULL);
	bench->address = 4;
	start_child(bench, false);
	*state = bench;
	return 0;
}

int tear_down(void **state)
{
	struct bench *bench = *state;

	end_child(bench);
	usbfs_close(bench->other_fs);
	usbfs_close(bench->fs);
	free(bench);
	return 0;
}
