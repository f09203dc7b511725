// SPDX-License-Identifier: GPL-3.0-or-later
// The two things a file says by what is not in it: a class nobody is in, and people left out.
#include "register/plan_notes.h"

#include <search.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "register/people_plan.h"

static int __attribute__((format(printf, 2, 3)))
add_note(struct people_plan *plan, const char *format, ...)
{
	char **note = realloc(plan->note, (plan->notes + 1) * sizeof(*note));
	char text[320];
	va_list args;

	if (!note)
		return -ERR_NO_MEMORY;
	plan->note = note;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	note[plan->notes] = strdup(text);
	if (!note[plan->notes])
		return -ERR_NO_MEMORY;
	plan->notes++;
	return 0;
}

static int compare_text(const void *a, const void *b)
{
	return strcmp(a, b);
}

struct absent {
	struct people_plan *plan;
	const char *today;
	void *refs;
	const char *classes_like; // looked for by looks_like
	char like[PERSON_CLASS];
	unsigned hidden;
};

#define ABSENT_SHOWN 200

static int note_absent(void *arg, const struct person_record *person)
{
	struct absent *a = arg;

	if (person->left_on[0] && strcmp(person->left_on, a->today) <= 0)
		return 0;
	if (tfind(person->ref, &a->refs, compare_text))
		return 0;
	if (a->plan->notes >= ABSENT_SHOWN) {
		a->hidden++;
		return 0;
	}
	return add_note(a->plan, "Not in the file, and left as they are: %s, %s %s (%s).",
		person->ref, person->given, person->family, person->category);
}

static int find_like(void *arg, const struct person_record *person)
{
	struct absent *a = arg;

	if (person->class[0] && !person->left_on[0] &&
		strcmp(person->class, a->classes_like) != 0 &&
		strcasecmp(person->class, a->classes_like) == 0)
		strcpy(a->like, person->class);
	return 0;
}

// A class of the file that nobody is in: a new one, or a slip.
static int note_class(struct store *store, struct people_plan *plan, const char *class)
{
	struct absent like = {.plan = plan, .classes_like = class};
	int result;

	if (person_class_exists(store, class))
		return 0;
	result = person_each(store, find_like, &like);
	if (result < 0)
		return result;
	if (like.like[0])
		return add_note(plan,
			"Nobody is in class %s yet, but there is a class %s: is it "
			"the same?",
			class, like.like);
	return add_note(plan, "Nobody is in class %s yet: it will be new.", class);
}

static void keep(void *node)
{
	(void)node;
}

// Once for each class.
static int note_new(struct store *store, struct people_plan *plan, const char *class, void **seen)
{
	const char *const *found = class[0] ? tsearch(class, seen, compare_text) : NULL;

	if (!class[0])
		return 0;
	if (!found)
		return -ERR_NO_MEMORY;
	return *found == class ? note_class(store, plan, class) : 0;
}

static int note_classes(struct store *store, struct people_plan *plan)
{
	void *seen = NULL;
	int result = 0;

	for (size_t i = 0; i < plan->rows && result == 0; i++) {
		const struct planned *planned = &plan->planned[i];

		if (plan->row[i].act == PEOPLE_REFUSED)
			continue;
		result = note_new(store, plan, planned->person.class, &seen);
		for (int k = 0; result == 0 && k < planned->classes.count; k++)
			result = note_new(store, plan, planned->classes.class[k], &seen);
	}
	tdestroy(seen, keep);
	return result;
}

int plan_notes_make(struct store *store, struct people_plan *plan, const char *today)
{
	struct absent absent = {.plan = plan, .today = today};
	int result = 0;

	if (!plan->first_import)
		result = note_classes(store, plan);
	// Who stands after the break is not missing.
	if (plan->broken || result < 0)
		return result;
	for (size_t i = 0; i < plan->rows && result >= 0; i++) {
		if (!tsearch(plan->row[i].ref, &absent.refs, compare_text))
			result = -ERR_NO_MEMORY;
	}
	if (result >= 0)
		result = person_each(store, note_absent, &absent);
	if (result >= 0 && absent.hidden)
		result = add_note(plan, "And %u more who are not in the file.", absent.hidden);
	tdestroy(absent.refs, keep);
	return result < 0 ? result : 0;
}
