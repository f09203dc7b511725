// SPDX-License-Identifier: GPL-3.0-or-later
// Runs a test image on libsimavr and reads what it says through UART0.
#include "run_image.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <avr_uart.h>
#include <sim_avr.h>
#include <sim_elf.h>

#include <cmocka.h>

// Simulated seconds after which an image counts as hung; the longest takes about three.
#define PATIENCE_CYCLES (60ull * 16000000)

// The library keeps what it read of an image, and the core it made, until the program ends.
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:libsimavr";
}

static char said[8192];
static size_t said_len;

static void hear(struct avr_irq_t *irq, uint32_t value, void *arg)
{
	(void)irq;
	(void)arg;
	if (said_len + 1 < sizeof said)
		said[said_len++] = (char)value;
}

static void quiet(avr_t *avr, const int level, const char *format, va_list args)
{
	(void)avr;
	(void)level;
	(void)format;
	(void)args;
}

const char *run_image(const char *image, unsigned *out_passed, unsigned *out_failed)
{
	char path[512];
	elf_firmware_t firmware = {0};
	uint32_t no_flags = 0;
	avr_t *avr;
	int state = cpu_Running;
	const char *line;

	snprintf(path, sizeof path, "%s/%s", AVR_IMAGES, image);
	avr_global_logger_set(quiet);
	assert_int_equal(elf_read_firmware(path, &firmware), 0);
	avr = avr_make_mcu_by_name("atmega2560");
	assert_non_null(avr);
	avr_init(avr);
	avr->frequency = 16000000;
	avr_load_firmware(avr, &firmware);
	// Before anything else: the defaults are slow and write past their own buffer (avr.md 6,
	// 12).
	avr_ioctl(avr, AVR_IOCTL_UART_SET_FLAGS('0'), &no_flags);
	avr_irq_register_notify(
		avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_OUTPUT), hear, NULL);
	avr->run_cycle_limit = 1000;
	memset(said, 0, sizeof said);
	said_len = 0;
	while (state != cpu_Done && state != cpu_Crashed && avr->cycle < PATIENCE_CYCLES)
		state = avr_run(avr);
	print_message("%s: %llu cycles\n%s", image, (unsigned long long)avr->cycle, said);
	assert_int_equal(state, cpu_Done);
	line = strstr(said, " passed, ");
	assert_non_null(line);
	while (line > said && line[-1] != '\n')
		line--;
	assert_int_equal(sscanf(line, "%u passed, %u failed", out_passed, out_failed), 2);
	avr_terminate(avr);
	return said;
}
