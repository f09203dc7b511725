// SPDX-License-Identifier: GPL-3.0-or-later
// Everything that is done at the screens, each as its user does it with a keyboard alone: who, at which
// screen, what it is, the keys, and what the record must hold afterwards. first: what has to be there
// before, made without the screens. The tasks are played in this order, and one builds on another.
// leads(h) gives the keys; left is an SQL text and the one value that it must come to.

const person = (ref) => `(SELECT id FROM person WHERE ref = '${ref}')`;
const custody = (what, ref) => `SELECT ${what} FROM custody WHERE person = ${person(ref)} ORDER BY id DESC LIMIT 1`;
const event = (kind, more = '') => `SELECT count(*) FROM event WHERE kind = '${kind}' ${more}`;
const task = (who, at, does, leads, left, first) => ({who, at, does, leads, left, first});

const foundAtDesk = (ref) => async (h) => {
	await h.find('Find a person', ref);
	await h.page.locator('h1:has-text(" ")').waitFor();
};
// Where the hand-in page is, its first question has the focus.
const attest = async (h, keys = 'yy') => {
	await h.page.locator('.asked input:focus').waitFor();
	await h.type(keys);
};
const theirPage = (ref, leads) => async (h) => {
	await foundAtDesk(ref)(h);
	await leads(h);
};

const DESK = [
	task('O1', 'desk', 'a child is found by two letters, chosen by an arrow, and their phone taken in', async (h) => {
		await h.type('fi');
		const theirs = h.page.locator('[role="option"][data-ref="P057"]');
		await theirs.waitFor();
		while (await theirs.getAttribute('aria-selected') !== 'true')
			await h.press('ArrowDown');
		await h.press('Enter');
		await attest(h);
		await h.press('Enter');
	}, [custody('off_attested || internet_attested', 'P057'), 'yesyes']),
	task('O1', 'desk', 'the card of the next in the queue is held to the reader, and no is said of its internet', async (h, stage) => {
		await h.type(stage.cards.P058);
		await h.press('Enter');
		await attest(h, 'yn');
		await h.press('Enter');
	}, [custody('off_attested || internet_attested', 'P058'), 'yesno']),
	task('O1', 'desk', 'a tablet is taken in and kept for a parent, once it was read until when', theirPage('P070', async (h) => {
		await attest(h);
		await h.enter('Another kind of device, or kept for a parent');
		await h.select('What it is', 'Tablet');
		await h.choose('a parent comes');
		await h.write('Reason', 'found in a lesson');
		await h.press('Enter');
		await h.enter('Yes, hold it');
	}), [`SELECT reason FROM hold WHERE person = ${person('P070')}`, 'found in a lesson']),
	task('O1', 'desk', 'a mother who is not on the register yet shows who she is, and has it', theirPage('P070', async (h) => {
		await h.choose('A parent or another adult');
		await h.enter('They are not on the register');
		await h.write('Given name', 'Pat');
		await h.write('Family name', 'Parent');
		await h.press('Enter');
		await h.page.getByText('It goes to Pat Parent.').waitFor();
		await h.choose('They showed a document');
		await h.enter('Give it back');
	}), [`SELECT identified FROM hold WHERE person = ${person('P070')}`, 'seen document']),
	task('O1', 'desk', 'a phone goes back against the rule, with why in writing', theirPage('P057', async (h) => {
		await h.enter('Give it back against the rule');
		await h.write('Why, in writing', 'fetched for a funeral');
		await h.enter('Give it back, and tell the Headteacher');
	}), [`SELECT justification FROM override WHERE person = ${person('P057')}`, 'fetched for a funeral']),
	task('L1', 'desk', 'a phone that is in is held for a parent', theirPage('P058', async (h) => {
		await h.enter('Hold it for a parent');
		await h.write('Reason', 'used in class');
		await h.press('Enter');
		await h.enter('Yes, hold it');
	}), [`SELECT reason FROM hold WHERE person = ${person('P058')}`, 'used in class']),
	task('L1', 'desk', 'a hold is ended at the desk', theirPage('P058', (h) => h.enter('End the hold')),
		[`SELECT turned_back_at IS NOT NULL FROM hold WHERE person = ${person('P058')}`, 1]),
	task('O1', 'desk', 'what was done by hand is written down with its time', theirPage('P072', async (h) => {
		await h.enter('It was done by hand, without the cabinet');
		await h.time('When, today', '08:31');
		await h.press('Enter');
	}), [custody('began_how', 'P072'), 'said']),
	task('O1', 'desk', 'a lost card is replaced by the one that is held to the reader next', theirPage('P059', async (h) => {
		await h.enter('Replace a lost card');
		await h.page.locator('#new-card:focus').waitFor();
		await h.type('04C0FFEE000059');
		await h.press('Enter');
	}), [`SELECT group_concat(state) FROM (SELECT state FROM card WHERE person = ${person('P059')} ORDER BY state)`, 'active,lost']),
	task('O1', 'desk', 'somebody is given a card', theirPage('P060', async (h) => {
		await h.enter('Give them a card');
		await h.page.locator('#new-card:focus').waitFor();
		await h.type('04C0FFEE000060');
		await h.press('Enter');
	}), [`SELECT count(*) FROM card WHERE person = ${person('P060')}`, 2]),
	task('O1', 'desk', 'one who came late is signed in', theirPage('P061', async (h) => {
		await h.enter('They came late');
		await h.enter('Sign them in now');
	}), [`SELECT count(*) FROM arrival WHERE person = ${person('P061')}`, 1]),
	task('O1', 'desk', 'one who leaves early is signed out', theirPage('P061', async (h) => {
		await h.enter('They leave early');
		await h.write('Reason', 'the dentist');
		await h.press('Enter');
	}), [`SELECT reason FROM permission WHERE person = ${person('P061')}`, 'the dentist']),
	task('O1', 'desk', 'a breach is recorded by its rule', theirPage('T2', async (h) => {
		await h.enter('Record a breach');
		await h.select('Which rule was not followed?', 'RP-8');
		await h.time('When it happened today', '08:35');
		await h.enter('Record the breach');
	}), [`SELECT rule FROM breach WHERE person = ${person('T2')}`, 'RP-8']),
	task('O1', 'lockers/devices', 'a camera of the school’s is entered', async (h) => {
		await h.write('What it is called', 'Camera 1');
		await h.write('Or a shelf', 'office shelf');
		await h.press('Enter');
	}, ["SELECT shelf FROM device WHERE label = 'Camera 1'", 'office shelf']),
	task('O1', 'desk', 'it is lent', theirPage('T3', async (h) => {
		await h.enter('Lend a school device');
		await h.select('Which device?', 'Camera 1');
		await h.enter('Lend it');
	}), [`SELECT custody IS NOT NULL FROM loan WHERE person = ${person('T3')}`, 1]),
	task('O1', 'desk/-/loans', 'it comes back over the counter', (h) => h.enter('Camera 1: over the counter'),
		["SELECT count(*) FROM custody WHERE kind = 'loan' AND ended_at IS NULL", 0]),
	task('O1', 'desk/-/loans', 'its pictures are asked about', (h) => h.enter('Camera 1: images moved and removed? Yes'),
		['SELECT images FROM loan', 'yes']),
	task('O1', 'desk/-/visitors', 'a visitor signs in and leaves a phone', async (h) => {
		await h.write('Given name', 'Vic');
		await h.write('Family name', 'Torr');
		await h.choose('contractor');
		await h.choose('is left at the desk');
		await h.write('Envelope', '30');
		await h.press('Enter');
	}, ["SELECT envelope FROM custody JOIN person ON person.id = person WHERE family = 'Torr'", '30']),
	task('O1', 'desk/-/visitors', 'and signs out with it', (h) => h.enter(/^Given back: sign out Vic Torr/),
		["SELECT out_at IS NOT NULL FROM sign_in JOIN person ON person.id = person WHERE family = 'Torr'", 1]),
	task('O1', 'desk', 'a door in doubt is answered for: whose it is', async (h) => {
		await h.enter('Cabinet B door 5: It is somebody’s…');
		await h.find('Whose is it?', 'P062');
	}, [custody('door', 'P062'), 5], async (stage) => {
		const door = async (wanted) => {
			while ((await stage.rows('SELECT count(*) AS n FROM event WHERE bank = 2 AND door = 5 AND kind = ?', wanted))[0].n === 0);
		};
		await stage.cabinets.B.say('force 4');
		await door('forced');
		await stage.cabinets.B.say('put 4');
		await stage.cabinets.B.say('close 4');
		await door('question');
	}),
	task('O1', 'today', 'a door is come to from its tile, and asked to open so that somebody can look', async (h) => {
		await h.enter(/^Door\s*7/, 'Cabinet B'); // not where a card begins a release below
		await h.enter('Open it');
	}, [event('errand'), 1]),
	task('O1', 'today', 'who looked into a door says that it is empty', async (h) => {
		await h.enter(/^Door\s*8/, 'Cabinet A');
		await h.enter('I looked: it is empty');
	}, [event('looked', 'AND door = 8'), 1]),
];

const EXCEPTIONS = [
	task('T1', 'exceptions/ask', 'a teacher asks for her phone', async (h) => {
		await h.choose('Exceptional circumstances');
		await h.time('Until', '11:30');
		await h.write('Why?', 'my child is ill');
		await h.enter('Ask');
	}, ["SELECT reason FROM ask WHERE state = 'asked'", 'my child is ill']),
	task('L1', 'exceptions', 'a leader agrees, and says in which room', async (h) => {
		await h.choose('Staff room', 'my child is ill');
		await h.enter('Agree', 'my child is ill');
	}, [`SELECT by_role || rooms FROM permission WHERE person = ${person('T1')}`, 'sltstaff room']),
	task('L1', 'exceptions', 'and ends it before its time', async (h) => {
		await h.enter('End it now', 'my child is ill');
		await h.enter('Yes, end it now');
	}, [`SELECT ended_at IS NOT NULL FROM permission WHERE person = ${person('T1')}`, 1]),
	task('O1', 'exceptions/ask', 'the office asks for a safekeeping, by a parent’s word', async (h) => {
		await h.choose('Safekeeping');
		await h.find('For which pupil?', 'P033');
		await h.date('Last day', '2026-12-01');
		await h.write('Why?', 'her aunt fetches her');
		await h.tick('The parent has asked for it');
		await h.enter('Ask');
	}, ["SELECT parent_request FROM ask WHERE kind = 'safekeeping'", 1]),
	task('H1', 'exceptions', 'the Headteacher consents', (h) => h.enter('Consent', 'her aunt fetches her'),
		[`SELECT by_role FROM permission WHERE person = ${person('P033')}`, 'headteacher']),
	task('H1', 'exceptions', 'a no is said with its reason', async (h) => {
		await h.enter('Decline…', 'the bank rings');
		await h.write('Why not?', 'use the office’s telephone');
		await h.enter('Decline');
	}, ["SELECT answer FROM ask WHERE reason = 'the bank rings'", 'use the office’s telephone'],
	(stage) => stage.words('grant', 'ask', 'exceptional', '--person', 'T2', '--until', '12:00', '--reason', 'the bank rings', '--by', 'T2')),
	task('T1', 'exceptions', 'who asked takes it back', (h) => h.enter('Withdraw', 'a parcel comes'),
		["SELECT state FROM ask WHERE reason = 'a parcel comes'", 'withdrawn'],
		(stage) => stage.words('grant', 'ask', 'exceptional', '--person', 'T1', '--until', '12:00', '--reason', 'a parcel comes', '--by', 'T1')),
	task('O1', 'exceptions', 'the office writes down that a leader has agreed', async (h) => {
		await h.enter('They have agreed…', 'the roof leaks');
		await h.find('Who has agreed?', 'L1');
		await h.choose('Office', 'the roof leaks');
		await h.enter('Write it down');
	}, [`SELECT group_concat(by_person = ${person('L1')} AND entered_by = ${person('O1')}) FROM permission WHERE person = ${person('T2')}`, '1'],
	(stage) => stage.words('grant', 'ask', 'exceptional', '--person', 'T2', '--until', '12:00', '--reason', 'the roof leaks', '--by', 'T2')),
	...[['exceptional', 'Exceptional circumstances', 'For which member of staff?', 'T3'], ['safekeeping', 'Safekeeping', 'For which pupil?', 'P034'],
		['medical', 'Arrangement to keep a phone', 'For whom?', 'P071'], ['early-leave', 'Early leave', 'For which pupil?', 'P064'],
		['emergency-release', 'Emergency release', /^For (whom|which)/, 'P072'], ['visit', 'School visit', 'Who goes?', 'T4']].map(([kind, name, whose, ref]) =>
		task('H1', 'exceptions/ask', `the Headteacher gives one herself: ${kind}`, async (h) => {
			await h.choose(name);
			await h.page.getByText(/^Decided by/).waitFor();
			await h.find(whose, ref);
			if (['safekeeping', 'medical'].includes(kind))
				await h.date('Last day', '2026-12-01');
			else
				await h.time('Until', {visit: '15:00', 'emergency-release': '09:30'}[kind] ?? '12:00');
			if (kind === 'visit')
				await h.write('What is the visit called?', 'Science museum');
			else if (kind !== 'medical')
				await h.write('Why?', `for ${ref}`);
			if (kind === 'exceptional')
				await h.choose('PPA room');
			if (kind === 'medical')
				await h.date('Review date', '2026-11-27');
			if (kind === 'safekeeping')
				await h.tick('The parent has asked for it');
			await h.choose(/^I agree/);
			await h.enter('Enter it');
		}, [`SELECT kind FROM permission WHERE person = ${person(ref)}`, kind])),
	task('H1', 'exceptions', 'an arrangement is looked at again and has its next date', async (h) => {
		await h.date('Next review date', '2026-11-30', 'Arranged');
		await h.enter('Looked at: keep the next date');
	}, [`SELECT review FROM permission WHERE person = ${person('P071')}`, '2026-11-30']),
	task('O1', 'exceptions/walkers', 'a parent’s word that a child walks home alone is entered', async (h) => {
		await h.enter('A parent has given their word');
		await h.find('Pupil', 'P079');
		await h.date('Until', '2027-07-21');
		await h.tick('Wed');
		await h.enter('Enter the permission');
	}, [`SELECT days FROM walker WHERE person = ${person('P079')}`, 'mon,tue,thu,fri']),
	task('O1', 'exceptions/walkers', 'and withdrawn', async (h, stage) => {
		await h.enter(`Withdraw the permission of ${stage.names.P079}`);
		await h.enter(`Yes, withdraw the permission of ${stage.names.P079}`);
	}, [`SELECT ended_at IS NOT NULL FROM walker WHERE person = ${person('P079')}`, 1]),
	task('O1', 'people/person/T1', 'a class is given to a member of staff', async (h) => {
		await h.write('Class', '6A');
		await h.press('Enter');
	}, [event('class given'), 1]),
	task('T1', 'my-class', 'who has it asks for an early leave of a child of theirs', async (h, stage) => {
		await h.page.reload(); // what they may see is read when they come in
		await h.page.locator('h1:has-text("my class")').waitFor();
		await h.enter(`Ask for an early leave: ${stage.names.P065}`);
		await h.type('has a fever');
		await h.enter('Ask the office');
	}, ["SELECT kind FROM ask WHERE reason = 'has a fever'", 'early-leave']),
	task('O1', 'people/person/T1', 'and the class is taken back', async (h) => {
		await h.enter('Class 6A is theirs no more');
		await h.enter('Yes, take it back', 'class 6A');
	}, [event('class taken'), 1]),
];

const TRAY = [
	task('T1', 'notices', 'a teacher advises the Headteacher of what she did', async (h) => {
		await h.enter('Advise the Headteacher of an act against the rules');
		await h.write('What, and why?', 'rang his mother on my own phone');
		await h.enter('Send the advice');
	}, [`SELECT justification FROM override WHERE by_person = ${person('T1')}`, 'rang his mother on my own phone']),
	task('H1', 'tray', 'she acknowledges it, with HR asked', async (h) => {
		await h.tick('HR was asked for advice', 'rang his mother');
		await h.enter('Acknowledge', 'rang his mother');
	}, [`SELECT done_by = ${person('H1')} FROM notice WHERE id = (SELECT max(id) FROM notice WHERE kind = 'override')`, 1]),
	task('O1', 'notices', 'the office marks her absent, and who deputises', async (h) => {
		await h.enter('Mark the Headteacher absent');
		await h.find('Which member of the leadership team deputises?', 'L1');
		await h.time('Until', '16:00');
		await h.enter('Mark as absent');
	}, ["SELECT count(*) FROM absence WHERE ended_at IS NULL", 1]),
	task('H1', 'tray', 'she is back', (h) => h.enter('The Headteacher is back'), ["SELECT count(*) FROM absence WHERE ended_at IS NULL", 0]),
];

export {DESK, EXCEPTIONS, TRAY, custody, event, foundAtDesk, person, task};
