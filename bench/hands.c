// SPDX-License-Identifier: GPL-3.0-or-later
// What people do at a cabinet, one step each time the bank has told the host the one before.
#include "host.h"
#include "samples.h"

void hands_tap(struct host *host, unsigned bank)
{
	struct hands *hands = &host->hands[bank];
	char uid[15];

	host_uid(hands->person, uid);
	hands->unlocks = host->models[bank].unlocks;
	hands->laid_ns = bench_now_ns();
	model_card(&host->models[bank], uid);
	hands->step = HANDS_TAPPED;
}

bool hands_move(struct host *host, unsigned bank)
{
	struct hands *hands = &host->hands[bank];
	struct model *model = &host->models[bank];

	if (hands->step == HANDS_TAPPED) {
		if (model->unlocks == hands->unlocks)
			return false;
		hands->latency_ns = model->unlock_ns - model->card_sent_ns;
		hands->door = (unsigned)model->unlocked_door;
		hands->step = HANDS_OPEN;
	}
	if (hands->step == HANDS_REST || !model_is_quiet(model))
		return false;
	switch (hands->step) {
	case HANDS_REST:
	case HANDS_TAPPED:
		break;
	case HANDS_OPEN:
		hands->inside = !hands->inside;
		model_put(model, hands->door, hands->inside);
		hands->step = HANDS_MOVED;
		break;
	case HANDS_MOVED:
		model_shut(model, hands->door);
		hands->step = HANDS_SHUT;
		break;
	case HANDS_SHUT:
		hands->step = HANDS_REST;
		if (host->only_in)
			hands->inside = false; // the next one's phone
		if (!hands->inside)
			hands->person = (hands->person + 1) % host->people;
		return true;
	}
	return false;
}

struct waiting {
	struct host *host;
	unsigned bank;
};

static bool ended(void *arg)
{
	struct waiting *waiting = arg;

	return hands_move(waiting->host, waiting->bank);
}

int64_t host_tap(struct host *host, unsigned bank)
{
	struct waiting waiting = {host, bank};
	struct hands *hands = &host->hands[bank];

	hands_tap(host, bank);
	host_serve(bench_now_ns() + 10000000000, ended, &waiting);
	if (hands->step == HANDS_TAPPED)
		bench_give_up("a tap that must be allowed got no unlock in 10 s");
	if (hands->step != HANDS_REST)
		bench_give_up("a door was opened and the host did not fetch what happened at it");
	return hands->latency_ns;
}
