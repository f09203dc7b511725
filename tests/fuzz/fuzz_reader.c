// SPDX-License-Identifier: GPL-3.0-or-later
// Reader codes: the first byte chooses the profile, the rest is what was typed. What is taken for a
// UID is what a reader of that profile writes for it, and nothing else; a refusal never quotes the
// number.
#include "fuzz.h"
#include "input.h"
#include "reader/encode.h"

#include <string.h>

void fuzz_reader(const uint8_t *data, size_t size)
{
	struct input input = {data, size};
	unsigned which = input_byte(&input), profiles = 0;
	struct reader_profile chosen;
	struct reader_code code;
	char text[ENCODED], uid[READER_UID], why[READER_WHY];

	while (reader_profiles[profiles].name)
		profiles++;
	chosen = reader_profiles[which % profiles];
	reader_code(&code, &chosen, (const char *)input.next, input.left);
	must(code.len <= READER_UID_BYTES);
	must(code.uid == !code.why[0]);
	if (code.uid) {
		must(encoder_makes(&chosen, &code, (const char *)input.next, input.left));
		must(encode(&chosen, code.bytes, code.len, text));
		reader_uid_text(&code, uid);
		must(strlen(uid) == 2 * code.len);
	}
	reader_code_bytes(&code, input.next, input.left);
	must(code.uid == !code.why[0]);
	if (code.uid)
		must(code.len == input.left && !memcmp(code.bytes, input.next, input.left));
	// The profile's own words.
	if (input.left < 200) {
		char words[200];

		memcpy(words, input.next, input.left);
		words[input.left] = '\0';
		if (reader_profile_parse(&chosen, words, why) < 0)
			must(why[0]);
		else
			must(chosen.name);
	}
}
