// SPDX-License-Identifier: GPL-3.0-or-later
// What messages.def says, as functions. Switches rather than arrays: on the AVR an array of rows
// would be copied to RAM.
#include "osdp/message.h"

static enum osdp_fit fit(uint16_t len, uint16_t min, uint16_t max, uint8_t unit)
{
	if (len < min || len > max || (unit > 1 && (uint16_t)(len - min) % unit != 0))
		return OSDP_FIT_LENGTH;
	return OSDP_FIT_GOOD;
}

enum osdp_fit osdp_command_fit(uint8_t code, uint16_t len)
{
	switch (code) {
#define OSDP_COMMAND(code, name, min, max, unit, profile, ack, answer)                             \
	case code:                                                                                 \
		return fit(len, min, max, unit);
#define OSDP_REPLY(code, name, min, max, unit, profile)
#include "osdp/messages.def"
#undef OSDP_COMMAND
#undef OSDP_REPLY
	}
	return OSDP_FIT_UNKNOWN;
}

enum osdp_fit osdp_reply_fit(uint8_t code, uint16_t len)
{
	switch (code) {
#define OSDP_COMMAND(code, name, min, max, unit, profile, ack, answer)
#define OSDP_REPLY(code, name, min, max, unit, profile)                                            \
	case code:                                                                                 \
		return fit(len, min, max, unit);
#include "osdp/messages.def"
#undef OSDP_COMMAND
#undef OSDP_REPLY
	}
	return OSDP_FIT_UNKNOWN;
}

bool osdp_command_in_profile(uint8_t code)
{
	switch (code) {
#define OSDP_COMMAND(code, name, min, max, unit, profile, ack, answer)                             \
	case code:                                                                                 \
		return profile;
#define OSDP_REPLY(code, name, min, max, unit, profile)
#include "osdp/messages.def"
#undef OSDP_COMMAND
#undef OSDP_REPLY
	}
	return false;
}

// What a POLL may be answered by (osdp.md section 4): any event, but no answer that only a
// question brings.
static bool is_event(uint8_t reply)
{
	return reply != OSDP_PDID && reply != OSDP_PDCAP && reply != OSDP_COM &&
	       reply != OSDP_CCRYPT && reply != OSDP_RMAC_I &&
	       osdp_reply_fit(reply, 0) != OSDP_FIT_UNKNOWN;
}

bool osdp_reply_answers(uint8_t command, uint8_t reply)
{
	if (reply == OSDP_NAK || reply == OSDP_BUSY)
		return true;
	if (command == OSDP_POLL)
		return is_event(reply);
	switch (command) {
#define OSDP_COMMAND(code, name, min, max, unit, profile, ack, answer)                             \
	case code:                                                                                 \
		return (ack && reply == OSDP_ACK) || (answer && reply == answer);
#define OSDP_REPLY(code, name, min, max, unit, profile)
#include "osdp/messages.def"
#undef OSDP_COMMAND
#undef OSDP_REPLY
	}
	return reply == OSDP_ACK;
}

#ifndef __AVR__
const char *osdp_command_name(uint8_t code)
{
	switch (code) {
#define OSDP_COMMAND(code, name, min, max, unit, profile, ack, answer)                             \
	case code:                                                                                 \
		return #name;
#define OSDP_REPLY(code, name, min, max, unit, profile)
#include "osdp/messages.def"
#undef OSDP_COMMAND
#undef OSDP_REPLY
	}
	return "?";
}

const char *osdp_reply_name(uint8_t code)
{
	switch (code) {
#define OSDP_COMMAND(code, name, min, max, unit, profile, ack, answer)
#define OSDP_REPLY(code, name, min, max, unit, profile)                                            \
	case code:                                                                                 \
		return #name;
#include "osdp/messages.def"
#undef OSDP_COMMAND
#undef OSDP_REPLY
	}
	return "?";
}

const char *osdp_nak_name(uint8_t reason)
{
	static const char *const names[] = {
		[OSDP_NAK_CHECK] = "check characters",
		[OSDP_NAK_LENGTH] = "length",
		[OSDP_NAK_UNKNOWN] = "command not supported",
		[OSDP_NAK_SEQUENCE] = "sequence number",
		[OSDP_NAK_SECURITY] = "security block not supported",
		[OSDP_NAK_SECURE] = "not in the clear",
		[OSDP_NAK_RECORD] = "nothing there to do that to",
	};

	if (reason < sizeof names / sizeof *names && names[reason])
		return names[reason];
	return "another reason";
}
#endif
