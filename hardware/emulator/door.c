// SPDX-License-Identifier: GPL-3.0-or-later
// Doors as things: latch, spring, contact, what is inside, and the people who move them. After
// usual 12 V cabinet locks: the bolt is back after 40 ms of current, the contact bounces for 3 ms.
#include "inside.h"

#define RELEASE_MS 40
#define BOUNCE_US  3000

static void set_coil(struct cabinet *c, unsigned i, bool on)
{
	struct door *d = &c->door[i];
	uint64_t now = now_of(c);
	if (d->coil == on)
		return;
	d->coil = on;
	if (on) {
		d->coil_from = now;
		d->pulses++;
		if (c->lock == LOCK_EJECT && !d->open)
			alarm_set(c, ALARM_DOOR + i, now + MS(RELEASE_MS));
	} else {
		uint64_t lasted = now - d->coil_from;
		d->coil_total += lasted;
		if (lasted > d->coil_longest)
			d->coil_longest = lasted;
		if (lasted > c->longest_pulse)
			c->longest_pulse = lasted;
		if (lasted < MS(RELEASE_MS) / 2)
			alarm_set(c, ALARM_DOOR + i, NEVER); // the bolt fell back
	}
	note(c, "\"what\":\"latch\",\"door\":%u,\"on\":%s", i, on ? "true" : "false");
}

void doors_gated(struct cabinet *c)
{
	for (unsigned i = 0; i < c->doors; i++)
		set_coil(c, i, c->door[i].gate && c->armed && c->powered);
}

void doors_gate(struct cabinet *c, unsigned first, uint8_t level)
{
	for (unsigned i = 0; i < 8; i++)
		c->door[first + i].gate = level >> i & 1;
	doors_gated(c);
}

static void move(struct cabinet *c, unsigned i, bool open, const char *how)
{
	c->door[i].open = open;
	c->door[i].moved_at = now_of(c);
	note(c, "\"what\":\"door\",\"door\":%u,\"open\":%s,\"how\":\"%s\"", i,
		open ? "true" : "false", how);
}

void door_released(struct cabinet *c, unsigned i)
{
	if (!c->door[i].open && !c->door[i].jammed)
		move(c, i, true, "sprang");
}

bool door_contact(const struct cabinet *c, unsigned i)
{
	const struct door *d = &c->door[i];
	if (d->stuck[SENSOR_CONTACT] >= 0)
		return d->stuck[SENSOR_CONTACT];
	uint64_t since = now_of(c) - d->moved_at;
	if (d->moved_at && since < US(BOUNCE_US) && (since / US(700)) % 2)
		return !d->open;
	return d->open;
}

bool door_inside(const struct cabinet *c, unsigned i)
{
	const struct door *d = &c->door[i];
	return d->stuck[SENSOR_INSIDE] >= 0 ? d->stuck[SENSOR_INSIDE] : d->something;
}

static const char *no_such_door(const struct cabinet *c, unsigned door)
{
	return door < c->doors ? NULL : "this cabinet has no such door";
}

const char *cabinet_open_door(struct cabinet *c, unsigned door)
{
	const char *wrong = no_such_door(c, door);
	if (wrong)
		return wrong;
	const struct door *d = &c->door[door];
	if (d->open)
		return "the door is open already";
	if (d->jammed)
		return "the door is jammed";
	if (!d->coil)
		return "the door is latched";
	move(c, door, true, "pulled");
	return NULL;
}

const char *cabinet_close_door(struct cabinet *c, unsigned door)
{
	const char *wrong = no_such_door(c, door);
	if (wrong)
		return wrong;
	if (!c->door[door].open)
		return "the door is closed already";
	alarm_set(c, ALARM_DOOR + door, NEVER);
	move(c, door, false, "closed");
	return NULL;
}

static const char *change_inside(struct cabinet *c, unsigned door, bool something)
{
	const char *wrong = no_such_door(c, door);
	if (wrong)
		return wrong;
	struct door *d = &c->door[door];
	if (!d->open)
		return "the door is closed";
	if (d->something == something)
		return something ? "there is something inside already" : "there is nothing inside";
	d->something = something;
	note(c, "\"what\":\"inside\",\"door\":%u,\"something\":%s", door,
		something ? "true" : "false");
	return NULL;
}

const char *cabinet_put(struct cabinet *c, unsigned door)
{
	return change_inside(c, door, true);
}

const char *cabinet_take_out(struct cabinet *c, unsigned door)
{
	return change_inside(c, door, false);
}

static const char *open_anyhow(struct cabinet *c, unsigned door, const char *how)
{
	const char *wrong = no_such_door(c, door);
	if (wrong)
		return wrong;
	if (c->door[door].open)
		return "the door is open already";
	move(c, door, true, how);
	return NULL;
}

const char *cabinet_force(struct cabinet *c, unsigned door)
{
	return open_anyhow(c, door, "forced");
}

const char *cabinet_turn_key(struct cabinet *c, unsigned door)
{
	return open_anyhow(c, door, "key");
}

const char *cabinet_jam(struct cabinet *c, unsigned door, bool on)
{
	const char *wrong = no_such_door(c, door);
	if (wrong)
		return wrong;
	c->door[door].jammed = on;
	note(c, "\"what\":\"jam\",\"door\":%u,\"on\":%s", door, on ? "true" : "false");
	return NULL;
}

const char *cabinet_stick(struct cabinet *c, unsigned door, enum cabinet_sensor sensor, int level)
{
	const char *wrong = no_such_door(c, door);
	if (wrong)
		return wrong;
	c->door[door].stuck[sensor] = level;
	note(c, "\"what\":\"sensor\",\"door\":%u,\"sensor\":\"%s\",\"stuck\":%d", door,
		sensor == SENSOR_INSIDE ? "inside" : "contact", level);
	return NULL;
}

bool cabinet_latch_on(const struct cabinet *c, unsigned door)
{
	return door < c->doors && c->door[door].coil;
}

bool cabinet_door_is_open(const struct cabinet *c, unsigned door)
{
	return door < c->doors && c->door[door].open;
}

uint64_t cabinet_longest_pulse_ns(const struct cabinet *c)
{
	return cycles_to_ns(c->longest_pulse);
}
