// SPDX-License-Identifier: GPL-3.0-or-later
// The command's end of the socket beside the database.
#ifndef CLI_SOCKET_H
#define CLI_SOCKET_H

#include <jansson.h>

// Sends request as one line and waits for the one line of the answer, 30 s at the most.
// -ERR_NOT_FOUND: nobody listens at path. -ERR_BUSY, -ERR_GONE, -ERR_FORMAT, -ERR_DENIED.
int socket_ask(const char *path, const json_t *request, json_t **out_answer);

#endif
