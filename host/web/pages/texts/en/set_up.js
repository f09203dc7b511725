// SPDX-License-Identifier: GPL-3.0-or-later
export default {
	set_up: {
		title: 'Set-up', name: 'The school’s name', name_hint: 'Reports begin with it.', policy: 'Policy in force',
		setting: {pupils: 'Pupils the policy does not mention', staff: 'Staff the policy does not mention', mentions: 'Who is told of mentions online'},
		setting_hint: {pupils: 'Where a phone of theirs is kept, or not.', staff: 'When they may have their own phone.', mentions: 'When a pupil, parent or member of staff is named online.'},
		pupils: {unset: 'not chosen: the office decides each time', home_time: 'kept until home-time', none: 'no phones in school', own: 'they keep it with them'},
		staff: {unset: 'not chosen: the office decides each time', contact: 'not while they are with children', sessions: 'not during sessions', day: 'not all day', own: 'they keep it with them'},
		mentions: {headteacher: 'the Headteacher', leadership: 'the leadership', office: 'the office'},
		silent: 'Where the policy is silent', silent_about: 'The leadership chooses. Every screen shows it as the school’s choice, never as the policy.', choose: 'Choose', enter: 'Enter',
		reviewed: 'Policy last reviewed', reviewed_hint: 'Not later than today.', never: 'not entered', due: 'Next review', every: {one: 'every month', other: 'every {count} months'}, not_said: 'the policy names none',
		who: 'The Headteacher and an administrator of the leadership choose here.',
		rules: {one: '{count} rule', other: '{count} rules'}, no_rules: 'The policy has no rule.', rule: 'Rule', says: 'What it says', source: 'Where it stands', enforced: 'By whom',
		by_locker: 'the locker acts by it', recorded: 'recorded',
		answers: {one: '{rule}: {count} answer by it', other: '{rule}: {count} answers by it'},
		action: {hand_in: 'handing in', collect: 'collecting', keep: 'keeping it', borrow: 'borrowing', return: 'bringing back'},
		place: {locker: 'at a cabinet', desk: 'at the desk'}, whom: {pupils: 'pupils', parents: 'parents', visitors: 'visitors', adults: 'adults', everybody: 'everybody'},
		device: 'phone', door: '7', home: 'home-time',
		loan: 'What a borrower is told',
	},
};
