// SPDX-License-Identifier: GPL-3.0-or-later
// Every kind of exception the code has, in the browser: asked for, agreed or consented to with what was
// still missing, declined, withdrawn, entered at once, looked at again and ended; and a medical one is
// nowhere more than "arranged".
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {after, before, test} from 'node:test';
import {looksRight} from './looks.mjs';
import {openStage} from './stage.mjs';

const pages = path.join(import.meta.dirname, '../../host/web/pages');
// The list of what screens read, without the page around it.
const READINGS = Object.fromEntries([...readFileSync(path.join(pages, 'base/readings.js'), 'utf8').matchAll(/^\t'([a-z -]+)': \[/gm)].map(([, words]) => [words, true]));
assert.ok(Object.keys(READINGS).length > 20);
const TITLES = {safekeeping: 'Safekeeping', exceptional: 'Exceptional circumstances', visit: 'School visit', medical: 'Arranged', 'early-leave': 'Early leave', 'emergency-release': 'Emergency release'};
const RADIOS = {...TITLES, medical: 'Arrangement to keep a phone'};

let stage, office, head, kinds;
before(async () => {
	stage = await openStage(process.env.BUILD, '10:30');
	office = await stage.pageOf('O1');
	head = await stage.pageOf('H1');
	// The kinds are the code's own words, and each has a title here.
	kinds = JSON.parse(await stage.words('grant', 'kinds', '--json')).kinds;
	assert.deepEqual(kinds.map((one) => one.kind).sort(), Object.keys(TITLES).sort());
});
after(() => stage?.close());

const said = (page, text) => page.getByRole('status').getByText(text).first().waitFor();
async function at(page, address) {
	await page.goto(`${stage.url}/#/${address}`);
	await page.getByRole('heading', {level: 1}).waitFor();
}
// Somebody nobody has asked for yet.
const people = {pupils: 0, staff: 0, anybody: 0};
const STAFF = ['T1', 'T2', 'T3', 'T4'];
const another = (whom) => whom === 'staff' ? STAFF[people.staff++ % STAFF.length] : `P0${String(10 + people.pupils++).padStart(2, '0')}`;

// The form of one kind, by whoever's page it is; what is missing is left out where it is only asked for.
async function fill(page, kind, ref, whole) {
	await at(page, 'exceptions/ask');
	await page.getByRole('radio', {name: RADIOS[kind.kind], exact: true}).press('Space');
	const form = page.getByRole('form', {name: RADIOS[kind.kind]});
	await form.getByText('Decided by').waitFor();
	await form.getByRole('combobox').fill(ref);
	await page.getByRole('option', {name: new RegExp(`${ref}`)}).waitFor();
	await page.keyboard.press('Enter');
	if (['medical', 'safekeeping'].includes(kind.kind))
		await form.getByLabel('Last day').fill('2026-12-18');
	else
		await form.getByLabel('Until', {exact: true}).fill('11:30');
	if (kind.needs_reason)
		await form.getByLabel(kind.kind === 'visit' ? 'What is the visit called?' : 'Why?').fill(`because of ${ref}`);
	if (kind.needs_room)
		await form.getByRole('radio', {name: whole ? 'Staff room' : 'Let them say'}).press('Space');
	if (whole && kind.needs_review)
		await form.getByLabel('Review date').fill('2027-01-11');
	if (whole && kind.needs_parent)
		await form.getByLabel('The parent has asked for it').press('Space');
	const who = form.getByRole('radio', {name: whole ? 'I agree: it holds at once' : /^Ask /});
	if (await who.count())
		await who.press('Space');
	await form.getByRole('button', {name: whole ? 'Enter it' : 'Ask', exact: true}).press('Enter');
	await said(page, whole ? /^Entered as exception/ : /^Asked, as number/);
}
const card = (page, kind, ref) => page.locator('section.govuk-summary-card', {hasText: `(${ref})`}).filter({hasText: TITLES[kind.kind]});
const running = (kind, ref) => head.getByRole('region', {name: 'Running', exact: true}).locator(card(head, kind, ref));
async function end(kind, ref) {
	await running(kind, ref).getByRole('button', {name: 'End it now'}).press('Enter');
	await running(kind, ref).getByRole('button', {name: 'Yes, end it now'}).press('Enter');
	await running(kind, ref).waitFor({state: 'detached'});
}

test('each kind is asked for and agreed with what was missing, declined with a reason, withdrawn by who asked, entered at once, and ended', async () => {
	const counts = {asked: 0, agreed: 0, declined: 0, withdrawn: 0, entered: 0, ended: 0, reviewed: 0};
	for (const kind of kinds) {
		if (kind.asked) {
			const [yes, no, back] = [another(kind.for), another(kind.for), another(kind.for)];
			for (const ref of [yes, no, back]) {
				await fill(office, kind, ref, false);
				counts.asked++;
			}
			await at(head, 'exceptions');
			const open = card(head, kind, yes);
			await open.getByText('Who decides').waitFor();
			for (const [needed, text] of [[kind.needs_room, /a room for staff/], [kind.needs_review, /review/], [kind.needs_parent, /parent/]]) {
				if (needed)
					assert.match(await open.innerText(), text, `${kind.kind} says what is missing`);
			}
			if (kind.needs_room)
				await open.getByRole('radio', {name: 'PPA room'}).press('Space');
			if (kind.needs_review)
				await open.getByLabel('Review date').fill('2027-01-11');
			if (kind.needs_parent)
				await open.getByLabel('The parent has asked for it').press('Space');
			await open.getByRole('button', {name: /^(Agree|Consent)$/}).press('Enter');
			await running(kind, yes).waitFor();
			counts.agreed++;

			const other = card(head, kind, no);
			await other.getByRole('button', {name: 'Decline…'}).press('Enter');
			await other.getByLabel('Why not?').fill('not today');
			await other.getByRole('button', {name: 'Decline', exact: true}).press('Enter');
			await said(head, 'Declined.');
			counts.declined++;
			await at(office, 'exceptions');
			// Where the office itself may agree, it says yes or no; else who asked takes it back.
			if (kind.given_by.includes('office')) {
				await card(office, kind, back).getByRole('button', {name: /^Agree/}).waitFor();
			} else {
				await card(office, kind, back).getByRole('button', {name: 'Withdraw'}).press('Enter');
				await said(office, /withdrawn/i);
				counts.withdrawn++;
			}
			if (kind.needs_review) {
				await running(kind, yes).getByLabel('Next review date').fill('2027-02-22');
				await running(kind, yes).getByRole('button', {name: /^Looked at/}).press('Enter');
				await running(kind, yes).getByText('2027-02-22').or(running(kind, yes).getByText(/22 February 2027/)).first().waitFor();
				counts.reviewed++;
			}
			await end(kind, yes);
			counts.ended++;
		}
		const ref = another(kind.for);
		await fill(head, kind, ref, true);
		counts.entered++;
		if (kind.kind === 'emergency-release')
			await looksRight(head, 'grants-emergency-entered');
		await at(head, 'exceptions');
		await running(kind, ref).waitFor();
		await end(kind, ref);
		counts.ended++;
	}
	const asked = kinds.filter((one) => one.asked).length, officeGives = kinds.filter((one) => one.asked && one.given_by.includes('office')).length;
	assert.deepEqual(counts, {asked: 3 * asked, agreed: asked, declined: asked, withdrawn: asked - officeGives, entered: kinds.length, ended: kinds.length + asked, reviewed: 1});
	console.log(`# ${kinds.length} kinds of exception: ${JSON.stringify(counts)}`);
	assert.deepEqual([office, head].flatMap((page) => page.problems), []);
});

test('an emergency release is not asked for, and is over after two hours at the most', async () => {
	await at(office, 'exceptions/ask');
	await office.getByRole('radio', {name: 'Early leave'}).waitFor();
	assert.equal(await office.getByRole('radio', {name: 'Emergency release'}).count(), 0, 'the office neither asks for nor gives one');
	const leader = await stage.pageOf('L1');
	await at(leader, 'exceptions/ask/emergency-release');
	const form = leader.getByRole('form', {name: 'Emergency release'});
	await form.getByText('SYS-1').waitFor();
	await form.getByRole('combobox').fill('P050');
	await leader.getByRole('option').first().waitFor();
	await leader.keyboard.press('Enter');
	await form.getByLabel('Until', {exact: true}).fill('14:00');
	await form.getByLabel('Why?').fill('an ambulance is here');
	await form.getByRole('button', {name: 'Enter it'}).press('Enter');
	await leader.getByRole('alert').getByText(/two hours/).waitFor();
	await form.getByLabel('Until', {exact: true}).fill('11:15');
	await form.getByRole('button', {name: 'Enter it'}).press('Enter');
	await said(leader, /^Entered as exception/);
	await leader.context().close();
});

// Those that name the kind and nobody: what there is to ask for, the policy's own text, counts; and a
// person's own record, which is theirs.
const OF_NOBODY = ['grant kinds', 'policy show', 'report evidence', 'report governors', 'report person'];

test('a medical arrangement is in no answer, on no page and in no row more than “arranged”, whatever somebody sends with it', async () => {
	const words = /medical|LAW-1\b|insulin/i;
	const cookies = (await head.context().cookies()).map((one) => `${one.name}=${one.value}`).join('; ');
	const sent = await fetch(`${stage.url}/api/grant/medical`, {method: 'POST', headers: {'Content-Type': 'application/json', 'X-Hometime': '1', Origin: stage.url, Cookie: cookies},
		body: JSON.stringify({person: 'P061', until: '2027-07-21T23:59', review: '2027-01-11', reason: 'insulin pump', rooms: 'insulin'})});
	assert.equal(sent.status, 200, await sent.clone().text());
	assert.doesNotMatch(await sent.text(), words);
	await stage.cabinets.A.say(`tap ${stage.cards.P061}`);
	await stage.cabinets.A.untap();

	const read = [];
	for (const ref of Object.keys(stage.people)) {
		const page = await stage.pageOf(ref);
		await page.goto(stage.url);
		await page.getByRole('heading', {level: 1}).waitFor();
		for (const request of [...Object.keys(READINGS), 'log', 'people find']) {
			if (OF_NOBODY.includes(request))
				continue;
			const answer = await page.evaluate(async (name) => (await fetch(`/api/${name.replaceAll(' ', '/')}?person=P061&text=P061&date=2026-11-23&name=A&after=0`)).text(), request);
			assert.doesNotMatch(answer, words, `${request}, read by ${ref}`);
			read.push(`${ref} ${request}`);
		}
		for (const address of ['today', 'desk/P061', 'home-time', 'exceptions', 'tray', 'notices', 'conduct', 'incidents', 'people/class/6A', 'people/person/P061', 'lockers', 'reports/day', 'reports/sheet']) {
			await page.goto(`${stage.url}/#/${address}`);
			await page.getByRole('heading', {level: 1}).first().waitFor();
			await page.locator('main').getByText('Loading…').first().waitFor({state: 'detached'});
			// The list of rules at the desk (a breach of which?) is the policy's own, and the same for everybody.
			assert.doesNotMatch((await page.evaluate(() => document.documentElement.outerHTML)).replace(/<option value="LAW-1">[^<]*<\/option>/g, ''), words, `${address}, seen by ${ref}`);
			read.push(`${ref} ${address}`);
		}
		await page.context().close();
	}
	await at(head, 'exceptions');
	await running({kind: 'medical'}, 'P061').waitFor();
	console.log(`# ${read.length} answers and pages read`);
	// Nor in the file: what was sent with it was not kept.
	for (const file of [stage.database, `${stage.database}-wal`])
		assert.equal(readFileSync(file).includes('insulin'), false, file);
});
