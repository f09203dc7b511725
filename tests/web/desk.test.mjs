// SPDX-License-Identifier: GPL-3.0-or-later
// The desk with a queue at the hatch: found, handed in, given back, held; by keyboard and reader alone.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {count, looksRight} from './looks.mjs';
import {openStage} from './stage.mjs';

let stage;
before(async () => {
	stage = await openStage(process.env.BUILD);
});
after(() => stage?.close());

const rows = (sql, ...values) => stage.rows(sql, ...values);
const custodies = (ref) => rows('SELECT custody.*, person.ref FROM custody JOIN person ON person.id = custody.person WHERE ref = ? ORDER BY custody.id', ref);

async function desk(ref = 'O1', options) {
	const page = await stage.open(ref, 'desk', options);
	await page.locator('[data-live="true"]').waitFor();
	return page;
}
const box = (page) => page.getByRole('combobox', {name: 'Find a person'});
// A reader that types: a number and Enter, faster than any hand, wherever the focus is.
async function holdCard(page, uid) {
	for (const key of uid)
		await page.keyboard.press(key);
	await page.keyboard.press('Enter');
}
const person = (page, name) => page.getByRole('heading', {level: 1, name}).waitFor();
const done = (page, text) => page.locator('.govuk-notification-banner').getByText(text).waitFor();
const refused = (page, text) => page.getByRole('alert').getByText(text).waitFor();

test('somebody is found in two keystrokes, chosen by arrows and Enter, and the policy is there before anything is pressed', async () => {
	const page = await desk();
	await looksRight(page, 'desk-empty');
	const counted = await count(page);
	await page.keyboard.press('f');
	await page.keyboard.press('i');
	await page.getByRole('option').first().waitFor();
	assert.equal((await counted()).keys, 2);
	await looksRight(page, 'desk-found');
	const second = await page.getByRole('option').nth(1).getAttribute('data-ref');
	await page.keyboard.press('ArrowDown');
	assert.equal(await page.getByRole('option', {selected: true}).getAttribute('data-ref'), second);
	await page.keyboard.press('ArrowUp');
	await page.keyboard.press('Escape');
	assert.equal(await box(page).inputValue(), '');
	await page.keyboard.type('P057');
	await page.keyboard.press('Enter');
	await person(page, 'Finn Shah');
	await page.locator('.answer[data-rule^="RP-"]').first().waitFor();
	await page.getByText(/Policy text|school practice/).first().waitFor();
	await page.locator('[data-walker="running"]').getByText('A parent’s written permission to walk home alone').waitFor();
	await page.getByText('P057, pupil in Year 6, class 6A').waitFor();
	await looksRight(page, 'desk-person');
	assert.equal((await custodies('P057')).length, 0);
	await page.keyboard.press('Escape');
	await box(page).fill('zzqq');
	await page.getByText('Nobody here begins with').waitFor();
	assert.deepEqual(page.problems, []);
	await page.leave();
});

test('a queue: card, three presses, the phone is in the safe; the next card meets the next envelope', async () => {
	const page = await desk();
	for (const [ref, name, envelope] of [['P057', 'Finn Shah', '1'], ['P058', null, '2']]) {
		await holdCard(page, stage.cards[ref]);
		await page.getByRole('heading', {level: 2, name: 'Hand in'}).waitFor();
		if (name)
			await person(page, name);
		const counted = await count(page);
		await page.keyboard.press('y');
		await page.keyboard.press('y');
		await page.keyboard.press('Enter');
		await done(page, `Write ${envelope} on the envelope`);
		const {keys, taps} = await counted();
		assert.ok(keys <= 4 && taps === 0, `${keys} presses, ${taps} taps`);
		const [custody] = await custodies(ref);
		assert.equal(custody.envelope, envelope);
		assert.deepEqual([custody.ended_at, custody.off_attested, custody.internet_attested], [null, 'yes', 'yes']);
		assert.equal(await page.evaluate(() => document.activeElement.getAttribute('role')), 'combobox');
	}
	await looksRight(page, 'desk-handed-in');
	await page.leave();
});

test('before home-time the policy refuses and says so; against the rule it needs a justification that the Headteacher reads', async () => {
	await stage.clock('08:55');
	const page = await desk();
	await holdCard(page, stage.cards.P057);
	await page.locator('.custody .answer[data-outcome="refuse"], .custody .answer[data-outcome="refer"]').waitFor();
	await page.keyboard.press('Enter');
	await page.getByRole('alert').waitFor();
	assert.equal((await custodies('P057')).at(-1).ended_at, null);
	await looksRight(page, 'desk-refused');
	await page.locator('[data-part="override"] summary').focus();
	await page.keyboard.press('Enter');
	await page.keyboard.press('Tab');
	await page.keyboard.type('Fetched by his father for a funeral.');
	await page.keyboard.press('Tab');
	await page.keyboard.press('Enter');
	await done(page, /./);
	assert.notEqual((await custodies('P057')).at(-1).ended_at, null);
	assert.equal((await rows('SELECT count(*) AS n FROM override'))[0].n, 1);
	assert.deepEqual(page.problems.filter((text) => !/422/.test(text)), []);
	await page.leave();
});

test('a phone is held for a parent after its date was shown, and goes to an adult who was identified', async () => {
	const page = await desk('L1');
	await holdCard(page, stage.cards.P058);
	await page.locator('[data-part="hold"] summary').focus();
	await page.keyboard.press('Enter');
	await page.keyboard.press('Tab');
	await page.keyboard.type('used in class');
	await page.keyboard.press('Enter');
	await page.getByText(/2026: .*days? from today|until a parent collects; somebody looks at it again on/).waitFor();
	assert.equal((await rows('SELECT count(*) AS n FROM hold'))[0].n, 0);
	await looksRight(page, 'desk-hold');
	await page.keyboard.press('Enter');
	await done(page, 'Held until');
	assert.equal((await rows('SELECT count(*) AS n FROM hold'))[0].n, 1);
	await holdCard(page, stage.cards.P058);
	await page.locator('.custody').getByText('Somebody looks again on').waitFor();
	await looksRight(page, 'desk-held');
	await page.getByLabel('A parent or another adult').focus();
	await page.keyboard.press('Space');
	await page.locator('.custody summary').first().focus();
	await page.keyboard.press('Enter');
	await page.getByLabel('Given name').fill('Pat');
	await page.getByLabel('Family name').fill('Parent');
	await page.keyboard.press('Enter');
	await page.getByText('It goes to Pat Parent.').waitFor();
	await page.getByLabel('They showed a document').focus();
	await page.keyboard.press('Space');
	await looksRight(page, 'desk-adult');
	await page.getByRole('button', {name: 'Give it back'}).focus();
	await page.keyboard.press('Enter');
	await done(page, 'envelope 2');
	const [{identified}] = await rows('SELECT identified FROM hold');
	assert.equal(identified, 'seen document');
	assert.notEqual((await custodies('P058')).at(-1).ended_at, null);
	await page.leave();
});

test('a lost card: one press, the new card, and the old one is dead everywhere', async () => {
	const page = await desk();
	await box(page).fill('P059');
	await page.keyboard.press('Enter');
	await page.getByRole('button', {name: 'Replace a lost card'}).focus();
	const counted = await count(page);
	await page.keyboard.press('Enter');
	await looksRight(page, 'desk-new-card');
	assert.equal((await counted()).keys, 1);
	await holdCard(page, '04C0FFEE000001');
	await done(page, 'The old card opens nothing');
	const states = await rows('SELECT card.state FROM card JOIN person ON person.id = card.person WHERE ref = ? ORDER BY card.state', 'P059');
	assert.deepEqual(states.map(({state}) => state), ['active', 'lost']);
	await holdCard(page, stage.cards.P059);
	await refused(page, 'reported lost');
	await holdCard(page, '04C0FFEE000001');
	await page.getByRole('heading', {level: 2, name: 'Hand in'}).waitFor();
	await page.leave();
});

test('late, early, a breach: each one panel, by keyboard, a row each', async () => {
	const page = await desk('H1');
	const open = async (part) => {
		await box(page).fill('P060');
		await page.keyboard.press('Enter');
		await page.locator(`[data-part="${part}"] summary`).focus();
		await page.keyboard.press('Enter');
	};
	await open('late');
	await page.keyboard.press('Tab');
	await page.keyboard.press('Enter');
	await done(page, 'They are signed in');
	assert.equal((await rows('SELECT count(*) AS n FROM arrival'))[0].n, 1);
	await open('early');
	await page.keyboard.press('Tab');
	await page.keyboard.type('the dentist');
	await page.keyboard.press('Enter');
	await done(page, 'Entered as exception');
	await open('breach');
	await page.getByLabel('Which rule was not followed?').selectOption('RP-4');
	await looksRight(page, 'desk-breach');
	await page.getByRole('button', {name: 'Record the breach'}).focus();
	await page.keyboard.press('Enter');
	await done(page, 'Recorded as breach');
	assert.equal((await rows('SELECT rule FROM breach'))[0].rule, 'RP-4');
	await page.leave();
});

test('what was done by hand is written down with its time, in and out', async () => {
	const page = await desk();
	await box(page).fill('P068');
	await page.keyboard.press('Enter');
	const part = page.locator('[data-part="by-hand"]');
	await part.locator('summary').press('Enter');
	await part.getByRole('button', {name: 'Write it down'}).press('Enter');
	await refused(page, 'Say when it was done');
	await part.getByLabel('When, today').fill('08:31');
	await part.getByRole('button', {name: 'Write it down'}).press('Enter');
	await done(page, /Write \d+ on the envelope/);
	const [taken] = await custodies('P068');
	assert.deepEqual([taken.began_how, new Date(taken.began_at).toISOString().slice(11, 16), taken.ended_at], ['said', '08:31', null]);
	await box(page).fill('P068');
	await page.keyboard.press('Enter');
	await part.locator('summary').press('Enter');
	await part.getByLabel('When, today').fill('08:35');
	await looksRight(page, 'desk-by-hand');
	await part.getByRole('button', {name: 'Write it down'}).press('Enter');
	await done(page, /./);
	assert.notEqual((await custodies('P068'))[0].ended_at, null);
	await page.leave();
});

test('visitors sign in and out, and a loan goes out and comes back', async () => {
	const page = await desk();
	await page.getByRole('link', {name: 'Visitors'}).click();
	await page.getByRole('heading', {level: 1, name: 'Visitors'}).waitFor();
	await page.getByLabel('Given name').fill('Vic');
	await page.getByLabel('Family name').fill('Torr');
	await page.keyboard.press('Enter');
	await done(page, 'Signed in as');
	await page.getByRole('button', {name: /Sign out Vic Torr/}).waitFor();
	await looksRight(page, 'desk-visitors');
	await page.getByRole('button', {name: /Sign out Vic Torr/}).focus();
	await page.keyboard.press('Enter');
	await done(page, 'Signed out.');
	await stage.words('device', 'add', 'Camera 1', '--kind', 'camera', '--shelf', 'office shelf', '--by', 'O1');
	await box(page).fill('T1');
	await page.keyboard.press('Enter');
	await page.locator('[data-part="lend"] summary').focus();
	await page.keyboard.press('Enter');
	await page.getByLabel('Which device?').selectOption('Camera 1');
	await page.getByRole('group', {name: /parents of all who will be photographed/}).getByLabel('Yes').check();
	assert.equal(await page.getByRole('combobox', {name: 'Who of the leadership team'}).count(), 0, 'CC-2 is no rule here');
	await page.getByRole('button', {name: 'Lend it'}).focus();
	await page.keyboard.press('Enter');
	await done(page, /./);
	assert.equal((await rows('SELECT consent FROM loan ORDER BY id DESC LIMIT 1'))[0].consent, 'yes');
	await page.getByRole('link', {name: 'Loans'}).click();
	await page.getByRole('button', {name: 'Camera 1: over the counter'}).waitFor();
	await looksRight(page, 'desk-loans');
	await page.getByRole('button', {name: 'Camera 1: over the counter'}).focus();
	await page.keyboard.press('Enter');
	await page.getByText('Nothing is lent.').waitFor();
	await page.leave();
});

test('into a door by the clerk’s own card at the cabinet: asked, opened, put, closed, a row', async () => {
	const page = await desk();
	await box(page).fill('P061');
	await page.keyboard.press('Enter');
	await page.getByRole('heading', {level: 2, name: 'Hand in'}).waitFor();
	await page.keyboard.press('y');
	await page.keyboard.press('y');
	await page.getByLabel(/Cabinet A: a door opens by your own card there/).focus();
	await page.keyboard.press('Space');
	await page.keyboard.press('Enter');
	await done(page, /card/);
	await stage.cabinets.A.say(`tap ${stage.cards.O1}`);
	let open = -1;
	while (open < 0)
		open = (await stage.cabinets.A.state()).doors.findIndex((door) => door.open);
	await stage.cabinets.A.untap();
	await stage.cabinets.A.say(`put ${open}`);
	await stage.cabinets.A.say(`close ${open}`);
	await page.goto(`${stage.url}/#/today`);
	await page.locator(`[data-door="A:${open + 1}"][data-state="in"]`).waitFor();
	const [custody] = await custodies('P061');
	assert.deepEqual([custody.door, custody.began_how], [open + 1, 'seen']);
	// The tile leads to its person.
	await page.locator(`[data-door="A:${open + 1}"] button`).focus();
	await page.keyboard.press('Enter');
	await page.locator(`[data-panel="A:${open + 1}"] a`).waitFor();
	await looksRight(page, 'today-door');
	await page.keyboard.press('Escape');
	assert.equal(await page.evaluate(() => document.activeElement.closest('[data-door]')?.dataset.door), `A:${open + 1}`);
	await page.leave();
});

test('a cabinet said to stand in sight of the desk opens at once, without a card', async () => {
	const page = await stage.open('O1', 'lockers/cabinet/B');
	await page.getByRole('button', {name: 'It stands in sight of the desk'}).press('Enter');
	await page.getByText('Can they see who stands before it?').waitFor();
	await page.keyboard.press('Enter');
	await done(page, 'The desk opens its doors at once');
	await page.goto(`${stage.url}/#/desk/P064`);
	await page.getByRole('group', {name: 'Is it switched off?'}).getByLabel('Yes').focus();
	await page.keyboard.press('y');
	await page.keyboard.press('y');
	assert.equal(await page.getByLabel(/Cabinet B: a door opens now/).isChecked(), true);
	await page.keyboard.press('Enter');
	await done(page, /./);
	await page.goto(`${stage.url}/#/today`);
	const opened = page.locator('[data-door^="B:"][data-state="open"]');
	await opened.waitFor();
	const open = Number((await opened.getAttribute('data-door')).slice(2)) - 1;
	await stage.cabinets.B.say(`put ${open}`);
	await stage.cabinets.B.say(`close ${open}`);
	await page.locator(`[data-door="B:${open + 1}"][data-state="in"]`).waitFor();
	const [custody] = await custodies('P064');
	assert.deepEqual([custody.door, custody.began_how], [open + 1, 'seen']);
	assert.equal((await rows("SELECT count(*) AS n FROM event WHERE kind = 'bank placed'"))[0].n, 1);
	await page.goto(`${stage.url}/#/lockers/cabinet/B`);
	await page.getByRole('button', {name: 'It stands out of sight of the desk'}).press('Enter');
	await page.getByRole('button', {name: 'Yes, change it'}).press('Enter');
	await done(page, 'Its doors open for whoever holds their own card');
	await page.leave();
});

test('a notice for the office stands on the desk and on Today until it is seen to', async () => {
	await stage.words('card', 'lost', stage.cards.P065, '--by', 'O1');
	await stage.cabinets.A.say(`tap ${stage.cards.P065}`);
	const page = await desk();
	const notice = page.locator('.notice', {hasText: 'A card reported lost was held to a cabinet.'});
	await notice.waitFor();
	await stage.cabinets.A.untap();
	await looksRight(page, 'desk-notices');
	await page.goto(`${stage.url}/#/today`);
	await notice.waitFor();
	await page.getByRole('cell', {name: 'lost or not used any more'}).waitFor();
	await looksRight(page, 'today-notices');
	await notice.getByRole('button').press('Enter');
	await notice.waitFor({state: 'detached'});
	assert.equal((await rows("SELECT count(*) AS n FROM notice WHERE kind = 'lost card' AND done_at IS NULL"))[0].n, 0);
	await page.leave();
});

test('a forced door is an alarm with what to do; what was put in is answered for, whose it is', async () => {
	const page = await stage.open('O1', 'today');
	await page.locator('[data-live="true"]').waitFor();
	await stage.cabinets.B.say('force 4');
	await page.locator('[data-alarm="B:5"]').getByText('Go there, see what is inside').waitFor();
	await looksRight(page, 'today-alarm');
	await page.getByRole('button', {name: 'See this door: cabinet B, door 5'}).focus();
	await page.keyboard.press('Enter');
	await page.locator('[data-panel="B:5"]').waitFor();
	await stage.cabinets.B.say('put 4');
	await stage.cabinets.B.say('close 4');
	const panel = page.locator('[data-panel="B:5"]');
	await panel.getByText('which is nobody').waitFor();
	await looksRight(page, 'today-question');
	await panel.getByRole('button', {name: 'Cabinet B door 5: It is somebody’s…'}).focus();
	await page.keyboard.press('Enter');
	await panel.getByRole('combobox', {name: 'Whose is it?'}).focus();
	await page.keyboard.type('P062');
	await page.keyboard.press('Enter');
	await page.locator('[data-door="B:5"][data-state="in"]').waitFor();
	const [custody] = await custodies('P062');
	assert.deepEqual([custody.door, custody.ended_at], [5, null]);
	assert.deepEqual(page.problems, []);
	await page.leave();
});

test('the next card is taken whatever is open: in a text field, half done; nothing of it is lost, and wrong cards are one sentence', async () => {
	const page = await desk();
	await box(page).fill('P066');
	await page.keyboard.press('Enter');
	await person(page, /./);
	await page.locator('[data-part="early"] summary').press('Enter');
	const reason = page.locator('[data-part="early"]').getByLabel('Reason');
	await reason.fill('the dentist at ');
	// A reader types faster than any hand, into whatever has the focus.
	const reader = await page.context().newCDPSession(page);
	let at = Date.now() / 1000;
	for (const key of [...stage.cards.P067, 'Enter']) {
		const text = key === 'Enter' ? '\r' : key;
		at += 0.005;
		await reader.send('Input.dispatchKeyEvent', {type: 'keyDown', key, text, timestamp: at});
		await reader.send('Input.dispatchKeyEvent', {type: 'keyUp', key, timestamp: at});
	}
	const aside = page.locator('[data-aside="P066"]');
	await aside.getByText('half done, and nothing of it is lost').waitFor();
	await page.waitForURL(/desk\/P067$/);
	await looksRight(page, 'desk-aside');
	await page.keyboard.press('Escape');
	// An unknown card and a dead one change nothing; a member of staff's is named as such.
	for (const [uid, said] of [['04DEAD0000BEEF', 'This card is nobody'], [stage.cards.P065, 'this card was reported lost']]) {
		await box(page).focus();
		await holdCard(page, uid);
		await refused(page, said);
	}
	await page.waitForURL(/desk\/P067$/);
	await box(page).focus();
	await holdCard(page, stage.cards.T1);
	await page.getByText('is staff, not a pupil.').waitFor();
	await box(page).focus();
	await holdCard(page, stage.cards.O1);
	await page.getByText('That is your own card.').waitFor();
	await aside.getByRole('button', {name: 'Go on with'}).press('Enter');
	await page.locator('[data-visit] h1:focus').waitFor();
	assert.equal(await reason.inputValue(), 'the dentist at ');
	await page.leave();
});
