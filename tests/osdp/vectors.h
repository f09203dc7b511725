// SPDX-License-Identifier: GPL-3.0-or-later
// Other people's frames against our code: the same checks for the host's compilers and avr-gcc, so
// without cmocka, stdio and heap.
#ifndef TESTS_OSDP_VECTORS_H
#define TESTS_OSDP_VECTORS_H

#include <stdint.h>

// One check: the session or edge case, the frame or step in it, and whether it held.
typedef void (*vector_report)(const char *name, uint8_t number, const char *what, int held);

// Every check there is: check characters, the frames of a1 and a2 read at every split point and
// written again, those sessions played by our control panel, the edge cases answered by our bank;
// on the host also the frames of the secure sessions, read and written with the MACs they carry.
void vectors_check_all(vector_report report);

#endif
