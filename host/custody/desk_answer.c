// SPDX-License-Identifier: GPL-3.0-or-later
// A member of staff looked and answers a question; what the answer does is in questions.def.
#include <stdio.h>

#include "base/err.h"
#include "custody/desk.h"
#include "custody/loan.h"

static int begin_said(struct custody *c, struct now now, const struct actor *by, struct slot *slot,
	int64_t person)
{
	struct loan_news news = {
		.at = now.wall, .how = KNOWN_SAID, .by = by->person, .user = by->user};
	struct custody_row row = {.person = person,
		.kind = CUSTODY_DEPOSIT,
		.bank = slot->row.bank,
		.door = slot->row.number,
		.began_at = now.wall,
		.began_how = KNOWN_SAID,
		.began_by = by->person};

	if (slot->custody)
		return 0;
	if (slot->home)
		return stock_begin(c, now, slot, slot->home, &news);
	row.device = device_for(c->store, person, DEVICE_PHONE);
	if (row.device < 0)
		return (int)row.device;
	int64_t id = custody_add(c->store, &row);

	if (id < 0)
		return (int)id;
	slot_take_custody(slot, id, &row);
	struct event event = {.kind = "custody began",
		.person = person,
		.bank = row.bank,
		.door = row.door,
		.custody = id,
		.facts = "{\"how\":\"said\"}"};

	return desk_event(c, now, by, &event);
}

// A school device that is not in its door is with whoever the door was opened for, if for anybody.
static int stock_gone(struct custody *c, struct now now, const struct actor *by, struct slot *slot,
	int64_t person)
{
	struct loan_news news = {
		.at = now.wall, .how = KNOWN_SAID, .by = by->person, .user = by->user};
	struct loan_row loan = {0};
	int err = person ? loan_in_doubt(c->store, slot->home, person, &loan) : 0;

	if (err < 0 && err != -ERR_NOT_FOUND)
		return err;
	return stock_end(c, now, slot, err == 0 ? loan.id : 0, &news);
}

static int end_said(struct custody *c, struct now now, const struct actor *by, struct slot *slot,
	int64_t person)
{
	struct custody_end end = {.at = now.wall, .how = KNOWN_SAID, .by = by->person};
	struct event event = {.kind = "custody ended",
		.person = slot->custody_person,
		.bank = slot->row.bank,
		.door = slot->row.number,
		.custody = slot->custody,
		.facts = "{\"how\":\"said\"}"};

	struct custody_row custody;

	if (!slot->custody)
		return 0;
	if (slot_has_stock(slot))
		return stock_gone(c, now, by, slot, person);
	int err = custody_get(c->store, slot->custody, &custody);

	if (err == 0)
		err = hold_went(c, now, &custody);
	if (err == 0)
		err = custody_end(c->store, slot->custody, &end);
	slot_drop_custody(slot);
	slot->row.rested_at = now.wall;
	return err < 0 ? err : desk_event(c, now, by, &event);
}

static void change_door(struct slot *slot, unsigned does)
{
	if (does & ANSWER_CLEARS) {
		slot->row.aside_person = 0;
		slot->row.aside_at.ms = 0;
		slot->row.late_intent = 0;
	}
	if (does & ANSWER_TRUSTS)
		slot->row.trusted = true;
	if (does & ANSWER_DISTRUSTS)
		slot->row.trusted = false;
	if (does & ANSWER_MENDED) {
		slot->row.in_use = true;
		slot->row.out_reason[0] = '\0';
	}
}

int custody_desk_answer(struct custody *c, struct now now, const struct actor *by, int64_t question,
	const char *word, int64_t person)
{
	struct question_row row;
	char facts[96];
	int err = question_get_open(c->store, question, &row);

	if (err < 0)
		return err;
	struct slot *slot = find_slot(c, row.bank, row.door);
	int kind = question_find(row.kind);
	unsigned does = kind < 0 ? 0 : question_answer_does((enum question)kind, word);

	if (!slot || does == 0 || ((does & ANSWER_NAMES) && !person))
		return -ERR_ARG;
	if (slot->intent.id && does & (ANSWER_BEGINS | ANSWER_ENDS))
		return -ERR_BUSY;
	err = question_answer(c->store, question, now.wall, word, by->person);
	slot->questions--;
	if (err == 0 && does & ANSWER_ENDS)
		err = end_said(c, now, by, slot, row.person);
	change_door(slot, does);
	if (err == 0)
		err = put_door(c, slot);
	if (err == 0 && does & ANSWER_BEGINS)
		err = begin_said(c, now, by, slot, does & ANSWER_NAMES ? person : row.person);
	if (err == 0)
		err = ask_if_full(c, now, slot);
	if (err < 0)
		return err;
	snprintf(facts, sizeof facts, "{\"question\":%lld,\"answer\":\"%s\"}", (long long)question,
		word);
	struct event event = {.kind = "answered",
		.person = row.person,
		.bank = row.bank,
		.door = row.door,
		.custody = row.custody,
		.facts = facts};

	show_door(c, slot);
	return desk_event(c, now, by, &event);
}
