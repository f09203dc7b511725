// SPDX-License-Identifier: GPL-3.0-or-later
export default {
	incidents: {
		title: 'Incidents', pages: 'Incidents: pages', list: 'Reported', none: 'There is none for you to see.', all: 'Closed ones too',
		number: 'Incident {id}', for_readers: 'for its readers', state: {open: 'open', closed: 'closed'}, restricted: 'restricted', preserved: 'preserved',
		notices_open: {one: '{count} notice not done', other: '{count} notices not done'},
		report: 'Report an incident', which: 'What is it about?', no_kind: 'Choose what it is about.',
		read_by: {
			leadership: 'The leadership team reads it, and you.', readers: 'Only the Headteacher and its named readers read it; you are one of them.',
			headteacher: 'Only the Headteacher reads it, and whoever the Headteacher names. You will not be able to read it again.',
		},
		what: 'What happened', what_hint: 'As it was seen or told. It stays as it is written; more is added as steps.',
		day: 'Day', clock: 'Time', place: 'Where', about: 'Whom it is about', reporter: 'Who told it', reporter_hint: 'Where it was not you', wishes: 'The reporter’s wishes', wishes_hint: 'What they would like to happen; it is considered',
		readers: 'Who else may read it?', readers_hint: 'One after another: type, Enter', readers_named: 'Readers', restrict: 'For named readers and the Headteacher only',
		report_go: 'Report it', see: 'Open incident {id}',
		told: 'As it was told', when: 'When', reported: 'Reported by', read_by_now: 'Who reads it', leaders_read: 'the leadership team, and who reported it', police: 'Police told',
		choice: {theirs: 'their own choice', school: 'the school’s choice'},
		notices: 'Notices', not_done: 'to be done', steps: 'Steps and notes', no_step: 'Nothing has been added.', seen: 'Seen {at}, {place}',
		add: 'Add a step or note', note_kind: 'What is it?', note: {note: 'Note', step: 'Step', screen_print: 'Screen print', copy_kept: 'Copy kept', parents_contacted: 'Parents contacted', advice: 'Advice'},
		seen_day: 'Seen on', seen_clock: 'Seen at', seen_place: 'Seen where', note_text: 'What was done or seen', stays: 'It is added at the end and cannot be changed', add_go: 'Add it',
		acts: 'What may be done', waits: 'It cannot be closed yet. It waits for:',
		wait: {police: 'the police to be told ({rule})', hr: 'HR advice: nothing is evaluated before it ({rule})', notices: 'its notices to be marked done'},
		police_fold: 'The police were told…', police_own: 'Going to the police is the bullied person’s own choice ({rule}).', whose_choice: 'By whose choice?', told_day: 'Told on', told_clock: 'Told at', police_go: 'Write it down',
		readers_fold: 'Readers…', reader_go: 'They may read it', reader_nobody: 'Say who: find them and press Enter.',
		evidence: 'Keep a device as evidence…', evidence_whose: 'Whose device?', evidence_nobody: 'Say whose device it is: find them and press Enter.', evidence_go: 'Show what it means', evidence_sure: 'Yes, keep it for the police',
		release: 'It need not be preserved any more…', release_why: 'Why?', release_go: 'Release it',
		close: 'Close it…', hr_go: 'HR was asked', preserve: 'Preserve: nothing deletes it',
	},
};
