// SPDX-License-Identifier: GPL-3.0-or-later
// `hometime tls self-signed`: a key and a certificate of the school's own for the screens, where it
// has none from anybody. Made by GnuTLS, which serves them too.
#include <errno.h>
#include <fcntl.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "cli/families.h"

#define DAYS	     730 // browsers refuse a longer life of a certificate than 825 days
#define SERIAL_BYTES 16
#define FINGERPRINT  32
#define PEM	     (16u << 10)

// What the certificate is made of. Released in one place.
struct making {
	gnutls_x509_privkey_t key;
	gnutls_x509_crt_t cert;
	char host[256];
	char pem[PEM];
	size_t len;
};

// A new file only: a certificate that screens already trust is not written over by a repeated
// command. -1, or an exit status, said.
static int write_new(const char *path, mode_t mode, const char *text, size_t len)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
	bool good = fd >= 0 && write(fd, text, len) == (ssize_t)len && fsync(fd) == 0;

	if (fd >= 0 && close(fd) != 0)
		good = false;
	if (good)
		return -1;
	if (fd >= 0)
		unlink(path);
	return call_fail(EXIT_REFUSED,
		errno == EEXIST ? "%s is there already: move it away, or name another file."
				: "%s could not be written.",
		path);
}

// An address is written as one, so that https://192.168.1.5:8443 is trusted too.
static int name_host(struct making *making, const char *host)
{
	unsigned char address[16];
	unsigned int octets = 0, part[4];
	char rest;

	if (sscanf(host, "%3u.%3u.%3u.%3u%c", &part[0], &part[1], &part[2], &part[3], &rest) == 4) {
		for (; octets < 4 && part[octets] < 256; octets++)
			address[octets] = (unsigned char)part[octets];
	}
	if (octets == 4)
		return gnutls_x509_crt_set_subject_alt_name(
			making->cert, GNUTLS_SAN_IPADDRESS, address, octets, GNUTLS_FSAN_APPEND);
	return gnutls_x509_crt_set_subject_alt_name(making->cert, GNUTLS_SAN_DNSNAME, host,
		(unsigned int)strlen(host), GNUTLS_FSAN_APPEND);
}

static int fill(struct making *making, const struct call *call)
{
	const time_t now = (time_t)(env_now(call->env).wall.ms / 1000);
	const char *const *names;
	int count = call_options(call, "name", &names), err;
	unsigned char serial[SERIAL_BYTES];

	if (call->env->random(call->env->context, serial, sizeof serial) < 0)
		return GNUTLS_E_RANDOM_FAILED;
	serial[0] &= 0x7F; // a positive number
	err = gnutls_x509_crt_set_version(making->cert, 3);
	if (err == 0)
		err = gnutls_x509_crt_set_serial(making->cert, serial, sizeof serial);
	// A clock that is an hour off on some PC is no reason to refuse.
	if (err == 0)
		err = gnutls_x509_crt_set_activation_time(making->cert, now - 86400);
	if (err == 0)
		err = gnutls_x509_crt_set_expiration_time(making->cert, now + DAYS * (time_t)86400);
	if (err == 0)
		err = gnutls_x509_crt_set_dn_by_oid(making->cert, GNUTLS_OID_X520_COMMON_NAME, 0,
			count ? names[0] : making->host,
			(unsigned int)strlen(count ? names[0] : making->host));
	for (int i = 0; i < count && err == 0; i++)
		err = name_host(making, names[i]);
	if (err == 0 && count == 0)
		err = name_host(making, making->host);
	if (err == 0)
		err = name_host(making, "localhost");
	if (err == 0)
		err = name_host(making, "127.0.0.1");
	if (err == 0)
		err = gnutls_x509_crt_set_key(making->cert, making->key);
	if (err == 0)
		err = gnutls_x509_crt_set_basic_constraints(making->cert, 0, -1);
	if (err == 0)
		err = gnutls_x509_crt_set_key_usage(making->cert, GNUTLS_KEY_DIGITAL_SIGNATURE);
	if (err == 0)
		err = gnutls_x509_crt_set_key_purpose_oid(
			making->cert, GNUTLS_KP_TLS_WWW_SERVER, 0);
	return err == 0 ? gnutls_x509_crt_sign2(
				  making->cert, making->cert, making->key, GNUTLS_DIG_SHA256, 0)
			: err;
}

static int make(struct making *making, const struct call *call)
{
	int err = gnutls_x509_privkey_init(&making->key);

	if (err == 0)
		err = gnutls_x509_crt_init(&making->cert);
	if (err == 0)
		err = gnutls_x509_privkey_generate(making->key, GNUTLS_PK_ECDSA,
			GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0);
	return err == 0 ? fill(making, call) : err;
}

static int write_both(struct making *making, const char *cert, const char *key)
{
	int err, status;

	making->len = sizeof making->pem;
	err = gnutls_x509_privkey_export(
		making->key, GNUTLS_X509_FMT_PEM, making->pem, &making->len);
	status = err == 0 ? write_new(key, 0600, making->pem, making->len) : EXIT_REFUSED;
	if (status >= 0)
		return status;
	making->len = sizeof making->pem;
	err = gnutls_x509_crt_export(making->cert, GNUTLS_X509_FMT_PEM, making->pem, &making->len);
	status = err == 0 ? write_new(cert, 0644, making->pem, making->len) : EXIT_REFUSED;
	if (status >= 0)
		unlink(key); // both or none
	return status;
}

// What a browser shows of it, so that whoever accepts it the first time can compare.
static void say(const struct making *making, const char *cert)
{
	unsigned char print[FINGERPRINT];
	size_t len = sizeof print;

	printf("%s is good for %d days. Its fingerprint (SHA-256), as a browser shows it:\n", cert,
		DAYS);
	if (gnutls_x509_crt_get_fingerprint(making->cert, GNUTLS_DIG_SHA256, print, &len) != 0)
		len = 0;
	for (size_t i = 0; i < len; i++)
		printf("%02X%s", print[i], i + 1 < len ? ":" : "\n");
}

static int tls_self_signed(const struct call *call)
{
	struct making *making = calloc(1, sizeof *making);
	const char *cert = call_option(call, "cert"), *key = call_option(call, "key");
	int status, err;

	if (!making)
		return call_fail(EXIT_REFUSED, "there is not enough memory.");
	if (gethostname(making->host, sizeof making->host - 1) != 0 || !making->host[0])
		strcpy(making->host, "localhost");
	err = make(making, call);
	status = err == 0 ? write_both(making, cert, key)
			  : call_fail(EXIT_REFUSED, "the certificate could not be made (%s).",
				    gnutls_strerror(err));
	if (status < 0)
		say(making, cert);
	gnutls_x509_crt_deinit(making->cert);
	gnutls_x509_privkey_deinit(making->key);
	explicit_bzero(making, sizeof *making);
	free(making);
	return status < 0 ? EXIT_DONE : status;
}

static const struct command_option options[] = {
	{"cert", "FILE", "the certificate, a new file", OPTION_NEEDED},
	{"key", "FILE", "its key, a new file readable by its owner alone", OPTION_NEEDED},
	{"name", "HOST",
		"the name or address the screens are opened by; may be repeated; left out: this "
		"machine's name",
		OPTION_MANY},
	{0},
};

const struct command tls_commands[] = {
	{"tls self-signed", NULL, "a certificate of one's own for serve --tls-cert, --tls-key", 0,
		options, tls_self_signed, NULL},
	{0},
};
