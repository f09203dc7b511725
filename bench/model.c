// SPDX-License-Identifier: GPL-3.0-or-later
// The model bank's answers: osdp_pd decides what is executed, these functions say what it is.
#include "model.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "bank/hello.h"

static void identify(void *bank, struct osdp_pdid *out)
{
	const struct model *model = bank;

	*out = (struct osdp_pdid){BANK_VENDOR, BANK_MODEL, 1, model->serial, {0, 1, 0}};
}

static uint16_t capabilities(void *bank, uint8_t *out, uint16_t room)
{
	const struct model *model = bank;
	const struct osdp_cap caps[] = {
		{OSDP_CAP_INPUTS, 1, (uint8_t)(2 * model->doors)},
		{OSDP_CAP_OUTPUTS, 4, (uint8_t)model->doors},
		{OSDP_CAP_CARD, 1, 0},
		{OSDP_CAP_LED, 4, (uint8_t)(model->doors + 1)},
		{OSDP_CAP_SOUND, 2, 1},
		{OSDP_CAP_TEXT, 3, 1},
		{OSDP_CAP_CHECK, 1, 0},
		{OSDP_CAP_SECURITY, 1, 0},
		{OSDP_CAP_RECEIVE, BANK_RECEIVE_MAX & 0xFF, BANK_RECEIVE_MAX >> 8},
		{OSDP_CAP_READERS, 0, 1},
		{OSDP_CAP_VERSION, 2, 0},
	};
	uint16_t used = 0;

	for (size_t i = 0; i < sizeof caps / sizeof caps[0] && used + OSDP_CAP_SIZE <= room; i++)
		used = (uint16_t)(used + osdp_write_cap(out + used, &caps[i]));
	return used;
}

static void local_status(void *bank, struct osdp_lstatr *out)
{
	(void)bank;
	*out = (struct osdp_lstatr){false, false};
}

static uint16_t inputs(void *bank, uint8_t *out, uint16_t room)
{
	const struct model *model = bank;
	uint16_t count = (uint16_t)(2 * model->doors);

	if (count > room)
		return 0;
	for (unsigned i = 0; i < model->doors; i++) {
		out[i] = model->contacts >> i & 1;
		out[model->doors + i] = model->insides >> i & 1;
	}
	return count;
}

static uint16_t outputs(void *bank, uint8_t *out, uint16_t room)
{
	struct model *model = bank;

	if (model->doors > room)
		return 0;
	for (unsigned i = 0; i < model->doors; i++)
		out[i] = model->coils >> i & 1;
	// The pulse is over as soon as it has been told: this model has no mechanics to wait for.
	model->coils = 0;
	return (uint16_t)model->doors;
}

static uint8_t execute(void *bank, const uint8_t *records, uint8_t count)
{
	struct model *model = bank;
	struct osdp_out record = osdp_read_out(records, 0);

	if (count != 1 || record.output >= model->doors)
		return OSDP_NAK_RECORD;
	if (record.control != OSDP_OUT_PULSE)
		return OSDP_PD_DONE;
	model->coils = 1u << record.output;
	model->contacts |= 1u << record.output;
	model->inputs_changed = true;
	model->unlocked_door = record.output;
	model->unlocks++;
	return OSDP_PD_DONE;
}

static uint8_t led(void *bank, const uint8_t *records, uint8_t count)
{
	(void)bank, (void)records, (void)count;
	return OSDP_PD_DONE;
}

static uint8_t buz(void *bank, const struct osdp_buz *what)
{
	(void)bank, (void)what;
	return OSDP_PD_DONE;
}

static uint8_t text(void *bank, const struct osdp_text *what)
{
	(void)bank, (void)what;
	return OSDP_PD_DONE;
}

static uint8_t comset(void *bank, struct osdp_com *com)
{
	(void)bank, (void)com;
	return OSDP_PD_DONE;
}

static void comset_now(void *bank, const struct osdp_com *com)
{
	(void)bank, (void)com;
}

static uint8_t manufacturer(void *bank, const uint8_t *data, uint16_t len, uint8_t *out,
	uint16_t room, uint16_t *out_len)
{
	const struct model *model = bank;
	struct bank_hello hello = {.protocol = BANK_PROTOCOL,
		.firmware = {0, 1, 0},
		.boots = 1,
		.reset = BANK_RESET_POWER,
		.doors = (uint8_t)model->doors,
		.chain = BANK_CHAIN_GOOD,
		.flags = BANK_FLAG_KEY | BANK_FLAG_INSIDE};

	if (!bank_is_hello_request(data, len) || room < BANK_HELLO_REPLY_SIZE)
		return OSDP_NAK_UNKNOWN;
	*out_len = (uint16_t)bank_write_hello(out, &hello);
	return OSDP_PD_DONE;
}

static uint8_t nibble(char c)
{
	return (uint8_t)(c <= '9' ? c - '0' : c - 'A' + 10);
}

static uint16_t card_reply(const struct model *model, uint8_t *out)
{
	uint8_t uid[BANK_UID_MAX];
	size_t len = strlen(model->card) / 2;
	struct osdp_raw raw = {0, 0, (uint16_t)(8 * len), uid};

	for (size_t i = 0; i < len; i++)
		uid[i] =
			(uint8_t)(nibble(model->card[2 * i]) << 4 | nibble(model->card[2 * i + 1]));
	return (uint16_t)osdp_write_raw(out, &raw);
}

static bool event(void *bank, uint8_t *out_code, uint8_t *out, uint16_t room, uint16_t *out_len)
{
	struct model *model = bank;

	model->polls++;
	model->carried = MODEL_QUIET;
	if (model->inputs_changed) {
		*out_code = OSDP_ISTATR;
		*out_len = inputs(model, out, room);
		model->carried = MODEL_INPUTS;
		model->inputs_changed = false;
	} else if (model->card[0]) {
		*out_code = OSDP_RAW;
		*out_len = card_reply(model, out);
		model->carried = MODEL_CARD;
		memcpy(model->told, model->card, sizeof model->told);
	}
	return model->carried != MODEL_QUIET;
}

static void event_taken(void *bank)
{
	struct model *model = bank;

	// The next card may lie there already.
	if (model->carried == MODEL_CARD && strcmp(model->card, model->told) == 0)
		model->card[0] = '\0';
	model->carried = MODEL_QUIET;
}

static void offline(void *bank)
{
	struct model *model = bank;

	model->card[0] = '\0';
}

static const struct osdp_pd_app app = {
	.id = identify,
	.capabilities = capabilities,
	.local_status = local_status,
	.inputs = inputs,
	.outputs = outputs,
	.out = execute,
	.led = led,
	.buz = buz,
	.text = text,
	.comset = comset,
	.comset_now = comset_now,
	.mfg = manufacturer,
	.event = event,
	.event_taken = event_taken,
	.offline = offline,
};

void model_key(uint32_t serial, uint8_t out[OSDP_KEY_SIZE])
{
	for (unsigned i = 0; i < OSDP_KEY_SIZE; i++)
		out[i] = (uint8_t)(serial + 11 * i);
}

static uint8_t keep_key(void *bank, const uint8_t *key)
{
	(void)bank, (void)key;
	return OSDP_NAK_RECORD;
}

static void init(struct model *model, uint8_t address, uint32_t serial, unsigned doors)
{
	uint8_t key[OSDP_KEY_SIZE];

	*model = (struct model){.listener = -1, .fd = -1, .serial = serial, .doors = doors};
	model_key(serial, key);
	osdp_secure_pd_init(&model->channel, keep_key);
	osdp_secure_pd_set_key(&model->channel, key);
	osdp_frame_reader_init(&model->reader, model->rx, sizeof model->rx, OSDP_GAP_MS);
	osdp_pd_init(&model->pd, &(struct osdp_pd_config){.address = address,
					 .app = &app,
					 .bank = model,
					 .tx = model->tx,
					 .tx_cap = sizeof model->tx,
					 .shield = &osdp_secure_shield,
					 .channel = &model->channel});
}

int model_open(struct model *model, const char *path, uint32_t serial, unsigned doors)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};

	init(model, 1, serial, doors);
	if (strlen(path) >= sizeof address.sun_path) {
		errno = ENAMETOOLONG;
		return -1;
	}
	snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
	unlink(path);
	model->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (model->listener < 0 ||
		bind(model->listener, (struct sockaddr *)&address, sizeof address) != 0)
		return -1;
	return listen(model->listener, 1);
}

void model_join(
	struct model *model, struct model *first, uint8_t address, uint32_t serial, unsigned doors)
{
	init(model, address, serial, doors);
	model->next = first->next;
	first->next = model;
}

void model_close(struct model *model)
{
	if (model->fd >= 0)
		close(model->fd);
	if (model->listener >= 0)
		close(model->listener);
	model->fd = model->listener = -1;
}

static void answer(struct model *model, int fd, int64_t now_ns)
{
	const uint8_t *bytes;
	uint8_t rnd_b[OSDP_RND_SIZE];
	unsigned unlocks = model->unlocks;
	bool had_card = model->card[0] != '\0';
	uint16_t count;

	if (osdp_secure_pd_wants_roll(&model->channel) &&
		getrandom(rnd_b, sizeof rnd_b, 0) == sizeof rnd_b)
		osdp_secure_pd_roll(&model->channel, rnd_b);
	count = osdp_pd_turn(&model->pd, &model->reader, (uint32_t)(now_ns / 1000000), &bytes);

	if (model->unlocks != unlocks) {
		model->unlock_ns = now_ns;
		if (model->on_unlock)
			model->on_unlock(model->on_arg, model);
	}
	if (count > 0 && had_card && model->carried == MODEL_CARD && model->on_card)
		model->on_card(model->on_arg, model);
	// MSG_NOSIGNAL: the host may have been killed meanwhile.
	if (count > 0 && send(fd, bytes, count, MSG_NOSIGNAL) != count && errno != EPIPE &&
		errno != ECONNRESET)
		perror("model bank: write");
	if (count > 0 && had_card && model->carried == MODEL_CARD) {
		struct timespec at;

		clock_gettime(CLOCK_MONOTONIC, &at);
		model->card_sent_ns = (int64_t)at.tv_sec * 1000000000 + at.tv_nsec;
		model->cards_sent++;
	}
	osdp_pd_sent(&model->pd);
}

static void hang_up(struct model *line)
{
	close(line->fd);
	line->fd = -1;
}

bool model_turn(struct model *line, int64_t now_ns)
{
	uint8_t bytes[512];
	ssize_t got;

	if (line->fd < 0) {
		line->fd = accept4(line->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
		for (struct model *bank = line; bank; bank = bank->next)
			osdp_frame_reader_reset(&bank->reader);
		return true;
	}
	got = read(line->fd, bytes, sizeof bytes);
	if (got == 0 || (got < 0 && errno != EAGAIN)) {
		hang_up(line);
		return false;
	}
	for (struct model *bank = line; bank && got > 0; bank = bank->next) {
		for (size_t done = 0; done < (size_t)got;) {
			done += osdp_frame_reader_feed(&bank->reader, bytes + done,
				(size_t)got - done, (uint32_t)(now_ns / 1000000));
			answer(bank, line->fd, now_ns);
		}
	}
	return true;
}

void model_reset(struct model *model)
{
	model->contacts = model->insides = model->coils = 0;
	model->inputs_changed = false;
	model->card[0] = '\0';
	model->carried = MODEL_QUIET;
}

void model_card(struct model *model, const char *uid)
{
	snprintf(model->card, sizeof model->card, "%s", uid);
}

void model_put(struct model *model, unsigned door, bool something_inside)
{
	model->insides &= ~(1u << door);
	model->insides |= (uint32_t)something_inside << door;
	model->inputs_changed = true;
}

void model_shut(struct model *model, unsigned door)
{
	model->contacts &= ~(1u << door);
	model->inputs_changed = true;
}

bool model_is_quiet(const struct model *model)
{
	return !model->card[0] && !model->inputs_changed && model->carried == MODEL_QUIET;
}
