// SPDX-License-Identifier: GPL-3.0-or-later
// One bank's session: the questions that come before anything else, and then commands and polls.
#include "bank/hello.h"
#include "line/bank.h"

void bank_restart(struct bank *bank, struct mono_time at)
{
	unlock_doubt(bank);
	osdp_acu_restart(&bank->acu);
	if (bank->line->asked == bank)
		bank->line->asked = NULL;
	bank->step = BANK_ASK_ID;
	bank->busy = 0;
	bank->courtesy = false;
	bank->restarts++;
	bank->due = at;
}

void bank_go_offline(struct bank *bank, enum line_offline why, struct mono_time retry_at)
{
	bool was_online = bank->online;

	bank->online = false;
	bank->polled_once = false;
	bank_restart(bank, retry_at);
	unlock_go_offline(bank);
	if (was_online)
		bank->line->events->bank_offline(bank->line->arg, bank->id, why);
}

static uint16_t ask(struct bank *bank, enum bank_purpose purpose, uint8_t code, const uint8_t *data,
	uint16_t len)
{
	bank->purpose = purpose;
	return osdp_acu_command(&bank->acu, code, data, len);
}

static uint16_t ask_step(struct bank *bank)
{
	static const uint8_t standard = 0;
	uint8_t hello[BANK_HELLO_REQUEST_SIZE];

	bank->counters.commands++;
	bank->counters.sessions += bank->step == BANK_ASK_ID;
	switch (bank->step) {
	case BANK_ASK_ID:
	case BANK_CONFIRM_ID:
		return ask(bank, BANK_FOR_STEP, OSDP_ID, &standard, 1);
	case BANK_CHALLENGE:
		return bank_challenge(bank);
	case BANK_PROVE:
		return bank_prove(bank);
	case BANK_ASK_CAP:
		return ask(bank, BANK_FOR_STEP, OSDP_CAP, &standard, 1);
	case BANK_ASK_HELLO:
		bank_write_hello_request(hello);
		return ask(bank, BANK_FOR_STEP, OSDP_MFG, hello, sizeof hello);
	case BANK_ASK_CLOCK:
		return clock_command(bank);
	case BANK_ASK_INPUTS:
		return ask(bank, BANK_FOR_STEP, OSDP_ISTAT, NULL, 0);
	case BANK_ASK_OUTPUTS:
		return ask(bank, BANK_FOR_STEP, OSDP_OSTAT, NULL, 0);
	case BANK_ASK_STATUS:
		return ask(bank, BANK_FOR_STEP, OSDP_LSTAT, NULL, 0);
	case BANK_READY:
		break;
	}
	return 0;
}

static uint16_t poll(struct bank *bank, struct mono_time now)
{
	struct line_counters *counters = &bank->counters;

	if (bank->polled_once) {
		counters->cycle_last_us = (uint32_t)((now.ns - bank->polled.ns) / 1000);
		counters->cycle_sum_us += counters->cycle_last_us;
		counters->cycle_count++;
		if (counters->cycle_last_us > counters->cycle_worst_us)
			counters->cycle_worst_us = counters->cycle_last_us;
	}
	bank->polled_once = true;
	bank->polled = now;
	bank->courtesy = false;
	counters->polls++;
	return ask(bank, BANK_FOR_POLL, OSDP_POLL, NULL, 0);
}

// Lights and texts nobody waits for: where no other bank is due, or once in a while.
static bool bulk_may_go(const struct bank *bank, struct mono_time now)
{
	const struct line *line = bank->line;

	if (!show_waits(bank))
		return false;
	for (unsigned i = 0; i < line->bank_count && line->since_bulk < LINE_BULK_EACH; i++) {
		const struct bank *other = line->banks[i];

		if (other != bank && other->online && other->silent == 0 &&
			!mono_before(now, other->due))
			return false;
	}
	return true;
}

uint16_t bank_next_command(struct bank *bank, struct mono_time now)
{
	if (bank->step != BANK_READY)
		return ask_step(bank);
	if (unlock_is_next(bank)) {
		bank->counters.commands++;
		return unlock_command(bank);
	}
	if (!bank->courtesy && bank->unlock_count && bank->unlocks[0].state == UNLOCK_ACKED) {
		bank->courtesy = true;
		bank->counters.commands++;
		return ask(bank, BANK_FOR_PROOF, OSDP_OSTAT, NULL, 0);
	}
	if (!bank->courtesy && (show_is_urgent(bank) || bulk_may_go(bank, now))) {
		bank->courtesy = true;
		bank->line->since_bulk = 0;
		bank->counters.commands++;
		return show_command(bank);
	}
	if (!bank->courtesy && commission_waits(bank)) {
		bank->courtesy = true;
		bank->counters.commands++;
		return commission_command(bank);
	}
	if (!bank->courtesy && (bank->tell_clock || bank->ask_clock)) {
		bank->courtesy = true;
		bank->counters.commands++;
		return clock_command(bank);
	}
	return poll(bank, now);
}

static void become_ready(struct bank *bank, struct mono_time now)
{
	const struct line *line = bank->line;
	bool was_online = bank->online;

	bank->facts.restarted = bank->known && bank->facts.boot_count != bank->boots_known;
	bank->boots_known = bank->facts.boot_count;
	bank->known = true;
	bank->step = BANK_READY;
	bank->online = true;
	bank->restarts = 0;
	bank->doubled = 0;
	bank->heard = bank->due = now;
	// Lights are told anew below, and a card may be waiting: that first.
	bank->courtesy = true;
	show_renew(bank, !was_online || bank->facts.restarted);
	if (bank->session_lost && was_online && !bank->facts.restarted)
		bank_suspect(bank, now);
	bank->session_lost = false;
	if (bank->trouble != LINE_TROUBLE_NONE)
		bank_file_trouble(bank, LINE_TROUBLE_NONE);
	if (!was_online)
		line->events->bank_online(line->arg, bank->id, &bank->facts);
	else if (bank->facts.restarted)
		line->events->bank_restarted(line->arg, bank->id, &bank->facts);
	bank_file_state(bank);
	if (bank->clock_known)
		bank_file_clock(bank);
	unlock_settle(bank);
}

static void step_answered(struct bank *bank, const struct osdp_frame *frame, struct mono_time now)
{
	bool on = true;

	bank->due = now;
	switch (bank->step) {
	case BANK_CONFIRM_ID:
	case BANK_ASK_ID:
		on = bank_take_id(bank, frame, now);
		break;
	case BANK_CHALLENGE:
		break;
	case BANK_PROVE:
		bank_proved(bank);
		break;
	case BANK_ASK_CAP:
		on = bank_take_cap(bank, frame, now);
		break;
	case BANK_ASK_HELLO:
		on = bank_take_hello(bank, frame, now);
		break;
	case BANK_ASK_CLOCK:
		bank->clock_known = bank_take_clock(bank, frame);
		break;
	case BANK_ASK_INPUTS:
		if (!bank_take_inputs(bank, frame)) {
			bank_restart(bank, mono_after_ms(now, BANK_PROBE_MS));
			on = false;
		}
		break;
	case BANK_ASK_OUTPUTS:
		bank_take_outputs(bank, frame);
		break;
	case BANK_ASK_STATUS:
		bank_take_status(bank, frame);
		become_ready(bank, now);
		return;
	case BANK_READY:
		return;
	}
	if (on)
		bank->step++;
}

static void poll_answered(struct bank *bank, const struct osdp_frame *frame, struct mono_time now)
{
	// The next event may be waiting behind this one.
	bank->due = now;
	switch (frame->code) {
	case OSDP_RAW:
		bank->due = mono_after_ms(bank->sent, bank->line->poll_ms);
		bank_take_card(bank, frame, now);
		return;
	case OSDP_ISTATR:
		if (!bank_take_inputs(bank, frame))
			bank_restart(bank, now);
		return;
	case OSDP_OSTATR:
		bank_take_outputs(bank, frame);
		unlock_prove(bank);
		return;
	case OSDP_LSTATR:
		bank_take_status(bank, frame);
		return;
	default:
		if (!show_waits(bank))
			bank->due = mono_after_ms(bank->sent, bank->line->poll_ms);
		return;
	}
}

void bank_answered(struct bank *bank, const struct osdp_frame *frame, struct mono_time now)
{
	// Any other reply shows that the bank went on after its card was taken.
	if (frame->code != OSDP_RAW && bank->step == BANK_READY)
		bank->card_unproved = false;
	switch (bank->purpose) {
	case BANK_FOR_STEP:
		step_answered(bank, frame, now);
		return;
	case BANK_FOR_POLL:
		poll_answered(bank, frame, now);
		return;
	case BANK_FOR_UNLOCK:
		bank->due = now;
		unlock_answered(bank, frame);
		return;
	case BANK_FOR_PROOF:
		bank->due = mono_after_ms(now, BANK_REPLY_AIM_MS);
		bank_take_outputs(bank, frame);
		unlock_prove(bank);
		return;
	case BANK_FOR_LIGHTS:
	case BANK_FOR_BUZZ:
	case BANK_FOR_TEXT:
		bank->due = now;
		return;
	case BANK_FOR_KEYSET:
	case BANK_FOR_MOVE:
		bank->due = now;
		commission_answered(bank, frame, now);
		return;
	case BANK_FOR_CLOCK:
		bank->due = now;
		if (bank_take_clock(bank, frame))
			bank_file_clock(bank);
		return;
	}
}

// The questions a bank may decline: inputs and outputs it does not have. A Hometime bank answers
// all others.
static void step_refused(struct bank *bank, struct mono_time now)
{
	bool none = bank->facts.doors == 0 &&
		    (bank->step == BANK_ASK_INPUTS || bank->step == BANK_ASK_OUTPUTS);

	if (bank->step == BANK_CHALLENGE || bank->step == BANK_PROVE) {
		bank_unproved(bank, now);
	} else if (bank->step == BANK_ASK_CLOCK) { // a bank without one
		bank->clock_known = false;
		bank->due = now;
		bank->step++;
	} else if (none) {
		bank->inputs = (struct line_inputs){0};
		bank->energised = 0;
		bank->due = now;
		bank->step++;
	} else {
		bank_set_aside(bank, LINE_OFF_SKEW,
			bank->step == BANK_ASK_HELLO ? LINE_TROUBLE_OLDER : LINE_TROUBLE_FOREIGN,
			now);
	}
}

void bank_refused(struct bank *bank, struct mono_time now)
{
	bank->due = mono_after_ms(now, bank->line->poll_ms);
	switch (bank->purpose) {
	case BANK_FOR_STEP:
		step_refused(bank, now);
		return;
	case BANK_FOR_UNLOCK:
		unlock_refused(bank);
		return;
	case BANK_FOR_LIGHTS:
	case BANK_FOR_BUZZ:
	case BANK_FOR_TEXT:
	case BANK_FOR_POLL:
	case BANK_FOR_PROOF:
	case BANK_FOR_CLOCK:
		return;
	case BANK_FOR_KEYSET:
	case BANK_FOR_MOVE:
		commission_refused(bank);
		return;
	}
}
