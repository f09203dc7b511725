// SPDX-License-Identifier: GPL-3.0-or-later
// Today: the cabinets as they stand, live; and saying so when it is not.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {after, before, test} from 'node:test';
import {openStage} from './stage.mjs';

let stage;
before(async () => {
	stage = await openStage(process.env.BUILD);
});
after(() => stage?.close());

test('every state a door can have has a mark, a look and a word on the screen', async () => {
	const list = readFileSync(new URL('../../host/api/door_states.def', import.meta.url), 'utf8');
	const states = [...list.matchAll(/^DOOR_STATE\(\w+, "([^"]+)"\)/gm)].map((match) => match[1]);
	assert.ok(states.length > 10);
	const page = await stage.open('O1', 'today');
	const shown = await page.evaluate(async () => {
		const {STATES, stateText} = await import('/base/doors.js');
		return Object.entries(STATES).map(([state, {mark, look}]) => ({state, mark, look, text: stateText(state)}));
	});
	assert.deepEqual(shown.map((one) => one.state).sort(), [...states].sort());
	assert.equal(new Set(shown.map((one) => one.mark)).size, shown.length, 'two states share a mark');
	assert.equal(new Set(shown.map((one) => one.text)).size, shown.length, 'two states share a word');
	await page.leave();
});

test('a child hands in at the cabinet and the door fills on the screen without anybody touching it', async () => {
	const page = await stage.open('O1', 'today');
	await page.locator('[data-live="true"]').waitFor();
	await stage.cabinets.A.say(`tap ${stage.cards.P057}`);
	const open = page.locator('[data-state="open"]');
	await open.waitFor();
	const [bank, door] = (await open.getAttribute('data-door')).split(':');
	assert.equal(bank, 'A');
	await stage.cabinets.A.untap();
	await stage.cabinets.A.say(`put ${door - 1}`);
	await stage.cabinets.A.say(`close ${door - 1}`);
	const tile = page.locator(`[data-door="A:${door}"][data-state="in"]`);
	await tile.waitFor();
	assert.match(await tile.innerText(), /Finn Shah/);
	await page.locator('.number--in dd', {hasText: '1'}).waitFor();
	assert.deepEqual(page.problems, []);
	await page.leave();
});

test('a row is as the stream tells it, though no list is read again, and as the service answers it', async () => {
	const page = await stage.pageOf('O1');
	await page.goto(stage.url);
	await page.locator('[data-live="true"]').waitFor();
	const [ref, name] = await page.evaluate(async () => {
		const {expected} = await (await fetch('/api/today')).json();
		return Object.values(expected.find((one) => one.state === 'not in'));
	});
	const row = page.locator('tr', {has: page.locator(`a[href="#/desk/${ref}"]`)});
	await row.locator('.govuk-tag--yellow').waitFor();
	let reads = 0;
	await page.route('**/api/today', () => reads++); // and no answer
	const door = await stage.cabinets.A.tapOpens(stage.cards[ref]);
	await stage.cabinets.A.say(`put ${door}`);
	await row.locator('.govuk-tag--green').waitFor();
	await stage.cabinets.A.say(`close ${door}`);
	await page.locator('[data-state="in"]', {hasText: name}).waitFor();
	// And so does the service answer.
	await page.unroute('**/api/today');
	const answered = await page.evaluate(async () => (await fetch('/api/today')).json());
	assert.deepEqual(await page.locator('table').first().locator('tbody tr > td:nth-child(3)').allTextContents(), answered.expected.map((one) => one.state));
	assert.equal(answered.expected.find((one) => one.ref === ref).state, 'in');
	assert.equal(reads, 0, 'the list was read');
	assert.deepEqual(page.problems, []);
	await page.context().close();
});

test('a lock-down that begins is told on a page that nobody touched, and so is its end', async () => {
	const page = await stage.open('O1', 'today');
	await page.locator('[data-live="true"]').waitFor();
	await stage.words('lockdown', 'start', '--reason', 'a stranger in the yard', '--by', 'H1');
	const told = page.locator('.govuk-warning-text', {hasText: 'a stranger in the yard'});
	await told.waitFor();
	await stage.words('lockdown', 'end', '--by', 'H1');
	await told.waitFor({state: 'detached'});
	await page.leave();
});

test('when the service is gone every door is unknown and the page says that it is not live', async () => {
	const page = await stage.open('O1', 'today');
	await page.locator('[data-live="true"]').waitFor();
	process.kill(stage.pids.hometime, 'SIGKILL');
	await page.locator('[data-live="false"]').waitFor();
	assert.equal(await page.locator('[data-door]:not([data-state="unknown"])').count(), 0);
	await page.leave();
});
