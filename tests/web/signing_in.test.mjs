// SPDX-License-Identifier: GPL-3.0-or-later
// Signing in as people do it: a link, a password, a second factor; and out again.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {openStage, totp} from './stage.mjs';

let stage;
before(async () => {
	stage = await openStage(process.env.BUILD);
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
