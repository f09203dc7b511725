#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# test_skiplint.sh SKIPLINT IMAGE...: the lint flags each form of the bad pair, nothing else, and
# not the images given.
set -eu
lint=$1
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

judged() { # judged good|bad INSTRUCTIONS
	printf '%b\n' "$2" >"$work/case.s"
	avr-gcc -mmcu=atmega2560 -nostdlib -o "$work/case.elf" "$work/case.s"
	if "$lint" "$work/case.elf" >/dev/null; then found=good; else found=bad; fi
	[ "$found" = "$1" ] || { echo "judged $found, is $1: $2"; exit 1; }
}

judged bad 'sbrc r24, 2\nadiw r24, 12'
judged bad 'sbrs r1, 0\nadiw r30, 15'
judged bad 'cpse r1, r2\nsbiw r26, 28'
judged bad 'sbic 5, 1\nsbiw r28, 63'
judged bad 'sbis 5, 1\nadiw r24, 45'
judged good 'sbrc r24, 2\nadiw r24, 11'
judged good 'sbrc r24, 2\nadiw r24, 16'
judged good 'sbrc r24, 2\nsubi r24, 12'
judged good 'sbrc r24, 2\nnop\nadiw r24, 12'
"$lint" "$@"
echo "9 pairs judged rightly, $# images clean"
