// SPDX-License-Identifier: GPL-3.0-or-later
// A whole file into memory, for commands that import one.
#ifndef CLI_FILE_H
#define CLI_FILE_H

#include <stddef.h>

#define FILE_READ_MAX (900u << 10) // so that it fits into one request (service/server.h)

// Reads path ("-": standard input) of at most max bytes; the text is zero-terminated and freed with
// file_forget. Negative enum err, the sentence already said.
int file_read(const char *path, size_t max, char **out_text, size_t *out_len);
// Overwrites and frees: it may be a register of children.
void file_forget(char *text);

#endif
