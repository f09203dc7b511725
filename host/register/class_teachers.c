// SPDX-License-Identifier: GPL-3.0-or-later
// Gives classes to staff and takes them back.
#include "register/class_teachers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"

static int compare(const void *a, const void *b)
{
	return strcmp(a, b);
}

static bool among(const struct class_list *classes, const char *class)
{
	for (int i = 0; i < classes->count; i++) {
		if (strcmp(classes->class[i], class) == 0)
			return true;
	}
	return false;
}

int class_list_read(const char *text, struct class_list *out_classes, char why[CSV_WHY])
{
	struct class_list classes = {0};

	while (*text) {
		size_t len = strcspn(text, ";,");
		const char *end = text + len;
		char one[PERSON_CLASS];

		while (*text == ' ')
			text++;
		while (end > text && end[-1] == ' ')
			end--;
		len = (size_t)(end - text);
		if (len >= PERSON_CLASS) {
			snprintf(why, CSV_WHY, "The class %.*s has %zu bytes; %d is the most.", 40,
				text, len, PERSON_CLASS - 1);
			return -ERR_FORMAT;
		}
		snprintf(one, sizeof one, "%.*s", (int)len, text);
		if (len > 0 && !among(&classes, one)) {
			if (classes.count == CLASSES_MAX) {
				snprintf(why, CSV_WHY, "More than %d classes; nobody has so many.",
					CLASSES_MAX);
				return -ERR_FORMAT;
			}
			strcpy(classes.class[classes.count++], one);
		}
		text = end + strspn(end, " ");
		text += *text != '\0';
	}
	qsort(classes.class, (size_t)classes.count, PERSON_CLASS, compare);
	*out_classes = classes;
	return 0;
}

static int record(struct store *store, const struct actor *by, struct wall_time now,
	const char *kind, int64_t row, int64_t person)
{
	char facts[48];

	snprintf(facts, sizeof facts, "{\"class_teacher\":%lld}", (long long)row);
	return actor_record(store, by, now, kind, person, facts);
}

static int give(struct store *store, const struct actor *by, struct wall_time now, int64_t person,
	const char *class)
{
	int64_t id = class_teacher_add(store, person, class, by->person, now);

	return id < 0 ? (int)id : record(store, by, now, "class given", id, person);
}

static int take(struct store *store, const struct actor *by, struct wall_time now, int64_t person,
	const char *class)
{
	int64_t id = class_teacher_end(store, person, class, now);

	return id < 0 ? (int)id : record(store, by, now, "class taken", id, person);
}

static int find(struct store *store, const struct actor *by, struct wall_time now,
	const char *person_ref, struct person_record *out_person, char why[ACTOR_WHY])
{
	enum role role;
	int result = actor_role(
		store, by->person, now, ROLES_OFFICE, "say which class is whose", &role, why);

	return result < 0 ? result : actor_whom(store, now, person_ref, out_person, why);
}

int class_teachers_give(struct store *store, const struct actor *by, struct wall_time now,
	const char *person_ref, const char *class, char why[ACTOR_WHY])
{
	struct person_record person;
	int result = find(store, by, now, person_ref, &person, why);

	if (result < 0)
		return result;
	if (!actor_is_staff(person.category))
		return REFUSE(ERR_ARG, "A class is given to staff; %s is a %s.", person.ref,
			person.category);
	if (strlen(class) >= PERSON_CLASS || !person_class_exists(store, class))
		return REFUSE(ERR_ARG, "Nobody is in class %.24s: look for a typing slip.", class);
	result = give(store, by, now, person.id, class);
	if (result == -ERR_EXISTS)
		return REFUSE(ERR_EXISTS, "%s has class %s already.", person.ref, class);
	if (result == -ERR_FULL)
		return REFUSE(
			ERR_FULL, "%s has %d classes; nobody has more.", person.ref, CLASSES_MAX);
	return result;
}

int class_teachers_take(struct store *store, const struct actor *by, struct wall_time now,
	const char *person_ref, const char *class, char why[ACTOR_WHY])
{
	struct person_record person;
	int result = find(store, by, now, person_ref, &person, why);

	if (result < 0)
		return result;
	result = take(store, by, now, person.id, class);
	if (result == -ERR_NOT_FOUND)
		return REFUSE(ERR_NOT_FOUND, "%s does not have class %.24s.", person.ref, class);
	return result;
}

int class_teachers_set(struct store *store, const struct actor *by, struct wall_time now,
	int64_t person, const struct class_list *classes)
{
	struct class_list had;
	int changed = 0, result = class_teacher_classes(store, person, &had);

	for (int i = 0; result >= 0 && i < had.count; i++) {
		if (among(classes, had.class[i]))
			continue;
		result = take(store, by, now, person, had.class[i]);
		changed++;
	}
	for (int i = 0; result >= 0 && i < classes->count; i++) {
		if (among(&had, classes->class[i]))
			continue;
		result = give(store, by, now, person, classes->class[i]);
		changed++;
	}
	return result < 0 ? result : changed;
}
