// SPDX-License-Identifier: GPL-3.0-or-later
// The rest of what is done with a keyboard alone (keyboard_tasks.mjs): conduct, incidents, home-time, and
// what the school sets up.
import {totp} from './stage.mjs';
import {DESK, EXCEPTIONS, TRAY, custody, event, person, task} from './keyboard_tasks.mjs';

const CONDUCT = [
	task('L1', 'conduct', 'a breach is investigated', (h) => h.enter('Investigate', 'T2'),
		[`SELECT state FROM breach WHERE person = ${person('T2')}`, 'under investigation']),
	task('L1', 'conduct', 'and closed with its outcome', async (h) => {
		await h.enter('Close…', 'T2');
		await h.write('What was the outcome?', 'a warning');
		await h.tick('Disciplinary Procedure');
		await h.enter('Close it');
	}, [`SELECT outcome FROM breach WHERE person = ${person('T2')}`, 'a warning']),
	task('L1', 'conduct/bans', 'a ban is started', async (h) => {
		await h.enter('Start a ban');
		await h.find('Pupil', 'P060');
		await h.choose('No phone');
		await h.enter('Start it');
	}, [`SELECT kind FROM ban WHERE person = ${person('P060')}`, 'phone']),
	task('H1', 'conduct/bans', 'the Headteacher lifts it, and says why', async (h) => {
		await h.enter('Lift…', 'P060');
		await h.write('Why is it lifted?', 'talked with his mother');
		await h.enter('Lift it');
	}, [`SELECT lift_reason FROM ban WHERE person = ${person('P060')}`, 'talked with his mother']),
	task('L1', 'conduct/holds', 'a hold that was looked at is ended', async (h) => {
		await h.enter('End the hold', 'P063');
		await h.enter('Yes: it goes back at its time', 'P063');
	}, [`SELECT turned_back_at IS NOT NULL FROM hold WHERE person = ${person('P063')}`, 1],
	(stage) => stage.words('desk', 'hand-in', 'P063', '--safe', 'office', '--envelope', 'E1', '--hold', 'reason P063', '--confirm', '--by', 'O1')),
];

const incident = (kind, what) => (stage) => stage.words('incident', 'record', kind, '--what', what, '--by', 'T3');
const INCIDENTS = [
	task('T1', 'incidents/report', 'a teacher reports what a child told her', async (h) => {
		await h.choose('Bullying by phone or net');
		await h.write('What happened', 'messages in the class chat');
		await h.write('Where', 'class chat');
		await h.write('The reporter’s wishes', 'that it stops');
		await h.enter('Report it');
	}, ['SELECT wishes FROM incident WHERE id = 1', 'that it stops']),
	task('T1', 'incidents', 'and appends a screen print with its time and place', async (h) => {
		await h.enter(/^Incident 1:/);
		await h.select('What is it?', 'Screen');
		await h.time('Seen at', '08:04');
		await h.write('Seen where', 'class chat');
		await h.write('What was done or seen', 'page 1');
		await h.enter('Add it');
	}, ["SELECT place FROM incident_note WHERE kind = 'screen print'", 'class chat']),
	task('H1', 'incidents/1', 'the Headteacher names who else may read it', async (h) => {
		await h.enter('Readers…');
		await h.find('Who else may read it?', 'L1');
		await h.enter('They may read it');
	}, [`SELECT count(*) FROM incident_reader WHERE person = ${person('L1')}`, 1]),
	task('H1', 'incidents/1', 'and takes them off again', async (h) => {
		await h.enter('Readers…');
		await h.enter(/^Take off Louise Grant/);
	}, [`SELECT count(*) FROM incident_reader WHERE person = ${person('L1')}`, 0]),
	task('H1', 'incidents/1', 'that the police were told is written down', async (h) => {
		await h.enter('The police were told…');
		await h.enter('Write it down');
	}, ['SELECT police_choice FROM incident WHERE id = 1', 'theirs']),
	task('H1', 'incidents/1', 'it is closed with its outcome', async (h) => {
		await h.enter('Close it…');
		await h.write('What was the outcome?', 'it has stopped');
		await h.enter('Close it');
	}, ['SELECT outcome FROM incident WHERE id = 1', 'it has stopped']),
	task('H1', 'incidents/2', 'HR was asked', (h) => h.enter('HR was asked'), ['SELECT hr_by IS NOT NULL FROM incident WHERE id = 2', 1],
		incident('unsuitable material', 'a picture on a tablet')),
	task('H1', 'incidents/3', 'one is preserved', (h) => h.enter('Preserve: nothing deletes it'), ['SELECT preserved FROM incident WHERE id = 3', 1],
		incident('other', 'a scooter in the hall')),
	task('H1', 'incidents/3', 'and need not be any more', async (h) => {
		await h.enter('It need not be preserved any more…');
		await h.write('Why?', 'it was a toy');
		await h.enter('Release it');
	}, ['SELECT preserved FROM incident WHERE id = 3', 0]),
	task('H1', 'incidents/4', 'a device is kept as evidence, once it was read what that means', async (h) => {
		await h.enter('Keep a device as evidence…');
		await h.find('Whose device?', 'P063');
		await h.write('Why', 'found on it');
		await h.enter('Show what it means');
		await h.enter('Yes, keep it for the police');
	}, [`SELECT count(*) FROM hold WHERE person = ${person('P063')} AND kind = 'evidence'`, 1], incident('indecent images', 'found by a child')),
	task('H1', 'conduct/holds', 'and given to the police', async (h) => {
		await h.enter('Give it to the police…');
		await h.write('Officer’s name', 'DC Brown');
		await h.write('Officer’s number', '1234');
		await h.write('Crime reference', 'R/77');
		await h.enter('The police have it');
	}, ['SELECT police_reference FROM hold WHERE officer IS NOT NULL', 'R/77']),
];

// In time for what is called: three of 6A have theirs behind a door at A, put in before the tasks begin.
const HOME_TIME = [
	task('H1', 'home-time', 'self-service is closed, with a reason that was read once more', async (h) => {
		await h.enter('Lock-down');
		await h.write('Reason', 'a stranger in the yard', 'every cabinet');
		await h.press('Enter');
		await h.enter('Yes, close it');
	}, ['SELECT reason FROM lockdown', 'a stranger in the yard']),
	task('H1', 'home-time', 'and opened again', (h) => h.enter('Lift the lock-down'), ['SELECT ended_by IS NOT NULL FROM lockdown', 1]),
	...[['bank', 'the whole', 'gas in the hall'], ['person', 'one', 'her inhaler'], ['class', 'class 6A', 'smoke']].map(([kind, option, reason]) =>
		task('H1', 'home-time', `an emergency release of a ${kind} is asked for, read once more and begun`, async (h, stage) => {
			await h.enter('Emergency release');
			await h.select('For whom?', option, 'Release');
			if (kind === 'person')
				await h.find('Whose device?', 'P065');
			await h.write('Reason', reason, 'Cabinet');
			await h.press('Enter');
			await h.enter('Yes, release them');
			await h.enter('Stop the release at cabinet A');
		}, [`SELECT ended_as FROM release WHERE kind = '${kind}'`, 'stopped'])),
	task('H1', 'home-time', 'home-time now, for a class', async (h) => {
		await h.enter('Home-time now');
		await h.select('For whom?', 'class', 'It is home-time now');
		await h.write('Reason', 'the boiler', 'It is home-time now');
		await h.press('Enter');
	}, ["SELECT reason FROM hours WHERE class = '6A'", 'the boiler']),
	task('O1', 'home-time', 'a class is called, begun by the clerk’s card, stopped by it, and goes on', async (h, stage) => {
		const {A} = stage.cabinets;
		await h.choose('1', 'Doors open at the same time');
		await h.enter(/^Release at A.*: class 6A$/);
		await h.page.getByText('hold your own card to cabinet A').waitFor();
		const door = await A.tapOpens(stage.cards.O1);
		await h.page.locator('[data-release="A"][data-state="running"]').waitFor();
		await A.say(`tap ${stage.cards.O1}`);
		await h.page.locator('[data-release="A"][data-state="stands still"]').waitFor();
		await A.untap();
		await A.say(`take ${door}`);
		await A.say(`close ${door}`);
		await h.enter('Go on with the release at cabinet A');
		await h.page.getByText('Hold your own card to the cabinet.').waitFor();
		await A.say(`tap ${stage.cards.O1}`);
		await h.page.locator('[data-release="A"][data-state="running"]').waitFor();
		await A.untap();
	}, [event('release goes on', `AND by_person = ${person('O1')}`), 1]),
];

const HEADS = 'ref,given,family,category,year,class,left,walker_from,walker_until,walker_days,card\n';
const written = (file, text) => async (h) => {
	await h.file('Choose a file', file, text);
	await h.enter('Show what it would change');
	await h.enter('Write it');
};
const PEOPLE = [
	task('O1', 'people/files/people', 'a register is looked through, and then written', written('register.csv',
		`${HEADS}P900,Zoe,Zander,pupil,6,6A,,2026-09-01,2027-07-21,mon-fri,04A1B2C3D4E5F6\n`), ["SELECT given FROM person WHERE ref = 'P900'", 'Zoe']),
	task('O1', 'people/files/people', 'the school’s own export is read by a map that is guessed, named and kept', async (h) => {
		await h.file('Choose a file', 'sims.csv', 'UPN,Chosen Forename,Legal Surname,Year Group,Reg Group\nP903,Yara,Young,Year 5,5A\n');
		await h.select('Columns', 'Guess');
		await h.write('Always, for What they are here', 'pupil');
		await h.write('Name of this map', 'sims');
		await h.enter('Save the map and use it');
	}, ['SELECT name FROM people_map', 'sims']),
	task('O1', 'people/files/people', 'a workbook is chosen, and what to do is said', async (h) => {
		await h.file('Choose a file', 'register.xlsx', Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0, 0, 0xff, 0xfe]));
		await h.page.getByRole('alert').getByText('register.xlsx').waitFor();
	}, ["SELECT count(*) FROM person WHERE ref = 'P904'", 0]),
	task('O1', 'people/files/contact', 'when a teacher is with children is read in', written('contact.csv', 'ref,mon,tue,wed,thu,fri\nT4,09:00-12:00,09:00-12:00,,,\n'),
		[`SELECT count(*) FROM contact WHERE person = ${person('T4')} AND from_time IS NOT NULL`, 2]),
	task('O1', 'people/files/september', 'what September would do is looked at', async (h) => {
		await h.date('First day of the new school year', '2027-09-01');
		await h.enter('Show what it would change');
		await h.page.getByRole('button', {name: 'Write it'}).waitFor();
	}, ["SELECT class FROM person WHERE ref = 'P057'", '6A']),
	task('O1', 'people/person/T3', 'when they are with children is entered', async (h) => {
		await h.write('On which days', 'mon,wed');
		await h.write('With children', '09:00-12:00');
		await h.press('Enter');
	}, [`SELECT count(*) FROM contact WHERE person = ${person('T3')} AND from_time IS NOT NULL`, 2]),
	task('O1', 'people/person/P900', 'a card is lost', async (h) => {
		await h.enter('Card E5F6 is lost');
		await h.enter('Yes, it is lost');
	}, ["SELECT state FROM card WHERE uid = '04A1B2C3D4E5F6'", 'lost']),
	task('O1', 'people/person/P900', 'a new one is given', async (h) => {
		await h.write('A new card', '04112233445566');
		await h.press('Enter');
	}, ["SELECT state FROM card WHERE uid = '04112233445566'", 'active']),
	task('O1', 'people/person/P900', 'and ended', async (h) => {
		await h.enter('End card 5566');
		await h.enter('Yes, end it');
	}, ["SELECT state FROM card WHERE uid = '04112233445566'", 'ended']),
];

const CALENDAR = [
	task('O1', 'calendar', 'a day is different', async (h) => {
		await h.date('Date', '2027-01-18');
		await h.select('What kind of day', 'INSET');
		await h.write('What it is called', 'first aid');
		await h.press('Enter');
	}, ["SELECT name FROM special_day WHERE date = '2027-01-18'", 'first aid']),
	task('O1', 'calendar', 'a term is entered', async (h) => {
		await h.write('What it is called', 'Summer school', 'Enter a term');
		await h.date('First day', '2027-08-02', 'Enter a term');
		await h.date('Last day', '2027-08-06', 'Enter a term');
		await h.press('Enter');
	}, ["SELECT until_date FROM term WHERE name = 'Summer school'", '2027-08-06']),
	task('O1', 'calendar', 'and taken out', async (h) => {
		await h.enter('Take Summer school out');
		await h.enter('Yes, take it out');
	}, ["SELECT count(*) FROM term WHERE name = 'Summer school'", 0]),
	task('O1', 'calendar/hours', 'the hours of one class on one day', async (h) => {
		await h.write('Home-time', '14:00');
		await h.write('Only class', '5A');
		await h.date('Only on', '2026-11-27');
		await h.write('Reason', 'the play');
		await h.enter('Enter the hours');
	}, ["SELECT reason FROM hours WHERE class = '5A' AND date = '2026-11-27'", 'the play']),
	task('H1', 'calendar/hours', 'the Headteacher closes a day early', async (h) => {
		await h.write('Time', '14:00');
		await h.write('Reason', 'snow', 'Close early');
		await h.date('Date', '2026-11-26', 'Close early');
		await h.enter('Close early');
	}, ["SELECT reason FROM hours WHERE date = '2026-11-26'", 'snow']),
	task('O1', 'calendar/late', 'a late child is signed in', async (h) => {
		await h.find('Who came', 'P066');
		await h.enter('Sign in now');
	}, [`SELECT count(*) FROM arrival WHERE person = ${person('P066')}`, 1]),
	task('O1', 'calendar/clubs', 'a club is entered', async (h) => {
		await h.write('What it is called', 'Chess');
		await h.write('Weekdays', 'mon');
		await h.write('Ends at', '16:15');
		await h.date('Last day', '2026-12-18');
		await h.enter('Enter a club');
	}, ["SELECT name FROM club", 'Chess']),
	task('O1', 'calendar/clubs', 'somebody joins', async (h) => {
		await h.find('Somebody joins', 'P066');
		await h.enter('They join');
	}, ['SELECT count(*) FROM club_member WHERE until_date IS NULL', 1]),
	task('O1', 'calendar/clubs', 'it does not take place today', (h) => h.enter('Not today'), ['SELECT count(*) FROM club_off', 1]),
	task('O1', 'calendar/clubs', 'they leave', (h) => h.enter(/ leaves$/), ['SELECT count(*) FROM club_member WHERE until_date IS NULL', 0]),
	task('O1', 'calendar/clubs', 'it ends for good', async (h) => {
		await h.enter('It ends for good');
		await h.enter('Yes, it ends');
	}, [event('club ended'), 1]),
	task('O1', 'calendar/file', 'a calendar file is looked through, and then written', written('terms.ics', ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//School//EN',
		'BEGIN:VEVENT', 'UID:1@school', 'DTSTAMP:20261101T000000Z', 'DTSTART;VALUE=DATE:20270216', 'SUMMARY:INSET day', 'END:VEVENT', 'END:VCALENDAR', ''].join('\r\n')),
	["SELECT kind FROM special_day WHERE date = '2027-02-16'", 'inset']),
];

const PASSWORD = 'four quite plain words';
const account = (what, ref) => `SELECT ${what} FROM account WHERE person = ${person(ref)}`;
const signedInAs = (ref) => `SELECT count(*) FROM session JOIN account ON account.id = account WHERE full AND person = ${person(ref)}`;
async function welcomed(h) {
	await h.write('Password', PASSWORD);
	await h.write('The same again', PASSWORD);
	await h.press('Enter');
	await h.page.getByRole('heading', {name: 'Sign in'}).waitFor();
}
const signedIn = (ref, password = PASSWORD) => async (h) => {
	await h.write('Your reference', ref);
	await h.write('Password', password);
	await h.press('Enter');
	await h.page.getByRole('heading', {name: 'Sign in'}).waitFor({state: 'detached'});
	await h.page.locator('main h1').waitFor();
};
const HOUSE = [
	task('O1', 'lockers/devices', 'a tablet that lives behind a door is entered', async (h) => {
		await h.write('What it is called', 'Tablet 1');
		await h.select('Kind', 'tablet');
		await h.write('Cabinet', 'B');
		await h.write('Door', '16');
		await h.press('Enter');
	}, ["SELECT home_door FROM device WHERE label = 'Tablet 1'", 16]),
	task('O1', 'lockers/devices', 'and lies in it already', (h) => h.enter('Tablet 1 lies in its door already'),
		["SELECT count(*) FROM custody WHERE kind = 'stock' AND ended_at IS NULL", 1]),
	task('O1', 'lockers/devices', 'a device is lent no more', async (h) => {
		await h.enter('Camera 1 is lent no more');
		await h.write('Why', 'broken');
		await h.press('Enter');
	}, ["SELECT end_reason FROM device WHERE label = 'Camera 1'", 'broken']),
	task('L2', 'lockers', 'a cabinet is entered', async (h) => {
		await h.write('Name', 'C');
		await h.write('Line', 'serial:/dev/ttyUSB9');
		await h.write('Address', '5');
		await h.press('Enter');
	}, ["SELECT address FROM bank WHERE name = 'C'", 5]),
	task('L2', 'lockers/cabinet/C', 'its controller was replaced', async (h) => {
		await h.enter('Its controller was replaced');
		await h.enter('Yes, take the next one over');
	}, ["SELECT serial IS NULL FROM bank WHERE name = 'C'", 1]),
	task('O1', 'lockers/cabinet/C', 'it lends', async (h) => {
		await h.enter('Make it a loan cabinet');
		await h.enter('Yes, change it');
	}, ["SELECT loans FROM bank WHERE name = 'C'", 1]),
	task('O1', 'lockers/cabinet/C', 'it stands in sight of the desk', async (h) => {
		await h.enter('It stands in sight of the desk');
		await h.enter('Yes, change it');
	}, ["SELECT in_sight FROM bank WHERE name = 'C'", 1]),
	task('H1', 'set-up', 'the school chooses where the policy is silent', async (h) => {
		await h.select('Who is told of mentions online', 'the leadership');
		await h.enter('Choose', 'mentions');
	}, ["SELECT value FROM setting WHERE name = 'mentions'", 'leadership']),
	task('H1', 'reports', 'all that is kept about somebody is looked into, and a page of it printed', async (h) => {
		await h.enter('One person');
		await h.find('Whose', 'T1');
		await h.enter('Show the report');
		await h.to('A page to print');
		const [paper] = await Promise.all([h.page.waitForEvent('popup'), h.press('Enter')]);
		await paper.close();
	}, ["SELECT count(*) > 0 FROM notice WHERE kind = 'records looked into'", 1]),
	task('L2', 'accounts', 'an account is made, and its link printed', async (h, stage) => {
		await h.find('Who', 'T2');
		await h.select('May sign in as', 'staff', 'Make the account');
		await h.enter('Make the account');
		await h.page.locator('code.secret').waitFor();
		stage.links.T2 = await h.page.locator('code.secret').innerText();
		await h.enter('Print the link');
	}, [`SELECT made_by = ${person('L2')} FROM account WHERE person = ${person('T2')}`, 1]),
	task('T2', 'T2', 'whoever was made an account chooses a password', welcomed, [account('password IS NOT NULL', 'T2'), 1]),
	task('T2', '', 'and signs in with it', signedIn('T2'), [signedInAs('T2'), 1]),
	task('T2', 'account', 'and changes it', async (h) => {
		await h.write('Password now', PASSWORD);
		await h.write('New password', 'five other quite plain words');
		await h.write('The same again', 'five other quite plain words');
		await h.press('Enter');
		await h.page.getByText('Your password is changed.').waitFor();
	}, [signedInAs('T2'), 0]),
	task('T2', '', 'and signs in with the new one, and out', async (h) => {
		await signedIn('T2', 'five other quite plain words')(h);
		await h.enter('Sign out');
		await h.page.getByRole('heading', {name: 'Sign in'}).waitFor();
	}, [signedInAs('T2'), 0]),
	task('T2', '', 'and signs in once more, and out everywhere', async (h) => {
		await signedIn('T2', 'five other quite plain words')(h);
		await h.enter('My account');
		await h.enter('Sign out everywhere');
		await h.enter('Yes, sign me out');
		await h.page.getByRole('heading', {name: 'Sign in'}).waitFor();
	}, [signedInAs('T2'), 0]),
	task('L2', 'accounts', 'whoever tried too often is let in', async (h, stage) => {
		await h.enter(/^Change the account of .*T1/);
		await h.enter('Let them try again now', stage.names.T1);
	}, ["SELECT count(*) FROM event WHERE kind = 'account let in'", 1], async (stage) => {
		for (let i = 0; i < 5; i++)
			await fetch(`${stage.url}/api/sign-in`, {method: 'POST', headers: {'Content-Type': 'application/json', 'X-Hometime': '1', Origin: stage.url}, body: JSON.stringify({person: 'T1', password: `no words of theirs ${i}`})});
	}),
	task('L2', 'accounts', 'what they may do is changed', async (h, stage) => {
		await h.enter(/^Change the account of .*T2/);
		await h.select('May sign in as', 'governor', 'Change what they may do');
		await h.enter('Change what they may do', stage.names.T2);
	}, [account('role', 'T2'), 'reader']),
	task('L2', 'accounts', 'an account is ended', async (h, stage) => {
		await h.enter(/^Change the account of .*T2/);
		await h.enter('End the account', stage.names.T2);
		await h.enter('Yes, end it');
	}, [account('ended_by IS NOT NULL', 'T2'), 1]),
	task('L2', 'accounts', 'the second factor of a lost phone is taken off', async (h, stage) => {
		await h.enter(/^Change the account of .*L1/);
		await h.enter('Second factor off', stage.names.L1);
		await h.enter('Yes, take it off');
		await h.page.locator('code.secret').waitFor();
		stage.links.L1 = await h.page.locator('code.secret').innerText();
	}, [account('second IS NULL', 'L1'), 1]),
	task('L1 anew', 'L1', 'they choose a password', welcomed, [account('password IS NOT NULL', 'L1'), 1]),
	task('L1 anew', '', 'and set up a second factor on another phone', async (h, stage) => {
		await signedIn('L1')(h);
		const secret = (await h.page.locator('code.secret').innerText()).replaceAll(' ', '');
		await h.write(/^The six digits/, totp(`secret=${secret}`, stage.now()));
		await h.press('Enter');
	}, [signedInAs('L1'), 1]),
];
export const TASKS = [...DESK, ...EXCEPTIONS, ...TRAY, ...CONDUCT, ...INCIDENTS, ...HOME_TIME, ...PEOPLE, ...CALENDAR, ...HOUSE];
