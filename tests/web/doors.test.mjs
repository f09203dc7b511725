// SPDX-License-Identifier: GPL-3.0-or-later
// Every state a door can be shown in, counted against door_states.def: as a tile and opened, by axe in light
// and dark. Those that a hand makes in a moment are made at the emulated cabinet; the others are the
// service's own answer with one door's state changed on the way.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {after, before, test} from 'node:test';
import {fill} from './filled.mjs';
import {looksFine} from './looks.mjs';
import {openStage} from './stage.mjs';

const STATES = [...readFileSync(new URL('../../host/api/door_states.def', import.meta.url), 'utf8').matchAll(/^DOOR_STATE\(\w+, "([^"]+)"\)/gm)].map((match) => match[1]);
let stage;
before(async () => {
	stage = await openStage(process.env.BUILD, '10:30');
	await fill(stage);
});
after(() => stage?.close());

const tile = (page, state, bank = '') => page.locator(`[data-door*="${bank}:"][data-state="${state}"]`);

test('each state as a tile and with its door opened, in light and in dark, at three widths', async () => {
	const page = await stage.pageOf('O1', {reducedMotion: 'reduce'});
	await page.route('**/api/status', async (route) => {
		const response = await route.fetch();
		const answer = await response.json();
		answer.doors.filter((door) => door.bank === 'B').forEach((door, i) => {
			if (STATES[i])
				Object.assign(door, {state: STATES[i], online: STATES[i] !== 'unknown', in_use: STATES[i] !== 'out of use', out_reason: STATES[i] === 'out of use' ? 'its hinge is broken' : ''},
					/held|overdue|in$/.test(STATES[i]) ? {person: 'Grace Young (P058)', since: '2026-11-23T08:41:00'} : {});
		});
		await route.fulfill({response, json: answer});
	});
	await page.goto(`${stage.url}/#/today`);
	await tile(page, 'lent', 'B').waitFor();
	const seen = new Set(), wrong = await looksFine(page, 'doors-all', 'there');
	for (const state of STATES) {
		await tile(page, state, 'B').first().getByRole('button').click();
		await page.locator('[data-panel]').waitFor();
		await page.waitForFunction(() => ![...document.querySelectorAll('[data-reading]')].some((one) => one.dataset.state === 'loading'));
		wrong.push(...await looksFine(page, `doors-${state.replaceAll(' ', '-')}`, 'empty', seen.size ? ['[data-panel]'] : null));
		seen.add(state);
		await page.keyboard.press('Escape');
		await page.locator('[data-panel]').waitFor({state: 'detached'});
		assert.equal(await page.evaluate(() => document.activeElement.closest('[data-door]')?.dataset.state), state, 'the focus is back on the tile');
	}
	assert.deepEqual(wrong, []);
	assert.deepEqual([...seen], STATES);
	console.log(`doors: ${seen.size} of ${STATES.length} states, as tile and opened`);
	await page.context().close();
});

test('what hands do at the cabinet is what the tiles show', async () => {
	const page = await stage.pageOf('O1');
	await page.goto(`${stage.url}/#/today`);
	for (const state of ['free', 'in', 'question', 'alarm'])
		await tile(page, state).first().waitFor();
	await stage.cabinets.B.say('power cut');
	await page.locator('[data-door^="B:"][data-state="unknown"]').nth(15).waitFor();
	await stage.cabinets.B.say('power restore');
	await page.context().close();
});

// Windows' contrast themes: every colour is the system's, so that only lines, marks and words are left.
test('with forced colours each look is told by its lines alone, is read, and its focus is seen', async () => {
	const page = await stage.pageOf('O1', {forcedColors: 'active', reducedMotion: 'reduce'});
	await page.goto(`${stage.url}/#/today`);
	await tile(page, 'free').first().waitFor();
	const {looks, wrong} = await page.evaluate(async () => {
		const {STATES: all} = await import('/base/doors.js');
		const tiles = [...document.querySelectorAll('[data-door] button')], known = new Map(), bad = [];
		const light = (colour) => {
			const [r, g, b] = colour.match(/[\d.]+/g).map((each) => (each / 255 <= 0.04045 ? each / 255 / 12.92 : ((each / 255 + 0.055) / 1.055) ** 2.4));
			return 0.2126 * r + 0.7152 * g + 0.0722 * b;
		};
		const contrast = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
		for (const [i, look] of [...new Set(Object.values(all).map((one) => one.look))].entries()) {
			const button = tiles[i];
			button.parentElement.className = `door door--${look}`;
			const style = getComputedStyle(button);
			known.set(look, [style.borderLeftStyle, style.borderLeftWidth, style.borderTopWidth, style.borderTopColor, style.backgroundColor].join(' '));
			for (const part of button.querySelectorAll('.door__number, .door__state'))
				if (contrast(getComputedStyle(part).color, style.backgroundColor) < 4.5)
					bad.push(`${look}: ${part.className} is not read`);
			button.focus();
			const ring = getComputedStyle(button);
			if (ring.outlineStyle === 'none' || parseFloat(ring.outlineWidth) < 3 || contrast(ring.outlineColor, getComputedStyle(document.body).backgroundColor) < 3)
				bad.push(`${look}: its focus is not seen (${ring.outline})`);
		}
		const links = [...document.querySelectorAll('.top__screens a')].map((one) => [one.hasAttribute('aria-current'), getComputedStyle(one).borderBottomColor]);
		if (links.some(([current, line]) => !current && line === links.find(([is]) => is)[1]))
			bad.push('the screen that is shown is not told from the others');
		return {looks: [...known], wrong: bad};
	});
	assert.deepEqual(wrong, []);
	assert.equal(new Set(looks.map(([, lines]) => lines)).size, looks.length, JSON.stringify(looks, null, 1));
	await page.goto(`${stage.url}/#/desk`);
	await page.getByRole('combobox').fill('is');
	await page.locator('[role="option"]').nth(1).waitFor();
	const [chosen, other] = await page.locator('[role="option"]').evaluateAll((all) => all.slice(0, 2).map((one) => getComputedStyle(one).backgroundColor));
	assert.notEqual(chosen, other, 'who is chosen of those found');
	await page.context().close();
});

// Enter on it; it goes, and what has the focus then.
async function goes(page, button) {
	const one = await button.elementHandle();
	await one.press('Enter');
	await page.waitForFunction((gone) => !gone.isConnected, one);
	await page.waitForFunction(() => document.activeElement && document.activeElement !== document.body);
	return page.evaluate(() => `${document.activeElement.tagName} ${document.activeElement.textContent.trim()}`);
}

test('what had the focus is gone, and the focus is where one goes on', async () => {
	const opened = async (ref, at) => {
		const page = await stage.pageOf(ref);
		await page.goto(`${stage.url}/#/${at}`);
		await page.locator('main h1').waitFor();
		return page;
	};
	const office = await opened('O1', 'today');
	const named = (name, page = office) => page.getByRole('button', {name});
	assert.match(await goes(office, named(/^Done: /).first()), /^H[12] (Today|Needs attention now|\d+ notices)/);
	await office.goto(`${stage.url}/#/desk`);
	assert.match(await goes(office, named(/door 11: I took it out$/)), /^H1 Desk|^H2 .* in doubt/);
	await office.goto(`${stage.url}/#/people/person/P064`);
	await named(/^End card/).press('Enter');
	await goes(office, named('Yes, end it')); // to the button that asked, whose row then goes too
	await office.waitForFunction(() => document.activeElement.matches('h2') && document.activeElement.textContent === 'Cards');
	const head = await opened('H1', 'exceptions');
	await named('Decline…', head).first().press('Enter');
	assert.match(await goes(head, named('Cancel', head)), /^(H3 |BUTTON Decline)/);
	await named('End it now', head).press('Enter');
	assert.match(await goes(head, named('Yes, end it now', head)), /^H[12] /);
	await head.goto(`${stage.url}/#/tray`);
	assert.match(await goes(head, named('Acknowledge', head)), /^H2 To be read/);
	await head.goto(`${stage.url}/#/conduct/bans`);
	await named('Lift…', head).press('Enter');
	assert.match(await goes(head, named('Cancel', head)), /^(H3 |BUTTON Lift)/);
	for (const page of [office, head])
		await page.context().close();
});
