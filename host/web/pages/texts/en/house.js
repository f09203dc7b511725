// SPDX-License-Identifier: GPL-3.0-or-later
export default {
	house: {
		leave: 'Cancel',
		nothing: 'nothing entered',
		done: 'Done.',
		yes: 'yes',
		no: 'no',
		unknown: 'unknown',
		person_hint: 'The beginning of a name or reference.',
		found: {one: '{count} person found', other: '{count} people found'},
		card_hint: 'Hold it to the desk’s reader, or type its number.',
	},
};
