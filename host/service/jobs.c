// SPDX-License-Identifier: GPL-3.0-or-later
// Work of others inside a turn: each job in a transaction of its own, answered only after that
// transaction is on the disk.
#include "base/err.h"
#include "service/parts.h"

int turn_alone(
	struct service *service, struct now now, bool (*run)(void *arg, struct now now), void *arg)
{
	struct store *store = service->config.store;
	bool keep, wrote;
	int err = store_begin(store);

	if (err < 0)
		return err;
	keep = run(arg, now);
	wrote = store_changes(store) > 0 || service->outbox.count > 0;
	if (!keep && wrote)
		turn_undo(service, now);
	else if (!keep)
		store_rollback(store);
	else
		err = turn_commit(service, now);
	if (keep && err == 0 && wrote && cabinets_read(service) > 0)
		custody_reload(service->custody, now);
	return err;
}

static struct service_job take(struct service *service)
{
	struct service_job job = service->jobs[service->jobs_from];

	service->jobs_from = (service->jobs_from + 1) % SERVICE_JOBS;
	service->jobs_count--;
	return job;
}

static struct mono_time mono(const struct service *service)
{
	return service->config.env->mono(service->config.env->context);
}

bool jobs_wait(const struct service *service)
{
	const struct pace *pace = service->config.pace;

	return service->jobs_count > 0 && !(pace && pace_rests(pace, mono(service)));
}

static void rested(void *arg, struct mono_time now)
{
	(void)arg; // having ended the wait is all
	(void)now;
}

void jobs_run(struct service *service, struct now now)
{
	struct mono_time from = mono(service), at = from;
	int64_t lost;

	if (!jobs_wait(service) || (service->config.pace && service->config.pace->put_off))
		return;
	lost = env_lost(service->config.env);
	for (int i = 0;
		i < SERVICE_JOBS_TURN && service->jobs_count > 0 && at.ns - from.ns < PACE_PIECE_NS;
		i++) {
		struct service_job job = take(service);

		job.done(job.arg, turn_alone(service, now, job.run, job.arg));
		at = mono(service);
	}
	if (service->config.pace)
		pace_worked(service->config.pace, from, at, env_lost(service->config.env) - lost);
}

void jobs_set_timer(struct service *service)
{
	if (service->jobs_count > 0 && service->config.pace)
		loop_timer_set(service->config.loop, &service->rested, service->config.pace->until,
			rested, service);
	else
		loop_timer_stop(&service->rested);
}

int service_file(struct service *service, const struct service_job *job)
{
	if (service->jobs_count == SERVICE_JOBS)
		return -ERR_FULL;
	service->jobs[(service->jobs_from + service->jobs_count++) % SERVICE_JOBS] = *job;
	jobs_set_timer(service);
	return 0;
}

void jobs_refuse(struct service *service)
{
	while (service->jobs_count > 0) {
		struct service_job job = take(service);

		job.done(job.arg, -ERR_GONE);
	}
}
