// SPDX-License-Identifier: GPL-3.0-or-later
// The register in a browser: every file that is read in with what it would change, spoiled ones explained
// with nothing written, and one person's page.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {looksRight} from './looks.mjs';
import {close, said} from './screen.mjs';
import {openStage} from './stage.mjs';

let stage;
before(async () => {
	stage = await openStage(process.env.BUILD, '09:10', {cabinets: ''});
});
after(() => stage?.close());

const open = (ref, path) => stage.open(ref, path);
const file = (name, text) => ({name, mimeType: 'text/plain', buffer: Buffer.from(text)});
const numbers = (page) => page.locator('.number').evaluateAll((all) => Object.fromEntries(all.map((one) => [one.dataset.act, Number(one.querySelector('dd').textContent)])));
async function look(page, label, name, text) {
	await page.getByLabel(label).setInputFiles(file(name, text));
	await page.getByRole('button', {name: 'Show what it would change'}).press('Enter');
}
const events = async () => (await stage.rows('SELECT count(*) AS n FROM event WHERE by_person IS NOT NULL'))[0].n;

test('staff contact times: a spoiled cell is named with its line and nothing is written; the right file is shown, then written', async () => {
	const page = await open('O1', 'people/files/contact');
	const before = await events();
	await look(page, 'Choose a file', 'spoiled.csv', 'ref,mon,tue\nT1,09:00-12:00,none\nT2,12:00-09:00,\nT9,09:00-12:00,\n');
	await page.getByRole('alert').waitFor();
	const refused = page.locator('tbody tr', {hasText: 'refused'});
	await refused.first().waitFor();
	assert.deepEqual((await refused.allInnerTexts()).map((text) => /^\d+/.exec(text)[0]), ['3', '4']);
	assert.equal(await page.getByRole('button', {name: 'Write it'}).count(), 0);
	assert.equal(await events(), before);

	await look(page, 'Choose a file', 'contact.csv', 'ref,mon,tue\nT1,09:00-12:00,none\nT2,,13:00-15:15\n');
	await page.getByRole('heading', {name: 'contact.csv: nothing is written yet'}).waitFor();
	assert.equal((await numbers(page)).change, 2);
	await page.getByText('There is no undo').waitFor();
	await looksRight(page, 'contact-preview');
	assert.equal(await events(), before);
	await page.getByRole('button', {name: 'Write it'}).press('Enter');
	await said(page, 'Written: the contact times of 2 people.');
	assert.ok(await events() > before);
	await page.goto(`${stage.url}/#/people/person/T1`);
	const week = page.getByRole('table', {name: 'Their week'});
	await week.getByRole('row', {name: 'Mon 09:00-12:00'}).waitFor();
	await week.getByRole('row', {name: 'Tue none that day'}).waitFor();
	await week.getByRole('row', {name: 'Wed the school’s sessions'}).waitFor();
	// And one of them by hand.
	await page.getByLabel('On which days').fill('mon,wed');
	await page.getByLabel('With children', {exact: true}).fill('10:00-11:00');
	await page.getByRole('button', {name: 'Enter the times'}).press('Enter');
	await said(page, 'Their contact times are entered.');
	await week.getByRole('row', {name: 'Wed 10:00-11:00'}).waitFor();
	await looksRight(page, 'person-contact');
	await close(page);
});

test('a parent’s word is shown on the pupil’s page as it stands, three days in a row as a range, and taken back', async () => {
	const page = await open('O1', 'people/person/P079');
	await page.getByText('No permission is entered').waitFor();
	assert.equal(await page.getByRole('button', {name: 'Take the permission back'}).count(), 0);
	await page.getByLabel('First day').fill('2026-11-23');
	await page.getByLabel('Last day').fill('2027-07-21');
	await page.getByLabel('Weekdays').fill('mon-thu');
	await page.getByRole('button', {name: 'Enter the permission'}).press('Enter');
	await page.getByText('Monday 23 November 2026 to Wednesday 21 July 2027, Mon to Thu.').waitFor();
	await page.goto(`${stage.url}/#/exceptions/walkers`);
	await page.getByRole('row', {name: /Mon to Thu/}).waitFor();
	await page.goto(`${stage.url}/#/people/person/P079`);
	await page.getByRole('button', {name: 'Take the permission back'}).press('Enter');
	await page.getByRole('button', {name: 'Yes, take it back'}).press('Enter');
	await page.getByText('No permission is entered').waitFor();
	await close(page);
});

test('September: a class that the table does not name is refused, with a whole table every pupil moves up and Year 6 leave, once', async () => {
	const page = await open('O1', 'people/files/september');
	const before = await events();
	await page.getByLabel('First day of the new school year').fill('2026-09-01');
	await look(page, 'Table of classes', 'classes.csv', 'from,to\nRA,1A\n1A,2A\n');
	await page.getByRole('alert').getByText('so nothing would be written').waitFor();
	assert.ok((await numbers(page)).refused > 0);
	assert.equal(await page.getByRole('button', {name: 'Write it'}).count(), 0);
	await look(page, 'Table of classes', 'classes.csv', 'from,to\nRA,1A\n1A,2A\n2A,3A\n3A,4A\n4A,5A\n5A,6A\n');
	await page.getByText(/^A preview: 48 move up, 24 leave, 0 walker permissions end\./).waitFor();
	assert.deepEqual(await numbers(page), {moves: 48, leaves: 24});
	await looksRight(page, 'september-preview');
	assert.equal(await events(), before);
	await page.getByRole('button', {name: 'Write it'}).press('Enter');
	await said(page, 'The school year is begun: 72 pupils written.');
	await page.goto(`${stage.url}/#/people/class/6A`);
	await page.getByRole('table', {name: '6A'}).waitFor();
	assert.equal((await page.getByRole('table', {name: '6A'}).getByRole('row').count()) - 1, 8);
	await page.goto(`${stage.url}/#/people/files/september`);
	await page.getByLabel('First day of the new school year').fill('2026-09-01');
	await page.getByRole('button', {name: 'Show what it would change'}).press('Enter');
	await page.getByRole('alert').getByText(/begun already|was begun/).waitFor();
	await close(page);
});

test('a calendar file that is cut off, or has a term that ends before it begins, is explained and changes nothing', async () => {
	const page = await open('O1', 'calendar/file');
	const before = await events();
	const head = 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//School//EN\r\n';
	await look(page, 'Choose a file', 'cut.ics', `${head}BEGIN:VEVENT\r\nUID:1@s\r\nDTSTART;VALUE=DATE:2027`);
	await page.getByRole('alert').getByText(/cut off|whole|end/i).waitFor();
	await look(page, 'Choose a file', 'series.ics', `${head}BEGIN:VEVENT\r\nUID:1@s\r\nDTSTAMP:20261101T000000Z\r\nDTSTART;VALUE=DATE:20270216\r\nRRULE:FREQ=WEEKLY\r\nSUMMARY:INSET day\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`);
	await page.locator('tbody tr', {hasText: 'refused'}).waitFor();
	assert.equal(await page.getByRole('button', {name: 'Write it'}).count(), 0);
	assert.equal(await events(), before);
	await close(page);
});
