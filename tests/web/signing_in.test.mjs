// SPDX-License-Identifier: GPL-3.0-or-later
// Signing in as people do it: a link, a password, a second factor; and out again.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {looksRight} from './looks.mjs';
import {openStage, totp} from './stage.mjs';

let stage;
before(async () => {
	stage = await openStage(process.env.BUILD, '08:40', {cabinets: ''});
});
after(() => stage?.close());

test('the office signs in with a reference and a password and sees Today; out again, nothing is left', async () => {
	const page = await stage.pageOf(null);
	await page.goto(stage.url);
	await page.getByLabel('Your reference').fill('O1');
	await page.getByLabel('Password').fill('not the password');
	await page.keyboard.press('Enter');
	await page.getByRole('alert').getByText('The reference or the password is not right.').waitFor();
	await page.getByLabel('Password').fill(stage.people.O1.password);
	await page.keyboard.press('Enter');
	await page.getByRole('heading', {name: 'Today'}).waitFor();
	await page.getByRole('button', {name: 'Sign out'}).click();
	await page.getByRole('heading', {name: 'Sign in'}).waitFor();
	await page.goBack();
	await page.reload();
	await page.getByRole('heading', {name: 'Sign in'}).waitFor();
});

test('the Headteacher gives a code too, and a link of somebody new leads to a password', async () => {
	const page = await stage.pageOf(null);
	await page.goto(stage.url);
	await page.getByLabel('Your reference').fill('H1');
	await page.getByLabel('Password').fill(stage.people.H1.password);
	await page.keyboard.press('Enter');
	await page.getByRole('heading', {name: 'Your code'}).waitFor();
	// The next code: the one at hand was used when the stage was set. By the school's clock.
	await stage.clock('08:45');
	await page.getByLabel('The six digits').fill(totp(stage.people.H1.uri, Date.UTC(2026, 10, 23, 8, 45) / 1000));
	await page.keyboard.press('Enter');
	await page.getByRole('heading', {name: 'Today'}).waitFor();

	const made = JSON.parse(await stage.words('account', 'make', 'T2', '--role', 'staff', '--by', 'L2', '--json'));
	const tara = await stage.pageOf(null);
	await tara.goto(`${stage.url}/#/welcome/${made.link}`);
	await tara.getByRole('heading', {name: 'Welcome, Tara Singh'}).waitFor();
	await tara.getByRole('textbox', {name: 'Password'}).fill('four quite plain words');
	await tara.getByLabel('The same again').fill('four quite plain word');
	await tara.keyboard.press('Enter');
	await tara.getByText('The two passwords differ.').waitFor();
	await tara.getByLabel('The same again').fill('four quite plain words');
	await tara.keyboard.press('Enter');
	await tara.getByRole('heading', {name: 'Sign in'}).waitFor();
	assert.deepEqual(tara.problems.filter((text) => !/401|422/.test(text)), []);
});

test('a page that only reads again by itself keeps no leader signed in; it says so before, and one press goes on', async () => {
	const page = await stage.pageOf('L1');
	await page.clock.install();
	await page.goto(`${stage.url}/#/today`);
	await page.locator('[data-live="true"]').waitFor();
	const asked = [];
	page.on('request', (request) => request.url().includes('/api/') && asked.push([new URL(request.url()).pathname, request.headers()['x-hometime-again'] ?? '']));
	// Two minutes before its forty-five without a press are over.
	await page.clock.fastForward('42:00');
	assert.equal(await page.getByText('in two minutes you are signed out').count(), 0);
	await page.clock.fastForward('01:30');
	await page.getByRole('alert').getByText('in two minutes you are signed out').waitFor();
	await looksRight(page, 'idle');
	await page.getByRole('button', {name: 'Stay signed in'}).press('Enter');
	await page.getByText('in two minutes you are signed out').waitFor({state: 'detached'});
	assert.deepEqual(asked.filter(([path]) => path === '/api/me'), [['/api/me', '']]);
	// What the service does: half an hour on, what others do is read again on this page and is no use of it ...
	await stage.clock('09:20');
	asked.length = 0;
	await stage.words('override', 'note', '--justification', 'rang', '--by', 'T1');
	for (let tries = 100; !asked.some(([path]) => path === '/api/notice/list') && tries > 0; tries--)
		await page.clock.runFor(500);
	assert.ok(asked.some(([path]) => path === '/api/notice/list'), 'read again when the record moved');
	assert.deepEqual(asked.filter(([path, again]) => again === '' && path !== '/api/changes'), [], 'asked by nobody');
	// ... so that another half hour on the session has ended.
	await stage.clock('09:50');
	await stage.words('override', 'note', '--justification', 'rang again', '--by', 'T1');
	for (let tries = 100; await page.getByRole('heading', {name: 'Sign in'}).count() === 0 && tries > 0; tries--)
		await page.clock.runFor(500);
	await page.locator('main').getByText('You have been signed out. Please sign in again.', {exact: true}).waitFor();
	assert.deepEqual(page.problems.filter((text) => !/401/.test(text)), []);
	await page.context().close();
});
