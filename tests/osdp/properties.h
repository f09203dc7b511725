// SPDX-License-Identifier: GPL-3.0-or-later
// What must hold for any bytes whatever. Aborts (assert) where it does not, so that the fuzzer and
// the test that replays its kind of input share one text.
#ifndef TESTS_OSDP_PROPERTIES_H
#define TESTS_OSDP_PROPERTIES_H

#include <stddef.h>
#include <stdint.h>

// `data` as the payload of every message that has a struct: read and written again it is the same,
// to the byte, and nothing is read past its end.
void property_payload(const uint8_t *data, size_t len);

// `data` as a stream into a reader with room for any frame, in pieces that `pieces` decides: it
// finds exactly the frames that a plain search of the whole stream finds.
void property_stream(const uint8_t *data, size_t len, uint32_t pieces);

// `data` as what a bank and its host hear, with pauses: the bank's answers are well-formed frames
// of its own address, never two to one frame, and a latch is on only for an OUT that was in it.
void property_sessions(const uint8_t *data, size_t len, uint32_t pieces);

// Data sealed and opened is the same, moves both chains alike, and what the holder of a session's
// keys sends as any command, under any block type, is answered, executed at most once, and refused
// where no encoder makes it.
void property_sealed(const uint8_t *data, size_t len);

#endif
