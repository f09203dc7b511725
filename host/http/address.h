// SPDX-License-Identifier: GPL-3.0-or-later
// Where to listen: "127.0.0.1:8080", "[::1]:8080", "192.168.1.5:8443", "8080" (loopback).
#ifndef HTTP_ADDRESS_H
#define HTTP_ADDRESS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

#include "http/http.h"

struct http_address {
	struct sockaddr_storage socket;
	socklen_t len;
	uint16_t port;
	bool loopback;
	bool ipv6;
};

// -ERR_ARG and one sentence.
int http_address_read(const char *text, struct http_address *out_address, char why[HTTP_WHY]);
// A number that is the same for the same client, whatever its port.
uint64_t http_address_hash(const struct sockaddr *address);

#endif
