// SPDX-License-Identifier: GPL-3.0-or-later
// A register of 2,000 people and a long history in a browser: found in two keystrokes still, lists that say
// how many more there are, pages of what is done that turn. How long it took is printed and not held.
import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import {after, before, test} from 'node:test';
import {count, looksRight} from './looks.mjs';
import {close, openScreen} from './screen.mjs';
import {openStage} from './stage.mjs';

const PEOPLE = 2000, NOTICES = 60;
const GIVEN = ['Aaron', 'Bella', 'Cara', 'Dylan', 'Esme', 'Farid', 'Gwen', 'Hamza', 'Ivy', 'Jonas'];
const FAMILY = ['Ackroyd', 'Barlow', 'Chowdhury', 'Duxbury', 'Eccles', 'Fairclough', 'Grimshaw', 'Hargreaves', 'Illingworth', 'Jagger'];
let stage;
before(async () => {
	stage = await openStage(process.env.BUILD, '09:10');
	// Names shared by many, and one that nobody else has.
	const rows = Array.from({length: PEOPLE}, (_, i) => `L${String(i).padStart(4, '0')},${GIVEN[i % 10]},${FAMILY[Math.floor(i / 10) % 10]}${Math.floor(i / 100)},pupil,${i % 6 + 1},${i % 6 + 1}${'ABCDEFGHIJ'[Math.floor(i / 6) % 10]}`);
	const file = path.join(stage.folder, 'large.csv');
	writeFileSync(file, `ref,given,family,category,year,class\n${rows.join('\n')}\nL9999,Zebedee,Quarmby,pupil,6,6A\n`);
	assert.match(await stage.words('import', 'people', file, '--apply', '--by', 'O1'), /Written/);
	for (let i = 1; i <= NOTICES; i++)
		assert.doesNotMatch(await stage.words('override', 'note', '--justification', `number ${i}`, '--by', 'T1'), /^refused/);
	for (const {id} of await stage.rows("SELECT id FROM notice WHERE role = 'headteacher' ORDER BY id"))
		await stage.words('notice', 'done', String(id), '--by', 'H1');
});
after(() => stage?.close());

test('somebody among 2,000 is found in two keystrokes, and among many of one beginning by a third', async () => {
	const page = await openScreen(stage, 'O1', 'desk');
	const box = page.getByRole('combobox', {name: 'Find a person'});
	await box.focus();
	const counted = await count(page);
	const began = performance.now();
	await page.keyboard.type('qu');
	await page.getByRole('option', {name: /Zebedee Quarmby/}).waitFor();
	console.log(`found in ${Math.round(performance.now() - began)} ms`);
	assert.equal((await counted()).keys, 2);
	assert.ok(await page.getByRole('option').count() <= 20, 'a list that one reads');
	while (await page.getByRole('option', {name: /Zebedee Quarmby/}).getAttribute('aria-selected') !== 'true')
		await page.keyboard.press('ArrowDown');
	await page.keyboard.press('Enter');
	await page.getByRole('heading', {level: 1, name: 'Zebedee Quarmby'}).waitFor();
	// Two letters that two hundred begin with: so many are shown and no more, and what is typed last is what stands.
	await box.focus();
	await page.keyboard.type('ackroyd17');
	await page.waitForFunction(() => [...document.querySelectorAll('[role="option"]')].length === 10 && [...document.querySelectorAll('[role="option"]')].every((one) => /Ackroyd17/.test(one.textContent)));
	await looksRight(page, 'large-found');
	await page.keyboard.press('Escape');
	await close(page);
});

test('a class and a category of many are listed so far as one reads them, and the rest is counted', async () => {
	const page = await openScreen(stage, 'O1', 'people');
	await page.getByRole('link', {name: /^pupil 2/}).press('Enter');
	await page.getByRole('table').waitFor();
	assert.equal(await page.getByRole('table').getByRole('row').count(), 201); // with its head
	const all = (await stage.rows("SELECT count(*) AS n FROM person WHERE category = 'pupil'"))[0].n;
	await page.getByText(`And ${all - 200} more: find them by name.`).waitFor();
	await page.goto(`${stage.url}/#/people/class/6A`);
	await page.getByRole('table').getByRole('row', {name: /Zebedee Quarmby/}).waitFor();
	await looksRight(page, 'large-class');
	await close(page);
});

test('what the Headteacher has dealt with is read a page at a time, older and newer again', async () => {
	const page = await openScreen(stage, 'H1', 'tray');
	await page.locator('summary', {hasText: 'Those that are done'}).press('Enter');
	const done = page.getByRole('region', {name: 'Done', exact: true});
	await done.getByText(`number ${NOTICES}`, {exact: true}).waitFor();
	assert.equal(await done.locator('[data-notice]').count(), 50);
	assert.equal(await done.getByRole('button', {name: 'Newer'}).count(), 0);
	await done.getByRole('button', {name: 'Older'}).press('Enter');
	await done.getByText('number 1', {exact: true}).waitFor();
	assert.equal(await done.locator('[data-notice]').count(), NOTICES - 50);
	assert.equal(await page.evaluate(() => document.activeElement.tagName), 'H2', 'the focus goes with the page');
	await looksRight(page, 'large-done');
	await done.getByRole('button', {name: 'Newer'}).press('Enter');
	await done.getByText(`number ${NOTICES}`, {exact: true}).waitFor();
	assert.equal(await done.getByRole('button', {name: 'Older'}).count(), 1);
	await close(page);
});
