// SPDX-License-Identifier: GPL-3.0-or-later
// Whose turn it is on the line: one exchange at a time, unlocks first, the longest waiting next,
// and silent banks so rarely that the others do not notice (osdp.md section 8.1).
#include "line/bank.h"

// A bank of ours begins its reply within a few milliseconds, so a silent one is not given the
// standard's 200 ms each time: the others wait meanwhile. Every fourth time it is.
#define PROBE_MIN_MS	25
#define PROBE_FULL_EACH 4
// After bytes that made no frame the reader is asked again when the line fell silent.
#define LISTEN_MS (OSDP_QUIET_MS + 1)
// Fewer bytes than this while waiting are a click on the wire, not a reply.
#define NOISE_MIN 4

static uint32_t reader_ms(struct mono_time now)
{
	return (uint32_t)(now.ns / 1000000);
}

static bool reached(struct mono_time at, struct mono_time now)
{
	return !mono_before(now, at);
}

static bool is_silent(const struct bank *bank)
{
	return bank->silent >= BANK_QUICK ||
	       (!bank->online && bank->step == BANK_ASK_ID && bank->silent > 0);
}

static int64_t reply_wait_ns(const struct line *line, const struct bank *bank, uint16_t len)
{
	const int64_t full = (int64_t)BANK_REPLY_MS * 1000000;
	int64_t wait = full;

	if (is_silent(bank) && bank->silent % PROBE_FULL_EACH) {
		wait = bank->slowest_ns * 4;
		if (wait < (int64_t)PROBE_MIN_MS * 1000000)
			wait = (int64_t)PROBE_MIN_MS * 1000000;
		if (wait > full)
			wait = full;
	}
	return wait + line_wire_ns(line, len) + line_wire_ns(line, OSDP_FRAME_LEN_SAFE + 1);
}

// Two characters of silence before anybody speaks again.
static void end_exchange(struct line *line, struct mono_time now)
{
	line->asked = NULL;
	line->free_at = (struct mono_time){now.ns + line_wire_ns(line, 2)};
}

// Nothing usable came back: the same bytes go out again, at once or, from a silent bank, later.
static void missed(struct bank *bank, struct mono_time now)
{
	bank->silent++;
	bank->counters.timeouts++;
	bank->missed = now;
	bank->missed_once = true;
	if (bank->purpose == BANK_FOR_UNLOCK)
		unlock_missed(bank);
	if (bank->garbled >= BANK_GARBLED_MAX)
		bank_file_trouble(bank, LINE_TROUBLE_DUPLICATE);
	if (bank->online || (bank->step != BANK_ASK_ID && bank->silent <= BANK_QUICK)) {
		bank->due = mono_after_ms(now, is_silent(bank) ? BANK_PROBE_MS : 0);
		return;
	}
	bank->back_off_ms = bank->back_off_ms ? bank->back_off_ms * 2 : 1000;
	if (bank->back_off_ms > BANK_BACK_OFF_MAX_MS)
		bank->back_off_ms = BANK_BACK_OFF_MAX_MS;
	bank_restart(bank, mono_after_ms(now, bank->back_off_ms));
}

static void time_out(struct line *line, struct mono_time now)
{
	struct bank *bank = line->asked;

	end_exchange(line, now);
	if (port_waiting(line->port) > 0) {
		line_lose_port(line, "The line takes no bytes any more; it is opened again.");
		return;
	}
	// Bytes came, but no frame: damaged beyond what a check could find.
	if (line->noise >= NOISE_MIN)
		bank->garbled++;
	missed(bank, now);
}

static void usable(struct bank *bank, const struct osdp_frame *frame, struct mono_time now)
{
	int64_t took = now.ns - bank->sent.ns - line_wire_ns(bank->line, bank->acu.tx_len) -
		       line_wire_ns(bank->line, frame->size);

	if (took > bank->slowest_ns)
		bank->slowest_ns = took;
	bank->counters.replies++;
	bank->silent = 0;
	bank->garbled = 0;
	// Noise that passed: the bank was never set aside for it.
	if (bank->online && bank->trouble == LINE_TROUBLE_DUPLICATE)
		bank_file_trouble(bank, LINE_TROUBLE_NONE);
	bank->back_off_ms = 0;
}

static void take_busy(struct bank *bank, struct mono_time now)
{
	bank->counters.busy++;
	bank->due = mono_after_ms(now, BANK_BUSY_MS);
	// An unlock ends by its own deadline; anything else is not worth asking for ever.
	if (++bank->busy > BANK_BUSY_MAX && bank->purpose != BANK_FOR_UNLOCK) {
		bank->busy = 0;
		bank_restart(bank, mono_after_ms(now, BANK_PROBE_MS));
	}
}

// A reply nobody waits for. Late ones follow a repeat; a second one to a command that was sent
// once comes from a second bank.
static void unexpected(struct bank *bank, const struct osdp_frame *frame, struct mono_time now)
{
	bank->counters.late++;
	if (frame->sqn != bank->acu.sqn || mono_ms_between(bank->sent, now) > BANK_REPLY_MS ||
		(bank->missed_once && mono_ms_between(bank->missed, now) < LINE_OFFLINE_MS))
		return;
	if (++bank->doubled >= 2)
		bank_set_aside(bank, LINE_OFF_DUPLICATE, LINE_TROUBLE_DUPLICATE, now);
}

// Only a session that is ready proves that what is known of the bank is so still: questions and
// handshakes that go on and on do not.
static void believe(struct bank *bank, struct mono_time now)
{
	if (bank->step == BANK_READY)
		bank->heard = now;
}

static void hear_frame(struct line *line, struct osdp_frame *frame, struct mono_time now)
{
	struct bank *bank = line->asked;
	unsigned refused;

	line->noise = 0; // a whole frame, whosever: no damage
	if (!frame->reply) {
		line_suspect_master(line, frame, now);
		return;
	}
	if (!bank || frame->address != bank->address) {
		bank = line_bank_at(line, frame->address);
		if (bank)
			unexpected(bank, frame, now);
		return;
	}
	refused = bank->channel.refused;
	switch (osdp_acu_hear(&bank->acu, frame)) {
	case OSDP_ACU_FOREIGN:
		break;
	case OSDP_ACU_UNEXPECTED:
		bank->counters.refused = bank->channel.refused;
		// One of another number may be late; one of this was made by somebody.
		if (bank->channel.refused != refused && frame->sqn == bank->acu.sqn)
			bank_suspect(bank, now);
		else
			unexpected(bank, frame, now);
		break;
	case OSDP_ACU_REPLY:
		end_exchange(line, now);
		usable(bank, frame, now);
		bank->busy = 0;
		bank_answered(bank, frame, now);
		believe(bank, now);
		break;
	case OSDP_ACU_NAK:
		end_exchange(line, now);
		usable(bank, frame, now);
		bank->busy = 0;
		bank->counters.naks++;
		bank_refused(bank, now);
		believe(bank, now);
		break;
	case OSDP_ACU_BUSY:
		end_exchange(line, now);
		usable(bank, frame, now);
		take_busy(bank, now);
		break;
	case OSDP_ACU_AGAIN:
		end_exchange(line, now);
		bank->counters.naks++;
		missed(bank, now);
		break;
	case OSDP_ACU_RESTART:
		end_exchange(line, now);
		usable(bank, frame, now);
		bank->counters.naks++;
		bank_lost(bank, now);
		break;
	}
}

static void hear_damage(struct line *line, const struct osdp_frame *frame, struct mono_time now)
{
	struct bank *bank = line->asked;

	if (!bank || frame->bad != OSDP_BAD_CHECK)
		return;
	bank->counters.bad_checks++;
	bank->garbled++;
	end_exchange(line, now);
	missed(bank, now);
}

static void drain(struct line *line, struct mono_time now)
{
	struct osdp_frame frame;

	for (;;) {
		switch (osdp_frame_reader_next(&line->reader, reader_ms(now), &frame)) {
		case OSDP_PENDING:
			return;
		case OSDP_READY:
			hear_frame(line, &frame, now);
			break;
		case OSDP_BAD:
			hear_damage(line, &frame, now);
			break;
		}
	}
}

void line_hear(struct line *line, const uint8_t *data, size_t len, struct mono_time now)
{
	line->noise += (unsigned)len;
	while (len > 0) {
		size_t took = osdp_frame_reader_feed(&line->reader, data, len, reader_ms(now));

		drain(line, now);
		data += took;
		len -= took;
	}
	line->hearing = line->asked != NULL;
	line->listen_at = mono_after_ms(now, LISTEN_MS);
	line_turn(line, now);
}

static bool may_ask(const struct line *line, const struct bank *bank, struct mono_time now)
{
	if (!reached(bank->due, now) && !unlock_is_next(bank))
		return false;
	return !is_silent(bank) || (reached(line->probe_at, now) && !line->probed_last);
}

// Lights and texts that waited long enough go to the bank that was polled last, so that they cost
// no bank its turn.
static struct bank *choose_bulk(const struct line *line)
{
	struct bank *best = NULL;

	for (unsigned i = 0; i < line->bank_count; i++) {
		struct bank *bank = line->banks[i];

		if (bank->step == BANK_READY && !bank->acu.waiting && !bank->courtesy &&
			show_waits(bank) && (!best || mono_before(best->sent, bank->sent)))
			best = bank;
	}
	return best;
}

static bool somebody_looks(const struct bank *bank)
{
	return bank->step == BANK_READY && !bank->acu.waiting && !bank->courtesy &&
	       show_is_urgent(bank);
}

// The bank to ask now: an unlock's, one whose answer to a card is to be shown, else the one that is
// due the longest.
static struct bank *choose(struct line *line, struct mono_time now)
{
	struct bank *best = NULL;
	struct bank *looks = NULL;
	bool any_answers = false;

	for (unsigned i = 0; i < line->bank_count; i++) {
		if (!is_silent(line->banks[i]))
			any_answers = true;
	}
	// Where nobody answers there is nobody to protect.
	if (!any_answers)
		line->probed_last = false;
	for (unsigned i = 0; i < line->bank_count; i++) {
		struct bank *bank = line->banks[i];

		if (!may_ask(line, bank, now))
			continue;
		if (unlock_is_next(bank))
			return bank;
		if (!looks && somebody_looks(bank))
			looks = bank;
		if (!best || mono_before(bank->due, best->due))
			best = bank;
	}
	if (looks)
		return looks;
	if (line->since_bulk >= LINE_BULK_EACH && choose_bulk(line))
		return choose_bulk(line);
	return best;
}

static void send(struct line *line, struct bank *bank, struct mono_time now)
{
	bool again = bank->acu.waiting;
	uint16_t len = again ? osdp_acu_repeat(&bank->acu) : bank_next_command(bank, now);

	if (len == 0) {
		bank->due = mono_after_ms(now, BANK_PROBE_MS);
		return;
	}
	if (again)
		bank->counters.repeats++;
	line->probed_last = is_silent(bank);
	if (line->probed_last)
		line->probe_at = mono_after_ms(now, BANK_PROBE_MS);
	osdp_frame_reader_reset(&line->reader);
	line->hearing = false;
	line->noise = 0;
	line->since_bulk++;
	bank->sent = now;
	line->asked = line->spoken = bank;
	line->deadline = (struct mono_time){now.ns + reply_wait_ns(line, bank, len)};
	if (port_send(line->port, bank->acu.tx, len) < 0)
		line_lose_port(line, "The line went away: check the cable and the adapter.");
}

// Unlocks that lived too long, and banks silent for too long.
static void expire(struct line *line, struct mono_time now)
{
	for (unsigned i = 0; i < line->bank_count; i++) {
		struct bank *bank = line->banks[i];

		if (unlock_expire(bank, now)) {
			if (line->asked == bank)
				end_exchange(line, now);
			bank_restart(bank, now);
		}
		if (bank->online && mono_ms_between(bank->heard, now) >= LINE_OFFLINE_MS) {
			if (line->asked == bank)
				end_exchange(line, now);
			bank->back_off_ms = 1000;
			bank_go_offline(bank,
				bank->garbled >= BANK_GARBLED_MAX ? LINE_OFF_DUPLICATE
								  : LINE_OFF_SILENT,
				mono_after_ms(now, bank->back_off_ms));
		}
	}
}

static void sooner(struct mono_time *best, struct mono_time at)
{
	if (mono_before(at, *best))
		*best = at;
}

// When a bank can be asked at the earliest, were the line free.
static struct mono_time askable_at(const struct line *line, const struct bank *bank)
{
	struct mono_time at = bank->due;

	if (unlock_is_next(bank))
		at = line->free_at;
	if (mono_before(at, line->free_at))
		at = line->free_at;
	if (is_silent(bank) && mono_before(at, line->probe_at))
		at = line->probe_at;
	return at;
}

static void set_timer(struct line *line, struct mono_time now)
{
	struct mono_time at = mono_after_ms(now, 1000);

	if (!line->port || line->port_gone)
		sooner(&at, line->port_gone ? now : line->port_at);
	for (unsigned i = 0; i < line->bank_count; i++) {
		const struct bank *bank = line->banks[i];
		struct mono_time deadline;

		if (unlock_next_deadline(bank, &deadline))
			sooner(&at, deadline);
		if (bank->online)
			sooner(&at, mono_after_ms(bank->heard, LINE_OFFLINE_MS));
		if (line->port && !line->port_gone && !line->asked)
			sooner(&at, askable_at(line, bank));
	}
	if (line->asked)
		sooner(&at, line->hearing && mono_before(line->listen_at, line->deadline)
				    ? line->listen_at
				    : line->deadline);
	loop_timer_set(line->loop, &line->timer, at, line->timer.fire, line);
}

void line_turn(struct line *line, struct mono_time now)
{
	if (line->hearing && reached(line->listen_at, now)) {
		line->hearing = false;
		drain(line, now);
	}
	if (line->asked && reached(line->deadline, now))
		time_out(line, now);
	expire(line, now);
	line_calm(line, now);
	if (line->port && !line->port_gone && !line->asked && reached(line->free_at, now)) {
		struct bank *bank = choose(line, now);

		if (bank)
			send(line, bank, now);
		else
			line->probed_last = false;
	}
	set_timer(line, now);
}
