// SPDX-License-Identifier: GPL-3.0-or-later
// A technician flashes the bank over USB: avrdude, unchanged, talks to the Mega's own bootloader in
// the emulated chip, verifies, and the bank starts. The cabinet held another image before.
#include "running.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define BOOTLOADER                                                                                 \
	"/usr/share/arduino/hardware/arduino/avr/bootloaders/stk500v2/stk500boot_v2_mega2560.hex"

static void the_bank_is_flashed_over_usb_through_the_boards_bootloader(void **state)
{
	(void)state;
	static const char *const arguments[] = {"--firmware", AVR_IMAGES "/blink.elf", "--doors",
		"8", "--address", "1", "--line", "@/tty", "--control", "@/control", "--state",
		"@/one", "--port", "usb", "--bootloader", BOOTLOADER, NULL};
	char command[400];
	if (access(BOOTLOADER, R_OK))
		fail_msg("no bootloader: install arduino-core-avr (scripts/bootstrap test)");
	struct run run = start(arguments);
	wait_ready(&run);
	int control = dial("control");
	assert_true(control >= 0);
	assert_null(strstr(ask(control, "state"), "See the office"));
	// avrdude pulls DTR, which a pseudo-terminal does not have.
	assert_string_equal(ask(control, "reset dtr"), "ok");
	snprintf(command, sizeof command,
		"avrdude -q -q -p atmega2560 -c wiring -P %s/tty -b 115200 -D -U "
		"flash:w:%s/bank.hex:i 2>/dev/null",
		folder, AVR_IMAGES);
	assert_int_equal(system(command), 0);
	wait_state(control, "See the office"); // no host: the bank's own words
	close(control);
	finish(&run);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_bank_is_flashed_over_usb_through_the_boards_bootloader),
	};
	return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
