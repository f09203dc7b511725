// SPDX-License-Identifier: GPL-3.0-or-later
// The few reasons for which anything in the host can fail. A refusal by policy is never one of
// them.
#ifndef BASE_ERR_H
#define BASE_ERR_H

// Returned negative: `return -ERR_FULL;`. 0 or a count is success.
enum err {
	ERR_ARG = 1,   // the caller's values make no sense together, or a name is not known
	ERR_NOT_FOUND, // no such row, file, port or bank
	ERR_EXISTS,    // it is there already, and only one may be
	ERR_BUSY,      // somebody else holds it (a lock, a port); trying later may help
	ERR_FULL,      // no room: a queue, a buffer, a disk
	ERR_DENIED,    // the operating system does not permit it
	ERR_IO,	       // the device or the disk failed while in use
	ERR_GONE,      // it was there and went away: unplugged, hung up, closed
	ERR_FORMAT,    // bytes that do not mean what they should
	ERR_NEWER,     // written by a newer version than this program
	ERR_NO_MEMORY, // allocation failed
};

// A few words for a log line or the end of a sentence; never NULL. Takes ERR_IO and -ERR_IO alike.
const char *err_str(int code);

// The negative enum err that fits the operating system's errno best.
int err_from_errno(int system_errno);

#endif
