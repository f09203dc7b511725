// SPDX-License-Identifier: GPL-3.0-or-later
// A technician adopts a bank: asked before, written down after each step, and the certificate. The
// bank itself is spoken to by the command (host/commission), never from here.
#include <stdio.h>
#include <string.h>

#include "api/handler.h"
#include "base/err.h"
#include "store/adoptions.h"
#include "store/custodies.h"
#include "store/events.h"
#include "store/people.h"

struct held {
	int64_t bank;
	int door; // the first that holds something; 0: none
};

static int find_held(void *arg, const struct custody_row *custody)
{
	struct held *held = arg;

	if (custody->bank != held->bank)
		return 0;
	held->door = custody->door;
	return 1;
}

static bool may_adopt(struct api_call *call)
{
	char why[ACTOR_WHY];
	enum role role;

	if (actor_role(call->api->store, call->by, call->api->now.wall, ROLES_OFFICE,
		    "adopt a bank", &role, why) < 0) {
		api_refuse(call, "%s", why);
		return false;
	}
	return true;
}

// The bank, by somebody who may, with nobody's phone in it.
static bool to_be_adopted(struct api_call *call, struct bank_row *out_bank)
{
	struct held held = {.bank = may_adopt(call) ? api_bank(call, "name") : 0};
	int err;

	if (!held.bank)
		return false;
	err = bank_get(call->api->store, held.bank, out_bank);
	if (err == 0)
		err = custody_each_open(call->api->store, find_held, &held);
	if (err < 0) {
		api_failed(call, "Reading the bank", err);
		return false;
	}
	if (held.door) {
		api_refuse(call,
			"Door %d of bank %s holds a device: give back what is in its doors first.",
			held.door, out_bank->name);
		return false;
	}
	return true;
}

static void add_proofs(struct api_call *call, const struct bank_row *bank)
{
	struct proof_row proofs[BANK_DOORS_MAX];
	int count = bank->serial ? proof_list(call->api->store, bank->id, bank->serial, proofs,
					   BANK_DOORS_MAX)
				 : 0;
	json_t *list = json_array();

	for (int i = 0; i < count; i++) {
		char at[LOCAL_TIME_TEXT];

		local_time_print(local_from_wall(proofs[i].at), at);
		json_array_append_new(
			list, json_pack("{s:i, s:i, s:i, s:s}", "door", proofs[i].door, "faults",
				      proofs[i].faults, "other", proofs[i].other, "at", at));
	}
	json_object_set_new(call->answer, "proofs", list);
}

int request_bank_adopting(struct api_call *call)
{
	struct bank_row bank;

	if (!to_be_adopted(call, &bank))
		return -1;
	json_object_set_new(call->answer, "line", json_string(bank.line));
	json_object_set_new(call->answer, "address", json_integer(bank.address));
	json_object_set_new(call->answer, "serial", json_integer(bank.serial));
	add_proofs(call, &bank);
	return 0;
}

static int record(
	struct api_call *call, int64_t bank, int door, const char *kind, const char *facts)
{
	struct event event = {.at = call->api->now.wall,
		.kind = kind,
		.bank = bank,
		.door = door,
		.by_person = call->by,
		.by_user = call->api->user,
		.facts = facts};

	return event_append(call->api->store, &event) < 0 ? -ERR_IO : 0;
}

// Doors that this controller did not prove take no phone.
static int close_unproved(struct api_call *call, const struct adoption_row *adoption)
{
	struct proof_row proofs[BANK_DOORS_MAX];
	uint32_t proved = 0;
	int count = proof_list(
		call->api->store, adoption->bank, adoption->serial, proofs, BANK_DOORS_MAX);
	int err = count < 0 ? count : 0;

	for (int i = 0; i < count; i++)
		proved |= proofs[i].faults ? 0 : UINT32_C(1) << (proofs[i].door - 1);
	for (int door = 1; err == 0 && door <= adoption->doors; door++) {
		if (!(proved >> (door - 1) & 1))
			err = proof_use_door(call->api->store, adoption->bank, door, "not proved");
	}
	return err;
}

static int keep_adoption(
	struct api_call *call, const struct bank_row *bank, const struct adoption_row *adoption)
{
	struct store *store = call->api->store;
	char facts[200];
	int err = bank_seen(store, bank->id, adoption->serial, adoption->doors, adoption->at);

	if (err == 0 && bank->address != adoption->address)
		err = adoption_set_address(store, bank->id, adoption->address);
	if (err == 0)
		err = adoption_put(store, adoption);
	if (err == 0)
		err = close_unproved(call, adoption);
	snprintf(facts, sizeof facts,
		"{\"serial\":%lld,\"address\":%d,\"doors\":%d,\"firmware\":\"%s\",\"key\":\"%s\","
		"\"new_key\":%s}",
		(long long)adoption->serial, adoption->address, adoption->doors, adoption->firmware,
		adoption->fingerprint, api_flag(call, "new_key") ? "true" : "false");
	if (err == 0)
		err = record(call, bank->id, 0, "bank keyed", facts);
	if (err == 0 && call->api->custody)
		err = custody_reload(call->api->custody, call->api->now);
	return err;
}

// Digits, letters, dots and dashes: what the program itself makes.
static bool plain_word(struct api_call *call, const char *field, char out[ADOPTION_WORD])
{
	const char *text = api_needed(call, field);

	if (!text)
		return false;
	if (strlen(text) >= ADOPTION_WORD || strspn(text, "0123456789ABCDEF.-") != strlen(text)) {
		api_refuse(call, "\"%s\" is not what this program makes of it.", field);
		return false;
	}
	memcpy(out, text, strlen(text) + 1);
	return true;
}

int request_bank_keyed(struct api_call *call)
{
	struct adoption_row adoption = {
		.inside = api_flag(call, "inside"), .at = call->api->now.wall, .by = call->by};
	struct bank_row bank;
	int err;

	if (!to_be_adopted(call, &bank))
		return -1;
	adoption.bank = bank.id;
	adoption.serial = api_number(call, "serial", 1, UINT32_MAX, -1);
	adoption.address = (int)api_number(call, "address", 0, 126, -1);
	adoption.doors = (int)api_number(call, "doors", 8, 24, -1);
	if (adoption.serial < 0 || adoption.address < 0 || adoption.doors < 0 ||
		!plain_word(call, "firmware", adoption.firmware) ||
		!plain_word(call, "fingerprint", adoption.fingerprint))
		return -1;
	err = keep_adoption(call, &bank, &adoption);
	if (err == -ERR_EXISTS)
		return api_refuse(call,
			"Another serial number or number of doors is recorded for bank %s, or "
			"another "
			"bank has that address: the list of banks shows it, and releasing a bank "
			"forgets a controller that was replaced.",
			bank.name);
	if (err < 0)
		return api_failed(call, "Recording it", err);
	return api_say(call, "Bank %s is keyed.", bank.name);
}

int request_bank_proved(struct api_call *call)
{
	struct proof_row proof = {.at = call->api->now.wall, .by = call->by};
	struct bank_row bank;
	char facts[64];
	int err;

	if (!to_be_adopted(call, &bank))
		return -1;
	proof.bank = bank.id;
	proof.serial = bank.serial;
	proof.door = (int)api_number(call, "door", 1, bank.doors ? bank.doors : 1, -1);
	proof.faults = (int)api_number(call, "faults", 0, 0xFFFF, -1);
	proof.other = (int)api_number(call, "other", 0, 24, 0);
	if (proof.door < 0 || proof.faults < 0 || proof.other < 0)
		return -1;
	if (!bank.serial)
		return api_refuse(
			call, "Bank %s has no controller on record; adopt it.", bank.name);
	err = proof_put(call->api->store, &proof);
	if (err == 0)
		err = proof_use_door(
			call->api->store, bank.id, proof.door, proof.faults ? "wired wrong" : NULL);
	snprintf(facts, sizeof facts, "{\"faults\":%d,\"other\":%d}", proof.faults, proof.other);
	if (err == 0)
		err = record(call, bank.id, proof.door,
			proof.faults ? "door wired wrong" : "door proved",
			proof.faults ? facts : NULL);
	if (err == 0 && call->api->custody)
		err = custody_reload(call->api->custody, call->api->now);
	return err < 0 ? api_failed(call, "Recording it", err) : 0;
}

int request_bank_certificate(struct api_call *call)
{
	struct adoption_row adoption;
	struct person_record who;
	struct bank_row bank;
	int64_t id = api_bank(call, "name");
	char at[LOCAL_TIME_TEXT], serial[16], by[2 * PERSON_NAME + 2];
	int err;

	if (!id)
		return -1;
	err = bank_get(call->api->store, id, &bank);
	if (err == 0)
		err = adoption_get(call->api->store, id, &adoption);
	if (err == -ERR_NOT_FOUND || (err == 0 && bank.serial != adoption.serial))
		return api_refuse(call,
			"Cabinet %s was not adopted as it is now: a technician adopts it.",
			bank.name);
	if (err == 0)
		err = person_get(call->api->store, adoption.by, &who);
	if (err < 0)
		return api_failed(call, "Reading the adoption", err);
	local_time_print(local_from_wall(adoption.at), at);
	snprintf(by, sizeof by, "%s %s", who.given, who.family);
	snprintf(serial, sizeof serial, "%08X", (unsigned)adoption.serial);
	json_object_update_new(call->answer,
		json_pack("{s:s, s:s, s:i, s:s, s:i, s:b, s:s, s:s, s:s, s:s}", "bank", bank.name,
			"line", bank.line, "address", adoption.address, "serial", serial, "doors",
			adoption.doors, "inside", adoption.inside, "firmware", adoption.firmware,
			"fingerprint", adoption.fingerprint, "at", at, "by", by));
	add_proofs(call, &bank);
	return 0;
}
