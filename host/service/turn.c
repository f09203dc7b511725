// SPDX-License-Identifier: GPL-3.0-or-later
// One turn: the use cases of everything filed, one commit, then the outbox. Nothing leaves before
// its rows are on the disk, and a commit that fails takes everything back.
#include <string.h>

#include "base/err.h"
#include "custody/loans.h"
#include "exceptions/due.h"
#include "register/leavers.h"
#include "service/parts.h"
#include "store/events.h"

static int arrived(struct service *service, const struct news *news, struct now now)
{
	struct cabinet *cabinet = cabinet_of(service, news->bank);
	int seen = cabinet ? cabinet_seen(service, cabinet, now) : -ERR_NOT_FOUND;
	int err = 0;

	if (seen == -ERR_EXISTS || seen == -ERR_FORMAT || seen == -ERR_NOT_FOUND) {
		if (cabinet)
			service_say(service, LOG_WARNING, "bank %s: %s", cabinet->row.name,
				cabinet->saying);
		return 0;
	}
	if (seen < 0)
		return seen;
	if (seen == 1) {
		cabinet->adopt = true;
		err = custody_reload(service->custody, now); // its doors are rows now
	}
	return err < 0 ? err : custody_bank_online(service->custody, now, news->bank, &news->view);
}

static int run_one(struct service *service, const struct news *news, struct now now)
{
	struct custody *custody = service->custody;

	switch (news->kind) {
	case NEWS_CARD:
		service->counters.taps++;
		return custody_card(custody, now, news->bank, news->uid);
	case NEWS_INPUTS:
		return custody_inputs(custody, now, news->bank, &news->view);
	case NEWS_ONLINE:
		return arrived(service, news, now);
	case NEWS_OFFLINE:
		return custody_bank_offline(custody, now, news->bank);
	case NEWS_ACCEPTED:
		return custody_unlock_accepted(custody, now, news->intent);
	case NEWS_REFUSED:
		return custody_unlock_refused(custody, now, news->intent);
	case NEWS_WITHDRAWN:
		return custody_unlock_withdrawn(custody, now, news->intent);
	}
	return 0;
}

void turn_undo(struct service *service, struct now now)
{
	store_rollback(service->config.store);
	outbox_clear(&service->outbox);
	for (size_t i = 0; i < service->cabinet_count; i++)
		service->cabinets[i].adopt = false;
	cabinets_read(service);
	if (custody_reload(service->custody, now) < 0)
		service_say(service, LOG_ALARM, "the record cannot be read: %s",
			store_error(service->config.store));
}

static void adopt_new(struct service *service)
{
	for (size_t i = 0; i < service->cabinet_count; i++) {
		struct cabinet *cabinet = &service->cabinets[i];

		if (!cabinet->adopt)
			continue;
		cabinet->adopt = false;
		if (line_adopt(cabinet->line, cabinet->row.id, (uint32_t)cabinet->row.serial) == 0)
			service_say(service, LOG_NOTE,
				"bank %s is taken over: serial %08X, %d doors", cabinet->row.name,
				(unsigned)cabinet->row.serial, cabinet->row.doors);
	}
}

int turn_commit(struct service *service, struct now now)
{
	struct store *store = service->config.store;
	int err = service->outbox.overflow ? -ERR_FULL : 0;

	if (err == 0 && store_changes(store) == 0) {
		store_rollback(store);
	} else if (err == 0) {
		err = store_commit(store);
		service->counters.commits += err == 0;
		service->counters.failed_commits += err != 0;
	}
	if (err < 0) {
		service_say(service, LOG_ALARM,
			"nothing of this turn is on record and nothing has left: %s",
			store_error(store));
		turn_undo(service, now);
		return err;
	}
	adopt_new(service);
	outbox_send(service);
	tell_events(service);
	return 0;
}

// What is over because time went by, in a transaction of its own: a grant's or hold's end must cost
// nobody their tap. A minute that cannot be written is tried again with the next turn's.
static void sweep(struct service *service, struct now now)
{
	struct store *store = service->config.store;
	int64_t minute = now.wall.ms / 60000;
	int err;

	// Not while the clock is earlier than the record: what it calls over may not be.
	if (minute == service->swept || custody_time_doubtful(service->custody, now.wall))
		return;
	service->swept = minute;
	err = store_begin(store);
	if (err >= 0)
		err = exceptions_due(store, now.wall);
	if (err >= 0)
		err = custody_loans_overdue(service->custody, now);
	if (err >= 0)
		err = custody_sweep(service->custody, now);
	if (err >= 0)
		err = leavers_settle(store, now.wall);
	if (err >= 0) {
		turn_commit(service, now);
		return;
	}
	service_say(service, LOG_ALARM, "what is due cannot be written: %s", store_error(store));
	turn_undo(service, now);
}

// Runs a group of news in one transaction, custody's due work with the first of a turn.
static int run_group(
	struct service *service, const struct news *news, size_t count, bool due, struct now now)
{
	int err = store_begin(service->config.store);

	for (size_t i = 0; i < count && err >= 0; i++)
		err = run_one(service, &news[i], now);
	if (err >= 0 && due)
		err = custody_tick(service->custody, now);
	if (err >= 0)
		return turn_commit(service, now);
	service_say(service, LOG_ALARM, "a use case failed, its turn is taken back: %s (%s)",
		err_str(err), store_error(service->config.store));
	turn_undo(service, now);
	return err;
}

static void check_disk(struct service *service)
{
	enum store_disk disk = store_disk_check(service->config.store);

	if (disk != service->disk_was && disk == STORE_DISK_OK)
		service_say(service, LOG_NOTE, "the disk has room again");
	else if (disk != service->disk_was && disk == STORE_DISK_LOW)
		service_say(service, LOG_WARNING, "under 128 MiB of disk are free; make room");
	else if (disk != service->disk_was)
		service_say(service, LOG_ALARM,
			"the disk is full: hand-ins go to the desk, collections live on the "
			"reserve; make room");
	service->disk_was = disk;
}

static int run_news(struct service *service, bool due, struct now now)
{
	size_t count = service->news_count;
	int err;

	memcpy(service->taken, service->news, count * sizeof service->news[0]);
	service->news_count = 0;
	err = run_group(service, service->taken, count, due, now);
	if (err == 0)
		return 0;
	// A full disk gives its reserve away, and then everybody's news alone: one that cannot be
	// written must not cost the others theirs.
	check_disk(service);
	for (size_t i = 0; i < count; i++) {
		if (run_group(service, &service->taken[i], 1, false, now) < 0 &&
			service->taken[i].kind == NEWS_CARD)
			say_unwritten(service, service->taken[i].bank);
	}
	return err;
}

static void wake(void *arg, struct mono_time now)
{
	(void)arg; // having ended the wait is all; the turn asks custody what is due
	(void)now;
}

static void disk_is_due(void *arg, struct mono_time now)
{
	(void)now;
	((struct service *)arg)->disk_due = true;
}

static void set_timers(struct service *service, struct now now)
{
	struct mono_time at;

	loop_timer_stop(&service->due);
	if (custody_next_due(service->custody, &at))
		loop_timer_set(service->config.loop, &service->due, at, wake, service);
	if (!service->minute.loop)
		loop_timer_set(service->config.loop, &service->minute,
			mono_after_ms(now.mono, 60000 - now.wall.ms % 60000), wake, service);
	if (!service->disk.loop)
		loop_timer_set(service->config.loop, &service->disk, mono_after_ms(now.mono, 60000),
			disk_is_due, service);
}

static void watch_clock(struct service *service, struct now now)
{
	bool doubtful = custody_time_doubtful(service->custody, now.wall);

	if (doubtful && !service->clock_doubted)
		service_say(service, LOG_ALARM,
			"the clock is earlier than the last event, or more than five minutes from "
			"the "
			"cabinets' own: collections go to the desk; set "
			"the clock");
	else if (!doubtful && service->clock_doubted)
		service_say(service, LOG_NOTE, "the clock is right again");
	service->clock_doubted = doubtful;
}

static void news_were_lost(struct service *service, struct now now)
{
	service_say(
		service, LOG_ALARM, "more news than a turn can hold: every door is settled anew");
	service->news_lost = false;
	service->news_count = 0;
	custody_reload(service->custody, now);
	for (size_t i = 0; i < service->cabinet_count; i++) {
		const struct cabinet *cabinet = &service->cabinets[i];

		if (cabinet->online)
			news_add(service, NEWS_ONLINE, cabinet->row.id)->view = cabinet->view;
		else
			news_add(service, NEWS_OFFLINE, cabinet->row.id);
	}
}

int service_turn(struct service *service)
{
	struct now now = env_now(service->config.env);
	struct mono_time at;
	bool due = custody_next_due(service->custody, &at) && !mono_before(now.mono, at);
	int err = 0;

	watch_clock(service, now);
	if (service->news_lost)
		news_were_lost(service, now);
	if (service->news_count > 0 || due)
		err = run_news(service, due, now);
	keyring_turn(service);
	clocks_turn(service, now);
	requests_run(service, now);
	jobs_run(service, now);
	sweep(service, now);
	if (service->disk_due) {
		service->disk_due = false;
		check_disk(service);
	}
	changes_tell(service);
	set_timers(service, now);
	jobs_set_timer(service);
	return err;
}

bool service_has_news(const struct service *service)
{
	return service->news_count > 0 || service->waiting_count > 0 || jobs_wait(service) ||
	       service->news_lost;
}
