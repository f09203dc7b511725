// SPDX-License-Identifier: GPL-3.0-or-later
export default {
	reports: {
		title: 'Reports', which: 'Which report',
		kind: {day: 'Day', sheet: 'Day sheet', governors: 'Governors', evidence: 'Evidence', person: 'One person', rehearsal: 'Rehearsal'},
		about: {
			day: 'One day: walkers expected, in, out, late, refused with the rule, questions, exceptions. Names people: keep it in the office.',
			sheet: 'Whose is whose, by cabinet and door, on one page of A4 for a power cut. Keep the newest one beside the mechanical keys.',
			governors: 'A period in counts, without a name. Without dates the last year.',
			evidence: 'How the policy is applied, rule by rule, without a name: for an inspector who asks.',
			person: 'All that is kept about one person, which they may see. It is theirs: give it to nobody else. That it was looked into is on record, and told to them.',
			rehearsal: 'What another school’s policy would have answered to the same requests. It changes nothing. Names people: keep it in the office.',
		},
		date: 'Date', today: 'Leave empty for today.', from: 'From', until: 'Until', policy: 'Policy to try', policies: {roby_park: 'Roby Park', flixton: 'Flixton', balfour: 'Balfour', helsby: 'Helsby', christ_church: 'Christ Church'}, whose: 'Whose', show: 'Show the report',
		print: 'A page to print', csv: 'For a spreadsheet (CSV)', picture: '{title}, as bars: {number}. The table below says the same.', nothing: 'Nothing.',
		sheet_old: 'The paper is out of date: printed here {at}, and since then {came} came and {went} went. Print it anew.',
		sheet_never: 'No day sheet was printed from this computer yet. Print one now.',
		sheet_current: 'The paper printed here {at} is current.', sheet_empty: 'Nothing is in our care, so no paper is needed.',
		sheet_print: 'Print the day sheet', sheet_now: {one: 'In our care now: {count}', other: 'In our care now: {count}'}, sheet_none: 'Nothing is in our care.',
		sheet_where: 'Where', sheet_whose: 'Whose', sheet_what: 'What', sheet_since: 'Since',
		kept: 'The Hometime computer keeps the same page as a file: last written {at}.', kept_soon: 'The Hometime computer keeps the same page as a file, and is about to write it.',
		kept_old: 'The Hometime computer cannot write its file of this page since {at}, so that file is old. Print one here, and have the disk or the folder seen to.', kept_never: 'The Hometime computer cannot write its file of this page. Print one here, and have the disk or the folder seen to.',
		sheet_file: 'The Hometime computer can keep the same page as a file that is never more than a few seconds old, and print it at set times by itself: ask whoever looks after it.',
	},
};
