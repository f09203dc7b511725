// SPDX-License-Identifier: GPL-3.0-or-later
// The demo as a newcomer meets it: scripts/demo --screens, the virtual locker in one window and the
// office in the other.
import assert from 'node:assert/strict';
import {mkdirSync, readFileSync} from 'node:fs';
import {request} from 'node:http';
import path from 'node:path';
import {after, before, beforeEach, test} from 'node:test';
import {openDemo} from './demo.mjs';
import {axePath} from './stage.mjs';

const shots = process.env.SCREENSHOTS;
let demo, page, office;

before(async () => {
	demo = await openDemo(process.env.BUILD);
	page = await (await demo.browser.newContext({viewport: {width: 1280, height: 900}})).newPage();
	page.problems = [];
	page.on('pageerror', (error) => page.problems.push(String(error)));
	page.on('console', (message) => message.type() === 'error' && page.problems.push(message.text()));
	await page.goto(demo.address);
	// All that is said aloud: the next sentence takes the place of the last before anybody may have looked.
	await page.evaluate(() => {
		globalThis.heard = [];
		new MutationObserver(() => globalThis.heard.push(document.getElementById('said').textContent)).observe(document.getElementById('said'), {childList: true, characterData: true, subtree: true});
	});
	mkdirSync(shots, {recursive: true});
});
beforeEach(() => page.evaluate(() => globalThis.heard.splice(0)));
after(() => demo?.close());

const next = (words) => page.locator('button.next', {hasText: words});
const card = (ref) => page.locator(`[data-card="${ref}"]`);
const shown = (bank, text) => page.locator(`[data-display="${bank}"]`).getByText(text);
// Said since the last that was waited for.
const said = (text) => page.waitForFunction((words) => {
	const at = globalThis.heard.findIndex((one) => one.includes(words));
	return at >= 0 && globalThis.heard.splice(0, at + 1);
}, text);
const box = (bank) => page.getByRole('region', {name: `Cabinet ${bank}`, exact: true});

async function openOffice() {
	const opening = page.waitForEvent('popup');
	await page.getByRole('link', {name: 'Open the office beside this, as Olive Reed of the office'}).click();
	office = await opening;
	await office.getByRole('heading', {name: 'Today'}).waitFor();
	await office.locator('[data-live="true"]').waitFor();
}

async function axe(at, what) {
	await at.evaluate(() => document.getAnimations().forEach((one) => one.finish && one.cancel()));
	if (!await at.evaluate(() => Boolean(globalThis.axe)))
		await at.evaluate(readFileSync(axePath, 'utf8'));
	const found = await at.evaluate(() => globalThis.axe.run());
	assert.deepEqual(found.violations.map((one) => `${what}: ${one.id}: ${one.nodes.map((node) => node.target).join(' ')}`), []);
}

test('a newcomer opens the office with one click and hands a phone in with three; both pages show it', async () => {
	await openOffice();
	assert.equal(await page.evaluate(() => document.body.getBoundingClientRect().width <= innerWidth / 2), true, 'the locker leaves no room for the office');

	await card('P057').click();
	await next('Put the phone in').click();
	const door = (await next('Shut the door').getAttribute('data-door')).slice(1);
	await office.locator(`[data-door="A:${door}"][data-state="open"]`).waitFor();
	await next('Shut the door').click();
	const tile = office.locator(`[data-door="A:${door}"][data-state="in"]`);
	await tile.waitFor();
	assert.match(await tile.innerText(), /Finn Shah/);
	await page.locator(`[data-door="A${door}"][data-open="false"][data-phone="true"]`).waitFor();
	await office.screenshot({path: path.join(shots, 'locker-office.png')});
});

test('the same by keyboard alone, and the page says aloud what happened', async () => {
	await page.getByRole('link', {name: 'Skip to the cards'}).focus();
	await page.keyboard.press('Enter');
	const focused = () => page.evaluate(() => document.activeElement.dataset.card ?? document.activeElement.dataset.door ?? document.activeElement.id);
	for (let i = 0; i < 20 && await focused() !== 'P058'; i++)
		await page.keyboard.press('Tab');
	await page.keyboard.press('Enter');
	await said('opens, empty');
	const door = await next('Put the phone in').getAttribute('data-door');
	for (let i = 0; i < 60 && await focused() !== door; i++)
		await page.keyboard.press('Tab');
	await page.keyboard.press('Enter');
	await next('Shut the door').waitFor();
	assert.equal(await focused(), door, 'the focus was lost');
	await page.keyboard.press('Space');
	await said(`Door ${door} is shut, a phone in it.`);
});

test('whoever is refused reads why at the cabinet; a latched door does not open by pulling', async () => {
	await card('P041').click();
	await shown('A', /office/i).waitFor();
	await card('lost').click();
	await shown('A', /not known/i).waitFor();
	assert.equal(await page.locator('[data-open="true"]').count(), 0);
	await page.locator('[data-door="A7"]').click();
	await box('A').getByRole('button', {name: 'Pull it open'}).click();
	await said('Door 7 is latched: pulling does not open it. Only its own card does.');
});

test('a power cut shows on both pages, and so does its end; nothing opens', async () => {
	await box('A').getByRole('button', {name: 'Cut the power'}).click();
	await box('A').getByText('No power.').waitFor();
	await office.locator('[data-door^="A:"][data-state="unknown"]').nth(15).waitFor();
	await card('P059').click();
	await said('Cabinet A has no power: its reader is dark.');
	await axe(page, 'without power');
	await box('A').getByRole('button', {name: 'Restore the power'}).click();
	await office.locator('[data-door^="A:"][data-state="in"]').nth(1).waitFor();
	// The other too: of one cabinet alone nobody could say that it is not the school's clock that leaps.
	await office.locator('[data-door^="B:"]:not([data-state="unknown"])').nth(15).waitFor();
	assert.equal(await page.locator('[data-open="true"]').count(), 0);
});

test('the clock moves to home-time, the child collects, and the hand at the door takes before it shuts', async () => {
	await page.getByRole('button', {name: '15:16 home-time'}).click();
	await page.locator('#clock', {hasText: '15:16'}).waitFor();
	// Whoever signed in half a day ago is signed out by now: it is opened again by the same click.
	await office.close();
	await openOffice();
	await card('P057').click();
	await next('Take the phone out').click();
	await next('Shut the door').click();
	await page.locator('[data-open="true"]').waitFor({state: 'detached'});
	await office.locator('[data-door^="A:"][data-state="in"]').nth(1).waitFor({state: 'detached'});
});

test('no rule of axe is broken, light or dark, at three widths, and nothing is wider than the page', async () => {
	await box('B').getByRole('button', {name: 'Pull the cable'}).click();
	await page.locator('[data-door="B3"]').click();
	await box('B').getByRole('button', {name: 'Jam the door'}).click();
	await page.locator('[data-door="B3"].door--jammed').waitFor();
	await box('A').getByRole('button', {name: 'Force it open'}).click();
	await page.locator('[data-open="true"]').waitFor();
	await page.getByText('Sign in as somebody else, or again').click();
	await page.getByRole('button', {name: 'Use this whole window again'}).click();
	for (const colorScheme of ['light', 'dark']) {
		await page.emulateMedia({colorScheme, reducedMotion: 'reduce'});
		for (const width of [360, 1280, 1920]) {
			await page.setViewportSize({width, height: 900});
			await axe(page, `${colorScheme} ${width}`);
			assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `wider than ${width}`);
			await page.screenshot({path: path.join(shots, `locker-${colorScheme}-${width}.png`), fullPage: true});
		}
	}
	await page.locator('#accounts td.code').filter({hasText: /^\d{6}$/}).first().waitFor();
	assert.deepEqual(page.problems.filter((text) => !/422/.test(text)), []);
});

test('nobody but the page itself is lent a hand', async () => {
	const {port} = new URL(demo.address);
	const ask = (method, where, headers, body = '') => new Promise((done, fail) => {
		const asked = request({host: '127.0.0.1', port, method, path: where, headers: {Host: `localhost:${port}`, ...headers}}, (answer) => {
			answer.resume();
			answer.on('end', () => done(answer.statusCode));
		});
		asked.on('error', fail);
		asked.end(body);
	});
	const own = {Origin: `http://localhost:${port}`};
	const cut = JSON.stringify({cabinet: 'A', verb: 'cut the power'});
	assert.equal(await ask('POST', '/hand', {}, cut), 403);
	assert.equal(await ask('POST', '/hand', {Origin: 'http://elsewhere.example'}, cut), 403);
	assert.equal(await ask('POST', '/hand', {...own, Host: 'elsewhere.example'}, cut), 403);
	assert.equal(await ask('GET', '/accounts', {Host: 'elsewhere.example'}), 421);
	assert.equal(await ask('GET', '/office/O1', {}), 404);
	assert.equal(await ask('GET', '/../play.py', {}), 404);
	for (const wrong of ['', 'no', '[]', '{"cabinet":"Z","verb":"tap"}', '{"cabinet":"A","verb":"put","door":17}', '{"cabinet":"A","verb":"put","door":"1\\nforce 1"}',
		'{"cabinet":"A","verb":"tap","card":"P057\\nforce 1"}', '{"cabinet":["A"],"verb":"tap"}', '{"cabinet":"A","verb":["tap"]}', 'x'.repeat(2000)])
		assert.equal(await ask('POST', '/hand', own, wrong), 422, wrong);
	for (const wrong of ['{}', '{"at":25}', '{"at":"25:00"}', '{"at":"15:16:00"}'])
		assert.equal(await ask('POST', '/clock', own, wrong), 422, wrong);
	await box('A').getByRole('button', {name: 'Cut the power'}).waitFor();
});
