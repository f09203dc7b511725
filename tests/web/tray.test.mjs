// SPDX-License-Identifier: GPL-3.0-or-later
// The Headteacher's tray and her deputy's, conduct, and incidents with few readers.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {looksRight} from './looks.mjs';
import {card, close, said} from './screen.mjs';
import {openStage} from './stage.mjs';

let stage;
before(async () => {
	stage = await openStage(process.env.BUILD, '10:30', {cabinets: ''});
});
after(() => stage?.close());

const open = (ref, path) => stage.open(ref, path);

test('nothing waits, and it is said; every list has its sentence of none', async () => {
	for (const [path, text] of [['tray', 'No notice waits for you.'], ['conduct', 'No breach is open.'], ['conduct/bans', 'Nobody is banned.'],
		['conduct/holds', 'Nothing is held.'], ['incidents', 'There is none for you to see.']]) {
		const page = await open('H1', path);
		await page.getByText(text).waitFor();
		await looksRight(page, `none-${path.replace('/', '-')}`);
		await close(page);
	}
});

test('a teacher advises of an act, and the Headteacher reads why and acknowledges it with HR asked, by the keyboard', async () => {
	const teacher = await open('T1', 'notices');
	await teacher.locator('summary', {hasText: 'Advise the Headteacher'}).press('Enter');
	await teacher.getByLabel('What, and why?').fill('rang his mother on my own phone');
	await looksRight(teacher, 'tray-advise');
	await teacher.getByRole('button', {name: 'Send the advice'}).press('Enter');
	await said(teacher, 'The Headteacher is advised.');
	assert.equal(await teacher.locator('[data-notice]').count(), 0);

	const head = await open('H1', 'tray');
	const notice = card(head, 'rang his mother on my own phone');
	await notice.getByText('Tom Hale (T1)').waitFor();
	await looksRight(head, 'tray-override');
	await notice.getByRole('checkbox', {name: 'HR was asked for advice'}).press('Space');
	await notice.getByRole('button', {name: 'Acknowledge'}).press('Enter');
	await said(head, 'Marked done.');
	await head.getByText('No notice waits for you.').waitFor();
	assert.equal(await head.evaluate(() => document.activeElement.textContent), 'To be read');
	await head.locator('summary', {hasText: 'Those that are done'}).press('Enter');
	await card(head, 'rang his mother').getByText('HR asked').waitFor();
	await looksRight(head, 'tray-done');
	await Promise.all([teacher, head].map(close));
});

test('unsuitable material is told the deputy while the Headteacher is absent; that others wait, and not what they say', async () => {
	await stage.words('override', 'note', '--justification', 'opened the gate early', '--by', 'T1');
	await stage.words('incident', 'record', 'unsuitable material', '--what', 'a picture on a school tablet', '--about', 'T2', '--by', 'T3');
	const deputy = await open('L1', 'tray');
	await deputy.getByText('No notice waits for you.').waitFor();
	const office = await open('O1', 'notices');
	await office.locator('summary', {hasText: 'Mark the Headteacher absent'}).press('Enter');
	await office.getByRole('combobox').fill('lou');
	await office.getByRole('option', {name: /Louise Grant/}).waitFor();
	await office.keyboard.press('Enter');
	await looksRight(office, 'tray-absence');
	await office.getByRole('button', {name: 'Mark as absent'}).press('Enter');
	await office.getByRole('alert').getByText('no absence is open-ended').waitFor();
	await office.getByLabel('Until', {exact: true}).fill('16:00');
	await office.getByRole('button', {name: 'Mark as absent'}).press('Enter');
	await office.getByText('The Headteacher is absent until 16:00. Louise Grant (L1) deputises.').waitFor();
	assert.equal(await office.locator('[data-notice]').count(), 0);

	await card(deputy, 'Unsuitable material').waitFor();
	await deputy.getByText('1 other notice waits for the Headteacher.').waitFor();
	assert.doesNotMatch(await deputy.locator('main').innerText(), /opened the gate early/);
	await looksRight(deputy, 'tray-deputy');
	// Late ones first: told at 10:30, due at once.
	await stage.clock('10:40');
	const head = await open('H1', 'tray');
	await head.locator('[data-notice]').nth(1).waitFor();
	assert.match(await head.locator('[data-notice]').first().innerText(), /^Unsuitable material\s+overdue/i);
	await looksRight(head, 'tray-overdue');
	await head.getByRole('button', {name: 'The Headteacher is back'}).press('Enter');
	await said(head, 'The Headteacher is back.');
	await deputy.getByText('No notice waits for you.').waitFor();
	await Promise.all([deputy, office, head].map(close));
});

test('a breach is investigated and closed with an outcome; a pupil’s never with the Disciplinary Procedure; the office only sees', async () => {
	await stage.words('breach', 'record', 'T2', 'RP-8', '--happened', '10:20', '--by', 'O1');
	await stage.words('breach', 'record', 'P057', 'RP-1', '--by', 'O1');
	const leader = await open('L1', 'conduct');
	await card(leader, 'Tara Singh').waitFor();
	await looksRight(leader, 'conduct-breaches');
	await card(leader, 'Finn Shah').getByRole('button', {name: 'Close…'}).press('Enter');
	assert.equal(await card(leader, 'Finn Shah').getByRole('checkbox').count(), 0);
	await leader.keyboard.press('Escape');
	await card(leader, 'Tara Singh').getByRole('button', {name: 'Investigate'}).press('Enter');
	await said(leader, 'It is under investigation.');
	const close_it = card(leader, 'Tara Singh').getByRole('button', {name: /^Close/});
	await close_it.press('Enter');
	await card(leader, 'Tara Singh').getByRole('button', {name: 'Close it'}).press('Enter');
	await leader.getByRole('alert').waitFor();
	await looksRight(leader, 'conduct-no-outcome');
	await card(leader, 'Tara Singh').getByLabel('What was the outcome?').fill('a warning');
	await card(leader, 'Tara Singh').getByRole('checkbox', {name: 'Disciplinary Procedure'}).press('Space');
	await card(leader, 'Tara Singh').getByRole('button', {name: 'Close it'}).press('Enter');
	await said(leader, 'Closed with its outcome.');
	await leader.getByRole('checkbox', {name: 'Closed ones too'}).press('Space');
	await card(leader, 'Tara Singh').getByText('a warning').waitFor();
	await looksRight(leader, 'conduct-closed');
	const office = await open('O1', 'conduct');
	await card(office, 'Finn Shah').waitFor();
	assert.equal(await card(office, 'Tara Singh').count(), 0);
	assert.equal(await office.locator('main').getByRole('button').count(), 0);
	await Promise.all([leader, office].map(close));
});

test('the leadership team bans; only the Headteacher lifts it, and says why', async () => {
	const leader = await open('L1', 'conduct/bans');
	await leader.locator('summary', {hasText: 'Start a ban'}).press('Enter');
	await leader.getByRole('combobox', {name: 'Pupil'}).fill('P060');
	await leader.getByRole('option').first().waitFor();
	await leader.keyboard.press('Enter');
	await looksRight(leader, 'conduct-ban');
	await leader.getByRole('button', {name: 'Start it'}).press('Enter');
	await card(leader, 'P060').getByText('until it is lifted').waitFor();
	assert.equal(await leader.getByRole('button', {name: 'Lift…'}).count(), 0);
	const head = await open('H1', 'conduct/bans');
	await head.getByRole('button', {name: 'Lift…'}).press('Enter');
	await head.keyboard.type('talked with his mother');
	await looksRight(head, 'conduct-lift');
	await head.getByRole('button', {name: 'Lift it'}).press('Enter');
	await head.getByText('Nobody is banned.').waitFor();
	await card(leader, 'P060').waitFor({state: 'detached'});
	await Promise.all([leader, head].map(close));
});

test('a hold that has to be looked at again stands first, and is ended in two presses', async () => {
	const hold = (ref, envelope, day) => stage.words('desk', 'hand-in', ref, '--safe', 'office', '--envelope', envelope, '--hold', `reason ${ref}`, '--look-on', day, '--confirm', '--by', 'O1');
	await hold('P061', 'E1', '2026-11-30');
	await hold('P062', 'E2', '2026-11-23');
	const leader = await open('L1', 'conduct/holds');
	await card(leader, 'reason P061').waitFor();
	assert.match(await leader.locator('[data-hold]').first().innerText(), /look at it again[\s\S]*reason P062/i);
	await looksRight(leader, 'conduct-holds');
	const first = card(leader, 'reason P062');
	await first.getByRole('button', {name: 'End the hold'}).press('Enter');
	await first.getByRole('button', {name: 'Yes: it goes back at its time'}).press('Enter');
	await said(leader, 'Ended: it is a deposit again');
	await close(leader);
});

test('an incident is reported with its wishes; who may not read it sees a number; its end waits for what the rules ask', async () => {
	const teacher = await open('T1', 'incidents/report');
	await teacher.getByRole('button', {name: 'Report it'}).press('Enter');
	await teacher.getByRole('alert').getByText('Choose what it is about.').waitFor();
	await teacher.getByRole('radio', {name: 'Bullying by phone or net'}).press('Space');
	await teacher.getByText('Only the Headteacher and its named readers read it; you are one of them.').waitFor();
	await teacher.getByLabel('What happened').fill('messages in the class chat');
	await teacher.getByLabel('Where').fill('class chat');
	await teacher.getByLabel('The reporter’s wishes').fill('that it stops');
	await looksRight(teacher, 'incident-report');
	await teacher.getByRole('button', {name: 'Report it'}).press('Enter');
	await teacher.getByRole('link', {name: /^Open incident/}).press('Enter');
	await teacher.getByText('that it stops').waitFor();
	await teacher.getByLabel('What is it?').selectOption('screen print');
	await teacher.getByLabel('What was done or seen').fill('page 1');
	await teacher.getByRole('button', {name: 'Add it'}).press('Enter');
	await teacher.getByRole('alert').getByText('A screen print is kept with its time').waitFor();
	await looksRight(teacher, 'incident-refused');
	await teacher.getByLabel('Seen at').fill('09:04');
	await teacher.getByLabel('Seen where').fill('class chat');
	await teacher.getByRole('button', {name: 'Add it'}).press('Enter');
	await said(teacher, 'Appended; it stays as it is.');
	await teacher.getByText('page 1').waitFor();
	const id = /\d+$/.exec(teacher.url())[0];

	const office = await open('O1', 'incidents');
	await office.locator(`[data-incident="${id}"]`, {hasText: 'for its readers'}).waitFor();
	assert.equal(await office.locator('[data-incident] a').count(), 0);
	assert.doesNotMatch(await office.locator('main').innerText(), /bullying|chat|unsuitable/i);
	await looksRight(office, 'incidents-of-others');
	await office.goto(`${stage.url}/#/incidents/${id}`);
	await office.locator('[data-reading="incident show"][data-state="error"]').getByText('is for its readers and the Headteacher').waitFor();
	assert.doesNotMatch(await office.locator('main').innerText(), /bullying|chat/i);
	await looksRight(office, 'incident-not-for-you');

	const head = await open('H1', `incidents/${id}`);
	await head.getByText('messages in the class chat').waitFor();
	await head.locator('summary', {hasText: 'The police were told…'}).press('Enter');
	assert.equal(await head.getByRole('radio').count(), 0); // RP-13: it is their own choice
	await looksRight(head, 'incident-police');
	await head.getByRole('button', {name: 'Write it down'}).press('Enter');
	await said(head, 'Recorded: the police were told.');
	await head.locator('summary', {hasText: 'Close it…'}).press('Enter');
	await head.getByLabel('What was the outcome?').fill('it has stopped');
	await head.getByRole('button', {name: 'Close it'}).press('Enter');
	await said(head, 'Closed with its outcome.');
	await looksRight(head, 'incident-closed');
	await Promise.all([teacher, office, head].map(close));
});

test('evidence is shown before it is kept, the Headteacher alone names its readers, and it goes to the police', async () => {
	await stage.words('desk', 'hand-in', 'P063', '--safe', 'office', '--envelope', 'E3', '--by', 'O1');
	await stage.words('incident', 'record', 'indecent images', '--what', 'found by a child', '--by', 'T3');
	const head = await open('H1', 'incidents');
	await head.getByRole('link', {name: /indecent images/}).press('Enter');
	await head.getByText('the police to be told (RP-20)').waitFor();
	await head.locator('summary', {hasText: 'Keep a device as evidence…'}).press('Enter');
	const form = head.getByRole('form', {name: 'Keep a device as evidence…'});
	await form.getByRole('combobox').fill('P063');
	await form.getByRole('option').first().waitFor();
	await head.keyboard.press('Enter');
	await form.getByLabel('Why').fill('found on it');
	await form.getByRole('button', {name: 'Show what it means'}).press('Enter');
	await form.getByText('It would be kept for the police, and go to nobody else').waitFor();
	await looksRight(head, 'incident-evidence');
	await form.getByRole('button', {name: 'Yes, keep it for the police'}).press('Enter');
	await said(head, /^Kept for the police/);
	await head.locator('summary', {hasText: 'Readers…'}).press('Enter');
	const readers = head.getByRole('form', {name: 'Who else may read it?'});
	await readers.getByRole('combobox').fill('L1');
	await readers.getByRole('option').first().waitFor();
	await head.keyboard.press('Enter');
	await readers.getByRole('button', {name: 'They may read it'}).press('Enter');
	await said(head, 'They may read it.');
	await head.goto(`${stage.url}/#/conduct/holds`);
	const hold = card(head, 'found on it');
	await hold.getByText('the police, and nobody else').waitFor();
	assert.equal(await hold.getByRole('button', {name: 'End the hold'}).count(), 0);
	await hold.getByRole('button', {name: 'Give it to the police…'}).press('Enter');
	await looksRight(head, 'conduct-evidence');
	await hold.getByLabel('Officer’s name').fill('DC Brown');
	await hold.getByLabel('Officer’s number').fill('1234');
	await hold.getByLabel('Crime reference').fill('R/77');
	await hold.getByRole('button', {name: 'The police have it'}).press('Enter');
	await hold.waitFor({state: 'detached'});
	await close(head);
});
