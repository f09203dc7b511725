// SPDX-License-Identifier: GPL-3.0-or-later
export default {
	alarms: {
		title: 'To be seen to now',
		count: {one: 'One door is to be seen to', other: '{count} doors are to be seen to'},
		door: 'Cabinet {bank}, door {door}:',
		alarm: 'open for more than a minute, or opened by nobody’s card. Go there, see what is inside, and close it.',
		jammed: 'it was told to open and did not. Try its mechanical key, then say what you found.',
		question: 'what is inside is in doubt. Open it to look, and answer.',
		see: 'See this door',
		see_of: 'See this door: cabinet {bank}, door {door}',
	},
	door: {
		title: 'Cabinet {bank}, door {door}',
		state: 'Shown as',
		stands_open: 'Stands open',
		something: 'Something inside',
		whose: 'Whose',
		since: 'Since',
		out_of_use: 'Out of use',
		reading: {yes: 'yes', no: 'no', unknown: 'unknown', none: 'it has no sensor'},
		open: 'Open it',
		looked_empty: 'I looked: empty',
		looked_something: 'I looked: something is inside',
		close: 'Back to the doors',
	},
};
