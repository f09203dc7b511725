// SPDX-License-Identifier: GPL-3.0-or-later
// Exceptions: a teacher's child is ill at half past ten; who may see and decide what; walkers.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {count, looksRight} from './looks.mjs';
import {openStage} from './stage.mjs';

const PHONE = {viewport: {width: 360, height: 740}, hasTouch: true, isMobile: true};
let stage;
before(async () => {
	stage = await openStage(process.env.BUILD, '10:30');
});
after(() => stage?.close());

const ask = (...words) => stage.words('grant', 'ask', ...words);
const open = (ref, path, context) => stage.open(ref, path, context);
const section = (page, name) => page.getByRole('region', {name, exact: true});
async function close(page) {
	assert.deepEqual(page.problems, []);
	await page.leave();
}
// At cabinet A: the card, and the number (from 0) of the door that springs open.
async function tapOpens(ref) {
	await stage.cabinets.A.say(`tap ${stage.cards[ref]}`);
	for (;;) {
		const {doors} = await stage.cabinets.A.state();
		const at = doors.findIndex((door) => door.open);
		if (at >= 0) {
			await stage.cabinets.A.untap();
			return at;
		}
	}
}

test('her child is ill: she asks, a leader agrees in three taps on a phone, her card opens the door, and its end finds it overdue', async () => {
	let door = await tapOpens('T1');
	await stage.cabinets.A.say(`put ${door}`);
	await stage.cabinets.A.say(`close ${door}`);
	const office = await open('O1', 'today');
	await office.locator(`[data-door="A:${door + 1}"][data-state="in"]`).waitFor();

	// By the keyboard alone.
	const teacher = await open('T1', 'exceptions');
	await teacher.getByText('No exception is running.').waitFor();
	await looksRight(teacher, 'exceptions-empty');
	await teacher.getByRole('link', {name: 'Ask for one'}).focus();
	await teacher.keyboard.press('Enter');
	await teacher.getByRole('radio', {name: 'Exceptional circumstances'}).focus();
	await teacher.keyboard.press('Space');
	await teacher.getByText('Decided by the leadership team.').waitFor();
	assert.match(await teacher.locator('main').innerText(), /RP-6: .* \(policy text\)/);
	await teacher.keyboard.press('Tab'); // the day is today's
	for (let i = 0; i < 40 && await teacher.evaluate(() => document.activeElement.labels?.[0]?.textContent) !== 'Until'; i++)
		await teacher.keyboard.press('Tab');
	await teacher.keyboard.type('1050AM');
	await teacher.keyboard.press('Tab');
	for (let i = 0; i < 5 && await teacher.evaluate(() => document.activeElement.tagName) !== 'TEXTAREA'; i++)
		await teacher.keyboard.press('Tab');
	await teacher.keyboard.type('her child is ill');
	await looksRight(teacher, 'exceptions-ask');
	await teacher.keyboard.press('Tab');
	await teacher.keyboard.press('Tab');
	await teacher.keyboard.press('Enter');
	await teacher.getByRole('status').getByText('Asked, as number 1.').waitFor();

	const leader = await open('L1', 'today', PHONE);
	const counted = await count(leader);
	await leader.getByRole('link', {name: 'Exceptions'}).tap();
	const card = leader.locator('[data-ask="1"]');
	await card.getByText('her child is ill').waitFor();
	assert.match(await card.innerText(), /a room for staff/);
	await looksRight(leader, 'exceptions-asked-of-a-leader');
	await card.getByRole('radio', {name: 'Staff room'}).tap();
	await card.getByRole('button', {name: 'Agree'}).tap();
	await leader.getByRole('status').getByText(/^Agreed: entered as exception/).waitFor();
	assert.ok((await counted()).taps <= 3, `${(await counted()).taps} taps`);
	await section(leader, 'Running').getByText('Exceptional circumstances: Tom Hale (T1)').waitFor();
	// The eye and the voice are where the next one would be.
	assert.equal(await leader.evaluate(() => document.activeElement.textContent), 'Asked of you');
	await looksRight(leader, 'exceptions-running');

	assert.equal(await tapOpens('T1'), door);
	await stage.cabinets.A.say(`take ${door}`);
	await stage.cabinets.A.say(`close ${door}`);
	await office.locator(`[data-door="A:${door + 1}"]:not([data-state="in"]):not([data-state="open"])`).waitFor();

	await stage.clock('10:51');
	const late = section(leader, 'Overdue: over, and not back');
	await late.getByText('Exceptional circumstances: Tom Hale (T1)').waitFor();
	assert.match(await late.innerText(), /Overdue since\s+10:5/);
	await looksRight(leader, 'exceptions-overdue');
	await Promise.all([leader, teacher, office].map(close));
});

test('whoever may not agree is not offered it: the office, other staff, and a leader their own', async () => {
	await ask('exceptional', '--person', 'L1', '--until', '12:00', '--reason', 'the bank rings', '--by', 'L1');
	await ask('safekeeping', '--person', 'P057', '--until', '2026-12-01', '--reason', 'their father is away', '--by', 'O1');
	const buttons = async (ref, text) => {
		const page = await open(ref, 'exceptions');
		await page.getByText(text).first().waitFor();
		const names = await page.locator('section.govuk-summary-card', {hasText: text}).getByRole('button').allInnerTexts();
		await close(page);
		return names;
	};
	assert.deepEqual(await buttons('L1', 'the bank rings'), ['Decline…', 'They have agreed…', 'Withdraw']);
	assert.deepEqual(await buttons('H1', 'the bank rings'), ['Agree', 'Decline…']);
	assert.deepEqual(await buttons('O1', 'the bank rings'), ['They have agreed…', 'Withdraw']);
	assert.deepEqual(await buttons('L1', 'their father is away'), ['They have agreed…', 'Withdraw']);
	assert.deepEqual(await buttons('H1', 'their father is away'), ['Consent', 'Decline…']);
	const teacher = await open('T1', 'exceptions');
	await teacher.getByText('her child is ill').first().waitFor();
	const seen = await teacher.locator('main').innerText();
	assert.doesNotMatch(seen, /the bank rings|their father is away|Finn/);
	await close(teacher);
});

test('a no says why, by the keyboard, and Escape leaves it', async () => {
	const page = await open('H1', 'exceptions');
	const card = page.locator('section.govuk-summary-card', {hasText: 'the bank rings'});
	await card.getByRole('button', {name: 'Decline…'}).press('Enter');
	assert.equal(await page.evaluate(() => document.activeElement.tagName), 'TEXTAREA');
	await page.keyboard.press('Escape');
	await card.getByRole('button', {name: 'Decline…'}).press('Enter');
	await card.getByRole('button', {name: 'Decline', exact: true}).press('Enter');
	await card.getByRole('alert').waitFor();
	await looksRight(page, 'exceptions-refused');
	await card.getByLabel('Why not?').fill('use the office’s telephone');
	await card.getByRole('button', {name: 'Decline', exact: true}).press('Enter');
	await page.getByRole('status').getByText('Declined.').waitFor();
	assert.deepEqual(page.problems.filter((text) => !/422/.test(text)), []);
	await page.leave();
});

test('an arrangement is called arranged, with its review date and without a reason', async () => {
	const office = await open('O1', 'exceptions/ask/medical');
	await looksRight(office, 'exceptions-ask-arrangement');
	assert.equal(await office.getByRole('textbox', {name: 'Why?'}).count(), 0);
	await office.getByRole('combobox', {name: 'For whom?'}).fill('ta');
	await office.getByRole('option', {name: /Tara Singh/}).waitFor();
	await looksRight(office, 'exceptions-pick');
	await office.keyboard.press('Enter');
	await office.getByLabel('Last day').fill('2027-07-21');
	await office.getByRole('button', {name: 'Ask'}).press('Enter');
	await office.getByRole('status').getByText(/^Asked, as number/).waitFor();
	const leader = await open('L1', 'exceptions', PHONE);
	const card = leader.locator('section.govuk-summary-card', {hasText: 'Arranged: Tara Singh'});
	await card.waitFor();
	assert.doesNotMatch(await leader.locator('main').innerText(), /medical|LAW-1/i);
	await card.getByLabel('Review date').fill('2027-01-11');
	await card.getByRole('button', {name: 'Agree'}).tap();
	await section(leader, 'Running').getByText('Arranged: Tara Singh').waitFor();
	assert.doesNotMatch(await leader.locator('main').innerText(), /medical|LAW-1/i);
	await Promise.all([office, leader].map(close));
});

test('a visit has several staff, and ends before its time for one of them', async () => {
	const leader = await open('L1', 'exceptions/ask/visit');
	for (const [typed, name] of [['the', 'Theo Brook'], ['T4', 'Tess Moore']]) {
		await leader.getByRole('combobox', {name: 'Who goes?'}).fill(typed);
		await leader.getByRole('option', {name: new RegExp(name)}).waitFor();
		await leader.keyboard.press('Enter');
		await leader.getByRole('list', {name: 'Who goes'}).getByText(name).waitFor();
	}
	await looksRight(leader, 'exceptions-visit');
	await leader.getByLabel('Until', {exact: true}).fill('15:00');
	await leader.getByLabel('What is the visit called?').fill('Science museum');
	await leader.getByRole('button', {name: 'Enter it'}).press('Enter');
	await leader.getByRole('status').getByText(/^Entered as exceptions/).waitFor();
	await leader.getByRole('link', {name: 'See all exceptions'}).press('Enter');
	const card = section(leader, 'Running').locator('section', {hasText: 'Tess Moore'});
	await card.getByRole('button', {name: 'End it now'}).press('Enter');
	await card.getByRole('button', {name: 'Yes, end it now'}).press('Enter');
	await leader.getByRole('status').getByText('The exception has ended.').waitFor();
	await section(leader, 'Running').getByText('School visit: Theo Brook (T3)').waitFor();
	await leader.getByText('School visit: Tess Moore').waitFor({state: 'detached'});
	await close(leader);
});

test('a parent’s word that a pupil walks home alone is entered and withdrawn by the keyboard', async () => {
	const office = await open('O1', 'exceptions/walkers');
	await office.getByRole('table').waitFor();
	await looksRight(office, 'exceptions-walkers');
	const rows = await office.getByRole('row').count();
	await office.locator('summary', {hasText: 'A parent has given their word'}).press('Enter');
	await office.getByRole('combobox', {name: 'Pupil'}).fill('P079');
	await office.getByRole('option').first().waitFor();
	await office.keyboard.press('Enter');
	await office.getByLabel('Until').fill('2027-07-21');
	await office.getByRole('checkbox', {name: 'Wed'}).press('Space');
	await office.getByRole('button', {name: 'Enter the permission'}).press('Enter');
	await office.getByRole('status').getByText('They may walk home alone on those days.').waitFor();
	const row = office.getByRole('row', {name: /Mon, Tue, Thu, Fri/});
	await row.waitFor();
	assert.equal(await office.getByRole('row').count(), rows + 1);
	await row.getByRole('button').press('Enter');
	await row.getByRole('button', {name: /^Yes, withdraw/}).press('Enter');
	await office.getByRole('status').getByText('Their permission to walk home alone is withdrawn.').waitFor();
	await row.waitFor({state: 'detached'});
	await close(office);
});

test('at the desk the office reads how it was answered and by whom, and takes back what was asked or entered by mistake', async () => {
	const early = async (reason) => ask('early-leave', '--person', 'P061', '--until', '15:00', '--reason', reason, '--by', 'O1');
	await early('the wrong child');
	await early('the dentist');
	await stage.words('grant', 'decline', String((await stage.rows("SELECT id FROM ask WHERE reason = 'the dentist'"))[0].id), '--reason', 'no letter came', '--by', 'L1');
	await stage.words('grant', 'early-leave', 'P061', '--until', '15:00', '--reason', 'entered twice', '--by', 'O1');
	const page = await open('O1', 'desk/P061');
	const card = (text) => page.locator('section.govuk-summary-card', {hasText: text});
	await card('the dentist').getByText(/^Louise Grant \(L1\), .*: no letter came$/).waitFor();
	await looksRight(page, 'desk-exceptions');
	await card('the wrong child').getByRole('button', {name: 'Withdraw'}).press('Enter');
	await page.getByRole('status').getByText('Withdrawn.').waitFor();
	await card('the wrong child').getByText('withdrawn', {exact: true}).waitFor();
	await card('entered twice').getByRole('button', {name: 'End it now'}).press('Enter');
	await card('entered twice').getByRole('button', {name: 'Yes, end it now'}).press('Enter');
	await card('entered twice').waitFor({state: 'detached'});
	assert.deepEqual(await stage.rows("SELECT kind, count(*) AS n FROM event WHERE kind IN ('ask withdrawn', 'grant ended') AND person IS NULL OR kind = 'grant ended' AND by_person = (SELECT id FROM person WHERE ref = 'O1') GROUP BY kind ORDER BY kind"),
		[{kind: 'ask withdrawn', n: 1}, {kind: 'grant ended', n: 1}]);
	// The same is read where all exceptions are.
	await page.goto(`${stage.url}/#/exceptions`);
	await section(page, 'Answered').getByText('no letter came').waitFor();
	await close(page);
});
