// SPDX-License-Identifier: GPL-3.0-or-later
export default {
	alarms: {
		title: 'Needs attention now',
		count: {one: '1 door needs attention', other: '{count} doors need attention'},
		door: 'Cabinet {bank}, door {door}:',
		alarm: 'it has stood open for more than a minute, or was opened without a card. Go there, see what is inside, and close it.',
		jammed: 'it was told to open and did not. Try its mechanical key, then say what you found.',
		question: 'it is not certain what is inside. Open it to look, then answer its question.',
		see: 'See this door',
		see_of: 'See this door: cabinet {bank}, door {door}',
	},
	door: {
		title: 'Cabinet {bank}, door {door}',
		state: 'State',
		stands_open: 'Open',
		something: 'Something inside',
		whose: 'Whose it is',
		since: 'Since',
		out_of_use: 'Out of use',
		reading: {yes: 'yes', no: 'no', unknown: 'unknown', none: 'it has no sensor'},
		open: 'Open it',
		looked_empty: 'I looked: it is empty',
		looked_something: 'I looked: something is inside',
		close: 'Back to the doors',
	},
};
