// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/rate.h"

static int find(const struct rate *rate, uint64_t client)
{
	int quiet = 0;

	for (int i = 0; i < RATE_CLIENTS; i++) {
		if (!rate->rows[i].used)
			return i;
		if (rate->rows[i].client == client)
			return i;
		if (mono_before(rate->rows[i].at, rate->rows[quiet].at))
			quiet = i;
	}
	return quiet;
}

bool rate_take(struct rate *rate, uint64_t client, struct mono_time now)
{
	double burst = rate->burst > 0 ? rate->burst : RATE_BURST;
	double second = rate->second > 0 ? rate->second : RATE_SECOND;
	int i = find(rate, client);

	if (!rate->rows[i].used || rate->rows[i].client != client) {
		rate->rows[i].used = true;
		rate->rows[i].client = client;
		rate->rows[i].tokens = burst;
	} else {
		rate->rows[i].tokens +=
			(double)mono_ms_between(rate->rows[i].at, now) * second / 1000;
		if (rate->rows[i].tokens > burst)
			rate->rows[i].tokens = burst;
	}
	rate->rows[i].at = now;
	if (rate->rows[i].tokens < 1)
		return false;
	rate->rows[i].tokens -= 1;
	return true;
}
