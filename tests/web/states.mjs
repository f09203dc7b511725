// SPDX-License-Identifier: GPL-3.0-or-later
// Every reading of every view of every screen, in every state it can be in, as the screens' own list
// has them (web/pages/screens.js, base/readings.js): how each is made. What the service answers is the
// real service's; held, refused, emptied or cut off on the way to the page.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {RELEASE, fill} from './filled.mjs';
import {looksFine} from './looks.mjs';
import {openStage} from './stage.mjs';

// Which test has which screens, so that none takes long; the last, what is shown to who is not signed in.
const PARTS = {
	day: ['today', 'desk', 'home-time', 'my-class'],
	leaders: ['exceptions', 'tray', 'notices', 'conduct', 'incidents'],
	house: ['people', 'calendar', 'lockers', 'account', ''],
	records: ['reports', 'accounts', 'set-up'],
};
// Whose eyes: the Headteacher's, who sees most; and where an address needs a name, whose.
const WHO = {notices: 'O1', 'my-class': 'T1', accounts: 'L2', '': null};
const AT = {
	'desk/*': 'desk/P057', 'incidents/*': 'incidents/1', 'people/class/*': 'people/class/6A', 'people/category/*': 'people/category/staff',
	'people/person/*': 'people/person/P057', 'lockers/cabinet/*': 'lockers/cabinet/A', 'reports/person': 'reports/person/P057', 'reports/': 'reports',
};
// What is pressed before it is read.
const OPENS = {
	'today/ question list': (page) => page.locator('button.door__button').first().click(),
	'reports/rehearsal report rehearsal': (page) => page.getByRole('button', {name: 'Show the report'}).click(),
	'people/files/people map guess': (page) => chooseMap(page, 'guess'),
	'people/files/people map show': (page) => chooseMap(page, 'sims'),
};
async function chooseMap(page, map) {
	await page.getByLabel('Choose a file').setInputFiles({name: 'sims.csv', mimeType: 'text/csv', buffer: Buffer.from('UPN,Forename,Surname,Year,Reg Group\nP903,Yara,Young,Year 5,5A\n')});
	await page.getByLabel('Columns', {exact: true}).selectOption(map);
}
// What is over by itself after a while is begun anew for each visit.
const FIRST = {'home-time/': (stage) => stage.words(...RELEASE)};
// A list that one address has for one kind of account only.
const NOT_FOR = {'reports/ report person': 'the Headteacher’s first report is the day', 'lockers/cabinet/* bank certificate': 'adopted by nobody: see cabinet in house.test.mjs'};

// [{view, at, who, reads: [words], press}]: what is visited, in the list's order; each reading once.
async function visits(page, part) {
	const {screens, outside} = await page.evaluate(async () => {
		const {OUTSIDE, SCREENS} = await import('/screens.js');
		return {screens: SCREENS.map(({path, views}) => ({path, views})), outside: OUTSIDE};
	});
	const found = [], every = [...screens, {path: '', views: outside}];
	assert.deepEqual(every.map(({path}) => path).sort(), Object.values(PARTS).flat().sort(), 'a screen is in no test');
	for (const {path, views} of every.filter((screen) => PARTS[part].includes(screen.path))) {
		for (const [view, reads] of Object.entries(views)) {
			const name = `${path}/${view}`;
			const at = AT[name] ?? (path ? `${path}${view && '/'}${view}` : view);
			const row = (words, press) => ({view: name, at, who: path in WHO ? WHO[path] : 'H1', reads: words, press});
			const mine = reads.filter((words) => !NOT_FOR[`${name} ${words}`]);
			const plain = mine.filter((words) => !OPENS[`${name} ${words}`]);
			if (plain.length > 0 || mine.length === 0)
				found.push(row(plain));
			for (const words of mine.filter((one) => !plain.includes(one)))
				found.push(row([words], OPENS[`${name} ${words}`]));
		}
	}
	return found;
}
// On the way between the service and one page: each request's answer passes, or what modes says of it:
// hold, refuse, empty, gone.
async function onTheWay(page) {
	const modes = new Map();
	const held = [];
	await page.addInitScript(() => {
		const Real = globalThis.EventSource;
		globalThis.EventSource = class extends Real {
			constructor(...rest) {
				super(...rest);
				globalThis.stream = this;
			}
		};
	});
	await page.route('**/api/**', async (route) => {
		const words = decodeURIComponent(new URL(route.request().url()).pathname.replace('/api/', '').replaceAll('/', ' '));
		const mode = modes.get(words)?.kind;
		if (mode === 'hold') {
			held.push(route);
		} else if (mode === 'refuse') {
			await route.fulfill({status: 500, json: {ok: false, error: REFUSED}});
		} else if (mode === 'gone') {
			await route.abort('connectionrefused');
		} else if (mode === 'empty') {
			const response = await route.fetch();
			const answer = await response.json();
			modes.get(words).lists.forEach((name) => {
				assert.ok(answer[name] instanceof Object, `${words} has no list ${name}`);
				answer[name] = Array.isArray(answer[name]) ? [] : {};
			});
			// Another answer is another by its ETag.
			await route.fulfill({response, json: answer, headers: {...response.headers(), etag: `"${words} emptied"`}});
		} else {
			await route.continue();
		}
	});
	return {
		modes,
		pass: async () => {
			modes.clear();
			await Promise.all(held.splice(0).map((route) => route.continue().catch(() => {})));
		},
	};
}
const REFUSED = 'The disk of the lockers’ computer is full. Tell whoever looks after it.';

export function everyState(part) {
	let stage, all, lists;
	const pages = new Map();
	const seen = new Map(); // "view words state": true
	const wrong = []; // all that axe and a ruler find, told together
	before(async () => {
		stage = await openStage(process.env.BUILD, '10:30');
		await fill(stage);
		stage.welcome = JSON.parse(await stage.words('account', 'make', 'T3', '--role', 'staff', '--by', 'L2', '--json')).link;
		const {page} = await pageOf('H1');
		all = await visits(page, part);
		lists = await page.evaluate(async () => (await import('/base/readings.js')).READINGS);
	});
	after(() => stage?.close());

	async function pageOf(who) {
		if (!pages.has(who)) {
			const page = await stage.pageOf(who, {reducedMotion: 'reduce'});
			const way = await onTheWay(page);
			await page.goto(`${stage.url}/#/account`);
			await page.locator('h1').waitFor();
			if (who && await page.locator('[data-live]').count() > 0)
				await page.locator('[data-live="true"]').waitFor();
			pages.set(who, {page, way});
		}
		return pages.get(who);
	}

	const reading = (page, words, state) => page.locator(`[data-reading="${words}"][data-state="${state}"]`);

	// That many of it (some, or none) in that state; what is there instead is said.
	async function arrives(page, words, state, some = true) {
		try {
			await page.waitForFunction(([name, wanted, any]) => Boolean(document.querySelector(`[data-reading="${name}"][data-state="${wanted}"]`)) === any, [words, state, some], {timeout: 30_000});
		} catch (error) {
			const now = await page.evaluate(() => [...document.querySelectorAll('[data-reading]')].map((one) => `${one.dataset.reading}: ${one.dataset.state}: ${one.textContent.slice(0, 80)}`));
			assert.fail(`${words} ${some ? 'never came to be' : 'stays'} ${state}: ${now.join(' | ')}`);
		}
	}

	// Come to anew, with nothing of it read before.
	async function come(page, visit) {
		await FIRST[visit.view]?.(stage);
		await page.evaluate(() => {
			location.hash = '#/account';
		});
		await page.locator('h1', {hasText: visit.who ? 'My account' : 'Sign in'}).waitFor();
		await page.evaluate((at) => {
			location.hash = `#/${at}`;
		}, visit.at === 'welcome' ? `welcome/${stage.welcome}` : visit.at);
		await page.locator('h1', {hasNotText: ['account', ''].includes(visit.at) ? '' : visit.who ? 'My account' : 'Sign in'}).first().waitFor();
		await visit.press?.(page);
	}

	async function settled(page, waiting = []) {
		await page.waitForFunction((waits) => [...document.querySelectorAll('[data-reading][data-state="loading"]')].every((one) => waits.includes(one.dataset.reading)), waiting);
		await page.evaluate(() => document.querySelectorAll('main details').forEach((one) => {
			one.open = true;
		}));
		await page.waitForFunction((waits) => [...document.querySelectorAll('[data-reading][data-state="loading"]')].every((one) => waits.includes(one.dataset.reading)), waiting);
	}

	// Pressed in each that has not come by itself meanwhile; how many there were.
	const tryAgain = (page, words) => page.evaluate((names) => {
		const buttons = names.flatMap((name) => [...document.querySelectorAll(`[data-reading="${name}"][data-state="error"] > .reading__wrong button`)]);
		buttons.forEach((one) => one.click());
		return buttons.length;
	}, words);

	async function looked(page, visit, words, state) {
		const before = wrong.length;
		for (const one of words)
			seen.set(`${visit.view} ${one} ${state}`, true);
		wrong.push(...await looksFine(page, `${visit.view}-${words[0] ?? ''}-${state}`.replace(/\W+/g, '-'), state));
		wrong.slice(before).forEach((one) => console.log(one));
	}

	// Those of the visit's readings that are shown in that state; one in another is not on the page yet.
	async function shown(page, words, state) {
		await arrives(page, words[0], state); // in what is folded, too
		const found = [];
		for (const one of words)
			if (await reading(page, one, state).count() > 0)
				found.push(one);
		return found;
	}

	async function loadingAndRefused(visit) {
		const {page, way} = await pageOf(visit.who);
		for (const [kind, state] of [['hold', 'loading'], ['refuse', 'error']]) {
			for (let rest = visit.reads; rest.length > 0;) {
				rest.forEach((words) => way.modes.set(words, {kind}));
				await come(page, visit);
				const here = await shown(page, rest, state);
				await settled(page, rest);
				if (state === 'error')
					assert.equal(await reading(page, here[0], state).first().getByText(REFUSED).count(), 1, `${visit.view}: the service’s own sentence`);
				await looked(page, visit, here, state);
				await way.pass();
				if (state === 'error')
					assert.ok(await tryAgain(page, here) > 0, `${visit.view}: nothing to try again`);
				for (const one of here)
					await arrives(page, one, state, false);
				rest = rest.filter((words) => !here.includes(words));
			}
		}
	}

	async function thereEmptyAndOld(visit) {
		const {page, way} = await pageOf(visit.who);
		await come(page, visit);
		await settled(page);
		for (const words of visit.reads)
			await arrives(page, words, 'there');
		await looked(page, visit, visit.reads, 'there');
		const again = (change) => page.evaluate(async (event) => {
			globalThis.stream?.dispatchEvent(new Event(event));
			(await import('/base/live.js')).lookAgain();
		}, change);
		const empty = visit.reads.filter((words) => lists[words].length > 0);
		if (empty.length > 0) {
			empty.forEach((words) => way.modes.set(words, {kind: 'empty', lists: lists[words]}));
			await again('again');
			for (const words of empty) {
				await arrives(page, words, 'empty');
				assert.ok(await reading(page, words, 'empty').first().locator('[data-nothing]').count() > 0, `${visit.view}: ${words} is empty and does not say so`);
			}
			await settled(page);
			await looked(page, visit, empty, 'empty');
			await way.pass();
			await again('again');
			await arrives(page, empty[0], 'there');
		}
		if (visit.who && visit.reads.length > 0) {
			visit.reads.forEach((words) => way.modes.set(words, {kind: 'gone'}));
			await again('error');
			for (const words of visit.reads)
				await arrives(page, words, 'old');
			// An account that is shown no lockers has no stream to lose.
			if (await page.locator('[data-live]').count() > 0)
				await page.locator('[data-live="false"]').waitFor();
			assert.equal(await page.locator('[data-reading][data-state="there"]').count(), 0, `${visit.view}: something is shown as current while it is not`);
			await looked(page, visit, visit.reads, 'old');
			await way.pass();
			await again('again');
			for (const words of visit.reads)
				await arrives(page, words, 'old', false);
		}
	}

	test('what is read loads, and where it is refused says why and is asked for again', async () => {
		for (const visit of all)
			await loadingAndRefused(visit);
	});

	test('what is there, what is empty, and what is not current any more are told apart', async () => {
		for (const visit of all)
			await thereEmptyAndOld(visit);
	});

	test('every reading of every view was seen in each of its states, and no other; axe and a ruler find nothing', () => {
		const wanted = [];
		for (const {view, who, reads} of all)
			for (const words of reads)
				for (const state of ['loading', 'error', ...(lists[words].length ? ['empty'] : []), 'there', ...(who ? ['old'] : [])])
					wanted.push(`${view} ${words} ${state}`);
		assert.deepEqual([...seen.keys()].sort(), wanted.sort());
		assert.deepEqual(wrong, []);
		// Who is not signed in is told so by a 401.
		for (const [who, {page}] of pages)
			assert.deepEqual(page.problems.filter((text) => !/status of 500|ERR_CONNECTION_REFUSED/.test(text) && (who || !/status of 401/.test(text))), []);
		console.log(`states, ${part}: ${seen.size} of ${wanted.length} states of ${all.flatMap((one) => one.reads).length} readings in ${new Set(all.map((one) => one.view)).size} views`);
	});
}
