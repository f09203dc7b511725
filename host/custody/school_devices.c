// SPDX-License-Identifier: GPL-3.0-or-later
// The register of the school's own devices, and their homes in the mirror.
#include <stdio.h>

#include "base/err.h"
#include "custody/desk.h"
#include "custody/loan.h"
#include "custody/loans.h"

static int office(struct custody *c, struct now now, const struct actor *by, char why[ACTOR_WHY])
{
	enum role role;

	return actor_role(c->store, by->person, now.wall, ROLES_OFFICE, "keep the school's devices",
		&role, why);
}

// The row of the slot at home, where the home is a door that is nobody's now.
static int check_home(struct custody *c, const struct school_device *device, struct slot **out_slot,
	char why[ACTOR_WHY])
{
	struct slot *slot = find_slot(c, device->home_bank, device->home_door);

	*out_slot = slot;
	if (!device->home_bank)
		return 0;
	if (!slot)
		return REFUSE(ERR_NOT_FOUND, "That cabinet has no such door, or has not been seen "
					     "yet.");
	if (slot->home)
		return REFUSE(ERR_EXISTS, "Another school device lives in that door.");
	if (slot->custody || slot->intent.id || slot->row.aside_person || slot->questions)
		return REFUSE(ERR_BUSY, "That door is in use now: choose another, or wait until "
					"it is empty.");
	return 0;
}

int64_t custody_device_add(struct custody *c, struct now now, const struct actor *by,
	const struct school_device *device, char why[ACTOR_WHY])
{
	struct slot *slot = NULL;
	char facts[64];
	int err = office(c, now, by, why);

	if (err == 0)
		err = check_home(c, device, &slot, why);
	if (err < 0)
		return err;
	int64_t id = device_add_school(c->store, device);

	if (id == -ERR_EXISTS)
		return REFUSE(ERR_EXISTS, "The school has a device called \"%s\" already.",
			device->label);
	if (id < 0)
		return id;
	if (slot)
		slot->home = id;
	snprintf(facts, sizeof facts, "{\"device\":%lld}", (long long)id);
	struct event event = {.kind = "device added",
		.bank = device->home_bank,
		.door = device->home_door,
		.facts = facts};

	err = desk_event(c, now, by, &event);
	return err < 0 ? err : id;
}

int custody_device_end(struct custody *c, struct now now, const struct actor *by, int64_t id,
	const char *reason, char why[ACTOR_WHY])
{
	struct loan_news news = {
		.at = now.wall, .how = KNOWN_SAID, .by = by->person, .user = by->user};
	struct school_device device;
	struct custody_row care;
	char facts[64];
	int err = office(c, now, by, why);

	if (err == 0)
		err = device_school(c->store, id, &device);
	if (err < 0)
		return err;
	struct slot *slot = find_slot(c, device.home_bank, device.home_door);

	if (slot && (slot->intent.id || slot_has_stock(slot)))
		return REFUSE(ERR_BUSY,
			slot->intent.id ? "Its door is being opened for somebody: ask again."
					: "It lies in its door: open it to look, take it out, "
					  "answer what is then asked of the door, and end it.");
	err = custody_of_device(c->store, id, &care);
	if (err == 0 && care.kind == CUSTODY_LOAN)
		err = loan_end(c, now, &care, &news, NULL);
	if (err == 0 || err == -ERR_NOT_FOUND)
		err = device_end(c->store, id, now.wall, reason);
	if (err < 0)
		return err;
	if (slot)
		slot->home = 0;
	snprintf(facts, sizeof facts, "{\"device\":%lld}", (long long)id);
	struct event event = {.kind = "device ended",
		.bank = device.home_bank,
		.door = device.home_door,
		.facts = facts};

	return desk_event(c, now, by, &event);
}

int custody_loan_cabinet(struct custody *c, struct now now, const struct actor *by, int64_t id,
	bool loans, char why[ACTOR_WHY])
{
	struct bank *bank = find_bank(c, id);
	int err = office(c, now, by, why);

	if (err < 0 || !bank)
		return err < 0 ? err : -ERR_NOT_FOUND;
	err = bank_set_loans(c->store, id, loans);
	if (err < 0)
		return err;
	bank->row.loans = loans;
	struct event event = {.kind = loans ? "lends by tap" : "takes phones", .bank = id};

	return desk_event(c, now, by, &event);
}
