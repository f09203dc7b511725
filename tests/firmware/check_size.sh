#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# check_size.sh IMAGE.elf: prints the image's flash and static RAM, and fails over the budget of
# design.md section 9 (48 KiB of flash) or where an allocator was linked. RAM with stack is measured
# running: firmware/budgets.
set -eu
avr-size "$1" | awk 'NR == 2 { flash = $1 + $2; ram = $2 + $3
	printf "flash %d of %d bytes, static RAM %d bytes\n", flash, 48 * 1024, ram
	exit flash >= 48 * 1024 }'
if avr-nm "$1" | grep -wE 'malloc|calloc|realloc|free|__malloc_heap_start'; then
	echo "$1: the firmware has no heap (design.md section 9)"
	exit 1
fi
