// SPDX-License-Identifier: GPL-3.0-or-later
// Accounts as an administrator keeps them: a link that is copied, too many tries seen and lifted, signed
// out everywhere, whoever leaves, and the last administrator.
import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import {after, before, test} from 'node:test';
import {looksRight} from './looks.mjs';
import {openStage} from './stage.mjs';

let stage, page;
before(async () => {
	stage = await openStage(process.env.BUILD, '08:40', {cabinets: ''});
	page = await stage.pageOf('L2', {permissions: ['clipboard-read', 'clipboard-write']});
	await page.goto(`${stage.url}/#/accounts`);
	await page.getByRole('table').waitFor();
});
after(() => stage?.close());

const row = (name) => page.getByRole('row', {name: new RegExp(name)});
const said = (text) => page.getByRole('status').getByText(text).waitFor();
async function change(name, button, yes) {
	if (!await row(name).locator('details[open]').count())
		await row(name).locator('summary').press('Enter');
	await row(name).getByRole('button', {name: button}).press('Enter');
	if (yes)
		await row(name).getByRole('button', {name: yes}).press('Enter');
}
async function signIn(who, ref, password) {
	await who.getByLabel('Your reference').fill(ref);
	await who.getByLabel('Password').fill(password);
	// Each try is answered before the next: a form that is still being sent sends nothing.
	await Promise.all([who.waitForResponse(/\/api\/sign-in$/), who.keyboard.press('Enter')]);
}

test('a link is copied as it is shown, and is gone from the page when it was given', async () => {
	await page.getByRole('combobox', {name: 'Who'}).fill('T3');
	await page.getByRole('option', {name: /Theo Brook/}).waitFor();
	await page.keyboard.press('Enter');
	await page.getByLabel('May sign in as').last().selectOption('staff');
	await page.getByRole('button', {name: 'Make the account'}).press('Enter');
	const shown = await page.locator('code.secret').innerText();
	await page.getByRole('button', {name: 'Copy the link'}).press('Enter');
	await page.getByText('The link is copied.').waitFor();
	assert.equal(await page.evaluate(() => navigator.clipboard.readText()), shown);
	await page.getByRole('button', {name: 'They have it: hide it'}).press('Enter');
	await page.locator('code.secret').waitFor({state: 'detached'});
	assert.doesNotMatch(await page.content(), new RegExp(shown.split('/').at(-1)));
	const theo = await stage.pageOf(null);
	await theo.goto(shown);
	await theo.getByRole('textbox', {name: 'Password'}).fill('four quite plain words');
	await theo.getByLabel('The same again').fill('four quite plain words');
	await theo.keyboard.press('Enter');
	await theo.getByLabel('Your reference').waitFor();
	// Good for one password: the same link again is refused.
	const again = await stage.pageOf(null);
	await again.goto(shown);
	await again.getByText(/link/i).first().waitFor();
	assert.equal(await again.getByLabel('The same again').count(), 0);
	await Promise.all([theo, again].map((one) => one.context().close()));
});

test('whoever tried too often waits, which the administrator sees and lifts; the password is as it was', async () => {
	const stranger = await stage.pageOf(null);
	await stranger.goto(stage.url);
	for (let i = 0; i < 5; i++) {
		await signIn(stranger, 'T3', `not it, try ${i}`);
		await stranger.getByRole('alert').waitFor();
		await stranger.getByLabel('Password').and(stranger.locator(':enabled')).waitFor();
	}
	await signIn(stranger, 'T3', 'four quite plain words');
	await stranger.getByRole('alert').getByText('Too many tries went wrong.').waitFor();
	await page.reload();
	await row('Theo Brook').getByText('too many tries: waits 1 minute').waitFor();
	await row('Theo Brook').locator('summary').press('Enter');
	await looksRight(page, 'accounts-locked');
	await change('Theo Brook', 'Let them try again now');
	await said('They may try again at once.');
	await row('Theo Brook').getByText('too many tries').waitFor({state: 'detached'});
	await signIn(stranger, 'T3', 'four quite plain words');
	await stranger.getByRole('link', {name: 'My account'}).waitFor();
	await stranger.context().close();
});

test('somebody is signed out wherever they are, by the administrator or by themselves', async () => {
	const tom = await stage.pageOf('T1');
	await tom.goto(`${stage.url}/#/account`);
	await tom.getByRole('heading', {name: 'My account', exact: true}).waitFor();
	await page.reload();
	await row('Tom Hale').getByText(/signed in on \d browser/).waitFor();
	await change('Tom Hale', 'Sign them out everywhere', 'Yes, sign them out');
	await said('They are signed out wherever they were.');
	await tom.reload();
	await tom.getByLabel('Your reference').waitFor();
	await signIn(tom, 'T1', stage.people.T1.password);
	const other = await stage.pageOf(null);
	await other.goto(stage.url);
	await signIn(other, 'T1', stage.people.T1.password);
	await other.getByRole('link', {name: 'My account'}).press('Enter');
	await other.getByRole('button', {name: 'Sign out everywhere'}).press('Enter');
	await other.getByRole('button', {name: 'Yes, sign me out'}).press('Enter');
	await other.getByLabel('Your reference').waitFor();
	await tom.reload();
	await tom.getByLabel('Your reference').waitFor();
	await Promise.all([tom, other].map((one) => one.context().close()));
});

test('whoever has left has no account any more', async () => {
	const file = path.join(stage.folder, 'leaver.csv');
	writeFileSync(file, 'ref,given,family,category,left\nT3,Theo,Brook,staff,2026-11-23\n');
	assert.match(await stage.words('import', 'people', file, '--apply', '--by', 'O1'), /Written/);
	await page.reload();
	await row('Theo Brook').getByText('ended', {exact: true}).waitFor();
	assert.equal(await row('Theo Brook').locator('summary').count(), 0);
	const theo = await stage.pageOf(null);
	await theo.goto(stage.url);
	await signIn(theo, 'T3', 'four quite plain words');
	await theo.getByRole('alert').getByText('The reference or the password is not right.').waitFor();
	await theo.context().close();
});

test('the last administrator cannot lock everybody out: neither by ending the account nor by another role', async () => {
	await change('Leo Barnes', 'End the account', 'Yes, end it');
	await page.getByRole('alert').getByText('This is the last administrator: make another one first.').waitFor();
	await row('Leo Barnes').getByLabel('May sign in as').selectOption('slt');
	await row('Leo Barnes').getByRole('button', {name: 'Change what they may do'}).press('Enter');
	await page.getByRole('alert').getByText('This is the last administrator: make another one first.').waitFor();
	await row('Leo Barnes').getByText('in use').waitFor();
});
