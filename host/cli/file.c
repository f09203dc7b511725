// SPDX-License-Identifier: GPL-3.0-or-later
// Reads a file with a limit, and says in one sentence why not.
#include "cli/file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "cli/command.h"

int file_read(const char *path, size_t max, char **out_text, size_t *out_len)
{
	FILE *in = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
	char *text = in ? malloc(max + 2) : NULL;
	size_t len = text ? fread(text, 1, max + 1, in) : 0;
	int err = 0;

	if (!in) {
		err = err_from_errno(errno);
		call_fail(0, "cannot read %s: %s.", path, strerror(errno));
	} else if (text && ferror(in) && errno == EISDIR) {
		err = -ERR_IO;
		call_fail(0, "%s is a folder: name the file in it.", path);
	} else if (!text || ferror(in)) {
		err = -ERR_IO;
		call_fail(0, "reading %s failed.", path);
	} else if (len > max) {
		err = -ERR_FULL;
		call_fail(0, "%s is longer than %zu bytes; split it.", path, max);
	}
	if (in && in != stdin)
		fclose(in);
	if (err < 0) {
		free(text);
		return err;
	}
	text[len] = '\0';
	*out_text = text;
	*out_len = len;
	return 0;
}

void file_forget(char *text)
{
	if (text)
		explicit_bzero(text, strlen(text));
	free(text);
}
