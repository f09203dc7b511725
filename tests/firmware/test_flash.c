// SPDX-License-Identifier: GPL-3.0-or-later
// A technician's way: avrdude over the USB port, through the boot loader an Arduino Mega has. The
// emulated chip runs in step with the wall clock here, since avrdude is a program of its own.
#include "panel.h"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#define BOOT_LOADER                                                                                \
	"/usr/share/arduino/hardware/arduino/avr/bootloaders/stk500v2/stk500boot_v2_mega2560.hex"
enum { PATIENCE_S = 60 };

static void older_behind_the_boot_loader(struct cabinet_options *options)
{
	options->image = AVR_IMAGES "/bank-older.elf";
	options->bootloader = BOOT_LOADER;
}

// The protocol of the image on the chip.
static uint8_t speaks(struct panel *p)
{
	uint8_t request[BANK_HELLO_REQUEST_SIZE];
	struct bank_hello hello;

	panel_restart(p);
	panel_expect(
		p, OSDP_MFG, request, (uint16_t)bank_write_hello_request(request), OSDP_MFGREP);
	assert_true(bank_read_hello(p->reply.data, p->reply.len, &hello) >= BANK_HELLO_GOOD);
	return hello.protocol;
}

static pid_t programmer(const char *port)
{
	pid_t child = fork();

	assert_int_not_equal(child, -1);
	if (child == 0) {
		execlp("avrdude", "avrdude", "-q", "-q", "-p", "m2560", "-c", "wiring", "-P", port,
			"-b", "115200", "-D", "-U", "flash:w:" AVR_IMAGES "/bank.hex:i", NULL);
		_exit(127);
	}
	return child;
}

static uint64_t wall_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000ULL + (uint64_t)now.tv_nsec;
}

// Carries bytes between the pseudo-terminal and the chip until the child ends; its exit status.
static int carry(struct panel *p, int tty, pid_t child)
{
	uint64_t wall = wall_ns(), simulated = cabinet_now_ns(p->cabinet);
	int status;

	while (waitpid(child, &status, WNOHANG) == 0) {
		struct pollfd ready = {.fd = tty, .events = POLLIN};
		struct cabinet_byte out[256];
		uint8_t bytes[256];
		size_t taken;

		if (poll(&ready, 1, 1) > 0 && (ready.revents & POLLIN)) {
			ssize_t got = read(tty, bytes, sizeof bytes);

			if (got > 0)
				cabinet_feed(p->cabinet, CABINET_USB, bytes, (size_t)got);
		}
		cabinet_run_until(p->cabinet, simulated + (wall_ns() - wall));
		taken = cabinet_take(p->cabinet, CABINET_USB, out, sizeof out / sizeof *out);
		for (size_t i = 0; i < taken; i++)
			assert_int_equal(write(tty, &out[i].value, 1), 1);
		if (wall_ns() - wall > PATIENCE_S * 1000000000ULL) {
			kill(child, SIGKILL);
			fail_msg("avrdude did not end in %d s", PATIENCE_S);
		}
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void a_technician_flashes_the_image_through_the_boot_loader(void **state)
{
	(void)state;
	struct panel *p;
	struct termios raw;
	char name[64];
	int tty, slave;

	if (access(BOOT_LOADER, R_OK) != 0 || system("avrdude -? >/dev/null 2>&1") != 0) {
		print_message("needs arduino-core-avr and avrdude\n");
		skip();
	}
	p = panel_open(8, older_behind_the_boot_loader);
	p->port = CABINET_USB;
	panel_run_ms(p, 2000);
	assert_int_equal(speaks(p), 0);

	assert_int_equal(openpty(&tty, &slave, name, NULL, NULL), 0);
	assert_int_equal(tcgetattr(slave, &raw), 0);
	cfmakeraw(&raw);
	assert_int_equal(tcsetattr(slave, TCSANOW, &raw), 0);
	// Opening the port pulls DTR on a real one; a pseudo-terminal has none.
	cabinet_reset(p->cabinet, RESET_DTR);
	assert_int_equal(carry(p, tty, programmer(name)), 0); // written, read back, compared
	close(slave);
	close(tty);

	panel_run_ms(p, 2500);
	assert_int_equal(speaks(p), BANK_PROTOCOL); // the image that was flashed is running
	panel_expect(p, OSDP_ID, "\0", 1, OSDP_PDID);
	assert_int_equal(osdp_read_u32(p->reply.data + 5), PANEL_SERIAL); // the EEPROM kept
	panel_close(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_technician_flashes_the_image_through_the_boot_loader),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
