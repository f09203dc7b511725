// SPDX-License-Identifier: GPL-3.0-or-later
// The rows n27 to n33 and s01 to s17 of osdp.md 9.1, last column: what our bank answers, by the
// bytes that were sent to three others. Where those did otherwise the row says so.
#include "secure_rig.h"
#include "secure_vectors.h"

#include <string.h>

static struct secure_rig rig;
static const char *row;
static uint8_t step;
static vector_report tell;

static void must(const char *what, bool held)
{
	tell(row, step, what, held);
}

// Sends the recorded bytes of the next step.
static void send(void)
{
	rig.sent_len = secure_edge(row, step++, rig.sent);
	secure_rig_send(&rig);
	rig.sqn = rig.sent[5] & 3;
}

static void clear(uint8_t sqn, uint8_t code, int first)
{
	must("in the clear", secure_rig_heard(&rig, false, sqn, code, first));
}

static void sealed(uint8_t sqn, uint8_t code, int first)
{
	must("sealed", secure_rig_heard(&rig, true, sqn, code, first));
}

static void here(void)
{
	send();
	clear(0, OSDP_PDID, 0xEE);
}

static void challenged(void)
{
	send();
	must("challenged", rig.said_len == 44 && rig.reply.code == OSDP_CCRYPT &&
				   rig.reply.scb_type == OSDP_SCS_CCRYPT &&
				   rig.reply.scb_data == OSDP_BY_OWN_KEY);
	osdp_secure_derive(&rig.host, rig.key, rig.rnd_a);
}

// The recorded handshake: two steps.
static void up(void)
{
	uint8_t proof[OSDP_MAC_SIZE];

	challenged();
	osdp_secure_cryptogram(&rig.host, rig.rnd_b, rig.rnd_a, proof);
	osdp_secure_begin(&rig.host, proof);
	send();
	must("up", rig.said_len == 28 && rig.reply.scb_type == OSDP_SCS_RMAC_I &&
			   rig.reply.scb_data == OSDP_PROOF_GOOD &&
			   memcmp(rig.reply.data, rig.host.reply, 16) == 0 && rig.channel.up);
}

static void up_and_polled(void)
{
	up();
	send();
	sealed(2, OSDP_ACK, -1);
}

// The session is there, and its chain is where the host's is.
static void goes_on(void)
{
	must("goes on", secure_rig_sealed(&rig, OSDP_POLL, NULL, 0) &&
				secure_rig_heard(&rig, true, rig.sqn, OSDP_ACK, -1));
}

static void is_gone(void)
{
	must("gone", !rig.channel.up && secure_rig_sealed(&rig, OSDP_POLL, NULL, 0) &&
			     secure_rig_heard(&rig, false, rig.sqn, OSDP_NAK, OSDP_NAK_SECURE));
}

static void n27(void)
{
	here();
	send();
	clear(1, OSDP_NAK, OSDP_NAK_SECURE);
}

// OSDP-Embedded says 5.
static void n28(void)
{
	here();
	send();
	clear(1, OSDP_NAK, OSDP_NAK_SECURE);
}

// libosdp answers for the other key.
static void n29(void)
{
	send();
	clear(0, OSDP_NAK, OSDP_NAK_SECURITY);
}

// libosdp answers by a key of zeros.
static void n30(void)
{
	secure_rig_open(&rig, NULL);
	osdp_secure_pd_commission(&rig.channel, true);
	send();
	clear(0, OSDP_NAK, OSDP_NAK_SECURITY);
}

static void n31(void)
{
	here();
	send();
	clear(1, OSDP_NAK, OSDP_NAK_SECURITY);
}

// libosdp says NAK 5; OSDP-Embedded leaves the data away.
static void n32(void)
{
	static const uint8_t nothing[OSDP_MAC_SIZE];

	challenged();
	send();
	must("refused", rig.said_len == 28 && rig.reply.code == OSDP_RMAC_I &&
				rig.reply.scb_type == OSDP_SCS_RMAC_I &&
				rig.reply.scb_data == OSDP_PROOF_WRONG &&
				memcmp(rig.reply.data, nothing, 16) == 0 && !rig.channel.up);
}

// libosdp says 6.
static void n33(void)
{
	send();
	clear(0, OSDP_NAK, OSDP_NAK_SECURITY);
}

// OSDP-Embedded is silent.
static void s01(void)
{
	up_and_polled();
	send();
	clear(3, OSDP_NAK, OSDP_NAK_SECURE);
	is_gone();
}

// libosdp seals the refusal; OSDP-Embedded drops the session.
static void s02(void)
{
	up_and_polled();
	send();
	clear(3, OSDP_NAK, OSDP_NAK_SECURE);
	// Nothing moved: the host's own frame with that number is good.
	rig.sqn = 2;
	goes_on();
}

// libosdp obeys, unless told to enforce.
static void s03(void)
{
	up_and_polled();
	send();
	clear(0, OSDP_NAK, OSDP_NAK_SECURE);
	is_gone();
}

// libosdp 3.2.6 drops the session on the repeat.
static void s04(void)
{
	uint8_t first[64];
	uint16_t len;

	up_and_polled();
	send();
	sealed(3, OSDP_OSTATR, -1);
	len = rig.said_len;
	memcpy(first, rig.said, len);
	send();
	must("the same", rig.said_len == len && memcmp(rig.said, first, len) == 0);
	must("done once", rig.bank.executed == 1);
	// The recorded POLL after this hangs on another reply than ours.
	goes_on();
}

static void s05(void)
{
	up();
	send();
	sealed(2, OSDP_ACK, -1);
	goes_on();
}

// OSDP-Embedded is silent.
static void s06(void)
{
	up();
	send();
	clear(2, OSDP_NAK, OSDP_NAK_SECURE);
	is_gone();
}

// All three obey.
static void s07(void)
{
	up();
	send();
	clear(2, OSDP_NAK, OSDP_NAK_SECURE);
	must("nothing done", rig.bank.executed == 0);
	is_gone();
}

// libosdp's snapshot sends the data in the clear. From the second on the recorded bytes hang on
// other replies than ours.
static void s08(void)
{
	up();
	send();
	sealed(2, OSDP_ISTATR, OSDP_INPUT_UNKNOWN);
	must("all inputs", rig.reply.len == 16 && rig.said[7] == OSDP_SCS_REPLY_DATA);
	secure_rig_sealed(&rig, OSDP_OSTAT, NULL, 0);
	sealed(3, OSDP_OSTATR, 0);
	secure_rig_sealed(&rig, OSDP_LSTAT, NULL, 0);
	sealed(1, OSDP_LSTATR, 1);
	// The others have a reader status.
	secure_rig_sealed(&rig, OSDP_RSTAT, NULL, 0);
	sealed(2, OSDP_NAK, OSDP_NAK_UNKNOWN);
}

// libosdp says 2.
static void s09(void)
{
	up();
	send();
	sealed(2, OSDP_NAK, OSDP_NAK_RECORD);
	must("nothing kept", rig.keeps == 0);
	goes_on();
}

// libosdp drops the session after its ACK.
static void s11(void)
{
	up();
	send();
	sealed(2, OSDP_ACK, -1);
	must("kept", rig.keeps == 1);
	send();
	sealed(3, OSDP_ACK, -1);
	goes_on();
}

static void s12(void)
{
	up();
	send();
	sealed(2, OSDP_ACK, -1);
	memcpy(rig.key, rig.kept, sizeof rig.key);
	osdp_secure_pd_roll(&rig.channel, rig.rnd_b);
	up();
	goes_on();
}

// OSDP-Embedded goes on after 9 s.
static void s13(void)
{
	up();
	rig.ms += 9000;
	send();
	clear(2, OSDP_NAK, OSDP_NAK_SECURE);
	must("offline", rig.bank.offline == 1);
	is_gone();
}

// Their event is a card, ours a status.
static void s14(void)
{
	rig.bank.events = 1;
	up();
	send();
	sealed(2, OSDP_LSTATR, 0);
	must("not taken", rig.bank.taken == 0);
	goes_on();
	must("taken", rig.bank.taken == 1);
}

// libosdp drops the session.
static void s15(void)
{
	up();
	send();
	clear(2, OSDP_NAK, OSDP_NAK_CHECK);
	send();
	sealed(2, OSDP_ACK, -1);
	goes_on();
}

static void s16(void)
{
	up();
	send();
	sealed(2, OSDP_NAK, OSDP_NAK_UNKNOWN);
	goes_on();
}

static void s17(void)
{
	up_and_polled();
	rig.bank.answer = OSDP_PD_BUSY;
	send();
	clear(0, OSDP_BUSY, -1);
	rig.bank.answer = 0;
	rig.bank.mfg_answer = 4;
	send();
	sealed(3, OSDP_MFGREP, -1);
	must("done once", rig.bank.executed == 1);
	goes_on();
}

static const struct {
	char name[4];
	void (*play)(void);
} rows[] = {{"n27", n27}, {"n28", n28}, {"n29", n29}, {"n30", n30}, {"n31", n31}, {"n32", n32},
	{"n33", n33}, {"s01", s01}, {"s02", s02}, {"s03", s03}, {"s04", s04}, {"s05", s05},
	{"s06", s06}, {"s07", s07}, {"s08", s08}, {"s09", s09}, {"s10", s09}, {"s11", s11},
	{"s12", s12}, {"s13", s13}, {"s14", s14}, {"s15", s15}, {"s16", s16}, {"s17", s17}};

void secure_check_edges(vector_report report)
{
	uint8_t key[OSDP_KEY_SIZE];

	tell = report;
	secure_bench_key(key);
	for (uint8_t n = 0; n < sizeof rows / sizeof *rows; n++) {
		row = rows[n].name;
		step = 0;
		secure_rig_open(&rig, key);
		rows[n].play();
	}
}
