// SPDX-License-Identifier: GPL-3.0-or-later
// What a plan holds, for the two files that make it and write it.
#ifndef REGISTER_PEOPLE_PLAN_H
#define REGISTER_PEOPLE_PLAN_H

#include "register/people_import.h"
#include "register/people_row.h"

// One row of the file beside what is on record, and what has to be written.
struct planned {
	struct person_record person; // as it will be; id 0: new
	int64_t end_walker;	     // a walker permission to withdraw, 0: none
	struct walker_record walker; // to add where add_walker
	struct class_list classes;   // a member of staff's, to be theirs where write_classes
	bool write_person, write_classes, add_walker, end_cards, give_card;
	char uid[UID_TEXT];
};

struct people_plan {
	size_t rows, room;
	struct people_plan_row *row; // shown
	struct planned *planned;     // written; same order
	char **note;
	size_t notes;
	size_t counts[PEOPLE_REFUSED + 1];
	bool first_import; // nobody is on record
	bool broken;	   // the file could not be read to its end
};

#endif
