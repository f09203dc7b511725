// SPDX-License-Identifier: GPL-3.0-or-later
#include "flags.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

const char flags_help[] =
	"bank-emulator runs a bank's real firmware image in an emulated cabinet, in real time.\n"
	"\n"
	"  --firmware IMAGE.elf  the image, for an ATmega2560\n"
	"  --doors N             8, 16 or 24\n"
	"  --address A           OSDP address, 0 to 126\n"
	"  --line PATH           make the line: a link to a pseudo-terminal, or unix:PATH a "
	"socket\n"
	"  --control PATH        make a Unix socket that takes one command a line\n"
	"  --state DIR           folder where EEPROM, FRAM and clock live\n"
	"optional:\n"
	"  --key HEX             32 hexadecimal digits: the bank's key; without, it has none\n"
	"  --serial N            the bank's serial number (address + 1)\n"
	"  --bus PATH            make (with --line) or join (without) an RS-485 bus of several "
	"cabinets\n"
	"  --port rs485|usb      which port the line is on (rs485)\n"
	"  --lock eject|pull     doors spring open, or open while pulsed (eject)\n"
	"  --seed N              of everything random (address + 1)\n"
	"  --bootloader HEX      Intel HEX bootloader, started first\n"
	"\n"
	"Commands of the control socket, each answered by one line \"ok ...\" or \"error ...\":\n"
	"  tap UID [UID], untap, open N, close N, put N, take N, force N, key N, jam N on|off,\n"
	"  sensor N inside|contact stuck 0|1|ok, chain cut|ok, tamper on|off, button, battery "
	"VOLTS,\n"
	"  mains on|off, power cut|restore, reset dtr|watchdog, stub cut|restore, adapter "
	"unplug|plug,\n"
	"  noise P, state, log\n";

static int number(const char *flag, const char *text, unsigned long most, unsigned long *out,
	char *why, size_t size)
{
	char *end;
	unsigned long value = strtoul(text, &end, 10);
	if (*text < '0' || *text > '9' || *end || value > most) {
		snprintf(why, size, "%s is a number from 0 to %lu, not \"%s\"", flag, most, text);
		return -1;
	}
	*out = value;
	return 0;
}

static int read_key(struct flags *flags, const char *text, char *why, size_t size)
{
	for (unsigned i = 0; i < 16; i++) {
		unsigned byte;
		int used = 0;
		if (strlen(text) != 32 || strspn(text, "0123456789abcdefABCDEF") != 32 ||
			sscanf(text + 2 * i, "%2x%n", &byte, &used) != 1 || used != 2) {
			snprintf(why, size, "--key is 32 hexadecimal digits");
			return -1;
		}
		flags->key[i] = (uint8_t)byte;
	}
	// osdp.md 7.8; the firmware refuses them too, and a bank would then have none.
	bool alike = true, standard = true;
	for (unsigned i = 0; i < 16; i++) {
		alike = alike && flags->key[i] == flags->key[0];
		standard = standard && flags->key[i] == 0x30 + i;
	}
	if (alike || standard) {
		snprintf(why, size, "--key %s is nobody's own key: choose another",
			standard ? "303132..3F, the default key everybody knows,"
				 : "with all bytes alike");
		return -1;
	}
	flags->cabinet.key = flags->key;
	return 0;
}

static int choose(const char *flag, const char *text, const char *first, const char *second,
	int *out, char *why, size_t size)
{
	*out = !strcmp(text, second);
	if (*out || !strcmp(text, first))
		return 0;
	snprintf(why, size, "%s is %s or %s, not \"%s\"", flag, first, second, text);
	return -1;
}

enum flag {
	FIRMWARE = 1,
	DOORS,
	ADDRESS,
	LINE,
	CONTROL,
	STATE,
	KEY,
	SERIAL,
	BUS,
	PORT,
	LOCK,
	SEED,
	BOOTLOADER,
	HELP
};

struct given {
	bool address, seed;
};

static int take(
	struct flags *f, struct given *given, int flag, const char *text, char *why, size_t size)
{
	unsigned long value = 0;
	int choice = 0, result = 0;
	switch ((enum flag)flag) {
	case FIRMWARE:
		f->cabinet.image = text;
		break;
	case DOORS:
		result = number("--doors", text, 24, &value, why, size);
		f->cabinet.doors = (unsigned)value;
		break;
	case ADDRESS:
		result = number("--address", text, 126, &value, why, size);
		f->cabinet.address = (uint8_t)value;
		given->address = true;
		break;
	case LINE:
		f->line = text;
		break;
	case CONTROL:
		f->control = text;
		break;
	case STATE:
		f->cabinet.state = text;
		break;
	case KEY:
		result = read_key(f, text, why, size);
		break;
	case SERIAL:
		result = number("--serial", text, 0xFFFFFFFF, &value, why, size);
		f->cabinet.serial = (uint32_t)value;
		break;
	case BUS:
		f->bus = text;
		break;
	case PORT:
		result = choose("--port", text, "rs485", "usb", &choice, why, size);
		f->port = choice ? CABINET_USB : CABINET_RS485;
		break;
	case LOCK:
		result = choose("--lock", text, "eject", "pull", &choice, why, size);
		f->cabinet.lock = choice ? LOCK_PULL : LOCK_EJECT;
		break;
	case SEED:
		result = number("--seed", text, 0xFFFFFFFF, &value, why, size);
		f->cabinet.seed = value;
		given->seed = true;
		break;
	case BOOTLOADER:
		f->cabinet.bootloader = text;
		break;
	case HELP:
		f->help = true;
		break;
	}
	return result;
}

static int whole(const struct flags *f, const struct given *given, char *why, size_t size)
{
	const char *missing = !f->cabinet.image	    ? "--firmware IMAGE.elf"
			      : !f->cabinet.doors   ? "--doors 8, 16 or 24"
			      : !given->address	    ? "--address A"
			      : !f->control	    ? "--control PATH"
			      : !f->cabinet.state   ? "--state DIR"
			      : !f->line && !f->bus ? "--line PATH, or --bus PATH to join a bus"
						    : NULL;
	if (missing)
		snprintf(why, size, "give %s (--help says more)", missing);
	else if (f->cabinet.doors % 8 || f->cabinet.doors > 24)
		snprintf(why, size, "--doors is 8, 16 or 24, not %u", f->cabinet.doors);
	else if (f->bus && f->port == CABINET_USB)
		snprintf(why, size, "a bus is RS-485: --bus and --port usb do not go together");
	else
		return 0;
	return -1;
}

int flags_read(struct flags *f, int argc, char **argv, char *why, size_t why_size)
{
	static const struct option options[] = {{"firmware", required_argument, NULL, FIRMWARE},
		{"doors", required_argument, NULL, DOORS},
		{"address", required_argument, NULL, ADDRESS},
		{"line", required_argument, NULL, LINE},
		{"control", required_argument, NULL, CONTROL},
		{"state", required_argument, NULL, STATE}, {"key", required_argument, NULL, KEY},
		{"serial", required_argument, NULL, SERIAL}, {"bus", required_argument, NULL, BUS},
		{"port", required_argument, NULL, PORT}, {"lock", required_argument, NULL, LOCK},
		{"seed", required_argument, NULL, SEED},
		{"bootloader", required_argument, NULL, BOOTLOADER},
		{"help", no_argument, NULL, HELP}, {0}};
	struct given given = {0};
	memset(f, 0, sizeof *f);
	opterr = 0;
	for (int flag; (flag = getopt_long(argc, argv, ":", options, NULL)) != -1;) {
		if (flag == '?' || flag == ':') {
			snprintf(why, why_size, flag == ':' ? "%s wants a value" : "%s is no flag",
				argv[optind - 1]);
			return -1;
		}
		if (take(f, &given, flag, optarg, why, why_size))
			return -1;
	}
	if (f->help)
		return 0;
	if (optind < argc) {
		snprintf(why, why_size, "\"%s\" belongs to no flag", argv[optind]);
		return -1;
	}
	f->cabinet.bench = true;
	f->cabinet.started = (int64_t)time(NULL);
	if (!given.seed)
		f->cabinet.seed = f->cabinet.address + 1U;
	return whole(f, &given, why, why_size);
}
