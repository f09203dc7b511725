// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"

static bool read_port(const char *text, uint16_t *out_port)
{
	char *end;
	long port = strtol(text, &end, 10);

	if (*text < '0' || *text > '9' || *end || port < 1 || port > 65535)
		return false;
	*out_port = (uint16_t)port;
	return true;
}

static bool read_host(const char *host, struct http_address *out)
{
	struct sockaddr_in *v4 = (struct sockaddr_in *)&out->socket;
	struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)&out->socket;

	if (strcmp(host, "localhost") == 0)
		host = "127.0.0.1";
	if (inet_pton(AF_INET, host, &v4->sin_addr) == 1) {
		v4->sin_family = AF_INET;
		v4->sin_port = htons(out->port);
		out->len = sizeof *v4;
		out->loopback = ntohl(v4->sin_addr.s_addr) >> 24 == 127;
		return true;
	}
	if (inet_pton(AF_INET6, host, &v6->sin6_addr) == 1) {
		v6->sin6_family = AF_INET6;
		v6->sin6_port = htons(out->port);
		out->len = sizeof *v6;
		out->ipv6 = true;
		out->loopback = IN6_IS_ADDR_LOOPBACK(&v6->sin6_addr);
		return true;
	}
	return false;
}

int http_address_read(const char *text, struct http_address *out_address, char why[HTTP_WHY])
{
	struct http_address address = {0};
	const char *colon = strrchr(text, ':');
	char host[64] = "127.0.0.1";
	size_t len = colon ? (size_t)(colon - text) : 0;

	if (colon && len < sizeof host) {
		memcpy(host, text, len);
		host[len] = '\0';
	}
	if (host[0] == '[' && len > 2 && host[len - 1] == ']') {
		host[len - 1] = '\0';
		memmove(host, host + 1, len - 1);
	}
	if (!read_port(colon ? colon + 1 : text, &address.port) || len >= sizeof host ||
		!read_host(host, &address)) {
		snprintf(why, HTTP_WHY,
			"%.60s is no address to listen on: write 127.0.0.1:8080, or an address of "
			"this machine and a port.",
			text);
		return -ERR_ARG;
	}
	*out_address = address;
	return 0;
}

uint64_t http_address_hash(const struct sockaddr *address)
{
	const struct sockaddr_in *v4 = (const struct sockaddr_in *)address;
	const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)address;
	uint64_t hash = 14695981039346656037u;
	const unsigned char *bytes;
	size_t count;

	if (address->sa_family == AF_INET) {
		bytes = (const unsigned char *)&v4->sin_addr;
		count = 4;
	} else if (address->sa_family == AF_INET6) {
		// A household of IPv6 has 64 bits to choose addresses from.
		bytes = (const unsigned char *)&v6->sin6_addr;
		count = 8;
	} else {
		return 0;
	}
	for (size_t i = 0; i < count; i++)
		hash = (hash ^ bytes[i]) * 1099511628211u;
	return hash;
}
