// SPDX-License-Identifier: GPL-3.0-or-later
// What a browser chose that is no text: said in the words of the imports (register/text_file.h),
// from its bytes in hex, since a text of JSON can only carry what is text already.
#include <stdlib.h>
#include <string.h>

#include "api/handler.h"
#include "base/err.h"
#include "register/text_file.h"

static int digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// In place; the number of bytes, or negative where it is no hex.
static int bytes_of(char *hex)
{
	size_t len = strlen(hex) / 2;

	if (strlen(hex) % 2)
		return -ERR_FORMAT;
	for (size_t i = 0; i < len; i++) {
		int high = digit(hex[2 * i]), low = digit(hex[2 * i + 1]);

		if (high < 0 || low < 0)
			return -ERR_FORMAT;
		hex[i] = (char)(high << 4 | low);
	}
	hex[len] = '\0';
	return (int)len;
}

int request_file_check(struct api_call *call)
{
	const char *given = api_text(call, "hex", "");
	char *hex = given ? strdup(given) : NULL;
	char why[FILE_WHY] = "";
	int len, err;

	if (!hex)
		return given ? api_failed(call, "Reading the file", -ERR_NO_MEMORY) : -1;
	len = bytes_of(hex);
	err = len < 0 ? len : text_file_check(hex, (size_t)len, why);
	free(hex);
	if (len < 0)
		return api_refuse(call, "\"hex\" is the bytes of a file, two digits each.");
	return api_end(call, err, why, "It is text.");
}
