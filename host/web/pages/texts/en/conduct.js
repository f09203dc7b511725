// SPDX-License-Identifier: GPL-3.0-or-later
export default {
	conduct: {
		pages: 'Conduct: pages', breaches: 'Breaches', bans: 'Bans', holds: 'Holds', list: 'Now',
		no_breach: 'No breach is open.', all_breaches: 'Closed ones too',
		state: {reported: 'reported', under_investigation: 'under investigation', closed: 'closed'},
		rule: 'Rule', happened: 'Happened', told: 'Told', outcome: 'Outcome', procedure: 'Procedure', disciplinary: 'Disciplinary Procedure',
		investigate: 'Investigate', close: 'Close…', close_go: 'Close it', close_label: 'Close breach {id}', outcome_ask: 'What was the outcome?', leave: 'Cancel',
	},
	bans: {
		none: 'Nobody is banned.', all: 'Lifted and past ones too', lifted: 'lifted',
		kind: {phone: 'No phone', school_it: 'School devices only supervised'},
		from: 'From', until: 'Until', until_lifted: 'until it is lifted', by: 'By', who_lifts: 'Who lifts it', headteacher: 'the Headteacher', lifted_by: 'Lifted by',
		start: 'Start a ban', practice: 'The school’s own ban (school practice). A phone that is in goes back at its time all the same.', what: 'What is banned?', until_hint: 'The last day. Leave empty until the Headteacher lifts it.', go: 'Start it',
		lift: 'Lift…', lift_go: 'Lift it', lift_label: 'Lift ban {id}', lift_why: 'Why is it lifted?',
	},
	holds: {
		none: 'Nothing is held.', kind: {parent: 'Held', evidence: 'Evidence'}, look_again: 'look at it again',
		why: 'Why', since: 'Since', by: 'By', who_collects: 'Who collects', the_police: 'the police, and nobody else', a_parent: 'a parent', until: 'Until', until_collected: 'until they collect',
		look_on: 'Looked at again', where: 'Where', not_in_yet: 'not handed in yet',
		end: 'End the hold', end_sure: 'Yes: it goes back at its time',
		to_police: 'Give it to the police…', police_go: 'The police have it', police_label: 'Hold {id} to the police', officer: 'Officer’s name', number: 'Officer’s number', reference: 'Crime reference',
	},
};
