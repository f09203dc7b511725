// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/reply.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

// No script but our own files, no frame, no other site.
#define POLICY                                                                                     \
	"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src "       \
	"'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "   \
	"frame-ancestors 'none'"
// A report brings its style with it, and nothing else: it is saved and printed as one file.
#define REPORT_POLICY                                                                              \
	"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "     \
	"frame-ancestors 'none'"

static void add(struct reply *out, const char *name, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static void add(struct reply *out, const char *name, const char *format, ...)
{
	va_list args;

	if (out->count == REPLY_HEADERS)
		return;
	out->headers[out->count].name = name;
	va_start(args, format);
	vsnprintf(out->headers[out->count++].value, REPLY_VALUE, format, args);
	va_end(args);
}

static void begin(
	struct reply *out, unsigned status, const char *type, const char *policy, bool tls)
{
	*out = (struct reply){.status = status};
	add(out, "Content-Type", "%s", type);
	add(out, "Content-Security-Policy", "%s", policy);
	add(out, "X-Content-Type-Options", "nosniff");
	add(out, "X-Frame-Options", "DENY");
	add(out, "Referrer-Policy", "no-referrer");
	add(out, "Cross-Origin-Opener-Policy", "same-origin");
	add(out, "Cross-Origin-Resource-Policy", "same-origin");
	add(out, "Permissions-Policy", "camera=(), geolocation=(), microphone=()");
	if (tls)
		add(out, "Strict-Transport-Security", "max-age=31536000");
}

static bool has(const char *have, const char *etag)
{
	return have && (strcmp(have, etag) == 0 || strcmp(have, "*") == 0);
}

void reply_of_asset(struct reply *out, const struct http_asset *asset, const char *have, bool tls)
{
	bool same = has(have, asset->etag);

	begin(out, same ? 304 : 200, asset->type, POLICY, tls);
	add(out, "ETag", "%s", asset->etag);
	add(out, "Cache-Control", "no-cache");
	if (!same) {
		out->body = (const char *)asset->data;
		out->len = asset->len;
	}
}

const char *reply_cookie(bool session, bool tls)
{
	// Behind TLS a browser keeps such a cookie for this very host alone.
	if (tls)
		return session ? "__Host-session" : "__Host-browser";
	return session ? "session" : "browser";
}

static void set_cookie(
	struct reply *out, bool session, const char *value, const char *age, bool tls)
{
	add(out, "Set-Cookie", "%s=%s; Path=/; HttpOnly; SameSite=Strict%s%s",
		reply_cookie(session, tls), value, tls ? "; Secure" : "", age);
}

// As FNV-1a, eight bytes at once: it says "the same text", and no more.
static uint64_t hash_of(const char *text, size_t len)
{
	uint64_t hash = 14695981039346656037u ^ len, eight = 0;

	for (; len >= sizeof eight; text += sizeof eight, len -= sizeof eight) {
		memcpy(&eight, text, sizeof eight);
		hash = (hash ^ eight) * 1099511628211u;
		hash ^= hash >> 32;
	}
	eight = 0;
	memcpy(&eight, text, len);
	hash = (hash ^ eight) * 1099511628211u;
	return hash ^ hash >> 32;
}

void reply_etag(const char *text, char out[REPLY_ETAG])
{
	snprintf(out, REPLY_ETAG, "\"%016" PRIx64 "\"", hash_of(text, strlen(text)));
}

void reply_of_answer(struct reply *out, const struct exchange *exchange, const char *have, bool tls)
{
	const struct web_answer *answer = &exchange->answer;
	const char *text = exchange_text(exchange);
	size_t len = strlen(text);
	bool get = strcmp(exchange->method, "GET") == 0 && answer->status == 200;
	bool page = answer->form == WEB_HTML && answer->status == 200;
	bool sheet = answer->form == WEB_CSV && answer->status == 200;
	char etag[REPLY_ETAG];

	reply_etag(text, etag);
	begin(out, (unsigned)answer->status,
		page	? "text/html; charset=utf-8"
		: sheet ? "text/csv; charset=utf-8"
			: "application/json",
		page ? REPORT_POLICY : POLICY, tls);
	// Of children, on a computer that others sit at too: no browser keeps it, on its disk or
	// behind its back button. An ETag is for whoever asks with it.
	add(out, "Cache-Control", "no-store");
	if (get)
		add(out, "ETag", "%s", etag);
	if (sheet)
		add(out, "Content-Disposition", "attachment; filename=\"report.csv\"");
	if (answer->retry_after_s)
		add(out, "Retry-After", "%d", answer->retry_after_s);
	if (answer->session[0])
		set_cookie(out, true, answer->session, "", tls);
	if (answer->end_session)
		set_cookie(out, true, "", "; Max-Age=0", tls);
	if (answer->browser[0])
		set_cookie(out, false, answer->browser, "; Max-Age=31536000", tls);
	if (get && has(have, etag)) {
		out->status = 304;
		return;
	}
	out->body = text;
	out->len = len;
}

void reply_of_stream(struct reply *out, bool tls)
{
	begin(out, 200, "text/event-stream", POLICY, tls);
	add(out, "Cache-Control", "no-store");
}

const char *reply_host_trouble(const char *host)
{
	const char *port;
	size_t len;

	if (!host)
		return NULL;
	len = strncasecmp(host, "localhost", 9) == 0 ? 9
	      : strncmp(host, "[::1]", 5) == 0	     ? 5
	      : strncmp(host, "127.", 4) == 0	     ? strspn(host, "0123456789.")
						     : 0;
	port = host + len;
	if (len > 0 &&
		(!*port || (*port == ':' && port[1 + strspn(port + 1, "0123456789")] == '\0')))
		return NULL;
	return "The screens are opened by this machine's own address, as http://127.0.0.1:8080.";
}

const char *reply_origin_trouble(const struct reply_origin *origin)
{
	char ours[300];

	snprintf(ours, sizeof ours, "%s://%s", origin->tls ? "https" : "http",
		origin->host ? origin->host : "");
	if ((origin->site && strcmp(origin->site, "same-origin") != 0) ||
		(origin->origin && strcmp(origin->origin, ours) != 0))
		return "This was sent by a page of another site, and does nothing.";
	if (!origin->ours)
		return "Send the header X-Hometime: 1 with whatever changes something.";
	if (!origin->type || strncasecmp(origin->type, "application/json", 16) != 0)
		return "Send JSON, and say so: Content-Type: application/json.";
	return NULL;
}
