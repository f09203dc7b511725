// SPDX-License-Identifier: GPL-3.0-or-later
export default {
	today: {
		title: 'Today',
		day: {school: 'School day', inset: 'INSET day', holiday: 'Holiday', weekend: 'Weekend'},
		number: {not_in: 'Not in yet', in: 'In', out: 'Collected', late: 'Late', overdue: 'Overdue', refused: 'Refused'},
		expected: 'Walkers expected',
		nobody_expected: 'Nobody is expected today.',
		refused: 'Refused, or sent to the office',
		nobody_refused: 'Nobody was refused today.',
		staff: 'Staff',
		no_staff: 'No staff phone was handed in today.',
		exceptions: 'Exceptions running',
		no_exceptions: 'No exception is running.',
		walker: 'Walker', class: 'Class', state_head: 'State', home_time: 'Home-time', at: 'At', person: 'Person', rule: 'Rule', said: 'Said',
		place: 'Place', since: 'Since', kind: 'Kind', until: 'Until', agreed_by: 'Agreed by',
		unknown_card: 'A card nobody has',
		state: {in: 'in', out: 'collected', not_in: 'not in', overdue: 'overdue', not_collected: 'not collected', held: 'held', lent: 'lent', arranged: 'arranged', taken_back: 'taken back'},
	},
};
