// SPDX-License-Identifier: GPL-3.0-or-later
// Every task of the screens with a keyboard alone: each ends in the record, the focus is seen at every
// stop, and whatever is not a key fails. Counted against the list of tasks, and the tasks against what
// the pages' own code can ask the service to change.
import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {after, before, test} from 'node:test';
import {setTimeout} from 'node:timers/promises';
import {Hands, keyboardAlone, watchPointer} from './keyboard.mjs';
import {TASKS} from './keyboard_tasks_more.mjs';
import {count} from './looks.mjs';
import {openStage} from './stage.mjs';

const only = process.env.TASK ? new RegExp(process.env.TASK) : null; // while one is worked on
let stage;
const pages = {}, asked = new Set(), done = [];
before(async () => {
	stage = await openStage(process.env.BUILD, '08:50');
	stage.links = {};
	stage.names = Object.fromEntries((await stage.rows("SELECT ref, given || ' ' || family AS name FROM person")).map(({ref, name}) => [ref, name]));
	const page = await stage.pageOf('O1');
	keyboardAlone(page);
	await page.context().close();
	// Two of 6A have theirs behind a door, for what is done at home-time.
	for (const ref of ['P065', 'P066']) {
		const door = await stage.cabinets.A.tapOpens(stage.cards[ref]);
		await settled(['SELECT count(*) FROM intent WHERE opened_at IS NOT NULL AND ended_at IS NULL', 1]);
		await stage.cabinets.A.say(`put ${door}`);
		await stage.cabinets.A.say(`close ${door}`);
		await settled([`SELECT count(*) FROM intent WHERE ended_at IS NULL`, 0]);
	}
});
after(() => stage?.close());

async function settled([sql, wanted]) {
	for (let tries = 100; ; tries--) {
		const [row] = await stage.rows(sql);
		const came = row && Object.values(row)[0];
		if (came === wanted || tries === 0)
			return assert.equal(came, wanted, sql);
		await setTimeout(50);
	}
}

// A page of theirs, which notes what it asks the service to change and whether a mouse was near.
async function pageOf(who) {
	if (pages[who])
		return pages[who];
	const page = await stage.pageOf(stage.people[who] ? who : null);
	page.setDefaultTimeout(10_000);
	await watchPointer(page.context());
	page.on('filechooser', () => {}); // so that it is never the machine's own window
	page.on('request', (request) => request.method() === 'POST' && asked.add(decodeURIComponent(new URL(request.url()).pathname.slice('/api/'.length)).replaceAll('/', ' ')));
	await page.goto(`${stage.url}/#/account`);
	pages[who] = page;
	return page;
}

async function play(one) {
	const page = await pageOf(one.who);
	const hands = page.hands ??= new Hands(page);
	await one.first?.(stage);
	// By another screen, so that this one is as it is come to.
	await page.goto(`${stage.url}/#/account`);
	if (stage.people[one.who]) // two addresses in one moment are but the second
		await page.locator('main h1', {hasText: /^(My account|Sign in)$/}).first().waitFor();
	await page.goto(stage.links[one.at] ?? `${stage.url}/#/${one.at}`);
	await page.locator(one.at === 'desk' ? '[role="combobox"]:focus' : 'main h1').first().waitFor();
	await page.locator('main').getByText('Loading…').first().waitFor({state: 'detached'});
	await one.leads(hands, stage);
	await settled(one.left);
	// What was pressed may be gone: the focus is somewhere all the same.
	await page.waitForFunction(() => document.activeElement && document.activeElement !== document.body);
	assert.deepEqual(hands.unseen(), [], 'stops whose focus is not seen');
	assert.deepEqual(await page.evaluate(() => globalThis.pointed), [], 'a mouse or a finger was near');
	done.push(one);
}

test('whatever is not a key fails', async () => {
	const page = await stage.pageOf('O1');
	for (const act of ['click', 'fill', 'focus', 'press', 'selectOption'])
		assert.throws(() => page.locator('body')[act]('x'), /by keyboard alone/);
	assert.throws(() => page.mouse.click(1, 1), /by keyboard alone/);
	await page.context().close();
});

// The office's page as it stands in the morning: nothing was pressed and nothing focused but by itself.
async function morning() {
	const page = await pageOf('O1');
	await page.goto(`${stage.url}/#/desk`);
	await page.locator('[role="combobox"]:focus').waitFor();
	return page;
}
const atTheBox = (page) => page.evaluate(() => document.activeElement.getAttribute('role') === 'combobox');

test('five in a queue, by the reader and the keyboard: three presses each, and the next card always goes where the focus is', async () => {
	const page = await morning();
	for (const ref of ['P067', 'P068', 'P069', 'P073', 'P074']) {
		assert.ok(await atTheBox(page), `${ref} comes to a page whose focus is elsewhere`);
		await page.keyboard.type(stage.cards[ref]);
		await page.keyboard.press('Enter');
		await page.locator('.asked input:focus').waitFor();
		const counted = await count(page);
		for (const key of ['y', 'y', 'Enter'])
			await page.keyboard.press(key);
		await settled([`SELECT off_attested FROM custody JOIN person ON person.id = person WHERE ref = '${ref}'`, 'yes']);
		const {keys, taps} = await counted();
		assert.ok(keys <= 4 && taps === 0, `${keys} presses, ${taps} taps`);
		await page.locator('[role="combobox"]:focus').waitFor();
	}
});

test('two letters that several people begin with show them as choices; one press more is one more of them', async () => {
	const page = await morning();
	const counted = await count(page);
	await page.keyboard.type('is');
	await page.locator('[role="option"]').nth(1).waitFor();
	assert.equal((await counted()).keys, 2);
	const several = await page.locator('[role="option"]').allInnerTexts();
	assert.ok(several.length > 1 && new Set(several).size === several.length, 'each is told from the others by class and reference');
	await page.keyboard.press('ArrowDown');
	const second = await page.locator('[role="option"][aria-selected="true"]').getAttribute('data-ref');
	await page.keyboard.press('Enter');
	await page.getByRole('heading', {level: 1, name: stage.names[second]}).waitFor();
});

// The keystroke-level model (Card, Moran and Newell, 1980): 0.2 s a press of a practised typist, 1.35 s
// to make up one's mind: once whom, once what. The service's own time and the walk to the reader are
// not the office's work. No clock is read.
const PRESS_S = 0.2, MIND_S = 1.35;
test('a lost card is replaced in under six seconds of work, from the search box to the new card', async () => {
	const page = await morning(), hands = new Hands(page);
	const counted = await count(page);
	await page.keyboard.type('mu');
	await page.locator('[role="option"][data-ref="P064"][aria-selected="true"]').waitFor();
	await page.keyboard.press('Enter');
	await page.locator('.asked input:focus').waitFor();
	await hands.enter('Replace a lost card');
	await page.locator('#new-card:focus').waitFor();
	const {keys} = await counted();
	console.log(`a lost card: ${keys} presses, ${(keys * PRESS_S + 2 * MIND_S).toFixed(1)} s of work`);
	assert.ok(keys * PRESS_S + 2 * MIND_S < 6, `${keys} presses`);
	await page.keyboard.type('04C0FFEE000064');
	await page.keyboard.press('Enter');
	await settled(["SELECT group_concat(state) FROM (SELECT state FROM card JOIN person ON person.id = person WHERE ref = 'P064' ORDER BY state)", 'active,lost']);
});

test('each task, by the keyboard', async (t) => {
	for (const one of TASKS.filter((task) => !only || only.test(`${task.at}: ${task.does}`)))
		await t.test(`${one.who} at ${one.at}: ${one.does}`, () => play(one).catch(async (error) => {
			if (process.env.SCREENSHOTS && pages[one.who])
				await pages[one.who].screenshot({path: path.join(process.env.SCREENSHOTS, `keyboard-${TASKS.indexOf(one)}.png`), fullPage: true});
			throw error;
		}));
});

// What the pages' code names when it posts: request words of the table, and those of signing in.
function postsOfThePages() {
	const folder = new URL('../../host/web/pages/', import.meta.url);
	const code = readdirSync(folder, {recursive: true}).filter((name) => name.endsWith('.js') && !name.startsWith('texts'))
		.map((name) => readFileSync(new URL(name, folder), 'utf8')).join('\n');
	const table = [...readFileSync(new URL('../../host/api/requests.def', import.meta.url), 'utf8').matchAll(/^REQUEST\("([^"]+)", \w+, (\w+)\)/gm)];
	const changes = table.filter(([, , kind]) => kind === 'API_CHANGES').map(([, name]) => name);
	// Whether somebody may is no asking.
	const acts = code.replace(/may(\.includes)?\('[^']*'\)/g, '');
	const named = (name) => acts.includes(`'${name}'`) || acts.includes(`"${name}"`) || (name.startsWith('grant ') && acts.includes('`grant ${kind.kind}`') && GRANTS.includes(name));
	const others = [...acts.matchAll(/post\('([^']+)'/g)].map(([, name]) => name.replaceAll('/', ' '));
	const reads = table.filter(([, , kind]) => kind !== 'API_CHANGES').map(([, name]) => name).filter(named);
	return {posts: new Set([...changes.filter(named), ...others]), reads, unasked: changes.filter((name) => !named(name))};
}
// What no screen asks, and where it is done.
const ELSEWHERE = {
	'bank adopting': 'the technician at the box, with the cabinet open', 'bank keyed': 'the same', 'bank proved': 'the same',
	'calendar word': 'a word of a council’s calendar file, taught at the box', 'map end': 'a map that is not used harms nobody: at the box',
	'loan ask': 'a tap at a loan cabinet', 'person seen': 'a report of somebody says so by itself',
};
const GRANTS = ['exceptional', 'safekeeping', 'visit', 'medical', 'early-leave'].map((kind) => `grant ${kind}`);

test('every change that the pages can ask for was asked for by a task', {skip: Boolean(only)}, () => {
	const {posts, reads, unasked} = postsOfThePages();
	const missed = [...posts].filter((name) => !asked.has(name)).sort();
	console.log(`by keyboard: ${done.length} of ${TASKS.length} tasks; ${[...posts].filter((name) => asked.has(name)).length} of the ${posts.size} requests that the pages post`);
	console.log(`not posted by a task: ${missed.join(', ') || 'none'}`);
	for (const name of unasked)
		console.log(`no page posts ${name}: ${ELSEWHERE[name] ?? 'WHY?'}`);
	assert.deepEqual(unasked.filter((name) => !ELSEWHERE[name]), []);
	assert.deepEqual([...asked].filter((name) => !posts.has(name) && !reads.includes(name)), [], 'asked for, and not found in the code');
	assert.deepEqual(missed, []);
	assert.equal(done.length, TASKS.length);
});
