// SPDX-License-Identifier: GPL-3.0-or-later
// Secure Channel against other people's frames: the same checks for the host's compilers and
// avr-gcc, so without cmocka, stdio and heap.
#ifndef TESTS_OSDP_SECURE_VECTORS_H
#define TESTS_OSDP_SECURE_VECTORS_H

#include "vectors.h"

// AES, keys, cryptograms, MACs, padding: the published examples and the computed cases.
void secure_check_primitives(vector_report report);

// Every frame of the secure sessions rebuilt byte for byte from its decoded fields, keys and random
// numbers, commands by our control panel, and judged by the end that would receive it. Those that
// are not of the standard are refused instead.
void secure_check_sessions(vector_report report);

// n27 to n33 and s01 to s17: what a bank with a channel answers, row by row of osdp.md 9.1.
void secure_check_edges(vector_report report);

// For secure_edges.c: copies step `number` of an edge case out; returns its length, 0 for none.
uint16_t secure_edge(const char *name, uint8_t number, uint8_t *out);
void secure_bench_key(uint8_t *out);

#endif
