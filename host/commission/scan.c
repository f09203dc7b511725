// SPDX-License-Identifier: GPL-3.0-or-later
// One address after the other: ID, and of what answers CAP and which keys it would take.
#include "commission/scan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bank/hello.h"
#include "bank/limits.h"
#include "base/err.h"
#include "osdp/secure_acu.h"

// Nobody there: a bank begins its reply within milliseconds, an adapter may hold it for 16 more.
#define WAIT_MS 50
// Somebody there: what the standard gives a reply.
#define WAIT_KNOWN_MS BANK_REPLY_MS
// A second reply to one command comes within this.
#define TWICE_MS   30
#define TRIES	   4 // of one that answers damage
#define NOISE_MIN  4 // fewer bytes are a click on the wire
#define REPLY_LONG 64
#define GAP_MS	   150
#define ADDRESS	   300

const long scan_rates[] = {38400, 115200, 9600, 19200, 57600, 230400, 0};

enum step { ASK_ID, LISTEN, ASK_CAP, ASK_KEY, ASK_BUTTON };

struct scan {
	struct loop *loop;
	struct scan_config config;
	const struct scan_events *events;
	void *arg;
	char address[ADDRESS];
	unsigned rate; // index
	struct port *port;
	struct port_identity identity;
	struct osdp_frame_reader reader;
	uint8_t rx[OSDP_FRAME_LEN_MAX], tx[OSDP_FRAME_LEN_SAFE + 1];
	struct osdp_acu acu;
	struct osdp_secure_acu channel;
	enum step step;
	unsigned at; // the address being asked
	unsigned tries, noise;
	bool heard; // a frame of this address, in this step
	struct scan_found found;
	struct loop_timer timer;
	bool gone;
};

static struct mono_time now_of(const struct scan *scan)
{
	const struct env *env = loop_env(scan->loop);

	return env->mono(env->context);
}

static void wake(void *arg, struct mono_time now);

static void wait_ms(struct scan *scan, int64_t ms)
{
	loop_timer_set(scan->loop, &scan->timer, mono_after_ms(now_of(scan), ms), wake, scan);
}

static void hear(void *arg, const uint8_t *data, size_t len);

static void gone(void *arg, enum err why)
{
	struct scan *scan = arg;

	(void)why;
	scan->gone = true;
	wait_ms(scan, 0);
}

static const struct port_events port_news = {hear, gone};

static int open_port(struct scan *scan, char why[PORT_WHY])
{
	long rate = scan->config.rates ? scan->config.rates[scan->rate] : 0;
	char address[ADDRESS + 16];
	const char *at = strchr(scan->address, '@');

	port_close(scan->port);
	scan->port = NULL;
	if (rate)
		snprintf(address, sizeof address, "%.*s@%ld",
			at ? (int)(at - scan->address) : (int)sizeof scan->address, scan->address,
			rate);
	else
		snprintf(address, sizeof address, "%s", scan->address);
	if (scan->config.open_port)
		return scan->config.open_port(scan->config.open_arg, &scan->port, scan->loop,
			address, &scan->identity, &port_news, scan, why);
	return port_open(&scan->port, scan->loop, address, &scan->identity, &port_news, scan, why);
}

static int64_t wire_ms(const struct scan *scan, unsigned len)
{
	long rate = port_rate(scan->port);

	return rate > 0 ? (int64_t)len * 10000 / rate + 1 : 1;
}

static void ask(struct scan *scan)
{
	static const uint8_t standard = 0;
	const struct env *env = loop_env(scan->loop);
	uint8_t dice[OSDP_RND_SIZE + OSDP_KEY_SIZE];
	uint16_t len = 0;

	scan->heard = false;
	scan->noise = 0;
	osdp_frame_reader_reset(&scan->reader);
	switch (scan->step) {
	case ASK_ID:
		osdp_acu_restart(&scan->acu);
		len = osdp_acu_command(&scan->acu, OSDP_ID, &standard, 1);
		break;
	case LISTEN:
		wait_ms(scan, TWICE_MS);
		return;
	case ASK_CAP:
		len = osdp_acu_command(&scan->acu, OSDP_CAP, &standard, 1);
		break;
	case ASK_KEY: // any key: whether it has one is told by how it refuses
	case ASK_BUTTON:
		if (env->random(env->context, dice, sizeof dice) == 0)
			len = osdp_acu_challenge(&scan->acu,
				scan->step == ASK_KEY ? dice + OSDP_RND_SIZE : NULL, dice);
		break;
	}
	if (len)
		port_send(scan->port, scan->acu.tx, len);
	wait_ms(scan, wire_ms(scan, len + REPLY_LONG) +
			      (scan->step == ASK_ID && !scan->tries ? WAIT_MS : WAIT_KNOWN_MS));
}

static void ask_address(struct scan *scan)
{
	osdp_acu_init(&scan->acu, (uint8_t)scan->at, scan->tx, sizeof scan->tx);
	osdp_acu_secure(&scan->acu, &scan->channel);
	scan->step = ASK_ID;
	scan->tries = 0;
	scan->found =
		(struct scan_found){.rate = port_rate(scan->port), .address = (uint8_t)scan->at};
	scan->events->asking(scan->arg, scan->found.rate, scan->at);
	ask(scan);
}

static void next_address(struct scan *scan)
{
	char why[PORT_WHY] = "";

	if (++scan->at < OSDP_ADDRESS_ANY) {
		ask_address(scan);
		return;
	}
	scan->at = 0;
	if (!scan->config.rates || !scan->config.rates[++scan->rate])
		scan->events->ended(scan->arg, "");
	else if (open_port(scan, why) < 0)
		scan->events->ended(scan->arg, why);
	else
		ask_address(scan);
}

static void tell(struct scan *scan)
{
	scan->events->found(scan->arg, &scan->found);
	next_address(scan);
}

static void step_to(struct scan *scan, enum step step)
{
	scan->step = step;
	ask(scan);
}

static void take_id(struct scan *scan, const struct osdp_frame *frame)
{
	static const uint8_t ours[3] = BANK_VENDOR;
	struct osdp_pdid pdid;

	if (frame->code == OSDP_PDID && osdp_read_pdid(frame->data, frame->len, &pdid)) {
		memcpy(scan->found.vendor, pdid.vendor, sizeof scan->found.vendor);
		memcpy(scan->found.firmware, pdid.firmware, sizeof scan->found.firmware);
		scan->found.ours = memcmp(pdid.vendor, ours, sizeof ours) == 0;
		scan->found.serial = pdid.serial;
	}
	step_to(scan, LISTEN);
}

static void take_cap(struct scan *scan, const struct osdp_frame *frame)
{
	struct osdp_cap inputs = {0}, outputs = {0};

	osdp_find_cap(frame->data, frame->len, OSDP_CAP_OUTPUTS, &outputs);
	osdp_find_cap(frame->data, frame->len, OSDP_CAP_INPUTS, &inputs);
	scan->found.doors = outputs.number;
	scan->found.has_inside = outputs.number && inputs.number == 2 * outputs.number;
}

// The exchange is over: with a reply, a refusal, or a handshake that failed as it had to.
static void answered(struct scan *scan, enum osdp_acu_heard how, const struct osdp_frame *frame)
{
	enum osdp_secure_trouble trouble = scan->channel.trouble;

	switch (scan->step) {
	case ASK_ID:
		take_id(scan, frame);
		return;
	case LISTEN:
		return;
	case ASK_CAP:
		if (how == OSDP_ACU_REPLY)
			take_cap(scan, frame);
		step_to(scan, ASK_KEY);
		return;
	case ASK_KEY:
		if (trouble == OSDP_SECURE_NO_KEY)
			scan->found.key = SCAN_KEY_NONE;
		else if (trouble == OSDP_SECURE_WRONG_KEY || how == OSDP_ACU_REPLY)
			scan->found.key = SCAN_KEY_OWN;
		step_to(scan, ASK_BUTTON);
		return;
	case ASK_BUTTON:
		scan->found.button = how == OSDP_ACU_REPLY;
		tell(scan);
		return;
	}
}

static void hear_frame(struct scan *scan, struct osdp_frame *frame)
{
	enum osdp_acu_heard how;

	if (!frame->reply || frame->address != scan->at)
		return;
	scan->heard = true;
	if (scan->step == LISTEN) {
		scan->found.several = true;
		return;
	}
	how = osdp_acu_hear(&scan->acu, frame);
	switch (how) {
	case OSDP_ACU_REPLY:
	case OSDP_ACU_NAK:
	case OSDP_ACU_RESTART:
		answered(scan, how, frame);
		break;
	case OSDP_ACU_FOREIGN:
	case OSDP_ACU_UNEXPECTED:
	case OSDP_ACU_BUSY: // asked again when the time is up
	case OSDP_ACU_AGAIN:
		break;
	}
}

static void drain(struct scan *scan)
{
	uint32_t ms = (uint32_t)(now_of(scan).ns / 1000000);
	struct osdp_frame frame;
	enum osdp_read read;

	while ((read = osdp_frame_reader_next(&scan->reader, ms, &frame)) != OSDP_PENDING) {
		if (read == OSDP_READY)
			hear_frame(scan, &frame);
	}
}

static void hear(void *arg, const uint8_t *data, size_t len)
{
	struct scan *scan = arg;

	while (len > 0) {
		size_t took = osdp_frame_reader_feed(
			&scan->reader, data, len, (uint32_t)(now_of(scan).ns / 1000000));

		scan->noise += (unsigned)took;
		drain(scan);
		data += took;
		len -= took;
	}
}

// Nothing usable came. Silence is nobody; damage, or BUSY, is asked again.
static void unanswered(struct scan *scan)
{
	if (scan->step == LISTEN) {
		if (scan->found.several || !scan->found.ours)
			tell(scan);
		else
			step_to(scan, ASK_CAP);
		return;
	}
	if ((scan->noise >= NOISE_MIN || scan->step != ASK_ID) && ++scan->tries < TRIES) {
		if (!osdp_acu_repeat(&scan->acu))
			ask(scan);
		else {
			scan->noise = 0;
			osdp_frame_reader_reset(&scan->reader);
			port_send(scan->port, scan->acu.tx, scan->acu.tx_len);
			wait_ms(scan, wire_ms(scan, scan->acu.tx_len + REPLY_LONG) + WAIT_KNOWN_MS);
		}
		return;
	}
	if (scan->step == ASK_ID && scan->noise < NOISE_MIN) {
		next_address(scan);
		return;
	}
	scan->found.several = scan->step == ASK_ID;
	tell(scan);
}

static void wake(void *arg, struct mono_time now)
{
	struct scan *scan = arg;

	(void)now;
	if (scan->gone) {
		scan->events->ended(
			scan->arg, "The line went away: check the cable and the adapter.");
		return;
	}
	drain(scan);
	// A frame that was drained has set the timer for what it led to.
	if (!scan->timer.loop)
		unanswered(scan);
}

static void begin(void *arg, struct mono_time now)
{
	(void)now;
	ask_address(arg);
}

int scan_open(struct scan **out_scan, struct loop *loop, const struct scan_config *config,
	const struct scan_events *events, void *arg, char why[PORT_WHY])
{
	struct scan *scan = calloc(1, sizeof *scan);
	int err;

	if (!scan) {
		snprintf(why, PORT_WHY, "There is not enough memory.");
		return -ERR_NO_MEMORY;
	}
	scan->loop = loop;
	scan->config = *config;
	scan->events = events;
	scan->arg = arg;
	snprintf(scan->address, sizeof scan->address, "%s", config->address);
	osdp_frame_reader_init(&scan->reader, scan->rx, sizeof scan->rx, GAP_MS);
	err = open_port(scan, why);
	if (err == 0)
		err = loop_timer_set(loop, &scan->timer, now_of(scan), begin, scan);
	if (err < 0) {
		scan_close(scan);
		return err;
	}
	*out_scan = scan;
	return 0;
}

void scan_close(struct scan *scan)
{
	if (!scan)
		return;
	loop_timer_stop(&scan->timer);
	port_close(scan->port);
	osdp_secure_wipe(&scan->channel, sizeof scan->channel);
	free(scan);
}
