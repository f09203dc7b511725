// SPDX-License-Identifier: GPL-3.0-or-later
// Words for error codes, and the one translation from errno.
#include "base/err.h"

#include <errno.h>

const char *err_str(int code)
{
	switch ((enum err)(code < 0 ? -code : code)) {
	case ERR_ARG:
		return "not a usable value";
	case ERR_NOT_FOUND:
		return "not found";
	case ERR_EXISTS:
		return "there already";
	case ERR_BUSY:
		return "in use";
	case ERR_FULL:
		return "no room left";
	case ERR_DENIED:
		return "permission denied";
	case ERR_IO:
		return "input or output failed";
	case ERR_GONE:
		return "gone";
	case ERR_FORMAT:
		return "not in the expected form";
	case ERR_NEWER:
		return "from a newer version";
	case ERR_NO_MEMORY:
		return "out of memory";
	}
	return code == 0 ? "no error" : "unknown error";
}

int err_from_errno(int system_errno)
{
	switch (system_errno) {
	case EINVAL:
	case ENAMETOOLONG:
		return -ERR_ARG;
	case ENOENT:
	case ENOTDIR:
	case ENODEV:
	case ENXIO:
		return -ERR_NOT_FOUND;
	case EEXIST:
	case EADDRINUSE:
		return -ERR_EXISTS;
	case EBUSY:
	case EAGAIN:
		return -ERR_BUSY;
	case ENOSPC:
	case EDQUOT:
		return -ERR_FULL;
	case EACCES:
	case EPERM:
	case EROFS:
		return -ERR_DENIED;
	case EPIPE:
	case ECONNRESET:
	case ECONNREFUSED:
		return -ERR_GONE;
	case ENOMEM:
		return -ERR_NO_MEMORY;
	default:
		return -ERR_IO;
	}
}
