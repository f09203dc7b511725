// SPDX-License-Identifier: GPL-3.0-or-later
// The command line of bank-emulator (design.md section 6).
#ifndef EMULATOR_FLAGS_H
#define EMULATOR_FLAGS_H

#include "../cabinet.h"

struct flags {
	struct cabinet_options cabinet;
	uint8_t key[16];
	const char *line, *control, *bus;
	enum cabinet_port port;
	bool help;
};

// 0, or -1 with one sentence in `why`. Strings stay argv's; `cabinet.key` points into the struct.
int flags_read(struct flags *flags, int argc, char **argv, char *why, size_t why_size);
extern const char flags_help[];

#endif
