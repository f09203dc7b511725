// SPDX-License-Identifier: GPL-3.0-or-later
// The school's own devices as rows: what they are called and where they live.
#ifndef STORE_DEVICES_H
#define STORE_DEVICES_H

#include "base/time.h"
#include "policy/words.h"
#include "store/store.h"

#define DEVICE_LABEL 41 // bytes with the ending zero
#define DEVICE_SHELF 41

// Its home is one door, nobody else's as long as it is, or a shelf of the office.
struct school_device {
	int64_t id;
	enum device_kind kind;
	char label[DEVICE_LABEL]; // unique among those that have not ended
	int64_t home_bank;	  // 0: a shelf
	int home_door;
	char shelf[DEVICE_SHELF]; // "" where it lives in a door
	bool ended;		  // sold, broken, lost: lent no more
};

// Returns the new id. -ERR_EXISTS: the label, or that door, is another's.
int64_t device_add_school(struct store *store, const struct school_device *device);
// -ERR_NOT_FOUND: no school device has that id.
int device_school(struct store *store, int64_t id, struct school_device *out_device);
// By its label, those that have not ended. -ERR_NOT_FOUND.
int device_find_school(struct store *store, const char *label, struct school_device *out_device);
// Every one that has not ended, by label. Returns how many, or what each returned where not 0.
int device_each_school(
	struct store *store, int (*each)(void *arg, const struct school_device *device), void *arg);
// -ERR_EXISTS: that door is another's home.
int device_set_home(struct store *store, const struct school_device *device);
int device_end(struct store *store, int64_t id, struct wall_time at, const char *reason);

#endif
