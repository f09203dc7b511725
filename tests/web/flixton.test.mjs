// SPDX-License-Identifier: GPL-3.0-or-later
// A school with another policy, Flixton's: the two notices of FX-7, a ban that starts with the breach,
// and on every screen that school's own rule or, where its policy is silent, that it is school practice.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {looksRight} from './looks.mjs';
import {card, close, said} from './screen.mjs';
import {allRead, openStage} from './stage.mjs';

let stage;
before(async () => {
	stage = await openStage(process.env.BUILD, '08:50', {policy: 'flixton', cabinets: ''});
});
after(() => stage?.close());

const open = (ref, path) => stage.open(ref, path);

test('FX-7: who reports it makes two notices, each is done by whom it is for and in time, and only then it is closed', async () => {
	const teacher = await open('T1', 'incidents/report');
	await teacher.getByRole('radio', {name: /^A pupil tried to join a staff member.s areas/}).press('Space');
	await teacher.getByText('The leadership team reads it, and you.').waitFor();
	assert.match(await teacher.locator('main').innerText(), /FX-7: .* \(policy text\)/);
	await teacher.getByLabel('What happened').fill('asked twice to follow me');
	await teacher.getByRole('button', {name: 'Report it'}).press('Enter');
	await teacher.getByRole('link', {name: /^Open incident/}).waitFor();

	// The Headteacher is told; that the parents are informed is the office's to see to, and hers and her team's too.
	const head = await open('H1', 'tray'), office = await open('O1', 'notices');
	await card(head, 'An incident was reported').getByText('the Headteacher', {exact: true}).waitFor();
	await card(head, 'Parents are to be informed').getByText('the office', {exact: true}).waitFor();
	assert.equal(await head.locator('[data-notice]').count(), 2);
	// The policy names no time for either, so neither has one, and neither is called overdue.
	assert.doesNotMatch(await head.locator('main').innerText(), /Due|overdue/);
	await looksRight(head, 'flixton-tray');
	await card(office, 'Parents are to be informed').waitFor();
	assert.equal(await office.locator('[data-notice]').count(), 1, 'what the Headteacher is told is not shown to the office');
	// The office may not read the incident: no link that leads nowhere, but whom to ask.
	await card(office, 'Parents are to be informed').getByText('What happened is in incident 1, which the leadership team reads and you do not: ask one of them.').waitFor();
	assert.equal(await office.getByRole('link', {name: 'Incident 1'}).count(), 0);
	await looksRight(office, 'flixton-office-notice');
	const desk = await open('O1', 'desk');
	await desk.locator('[data-notice]').getByText('ask one of them').waitFor();
	assert.equal(await desk.getByRole('link', {name: 'Incident 1'}).count(), 0);
	await close(desk);

	await head.getByRole('link', {name: 'Incident 1'}).first().press('Enter');
	await head.getByText('asked twice to follow me').waitFor();
	await head.getByText('its notices to be marked done').waitFor();
	await looksRight(head, 'flixton-incident-waits');
	assert.equal(await head.locator('summary', {hasText: 'Close it…'}).count(), 0);
	await card(office, 'Parents are to be informed').getByRole('button', {name: 'Done'}).press('Enter');
	await said(office, 'Marked done.');
	await head.goto(`${stage.url}/#/tray`);
	await card(head, 'Parents are to be informed').waitFor({state: 'detached'});
	await head.goto(`${stage.url}/#/incidents/1`);
	await head.getByText('its notices to be marked done').waitFor(); // one of the two is still open
	const notices = head.getByRole('region', {name: 'Notices'});
	await notices.getByText(/Olive Reed/).waitFor();
	await head.goto(`${stage.url}/#/tray`);
	await card(head, 'An incident was reported').getByRole('button', {name: 'Done'}).press('Enter');
	await said(head, 'Marked done.');
	await head.getByText('No notice waits for you.').waitFor();
	await head.goto(`${stage.url}/#/incidents/1`);
	await head.locator('summary', {hasText: 'Close it…'}).press('Enter');
	await head.getByLabel('What was the outcome?').fill('spoken to, with her parents');
	await head.getByRole('button', {name: 'Close it'}).press('Enter');
	await said(head, 'Closed with its outcome.');
	await Promise.all([teacher, head, office].map(close));
});

test('FX-2: its internet is on, so it is taken at the desk, a breach stands and a ban with it, which only the Headteacher lifts', async () => {
	await stage.words('desk', 'hand-in', 'P030', '--safe', 'Office safe', '--envelope', '1', '--switched-off', 'no', '--internet-off', 'no', '--by', 'O1');
	const office = await open('O1', 'conduct');
	const breach = card(office, 'P030');
	await breach.getByText('FX-2', {exact: true}).waitFor();
	await office.goto(`${stage.url}/#/conduct/bans`);
	const ban = card(office, 'P030');
	await ban.getByText('until it is lifted').waitFor();
	assert.match(await ban.innerText(), /FX-3[\s\S]*the Headteacher/);
	assert.equal(await ban.getByRole('button').count(), 0);
	const head = await open('H1', 'conduct/bans');
	await card(head, 'P030').getByRole('button', {name: 'Lift…'}).press('Enter');
	await head.keyboard.type('talked with his parents');
	await head.getByRole('button', {name: 'Lift it'}).press('Enter');
	await head.getByText('Nobody is banned.').waitFor();
	await Promise.all([office, head].map(close));
});

test('where Flixton’s policy is silent the screens say that it is school practice, and no rule of another school is named', async () => {
	const leader = await open('L1', 'exceptions/ask/exceptional');
	await leader.getByText('School', {exact: true}).waitFor();
	assert.match(await leader.locator('main').innerText(), /School \(school practice\)/);
	const seen = [];
	for (const path of ['today', 'exceptions', 'exceptions/ask/visit', 'exceptions/ask/early-leave', 'exceptions/walkers', 'tray', 'conduct', 'conduct/bans', 'conduct/holds', 'incidents', 'incidents/report', 'reports/evidence']) {
		await leader.goto(`${stage.url}/#/${path}`);
		await leader.getByRole('heading', {level: 1}).waitFor();
		await allRead(leader);
		seen.push([path, await leader.locator('main').evaluate((main) => main.textContent)]); // what is folded away too
	}
	assert.deepEqual(seen.filter(([, text]) => /\b(RP|BF|HH|CC)-\d/.test(text)).map(([path, text]) => [path, /.{0,40}\b(RP|BF|HH|CC)-\d.{0,40}/.exec(text)[0]]), []);
	await close(leader);
});
