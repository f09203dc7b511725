// SPDX-License-Identifier: GPL-3.0-or-later
// A member of staff who has a class: given by the office, who of it is still to collect, an early leave asked
// for and answered, the class called with their own card. Nobody else's children, and no reason.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {handsIn} from './filled.mjs';
import {looksRight} from './looks.mjs';
import {card, close, said} from './screen.mjs';
import {openStage} from './stage.mjs';

const CLASS = ['P057', 'P058', 'P059'];
let stage, names;
before(async () => {
	stage = await openStage(process.env.BUILD, '14:30');
	names = Object.fromEntries((await stage.rows("SELECT ref, given || ' ' || family AS name FROM person")).map(({ref, name}) => [ref, name]));
	const page = await stage.pageOf('O1');
	await page.goto(`${stage.url}/#/today`);
	await page.locator('[data-live="true"]').waitFor();
	for (const [i, ref] of CLASS.entries()) {
		await handsIn(stage, ref);
		await page.locator('[data-state="in"]').nth(i).waitFor();
	}
	await page.context().close();
	// One kept by the office's decision, one of another class.
	for (const line of ['desk hand-in P060 --safe Safe --envelope 1 --switched-off yes --internet-off yes --by O1', 'hold place P060 --reason cheek --confirm --by O1',
		'desk hand-in P049 --safe Safe --envelope 2 --switched-off yes --internet-off yes --by O1'])
		assert.doesNotMatch(await stage.words(...line.split(' ')), /^refused/, line);
});
after(() => stage?.close());

const row = (page, ref) => page.getByRole('row', {name: names[ref]});
const looked = (page) => page.evaluate(async () => (await import('/base/live.js')).lookAgain());

test('without a class there is no screen for one; the office gives it on the person’s page, and a class names whose it is', async () => {
	const teacher = await stage.open('T1', 'my-class', {});
	assert.equal(await teacher.getByRole('link', {name: 'My class'}).count(), 0);
	await close(teacher);
	const page = await stage.open('O1', 'people/person/T1', {});
	await page.getByText('No class is theirs.').waitFor();
	await page.getByLabel('Class', {exact: true}).fill('6Q');
	await page.keyboard.press('Enter');
	await page.getByRole('alert').getByText('Nobody is in class 6Q').waitFor();
	await page.getByLabel('Class', {exact: true}).fill('6A');
	await page.keyboard.press('Enter');
	await said(page, 'The class is theirs');
	await page.getByRole('button', {name: 'Class 6A is theirs no more'}).waitFor();
	await looksRight(page, 'person-classes');
	await page.goto(`${stage.url}/#/people/class/6A`);
	await page.getByText('Whose class it is:').getByRole('link', {name: 'Tom Hale'}).waitFor();
	assert.equal((await stage.rows("SELECT count(*) AS n FROM event WHERE kind = 'class given'"))[0].n, 1);
	await close(page);
});

test('who has the class sees who of it is still to collect, and no reason; an early leave is asked for, and the answer comes', async () => {
	const page = await stage.open('T1', 'my-class', {});
	await page.getByRole('heading', {level: 1, name: 'Home-time: my class'}).waitFor();
	await row(page, 'P057').getByText('A door').waitFor();
	await page.locator('[data-waiting="6A"]', {hasText: '4 phones still in.'}).waitFor();
	await row(page, 'P060').getByText('at the desk: ask the office').waitFor();
	assert.equal(await page.getByText('cheek').count(), 0, 'a hold’s reason');
	assert.equal(await row(page, 'P049').count(), 0, 'a child of another class');
	await looksRight(page, 'my-class');
	await row(page, 'P057').getByRole('button', {name: 'Ask for an early leave', exact: false}).press('Enter');
	await page.getByLabel('Why?').fill('feels sick');
	await looksRight(page, 'my-class-asks');
	await page.keyboard.press('Escape');
	await row(page, 'P057').getByRole('button', {name: 'Ask for an early leave', exact: false}).press('Enter');
	await page.getByLabel('Why?').fill('feels sick');
	await page.getByRole('button', {name: 'Ask the office'}).press('Enter');
	await said(page, 'The answer comes to Exceptions');
	await row(page, 'P057').getByText('asked, no answer yet').waitFor();
	await row(page, 'P058').getByRole('button', {name: 'Ask for an early leave', exact: false}).press('Enter');
	await page.getByLabel('Why?').fill('wants to go');
	await page.getByRole('button', {name: 'Ask the office'}).press('Enter');
	await row(page, 'P058').getByText('asked, no answer yet').waitFor();

	const office = await stage.open('O1', 'exceptions', {});
	await card(office, names.P057).getByText('feels sick').waitFor();
	await card(office, names.P057).getByRole('button', {name: 'Agree', exact: true}).press('Enter');
	await said(office, 'Agreed');
	await card(office, names.P058).getByRole('button', {name: 'Decline…'}).press('Enter');
	await office.getByLabel('Why not?').fill('their mother comes at 15:15');
	await office.getByRole('button', {name: 'Decline', exact: true}).press('Enter');
	await said(office, 'Declined');
	await close(office);
	await looked(page);
	await row(page, 'P057').getByText('agreed').waitFor();
	await row(page, 'P058').getByText('declined').waitFor();
	await page.getByRole('link', {name: 'Exceptions'}).click();
	await card(page, names.P058).getByText('their mother comes at 15:15').waitFor();
	await close(page);
});

test('of nobody else’s child anything is asked, by the screens or besides', async () => {
	const page = await stage.open('T1', 'my-class', {});
	const asked = (person) => page.evaluate(async (ref) => (await fetch('/api/grant/ask', {method: 'POST', headers: {'Content-Type': 'application/json', 'X-Hometime': '1'},
		body: JSON.stringify({kind: 'early-leave', person: ref, reason: 'why', from: '14:40', until: '15:00'})})).status, person);
	assert.equal(await asked('P049'), 403);
	assert.equal(await asked('T2'), 403);
	assert.equal(await asked('P059'), 200);
	assert.match(await stage.words(...'grant ask early-leave --person P059 --reason why --from 14:40 --until 15:00 --by T2'.split(' ')), /^refused.*in no class of yours/);
	assert.deepEqual(page.problems.filter((text) => !/403/.test(text)), []);
	await page.context().close();
});

test('the class is called with two presses and their own card; each row says called, and then collected', async () => {
	await stage.clock('15:16');
	const page = await stage.open('T1', 'my-class', {});
	await page.getByRole('button', {name: 'Release at A: class 6A'}).press('Enter');
	await page.locator('[data-release="A"]').getByText('hold your own card to cabinet A').waitFor();
	await stage.cabinets.A.say(`tap ${stage.cards.T1}`);
	await page.locator('[data-release="A"][data-state="running"]').waitFor();
	await stage.cabinets.A.untap();
	await row(page, 'P058').getByText('called now').waitFor();
	await looksRight(page, 'my-class-called');
	const door = await stage.cabinets.A.opens();
	await page.waitForFunction(async () => (await (await fetch('/api/release/status')).json()).releases[0]?.opened > 0, undefined, {polling: 200});
	await stage.cabinets.A.say(`take ${door}`);
	await stage.cabinets.A.say(`close ${door}`);
	await page.getByText('1 collected today.').waitFor();
	await page.getByRole('cell', {name: 'collected', exact: true}).waitFor();
	await close(page);
});
