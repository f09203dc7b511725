// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/person_places.h"

#include "exceptions/holds.h"
#include "store/custodies.h"

#define BANKS 128

static int free_doors(const struct api_call *call, const struct bank_row *bank, bool *out_online)
{
	struct door_view door;
	int count = 0;

	*out_online = false;
	for (int n = 1; call->api->custody && n <= bank->doors; n++) {
		if (custody_door(call->api->custody, bank->id, n, &door) < 0)
			continue;
		*out_online = *out_online || door.online;
		count += door.free;
	}
	return count;
}

static json_t *banks_json(const struct api_call *call)
{
	struct bank_row banks[BANKS];
	int count = bank_list(call->api->store, banks, BANKS);
	json_t *list = json_array();

	for (int i = 0; i < count; i++) {
		bool online;
		int doors = free_doors(call, &banks[i], &online);

		// A loan cabinet takes nobody's phone.
		if (!banks[i].loans)
			json_array_append_new(list,
				json_pack("{s:s, s:b, s:b, s:i}", "bank", banks[i].name, "in_sight",
					banks[i].in_sight, "online", online, "free", doors));
	}
	return list;
}

int person_places(struct api_call *call)
{
	char safe[CUSTODY_SAFE], envelope[CUSTODY_ENVELOPE];
	json_t *words = json_array();
	const char *word;
	int err = custody_next_envelope(call->api->store, safe, envelope);

	if (err < 0) {
		json_decref(words);
		return err;
	}
	for (int i = 0; (word = holds_identified_word(i)); i++)
		json_array_append_new(words, json_string(word));
	json_object_set_new(call->answer, "identified", words);
	json_object_set_new(call->answer, "places",
		json_pack("{s:o, s:s, s:s}", "banks", banks_json(call), "safe", safe, "envelope",
			envelope));
	return 0;
}
