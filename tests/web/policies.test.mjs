// SPDX-License-Identifier: GPL-3.0-or-later
// The desk under the policies that say little of pupils: for each, what its rule or the school's practice is
// stands there before anything is pressed, and what is then done is in the rows. At Christ Church also who
// allows social media on what is lent (CC-2), and one reader with two computers.
import assert from 'node:assert/strict';
import {after, test} from 'node:test';
import {looksRight} from './looks.mjs';
import {close, openScreen, said} from './screen.mjs';
import {openStage} from './stage.mjs';

let stage;
after(() => stage?.close());
async function under(policy) {
	await stage?.close();
	stage = await openStage(process.env.BUILD, '10:30', {policy});
}
const answered = (page, what) => page.locator('.answer', {hasText: what}).first();
// A phone of a pupil at the desk: the answer first, two questions, Enter; and the decision as it was written.
async function takesIn(page, ref) {
	await page.keyboard.press('y');
	await page.keyboard.press('y');
	await page.keyboard.press('Enter');
	await page.locator('.govuk-notification-banner').getByText(/on the envelope/).waitFor();
	const [row] = await stage.rows("SELECT rule, place FROM decision WHERE action = 'hand-in' AND person = (SELECT id FROM person WHERE ref = ?) ORDER BY id DESC LIMIT 1", ref);
	return row;
}

for (const [policy, staff] of [['balfour', /School practice/], ['helsby', /HH-1/], ['christ-church', /CC-1/]]) {
	test(`${policy}: at the desk the answer and what it rests on are read before anything is pressed`, async () => {
		await under(policy);
		const page = await openScreen(stage, 'O1', 'desk/P057');
		const answer = answered(page, 'Hand in');
		await answer.getByText('School practice: the policy says nothing of this.').waitFor();
		assert.equal((await stage.rows('SELECT count(*) AS n FROM decision'))[0].n, 0);
		await looksRight(page, `policies-${policy}`);
		await page.locator('.asked input').first().focus();
		assert.deepEqual(await takesIn(page, 'P057'), {rule: 'school', place: 'desk'});
		await page.goto(`${stage.url}/#/desk/T1`);
		await page.getByRole('heading', {level: 1, name: 'Tom Hale'}).waitFor();
		assert.match(await answered(page, 'Keep it with them').innerText(), staff);
		const seen = await page.locator('main').evaluate((main) => main.textContent);
		assert.doesNotMatch(seen, /\b(RP|FX)-\d/, 'a rule of another school');
		await close(page);
	});
}

test('CC-2: who of the leadership team allows social media on what is lent is asked, offered nobody else, and written down', async () => {
	await stage.words(...'device add Tablet-1 --kind tablet --shelf Office --by L1'.split(' '));
	const page = await openScreen(stage, 'O1', 'desk/T2');
	await page.locator('[data-part="lend"] summary').press('Enter');
	const form = page.locator('[data-part="lend"]');
	await form.getByLabel(/^Which/).selectOption('Tablet-1');
	const who = form.getByRole('combobox', {name: 'Who of the leadership team'});
	await who.fill('ta');
	await form.locator('.pick__said').waitFor(); // Tara Singh is staff
	await who.fill('lo');
	await form.getByRole('option', {name: /Louise Grant/}).waitFor();
	await looksRight(page, 'policies-cc-2');
	await page.keyboard.press('Enter');
	await form.getByRole('button', {name: 'Lend it'}).press('Enter');
	await page.locator('.govuk-notification-banner').getByText(/Not for social media at any time, unless/).waitFor();
	assert.deepEqual(await stage.rows('SELECT ref FROM loan JOIN person ON person.id = loan.authorised_by'), [{ref: 'L1'}]);
	await close(page);
});

test('one reader, two computers: a card opens somebody at one of them, and the other takes it over with one press', async () => {
	if (!stage)
		await under('christ-church');
	const pages = [];
	for (const ref of ['O1', 'L1']) {
		const page = await stage.pageOf(ref);
		// A card held to the reader, from where it has been read: the stream's news and whose it is.
		await page.addInitScript(() => {
			const Real = globalThis.EventSource;
			globalThis.EventSource = class extends Real {
				constructor(...rest) {
					super(...rest);
					globalThis.stream = this;
				}
			};
		});
		await page.route('**/api/reader', async (route) => {
			const response = await route.fetch();
			await route.fulfill({response, json: {...await response.json(), used: true}});
		});
		await page.route('**/api/desk/card', (route) => route.fulfill({json: {ok: true, number: page.held.number, uid: page.held.uid, ref: page.held.ref, person: 'Somebody', category: 'pupil', state: 'in use', say: ''}}));
		await page.goto(`${stage.url}/#/desk`);
		await page.locator('[data-live="true"]').waitFor();
		pages.push(page);
	}
	const [office, leader] = pages;
	let number = 0;
	const held = async (ref) => {
		number++;
		for (const page of pages) {
			page.held = {number, uid: stage.cards[ref], ref};
			await page.evaluate((at) => globalThis.stream.dispatchEvent(new MessageEvent('card', {data: JSON.stringify({number: at})})), number);
		}
	};
	// Whoever had it before has gone.
	await office.evaluate(async () => (await import('/base/api.js')).post('reader', {screen: localStorage.getItem('screen'), take: 'yes'}));
	await held('P061');
	await office.waitForURL(/desk\/P061$/);
	await leader.locator('[data-reader="elsewhere"]').getByText('at another computer, for Olive Reed').waitFor();
	assert.match(leader.url(), /#\/desk$/);
	await looksRight(leader, 'desk-reader-elsewhere');
	await leader.getByRole('button', {name: 'Use it here'}).press('Enter');
	await leader.locator('[data-reader="elsewhere"]').waitFor({state: 'detached'});
	await held('P062');
	await leader.waitForURL(/desk\/P062$/);
	await office.locator('[data-reader="elsewhere"]').getByText('for Louise Grant').waitFor();
	assert.match(office.url(), /desk\/P061$/, 'nobody’s page is taken away');
	await Promise.all(pages.map(close));
});
