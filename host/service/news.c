// SPDX-License-Identifier: GPL-3.0-or-later
// What the lines say is only filed here; the turn reads it. A bank counts as online for custody
// when its identity, its inputs and its outputs are all known since it came.
#include <stdio.h>
#include <string.h>

#include "service/parts.h"

struct news *news_add(struct service *service, enum news_kind kind, int64_t bank)
{
	struct news *news;

	if (service->news_count == NEWS_MAX) {
		service->news_lost = true;
		news = &service->news[NEWS_MAX - 1];
	} else {
		news = &service->news[service->news_count++];
	}
	*news = (struct news){.kind = kind, .bank = bank};
	return news;
}

static void arrive(struct cabinet *cabinet, const struct line_facts *facts)
{
	cabinet->facts = *facts;
	cabinet->arriving = true;
	cabinet->inputs_known = cabinet->outputs_known = false;
	cabinet->view = (struct bank_view){.doors = facts->doors};
	cabinet->saying[0] = '\0';
}

static void took_online(void *arg, int64_t bank, const struct line_facts *facts)
{
	struct service *service = arg;
	struct cabinet *cabinet = cabinet_of(service, bank);

	if (!cabinet)
		return;
	arrive(cabinet, facts);
	service_say(service, LOG_NOTE,
		"bank %s is online: serial %08X, firmware %u.%u.%u, %u doors%s", cabinet->row.name,
		(unsigned)facts->serial, facts->firmware[0], facts->firmware[1], facts->firmware[2],
		facts->doors, facts->chain_ok ? "" : ", sensor chain cut");
}

static void took_restarted(void *arg, int64_t bank, const struct line_facts *facts)
{
	struct service *service = arg;
	struct cabinet *cabinet = cabinet_of(service, bank);

	if (!cabinet)
		return;
	arrive(cabinet, facts);
	service_say(service, LOG_WARNING, "bank %s began again (reset cause %u, start %u)",
		cabinet->row.name, facts->reset_cause, (unsigned)facts->boot_count);
}

static const char *offline_word(enum line_offline why)
{
	switch (why) {
	case LINE_OFF_SILENT:
		return "no answer for 8 s";
	case LINE_OFF_PORT:
		return "its line went away";
	case LINE_OFF_STRANGER:
		return "another cabinet answers in its place";
	case LINE_OFF_DUPLICATE:
		return "two cabinets answer at its address";
	case LINE_OFF_SKEW:
		return "its firmware speaks another protocol version";
	case LINE_OFF_KEY:
		return "it has not proved its key";
	}
	return "";
}

static void took_offline(void *arg, int64_t bank, enum line_offline why)
{
	struct service *service = arg;
	struct cabinet *cabinet = cabinet_of(service, bank);

	if (!cabinet)
		return;
	cabinet->arriving = cabinet->online = cabinet->clock_known = false;
	service->clock_news = true;
	cabinet->view = (struct bank_view){.doors = cabinet->view.doors};
	if (!cabinet->saying[0])
		snprintf(cabinet->saying, sizeof cabinet->saying, "%s", offline_word(why));
	news_add(service, NEWS_OFFLINE, bank);
	service_say(service, LOG_WARNING, "bank %s is offline: %s", cabinet->row.name,
		offline_word(why));
}

static void took_card(void *arg, int64_t bank, const uint8_t *uid, size_t len)
{
	struct service *service = arg;
	struct news *news;

	if (len > 10 || !cabinet_of(service, bank))
		return;
	news = news_add(service, NEWS_CARD, bank);
	for (size_t i = 0; i < len; i++)
		snprintf(news->uid + 2 * i, 3, "%02X", uid[i]);
}

// asked: the outputs are part of this news. What they said once is not what they are now.
static void file_view(struct service *service, struct cabinet *cabinet, bool asked)
{
	struct news *news;

	bool all = cabinet->inputs_known && cabinet->outputs_known;

	if (cabinet->arriving && !all)
		return;
	if (cabinet->arriving) {
		cabinet->arriving = false;
		cabinet->online = true;
		news_add(service, NEWS_ONLINE, cabinet->row.id)->view = cabinet->view;
	} else if (cabinet->online) {
		news = news_add(service, NEWS_INPUTS, cabinet->row.id);
		news->view = cabinet->view;
		if (!asked)
			memset(news->view.coil, 0, sizeof news->view.coil);
	}
}

static enum reading contact_reading(enum line_contact contact)
{
	switch (contact) {
	case LINE_CONTACT_UNKNOWN:
		return READING_UNKNOWN;
	case LINE_CONTACT_CLOSED:
		return READING_NO;
	case LINE_CONTACT_OPEN:
		return READING_YES;
	}
	return READING_UNKNOWN;
}

static enum reading inside_reading(enum line_inside inside)
{
	switch (inside) {
	case LINE_INSIDE_UNKNOWN:
		return READING_UNKNOWN;
	case LINE_INSIDE_EMPTY:
		return READING_NO;
	case LINE_INSIDE_SOMETHING:
		return READING_YES;
	case LINE_INSIDE_NONE:
		return READING_NONE;
	}
	return READING_UNKNOWN;
}

static void took_inputs(void *arg, int64_t bank, const struct line_inputs *inputs)
{
	struct service *service = arg;
	struct cabinet *cabinet = cabinet_of(service, bank);

	if (!cabinet)
		return;
	cabinet->view.doors = inputs->doors;
	for (int i = 0; i < inputs->doors && i < BANK_DOORS_MAX; i++) {
		cabinet->view.open[i] = contact_reading(inputs->contact[i]);
		cabinet->view.inside[i] = inside_reading(inputs->inside[i]);
	}
	cabinet->inputs_known = true;
	file_view(service, cabinet, false);
}

static void took_outputs(void *arg, int64_t bank, uint32_t energised)
{
	struct service *service = arg;
	struct cabinet *cabinet = cabinet_of(service, bank);

	if (!cabinet)
		return;
	for (int i = 0; i < cabinet->view.doors && i < BANK_DOORS_MAX; i++)
		cabinet->view.coil[i] = energised >> i & 1 ? READING_YES : READING_NO;
	cabinet->outputs_known = true;
	file_view(service, cabinet, true);
}

static void took_unlock(void *arg, int64_t bank, uint64_t ticket, enum line_unlock_end end)
{
	struct service *service = arg;
	const struct cabinet *cabinet = cabinet_of(service, bank);
	enum news_kind kind = NEWS_REFUSED;

	switch (end) {
	case LINE_ACCEPTED:
		kind = NEWS_ACCEPTED;
		break;
	case LINE_REFUSED:
	case LINE_EXPIRED: // certainly nothing moved, which is what refused means to custody
		break;
	case LINE_WITHDRAWN:
	case LINE_UNKNOWN:
		kind = NEWS_WITHDRAWN;
		break;
	}
	news_add(service, kind, bank)->intent = (int64_t)ticket;
	if (kind != NEWS_WITHDRAWN)
		return;
	// The line has asked inputs and outputs anew before it withdrew; custody is to settle by
	// them, or to know that nothing is known. LINE_UNKNOWN comes before the line says that the
	// bank is offline: what the view says then is from before the unlock.
	if (cabinet && cabinet->online && end == LINE_WITHDRAWN)
		news_add(service, NEWS_ONLINE, bank)->view = cabinet->view;
	else if (cabinet && !cabinet->arriving)
		news_add(service, NEWS_OFFLINE, bank);
}

static void took_status(void *arg, int64_t bank, bool tamper, bool on_battery)
{
	struct service *service = arg;
	struct cabinet *cabinet = cabinet_of(service, bank);

	if (!cabinet)
		return;
	if (tamper && !cabinet->tamper)
		service_say(service, LOG_ALARM, "bank %s: the cabinet's case is open",
			cabinet->row.name);
	if (on_battery && !cabinet->on_battery)
		service_say(service, LOG_WARNING, "bank %s runs on its battery", cabinet->row.name);
	cabinet->tamper = tamper;
	cabinet->on_battery = on_battery;
}

static void took_trouble(void *arg, int64_t bank, enum line_trouble kind, const char *sentence)
{
	struct service *service = arg;
	struct cabinet *cabinet = cabinet_of(service, bank);

	if (cabinet)
		snprintf(cabinet->saying, sizeof cabinet->saying, "%s",
			kind == LINE_TROUBLE_NONE ? "" : sentence);
	if (kind == LINE_TROUBLE_NONE)
		service_say(service, LOG_NOTE, "%s%s is right again", cabinet ? "bank " : "a line",
			cabinet ? cabinet->row.name : "");
	else
		service_say(service, LOG_WARNING, "%s%s%s", cabinet ? cabinet->row.name : "",
			cabinet ? ": " : "", sentence);
}

static void took_key(void *arg, int64_t bank, enum line_key_news news)
{
	struct service *service = arg;
	struct cabinet *cabinet = cabinet_of(service, bank);

	if (!cabinet)
		return;
	cabinet->key_taken = news == LINE_KEY_TAKEN;
	if (news == LINE_KEY_REFUSED)
		service_say(service, LOG_ALARM,
			"bank %s does not take its new key; the old one stays", cabinet->row.name);
}

static void took_clock(void *arg, int64_t bank, const struct line_clock *clock)
{
	struct service *service = arg;
	struct cabinet *cabinet = cabinet_of(service, bank);

	if (!cabinet)
		return;
	cabinet->clock = *clock;
	cabinet->clock_known = true;
	service->clock_news = true;
}

static void took_moved(void *arg, int64_t bank, uint8_t address, uint32_t rate)
{
	(void)arg; // only a technician's command moves a bank
	(void)bank;
	(void)address;
	(void)rate;
}

static void took_port(void *arg, const char *address, const struct port_identity *identity)
{
	if (!identity->name[0])
		service_say(arg, LOG_NOTE, "line %s: open", address);
	else if (!identity->vid)
		service_say(arg, LOG_NOTE, "line %s: open as %s", address, identity->name);
	else
		service_say(arg, LOG_NOTE, "line %s: open as %s, USB %04x:%04x, serial %s", address,
			identity->name, (unsigned)identity->vid, (unsigned)identity->pid,
			identity->serial[0] ? identity->serial : "none");
}

const struct line_events service_line_events = {
	.bank_online = took_online,
	.bank_restarted = took_restarted,
	.bank_offline = took_offline,
	.card = took_card,
	.inputs = took_inputs,
	.outputs = took_outputs,
	.unlock = took_unlock,
	.status = took_status,
	.trouble = took_trouble,
	.key = took_key,
	.clock = took_clock,
	.moved = took_moved,
	.port_opened = took_port,
};
