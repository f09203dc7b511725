// SPDX-License-Identifier: GPL-3.0-or-later
// Who does not see the page is told each thing once: what was done, what was refused, an alarm, that it is
// not live and that it is again; and never a whole list.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {heardSince, listenIn} from './heard.mjs';
import {openStage} from './stage.mjs';

let stage;
before(async () => {
	stage = await openStage(process.env.BUILD, '08:50');
});
after(() => stage?.close());

async function open(ref, at) {
	const page = await stage.pageOf(ref);
	await listenIn(page);
	await page.goto(`${stage.url}/#/${at}`);
	await page.locator('[data-live="true"]').waitFor();
	await page.locator('h1').waitFor();
	return page;
}
// Everything read from the service anew and drawn again, twice.
async function again(page) {
	for (let i = 0; i < 2; i++)
		await page.evaluate(async () => {
			(await import('/base/live.js')).lookAgain();
			await fetch('/api/me');
			await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
		});
}
async function heardOnce(page, what) {
	await page.waitForFunction((text) => globalThis.heard.some((one) => one.includes(text)), what);
	await again(page);
	const {heard, silent, listed} = await heardSince(page);
	assert.deepEqual(heard.filter((one) => one.includes(what)).length, 1, `"${what}" of ${JSON.stringify(heard)}`);
	assert.deepEqual(heard.filter((one) => !one.includes(what)), [], 'and nothing beside it');
	assert.deepEqual(silent, []);
	assert.deepEqual(listed, []);
}

test('a phone taken in at the desk is told once; what a form lacks is told once for each press', async () => {
	const desk = await open('O1', 'desk/P057');
	await desk.getByRole('heading', {level: 2, name: 'Hand in'}).waitFor();
	await heardSince(desk);
	await desk.getByRole('radio', {name: 'Yes'}).first().press('y');
	await desk.keyboard.press('y');
	await desk.keyboard.press('Enter');
	await heardOnce(desk, 'Write 1 on the envelope');
	await desk.context().close();
	const head = await open('H1', 'home-time');
	await head.locator('[data-part="lock-down"] summary').press('Enter');
	await heardSince(head);
	for (let press = 1; press <= 2; press++) {
		await head.getByRole('button', {name: 'Close self-service'}).press('Enter');
		await heardOnce(head, 'Give a reason');
	}
	await head.context().close();
});

test('an alarm is told once, on whichever screen somebody works; what stood there before is not', async () => {
	const pages = [await open('O1', 'today'), await open('O1', 'desk')];
	for (const page of pages)
		await heardSince(page);
	await stage.cabinets.A.say('force 3');
	for (const page of pages)
		await heardOnce(page, 'Cabinet A, door 4: it has stood open for more than a minute');
	// A cabinet that goes and comes is read anew as a whole, and the alarm that stands is no news.
	const late = await open('O1', 'today');
	await late.locator('[data-alarm="A:4"]').waitFor();
	await again(late);
	assert.deepEqual((await heardSince(late)).heard, []);
	await late.context().close();
	for (const page of pages)
		await page.context().close();
});

test('that the page is not live is told once, and that it is again; where a list is read nothing is said', async () => {
	const page = await open('H1', 'exceptions');
	for (const at of ['today', 'home-time', 'tray', 'people/class/6A', 'calendar', 'lockers', 'set-up', 'reports/day']) {
		await page.evaluate((to) => {
			location.hash = `#/${to}`;
		}, at);
		await page.locator('[data-reading]:not([data-state="loading"])').first().waitFor();
		await again(page);
	}
	assert.deepEqual(await heardSince(page), {heard: [], silent: [], listed: []});
	await page.context().setOffline(true);
	await page.waitForFunction(() => globalThis.heard.some((one) => one.includes('Not live since')));
	await page.context().setOffline(false);
	await page.waitForFunction(() => globalThis.heard.some((one) => one.includes('Live again.')));
	const {heard, listed} = await heardSince(page);
	assert.equal(heard.filter((one) => one.includes('Not live')).length, 1, JSON.stringify(heard));
	assert.equal(heard.filter((one) => one.includes('Live again.')).length, 1, JSON.stringify(heard));
	assert.equal(heard.length, 2, JSON.stringify(heard));
	assert.deepEqual(listed, []);
	await page.context().close();
});

test('where nothing comes any more, and no connection ends, it is not live for that alone, and asks anew', async () => {
	const page = await stage.pageOf('O1');
	let streams = 0;
	page.on('request', (request) => streams += request.url().endsWith('/api/changes'));
	await page.clock.install();
	await listenIn(page);
	await page.goto(`${stage.url}/#/today`);
	await page.locator('[data-live="true"]').waitFor();
	assert.equal(streams, 1);
	await page.clock.fastForward(40_000);
	await page.evaluate(() => fetch('/api/me'));
	assert.equal(streams, 1, 'one beat missed is nothing');
	await page.clock.fastForward(50_000);
	await page.waitForFunction(() => globalThis.heard.some((one) => one.includes('Not live since')));
	await page.waitForFunction(() => globalThis.heard.some((one) => one.includes('Live again.')));
	assert.equal(streams, 2);
	await page.locator('[data-live="true"]').waitFor();
	await page.context().close();
});
