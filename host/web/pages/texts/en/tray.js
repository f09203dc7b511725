// SPDX-License-Identifier: GPL-3.0-or-later
export default {
	tray: {
		title: 'Head’s tray',
		title_others: 'Notices',
		open: 'To be read',
		none: 'No notice waits for you.',
		overdue: 'overdue', is_done: 'done',
		what: 'What', justification: 'Justification', acted_by: 'Who acted', against: 'Against', written: 'Sent', due: 'Due', for: 'For', done_by: 'Done by', hr_asked: 'HR asked',
		outcome: {allow: 'allowed', refuse: 'refused', refer: 'sent to the office'},
		role: {headteacher: 'the Headteacher', leadership: 'the leadership team', office: 'the office', person: 'you'},
		done: 'Done', acknowledge: 'Acknowledge', done_label: 'Notice {id}', hr: 'HR was asked for advice',
		incident: 'Incident {id}', incident_ask: {slt: 'What happened is in incident {id}, which the leadership team reads and you do not: ask one of them.', headteacher: 'What happened is in incident {id}, which is restricted and not yours to read: ask the Headteacher.'}, hold: 'Hold {id}',
		police_first: 'It is done when the incident says when the police were told.',
		show_done: 'Those that are done', done_ones: 'Done', none_done: 'None is done yet.', older: 'Older', newer: 'Newer', more: {one: 'And {count} more, shown when some of these are done.', other: 'And {count} more, shown when some of these are done.'},
	},
	absence: {
		mark: 'Mark the Headteacher absent',
		deputy: 'Which member of the leadership team deputises?',
		until_day: 'Until, day', until: 'Until',
		go: 'Mark as absent', nobody: 'Say who deputises: find them and press Enter.', no_end: 'Say until when: no absence is open-ended.',
		is: 'The Headteacher is absent until {until}. {deputy} deputises.',
		what_goes: 'Only notices of unsuitable material go to the deputy ({goes}). Others wait, and so does consent to a safekeeping ({waits}).',
		waiting: {one: '{count} other notice waits for the Headteacher.', other: '{count} other notices wait for the Headteacher.'},
		back: 'The Headteacher is back',
	},
	advise: {
		title: 'Advise the Headteacher of an act against the rules',
		when: 'Was it done?', acted: 'It was done', proposed: 'It is proposed',
		why: 'What, and why?', hint: 'Your professional judgement in a sentence or two ({rule})',
		go: 'Send the advice',
	},
};
