// SPDX-License-Identifier: GPL-3.0-or-later
// One whole school day through the screens, told in the order in which it happens: Monday at Roby Park,
// from the first child at the cabinet to the last report. Everybody sees the world through their
// screens, with the password they typed; the rows are read at the end, and they name who did what.
import assert from 'node:assert/strict';
import path from 'node:path';
import {after, before, test} from 'node:test';
import {agrees, whoDidWhat} from './day_rows.mjs';
import {count} from './looks.mjs';
import {card, said} from './screen.mjs';
import {FULL, SHELL, openStage, totp} from './stage.mjs';

const PHONE = {viewport: {width: 360, height: 740}, hasTouch: true, isMobile: true};
let stage, A, B;
const names = {}, pages = [];
before(async () => {
	// Twice the time in the browser that people have, with the same engine: scripts/test --whole takes it.
	stage = await openStage(process.env.BUILD, '08:25', {browser: process.env.HOMETIME_WHOLE ? FULL : SHELL});
	({A, B} = stage.cabinets);
	for (const {ref, name} of await stage.rows("SELECT ref, given || ' ' || family AS name FROM person"))
		names[ref] = name;
});
after(() => stage?.close());

// As people sign in, at a page that asks for it: what they are called here, a password, a phone's code.
async function signIn(page, ref) {
	await page.getByLabel('Your reference').fill(ref);
	await page.getByLabel('Password').fill(stage.people[ref].password);
	await page.keyboard.press('Enter');
	if (stage.people[ref].uri) {
		await page.getByLabel('The six digits').fill(totp(stage.people[ref].uri, stage.now()));
		await page.keyboard.press('Enter');
	}
	await page.getByRole('navigation', {name: 'Screens'}).waitFor(); // a phone has "Sign out" behind its menu
}
async function opened(ref, options) {
	const page = await stage.pageOf(null, options);
	pages.push(page);
	if (process.env.DAY_GOES_ON)
		page.setDefaultTimeout(12_000);
	await page.goto(stage.url);
	await signIn(page, ref);
	return page;
}
// Whoever was away from the screen too long is asked again.
async function backAt(page, ref) {
	await page.reload();
	await page.getByRole('heading', {level: 1, name: 'Sign in'}).waitFor();
	await signIn(page, ref);
}
async function to(page, screen, sub) {
	if (screen === 'Desk' && !sub && await find(page).count() > 0)
		return find(page).click();
	await page.getByRole('navigation', {name: 'Screens'}).getByRole('link', {name: screen, exact: true}).click();
	await page.locator('.top__screens a[aria-current="page"]', {hasText: screen}).waitFor();
	if (screen === 'Desk' && !sub) // one types where one sees that it goes
		await page.locator('[role="combobox"]:focus').waitFor();
	if (sub)
		await page.getByRole('main').getByRole('link', {name: sub, exact: true}).click();
}
const tile = (page, bank, door, state) => page.locator(`[data-door="${bank}:${door + 1}"]${state ? `[data-state="${state}"]` : ''}`);
const press = (page, name) => page.getByRole('button', {name, exact: true}).click();
const find = (page) => page.getByRole('combobox', {name: 'Find a person'});
// The desk's reader types: a number, and Enter.
async function holdCard(page, uid) {
	await page.keyboard.type(uid);
	await page.keyboard.press('Enter');
}
// The office at the desk, with somebody's page before them: by two letters and a choice among those found.
async function findThem(page, ref) {
	await to(page, 'Desk');
	await find(page).pressSequentially(names[ref].slice(0, 2));
	const theirs = page.locator(`[role="option"][data-ref="${ref}"]`);
	await theirs.waitFor();
	while (await theirs.getAttribute('aria-selected') !== 'true')
		await page.keyboard.press('ArrowDown');
	await page.keyboard.press('Enter');
	await page.getByRole('heading', {level: 1, name: names[ref]}).waitFor();
}
// Both questions of a hand-in answered, as soon as the first of them has the focus.
async function attest(page) {
	await page.locator('.asked input:focus').waitFor();
	await page.keyboard.press('y');
	await page.keyboard.press('y');
}
const part = (page, name) => page.locator(`[data-part="${name}"]`);
async function unfold(page, name) {
	await part(page, name).locator('summary').click();
}

test('a school day', async (t) => {
	let office, wall, head, leader, teacher, over = false;
	// One sentence of the story. Where one fails the rest is not told.
	const then = (sentence, act) => t.test(sentence, {skip: over && 'the story ended before'}, async () => {
		try {
			await act();
		} catch (error) {
			over = !process.env.DAY_GOES_ON;
			for (const [i, page] of process.env.SCREENSHOTS ? pages.entries() : [])
				await page.screenshot({path: path.join(process.env.SCREENSHOTS, `day-${sentence.slice(0, 20).replaceAll(/\W/g, '-')}-${i}.png`), fullPage: true});
			throw error;
		}
	});
	const number = (name, wanted) => wall.locator(`.number--${name} dd`, {hasText: new RegExp(`^${wanted}$`)}).waitFor();
	const refusedToday = (ref, text) => wall.getByRole('table', {name: 'Refused, or sent to the office'}).getByRole('row', {name: names[ref]}).getByText(text).first().waitFor();

	// A child at a cabinet, as the wall follows it: the door stands open before anything is moved.
	const handIn = async (bank, uid, ref) => {
		const door = await stage.cabinets[bank].tapOpens(uid);
		await tile(wall, bank, door, 'open').waitFor();
		await stage.cabinets[bank].say(`put ${door}`);
		await stage.cabinets[bank].say(`close ${door}`);
		await tile(wall, bank, door, 'in').getByText(names[ref]).waitFor();
	};
	const collect = async (bank, ref) => {
		const door = await stage.cabinets[bank].tapOpens(stage.cards[ref]);
		await tile(wall, bank, door, 'open').waitFor();
		await stage.cabinets[bank].say(`take ${door}`);
		await stage.cabinets[bank].say(`close ${door}`);
		await tile(wall, bank, door, 'free').waitFor();
	};

	await stage.clock('08:30');
	await then('08:30: the office signs in, and on the wall Today expects eighteen walkers', async () => {
		office = await opened('O1');
		wall = stage.watched(await office.context().newPage());
		pages.push(wall);
		await wall.goto(`${stage.url}/#/today`);
		await wall.locator('[data-live="true"]').waitFor();
		await number('not_in', 18);
		assert.equal(await wall.getByRole('table', {name: 'Walkers expected'}).getByText('not in', {exact: true}).count(), 18);
		assert.equal(await wall.locator('[data-door][data-state="free"]').count(), 32);
	});

	await then('the Headteacher signs in with her password and the code on her phone, a teacher with a password', async () => {
		head = await opened('H1');
		await head.locator('[data-live="true"]').waitFor();
		teacher = await opened('T1');
	});

	await stage.clock('08:40');
	await then('08:40: children hand in at both cabinets, and each door fills on the wall as it is closed', async () => {
		const queue = async (bank, refs) => {
			for (const ref of refs)
				await handIn(bank, stage.cards[ref], ref);
		};
		await Promise.all([queue('A', ['P057', 'P058', 'P059', 'T1']), queue('B', ['P060', 'P061', 'P062'])]);
		await number('in', 7);
		await number('not_in', 12);
	});

	await then('one is handed in at the desk: asked, ticked, and behind a door that opens to the clerk’s own card', async () => {
		await to(office, 'Desk');
		await holdCard(office, stage.cards.P064);
		await office.locator('.answer[data-rule="RP-2"][data-outcome="allow"]').waitFor();
		await attest(office);
		await office.getByLabel(/Cabinet A: a door opens by your own card there/).check();
		await press(office, 'Take it in');
		await said(office, /card/);
		await handIn('A', stage.cards.O1, 'P064');
	});

	await then('a child of Year 5 taps: nothing opens, the display names nobody, and the wall has it with its rule', async () => {
		await B.say(`tap ${stage.cards.P052}`);
		await refusedToday('P052', 'RP-1');
		await B.untap();
		const state = await B.state();
		assert.ok(state.doors.every((door) => !door.open));
		assert.doesNotMatch(JSON.stringify(state), new RegExp(names.P052.split(' ').join('|')));
	});

	await then('so it is taken in at the desk, into the safe: allowed by RP-4, with the breach that goes with it', async () => {
		await to(office, 'Desk');
		await holdCard(office, stage.cards.P052);
		await office.locator('.answer[data-rule="RP-4"]').getByText('A breach is recorded.').waitFor();
		await attest(office);
		await office.keyboard.press('Enter');
		await said(office, 'Write 1 on the envelope');
	});

	await then('a child without a card today is found by name, and the phone goes into the safe in envelope 17', async () => {
		await findThem(office, 'P065');
		await attest(office);
		await office.getByLabel('Envelope', {exact: true}).fill('17');
		await press(office, 'Take it in');
		await said(office, 'Write 17 on the envelope');
	});

	await then('a lost card is replaced: the old one opens nothing at the cabinet, and the new one does', async () => {
		await findThem(office, 'P066');
		await press(office, 'Replace a lost card');
		await office.locator('#new-card:focus').waitFor();
		await holdCard(office, '04C0FFEE000066');
		await said(office, 'The old card opens nothing');
		await B.say(`tap ${stage.cards.P066}`);
		await refusedToday('P066', 'An old card of theirs, lost');
		await B.untap();
		await to(office, 'Notices');
		await card(office, 'A card reported lost was held to a cabinet.').getByRole('button', {name: 'Done'}).click();
		await said(office, 'Marked done.');
		await handIn('B', '04C0FFEE000066', 'P066');
	});

	await then('a door stands forced: an alarm; what lies in it then is asked about, and is whose the office says', async () => {
		await B.say('force 15');
		await wall.locator('[data-alarm="B:16"]').waitFor();
		await B.say('put 15');
		await B.say('close 15');
		await tile(wall, 'B', 15, 'question').waitFor();
		await to(office, 'Desk');
		await press(office, 'Cabinet B door 16: It is somebody’s…');
		await office.getByRole('combobox', {name: 'Whose is it?'}).fill('P069');
		await office.keyboard.press('Enter');
		await tile(wall, 'B', 15, 'in').getByText(names.P069).waitFor();
	});

	await stage.clock('09:20');
	await then('09:20: one comes late and is signed in, so that their day begins now; another comes late and is not', async () => {
		await findThem(office, 'P067');
		await unfold(office, 'late');
		await press(office, 'Sign them in now');
		await said(office, 'They are signed in');
		await handIn('B', stage.cards.P067, 'P067');
		await number('late', 0);
		await handIn('A', stage.cards.P068, 'P068');
		await number('late', 1);
	});

	await then('a teacher was seen with a watch: the office records the breach, by the rule it picks', async () => {
		await findThem(office, 'T2');
		await unfold(office, 'breach');
		await office.getByLabel('Which rule was not followed?').selectOption('RP-8');
		await press(office, 'Record the breach');
		await said(office, 'Recorded as breach');
	});

	await then('the forbidden phone is held for a parent, once the office has read until when', async () => {
		await findThem(office, 'P052');
		await unfold(office, 'hold');
		await part(office, 'hold').getByLabel('Reason').fill('brought twice this week');
		await press(office, 'Show until when');
		await office.getByText(/until a parent collects; somebody looks at it again on/).waitFor();
		await press(office, 'Yes, hold it');
		await said(office, 'Held until');
		await agrees(stage, wall);
	});

	await stage.clock('10:30');
	await then('10:30: a teacher’s child has been taken ill; she asks for her phone, and is told who decides', async () => {
		await to(teacher, 'Exceptions', 'Ask for one');
		await teacher.getByRole('radio', {name: 'Exceptional circumstances'}).check();
		await teacher.getByText('Decided by the leadership team.').waitFor();
		await teacher.getByLabel('Until', {exact: true}).fill('11:30');
		await teacher.getByLabel('Why?').fill('my child has been taken ill');
		await press(teacher, 'Ask');
		await said(teacher, 'Asked, as number 1.');
		await teacher.getByRole('link', {name: 'See all exceptions'}).click();
		await card(teacher, 'my child has been taken ill').getByText('the leadership team', {exact: true}).waitFor();
	});

	await then('a leader signs in on a phone 360 px wide and agrees in three taps', async () => {
		leader = await opened('L1', PHONE);
		const counted = await count(leader);
		await leader.getByRole('link', {name: 'Exceptions'}).tap();
		const asked = card(leader, 'my child has been taken ill');
		await asked.getByText('a room for staff').waitFor();
		await asked.getByRole('radio', {name: 'Staff room'}).tap();
		await asked.getByRole('button', {name: 'Agree'}).tap();
		await said(leader, /^Agreed: entered as exception/);
		const {taps, keys} = await counted();
		assert.deepEqual({taps, keys}, {taps: 3, keys: 0});
	});

	await then('her card opens her door in contact time, and the wall has her exception running', async () => {
		await collect('A', 'T1');
		await wall.getByRole('table', {name: 'Exceptions running'}).getByRole('row', {name: names.T1}).getByText('11:30').waitFor();
	});

	await then('a parent asks the office to keep a phone safe: the Headteacher alone consents, and the desk takes it by RP-3', async () => {
		await to(office, 'Exceptions', 'Ask for one');
		await office.getByRole('radio', {name: 'Safekeeping'}).check();
		await office.getByText('Decided by the Headteacher, and nobody in their place.').waitFor();
		await office.getByRole('combobox', {name: 'For which pupil?'}).fill('P033');
		await office.getByRole('option').first().waitFor();
		await office.keyboard.press('Enter');
		await office.getByLabel('Last day').fill('2026-11-23');
		await office.getByLabel('Why?').fill('collected by an aunt after a funeral');
		await office.getByLabel('The parent has asked for it').check();
		await press(office, 'Ask');
		await said(office, 'Asked, as number 2.');
		await leader.getByText('after a funeral').waitFor();
		assert.equal(await card(leader, 'after a funeral').getByRole('button', {name: /^(Consent|Agree)$/}).count(), 0);
		await backAt(head, 'H1');
		await to(head, 'Exceptions');
		await card(head, 'after a funeral').getByRole('button', {name: 'Consent'}).click();
		await said(head, /^Agreed: entered as exception/);
		await to(office, 'Desk');
		await holdCard(office, stage.cards.P033);
		await office.locator('.answer[data-rule="RP-3"][data-outcome="allow"]').waitFor();
		await attest(office);
		await office.keyboard.press('Enter');
		await said(office, 'Write 2 on the envelope');
	});

	await stage.clock('11:05');
	await then('11:05: her phone is back behind a door, and the leader ends the exception before its time', async () => {
		await handIn('A', stage.cards.T1, 'T1');
		const running = card(leader, 'my child has been taken ill');
		await running.getByRole('button', {name: 'End it now'}).tap();
		await running.getByRole('button', {name: 'Yes, end it now'}).tap();
		await said(leader, 'The exception has ended.');
		await wall.getByRole('table', {name: 'Exceptions running'}).getByRole('row', {name: names.T1}).waitFor({state: 'detached'});
	});

	await then('the teacher reports what a child told her: the Headteacher reads it and adds a step, the office sees a number', async () => {
		await to(teacher, 'Incidents', 'Report an incident');
		await teacher.getByRole('radio', {name: 'Bullying by phone or net'}).check();
		await teacher.getByLabel('What happened').fill('messages in the class chat');
		await teacher.getByLabel('Where').fill('class chat');
		await teacher.getByLabel('The reporter’s wishes').fill('that it stops');
		await press(teacher, 'Report it');
		await teacher.getByRole('link', {name: /^Open incident/}).waitFor();
		await to(head, 'Incidents');
		await head.getByRole('link', {name: /^Incident 1/}).click();
		await head.getByText('that it stops').waitFor();
		await head.getByLabel('What is it?').selectOption('parents contacted');
		await head.getByLabel('What was done or seen').fill('rang both families');
		await press(head, 'Add it');
		await said(head, 'Appended; it stays as it is.');
		await to(office, 'Incidents');
		await office.locator('[data-incident="1"]', {hasText: 'for its readers'}).waitFor();
		assert.doesNotMatch(await office.getByRole('main').innerText(), /bullying|chat/i);
	});

	await then('a father fetches a child for a funeral: against the rule, in writing, and the Headteacher acknowledges it in her tray', async () => {
		await findThem(office, 'P065');
		await office.locator('.custody .answer[data-outcome="refuse"][data-rule="RP-4"]').waitFor();
		await unfold(office, 'override');
		await office.getByLabel('Why, in writing').fill('fetched by his father for a funeral');
		await press(office, 'Give it back, and tell the Headteacher');
		await said(office, /./);
		await to(head, 'Head’s tray');
		await card(head, 'fetched by his father').getByText(names.O1).first().waitFor();
		for (let left = await head.locator('[data-notice]').count(); left > 0; left--) {
			await head.locator('[data-notice]').first().getByRole('button', {name: /^(Acknowledge|Done)$/}).click();
			await said(head, 'Marked done.');
			await head.locator('[data-notice]').nth(left - 1).waitFor({state: 'detached'});
		}
		await head.getByText('No notice waits for you.').waitFor();
	});

	await then('she investigates the breach and closes it with an outcome', async () => {
		await to(head, 'Conduct');
		const breach = card(head, names.T2);
		await breach.getByRole('button', {name: 'Investigate'}).click();
		await said(head, 'It is under investigation.');
		await breach.getByRole('button', {name: 'Close…'}).click();
		await head.getByLabel('What was the outcome?').fill('a word; it was the time');
		await breach.getByRole('button', {name: 'Close it'}).click();
		await said(head, 'Closed with its outcome.');
	});

	await then('a camera of the school’s goes out to a teacher and comes back, its pictures asked about', async () => {
		await to(office, 'Lockers', 'The school’s own devices');
		await office.getByLabel('What it is called').fill('Camera 1');
		await office.getByLabel('Or a shelf').fill('office shelf');
		await press(office, 'Enter a device');
		await office.getByRole('row', {name: /Camera 1/}).waitFor();
		await findThem(office, 'T3');
		await unfold(office, 'lend');
		await office.getByLabel('Which device?').selectOption('Camera 1');
		await press(office, 'Lend it');
		await said(office, /./);
		await to(office, 'Desk', 'Loans');
		await press(office, 'Camera 1: over the counter');
		await press(office, 'Camera 1: images moved and removed? Yes');
		await office.getByText('Nothing is left to be asked.').waitFor();
	});

	await then('a visitor leaves a phone at the desk, and has it back when he goes', async () => {
		await to(office, 'Desk', 'Visitors');
		await office.getByLabel('Given name').fill('Vic');
		await office.getByLabel('Family name').fill('Torr');
		await office.getByLabel('is left at the desk').check();
		await office.getByLabel('Envelope', {exact: true}).fill('30');
		await press(office, 'Sign in');
		await said(office, 'We keep your phone safe.');
		await office.getByRole('button', {name: /^Given back: sign out Vic Torr/}).click();
		await office.getByText('Nobody is here for a visit.').waitFor();
	});

	await stage.clock('15:05');
	await then('15:05: everybody signs in anew; Home-time has who is still to collect, class by class', async () => {
		await backAt(office, 'O1');
		await backAt(head, 'H1');
		await wall.reload();
		await wall.locator('[data-live="true"]').waitFor();
		await to(office, 'Home-time');
		await office.locator('[data-waiting="6A"]', {hasText: /^11$/}).waitFor();
		await office.getByRole('row', {name: /^6A/}).getByText(names.P069).waitFor();
		await agrees(stage, wall);
	});

	await then('the coach is early: home-time now for 6A, by the Headteacher, with a reason', async () => {
		await to(head, 'Home-time');
		await unfold(head, 'now');
		await part(head, 'now').getByLabel('For whom?').selectOption('6A');
		await part(head, 'now').getByLabel('Reason').fill('the coach is early');
		await press(head, 'It is home-time now');
		await said(head, 'The class goes home then');
		await office.getByRole('row', {name: /^6A/}).getByText('15:05').waitFor();
	});

	await then('two collect with their own cards', async () => {
		for (const ref of ['P060', 'P061'])
			await collect('B', ref);
		await office.locator('[data-waiting="6A"]', {hasText: /^9$/}).waitFor();
	});

	let left;
	await then('the class is called with two taps from Today and begun at each cabinet with the clerk’s card: never two doors side by side, two at most', async () => {
		// From the screen that stands all day.
		await to(office, 'Today');
		const counted = await count(office);
		await to(office, 'Home-time');
		await press(office, 'Release at A, B: class 6A');
		await office.locator('[data-release="A"]').getByText('hold your own card to cabinet A').waitFor();
		const {taps, keys} = await counted();
		assert.deepEqual({taps, keys}, {taps: 2, keys: 0});
		const served = async (cabinet, bank, of, leaves) => {
			await cabinet.say(`tap ${stage.cards.O1}`);
			await office.locator(`[data-release="${bank}"][data-state="running"]`).waitFor();
			await cabinet.untap();
			const been = new Set();
			while (been.size < of) {
				const door = await cabinet.opens(been);
				const open = (await cabinet.state()).doors.flatMap((one, i) => one.open ? [i] : []);
				assert.ok(open.length <= 2 && open.every((one, i) => i === 0 || one - open[i - 1] > 1), `doors ${open} of ${bank} stand open`);
				been.add(door);
				await tile(wall, bank, door, 'open').waitFor();
				const stays = leaves && been.size === of;
				if (stays)
					left = door;
				else
					await cabinet.say(`take ${door}`);
				await cabinet.say(`close ${door}`);
				await office.locator(`[data-release="${bank}"][data-collected="${been.size - (stays ? 1 : 0)}"]`).or(office.locator('main:not(:has([data-release="B"]))')).first().waitFor();
				if (been.size > 1 && been.size < of - 1)
					await office.locator(`[data-release="${bank}"]`).getByText(/the last child is served at about 15:\d\d/).waitFor();
			}
		};
		await served(A, 'A', 5, true);
		await served(B, 'B', 4, false);
		await office.locator('[data-waiting="6A"]', {hasText: /^1$/}).waitFor();
	});

	await stage.clock('15:20');
	await then('15:20: the teacher collects hers; a parent who shows who she is has the held phone, a child the one kept safe', async () => {
		await collect('A', 'T1');
		await findThem(office, 'P052');
		await office.getByLabel('A parent or another adult').check();
		await office.getByText('They are not on the register').click();
		await office.getByLabel('Given name').fill('Pat');
		await office.getByLabel('Family name').fill('Parent');
		await press(office, 'Enter them as a parent who came today');
		await office.getByText('It goes to Pat Parent.').waitFor();
		await office.getByLabel('They showed a document').check();
		await press(office, 'Give it back');
		await said(office, 'envelope 1.');
		await findThem(office, 'P033');
		await office.locator('.custody .answer[data-outcome="allow"]').waitFor();
		await press(office, 'Give it back');
		await said(office, 'envelope 2.');
	});

	await then('the last thing before the paper: Today and the record say the same', () => agrees(stage, wall));

	await then('the Headteacher reads the day, the governors’ counts and all that is kept about a teacher, who is told of it', async () => {
		await to(head, 'Reports', 'Day');
		await head.getByRole('heading', {name: 'The day in numbers'}).waitFor();
		await to(head, 'Reports', 'Governors');
		await head.getByRole('heading', {name: 'The period in numbers'}).waitFor();
		assert.doesNotMatch(await head.getByRole('main').innerText(), new RegExp(Object.values(names).join('|')));
		await to(head, 'Reports', 'One person');
		await head.getByRole('combobox', {name: 'Whose'}).fill('T1');
		await head.getByRole('option').first().waitFor();
		await head.keyboard.press('Enter');
		await press(head, 'Show the report');
		await head.locator('article').getByText('my child has been taken ill').first().waitFor();
		await backAt(teacher, 'T1');
		await to(teacher, 'Notices');
		await card(teacher, 'Your records were looked into.').getByRole('button', {name: 'Done'}).click();
		await said(teacher, 'Marked done.');
	});

	await then('what was left inside stays in the school’s care, and is on Home-time and on the day sheet, and nothing else is', async () => {
		await to(office, 'Home-time');
		await office.locator('[data-release="A"]').getByText(`Stays in our care, closed with the phone still inside: door ${left + 1}.`).waitFor({timeout: 90000});
		const [behind, ...more] = await office.getByRole('table', {name: 'Past their home-time, and their phone is still here'}).getByRole('rowheader').allInnerTexts();
		assert.deepEqual(more, []);
		await to(office, 'Reports', 'Day sheet');
		const [paper] = await Promise.all([office.waitForEvent('popup'), press(office, 'Print the day sheet')]);
		await paper.getByRole('heading', {name: /^Day sheet: Monday 23 November 2026/}).waitFor();
		const lines = await paper.locator('table tbody tr').allInnerTexts();
		assert.equal(lines.length, 1);
		assert.match(lines[0], new RegExp(`${behind}`));
		await paper.close();
	});

	await then('the rows name each person for each act, and no page had an error that was not expected', async () => {
		await agrees(stage, wall);
		await whoDidWhat(stage);
		// Asked before anybody was signed in, and where a session had ended, which ends its stream too; what is
		// asked when a page is left is broken off. Nothing that changes anything was refused.
		const expected = /^GET \/api\/\S+ (401|net::ERR_ABORTED|net::ERR_INCOMPLETE_CHUNKED_ENCODING)$/;
		assert.deepEqual(pages.flatMap((page) => page.failed).filter((one) => !expected.test(one)), []);
		assert.deepEqual(pages.flatMap((page) => page.problems).filter((one) => !/(401 \(Unauthorized\)|ERR_INCOMPLETE_CHUNKED_ENCODING)/.test(one)), []);
	});
});
