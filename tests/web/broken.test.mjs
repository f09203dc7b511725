// SPDX-License-Identifier: GPL-3.0-or-later
// What goes wrong in the middle of a form: the answer lost on the way, the service started again, Enter
// pressed twice, a session that ended, two at two desks. The screen tells the truth and nothing is lost.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {openStage} from './stage.mjs';

let stage;
before(async () => {
	stage = await openStage(process.env.BUILD, '08:40', {cabinets: ''});
});
after(() => stage?.close());

const count = async (ref) => (await stage.rows('SELECT count(*) AS n FROM custody JOIN person ON person.id = custody.person WHERE ref = ?', ref))[0].n;
const box = (page) => page.getByRole('combobox', {name: 'Find a person'});
const done = (page, text) => page.locator('.govuk-notification-banner').getByText(text).waitFor();
const refused = (page, text) => page.getByRole('alert').getByText(text).waitFor();

async function desk(who, ref) {
	const page = await stage.pageOf(who);
	await page.goto(`${stage.url}/#/desk/${ref}`);
	await page.locator('[data-live="true"]').waitFor();
	await page.getByRole('heading', {level: 2, name: 'Cards'}).waitFor();
	return page;
}
async function yes(page) {
	await page.getByRole('group', {name: 'Is it switched off?'}).getByLabel('Yes').focus();
	await page.keyboard.press('y');
	await page.keyboard.press('y');
}

test('an answer lost on the way is asked for again, and it was done once', async () => {
	const page = await desk('O1', 'P057');
	let lost = 0;
	await page.route('**/api/desk/hand-in', async (route) => {
		await route.fetch(); // the service does it
		lost++;
		await (lost > 1 ? route.continue() : route.abort());
	});
	await yes(page);
	await page.keyboard.press('Enter');
	await done(page, /Write \d on the envelope/);
	assert.equal(await count('P057'), 1);
	await page.context().close();
});

test('while no answer comes the screen says that it is not known; sent once more it is done once', async () => {
	const page = await desk('O1', 'P058');
	await page.route('**/api/desk/hand-in', async (route) => {
		// The network goes when the service has done it, and the page hears of nothing.
		await route.fetch();
		await page.context().setOffline(true);
		await route.abort();
	});
	await page.route('**/api/person/show*', () => {});
	await yes(page);
	await page.keyboard.press('Enter');
	await refused(page, 'it is not known yet whether this was done');
	await page.unroute('**/api/desk/hand-in');
	await page.context().setOffline(false);
	await page.getByRole('button', {name: 'Take it in'}).press('Enter');
	await done(page, /Write \d on the envelope/);
	assert.equal(await count('P058'), 1);
	await page.context().close();
});

test('Enter pressed twice is one hand-in', async () => {
	const page = await desk('O1', 'P059');
	let sent = 0;
	page.on('request', (request) => {
		sent += request.url().endsWith('/api/desk/hand-in');
	});
	await yes(page);
	const go = page.getByRole('button', {name: 'Take it in'});
	await go.evaluate((button) => {
		button.click();
		button.click();
	});
	await done(page, /Write \d on the envelope/);
	assert.equal(sent, 1);
	assert.equal(await count('P059'), 1);
	await page.context().close();
});

test('two at two desks take one phone in: the slower one is told what the quicker one did', async () => {
	const olive = await desk('O1', 'P060');
	const louise = await desk('L1', 'P060');
	// Her page does not hear of it in time.
	await louise.route('**/api/person/show*', () => {});
	await yes(olive);
	await yes(louise);
	await olive.keyboard.press('Enter');
	await done(olive, /Write \d on the envelope/);
	await louise.keyboard.press('Enter');
	await refused(louise, 'It was taken in already, at 08:4');
	assert.equal(await count('P060'), 1);
	await olive.context().close();
	await louise.context().close();
});

// Sends the form when its session has gone. What the page reads by itself would be told of that first, and the
// form be put away before it is sent.
async function sentWithout(page) {
	const unread = (route) => route.request().method() === 'GET' ? route.abort() : route.fallback();
	await page.route('**/api/**', unread);
	await page.context().clearCookies();
	await page.getByRole('button', {name: 'Give it back, and tell the Headteacher'}).press('Enter');
	await page.getByRole('heading', {name: 'Sign in'}).waitFor();
	await page.unroute('**/api/**', unread);
}

test('a session that ended in the middle of a form: signed in again, nothing that was typed is lost', async () => {
	for (const ref of ['P062', 'P063'])
		await stage.words('desk', 'hand-in', ref, '--safe', 'Office safe', '--envelope', ref, '--by', 'O1');
	const page = await desk('O1', 'P062');
	await page.locator('[data-part="override"] summary').press('Enter');
	const why = page.getByLabel('Why, in writing');
	await why.fill('Fetched by her aunt for a funeral.');
	await sentWithout(page);
	assert.equal(await page.getByText('Fetched by her aunt').isVisible(), false);
	await page.getByLabel('Your reference').fill('O1');
	await page.getByLabel('Password').fill(stage.people.O1.password);
	await page.keyboard.press('Enter');
	await refused(page, 'You had been signed out, so it was not done');
	assert.equal(await why.inputValue(), 'Fetched by her aunt for a funeral.');
	assert.equal((await stage.rows('SELECT count(*) AS n FROM override'))[0].n, 0);
	await page.getByRole('button', {name: 'Give it back, and tell the Headteacher'}).press('Enter');
	await done(page, /./);
	assert.equal((await stage.rows('SELECT count(*) AS n FROM override'))[0].n, 1);

	// Somebody else who signs in there sees none of it.
	await page.goto(`${stage.url}/#/desk/P063`);
	await page.locator('[data-part="override"] summary').press('Enter');
	await why.fill('mine');
	await sentWithout(page);
	await page.context().addCookies(Object.entries(stage.people.L1.cookies).map(([name, value]) => ({name, value, url: stage.url, httpOnly: true, sameSite: 'Strict'})));
	await page.reload();
	await page.getByRole('heading', {level: 2, name: /Phone/}).waitFor();
	assert.equal(await page.getByText('mine').count(), 0);
	await page.context().close();
});

test('the service started again in between: what it had done it still knows, and what it had not is done then', async () => {
	const page = await desk('O1', 'P061');
	await yes(page);
	await page.route('**/api/desk/hand-in', async (route) => {
		await route.fetch();
		await stage.restart();
		await route.abort();
		await page.unroute('**/api/desk/hand-in');
	});
	await page.keyboard.press('Enter');
	await done(page, /Write \d on the envelope/);
	assert.equal(await count('P061'), 1);
	await page.locator('[data-live="true"]').waitFor();
	await page.context().close();
});

test('a name with a character that nobody sees is refused with where it is, and nothing of the form is lost', async () => {
	const page = await stage.pageOf('O1');
	await page.goto(`${stage.url}/#/desk/-/visitors`);
	await page.getByLabel('Given name').fill('Ve\u202Era');
	await page.getByLabel('Family name').fill('Lund');
	await page.getByLabel(/^Their firm/).fill('the boiler');
	await page.keyboard.press('Enter');
	await refused(page, 'has an invisible character after "Ve": delete it, or type the text anew.');
	assert.equal(await page.getByLabel('Family name').inputValue(), 'Lund');
	assert.equal((await stage.rows("SELECT count(*) AS n FROM person WHERE family = 'Lund'"))[0].n, 0);
	await page.getByLabel('Given name').fill('Vera');
	await page.keyboard.press('Enter');
	await done(page, /./);
	assert.equal((await stage.rows("SELECT given FROM person WHERE family = 'Lund'"))[0].given, 'Vera');
	await page.context().close();
});
